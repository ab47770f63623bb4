/* Fold scores, labels and decisions into the table of a cube; the same cells and the same sums as fold.py. */
#include <math.h>

#include "codes.h"
#include "grid.h"
#include "processor.h"

#define LEAST 0x1p-600
#define EPSILON 0x1p-52
#define LANES 8
#define FEW_OUTCOMES 512
#define EXPONENT 0x7ff0000000000000LL
#define NOWHERE UINT32_MAX

/* The cells that scores are counted in. Where [0, 1] is cut into even parts, `parts` has for each the cell that it is; where
 * it is several, the complement of the first of them; where they are many, or scores beyond may be meant, INT32_MIN. */
typedef struct {
    const Grid *grid;
    const int32_t *parts;
    int64_t n_parts, n_cells;
} Cells;

/* One row each of a batch; label and decision are 0, 1, or 2 where unknown. */
typedef struct {
    const Crossing *groups;
    const uint8_t *label, *decision;
    const double *scores;
    int64_t n;
} Rows;

/* What rows are added to. Table (groups, cells, label, 4): rows, sum, sum of squares, product of the probability given to the
 * label, kept EPSILON from 0 and 1; where a product has become too small it is lifted, and its log is taken from `logs`
 * (groups, cells, label). Ends: the least and the greatest score. Outcomes (groups, label, decision; 3 of each). */
typedef struct {
    double *table, *logs, *ends;
    int64_t *outcomes;
} Totals;

/* a block of rows with a finite score: score, crossing of groups, label and decision as one number below 9 */
typedef struct {
    const double *scores;
    double own[BLOCK];
    uint32_t key[BLOCK];
    uint8_t outcome[BLOCK];
    int64_t n;
} Block;

static inline int is_finite(const double *scores, int64_t n) {
    int64_t off = 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t bits;
        memcpy(&bits, scores + i, 8);
        off |= (bits & EXPONENT) == EXPONENT;
    }
    return !off;
}

/* read a block; whether a code was outside its column's size */
static inline int read_block(const Rows *rows, int64_t from, Block *block) {
    int64_t n = rows->n - from < BLOCK ? rows->n - from : BLOCK, kept = 0;
    const uint8_t *label = rows->label + from, *decision = rows->decision + from;
    uint8_t most = 0;
    block->scores = rows->scores + from;
    block->n = n;
    int is_off = cross(rows->groups, from, n, block->key);
    for (int64_t i = 0; i < n; i++) {
        uint8_t larger = label[i] > decision[i] ? label[i] : decision[i];
        most = larger > most ? larger : most;
        block->outcome[i] = (uint8_t)(label[i] * 3 + decision[i]);
    }
    if (is_off || most > 2) return 1;
    if (is_finite(block->scores, n)) return 0;
    for (int64_t i = 0; i < n; i++) {
        double score = block->own[kept] = block->scores[i];
        block->key[kept] = block->key[i];
        block->outcome[kept] = block->outcome[i];
        kept += score - score == 0.0;
    }
    block->scores = block->own;
    block->n = kept;
    return 0;
}

static inline void find_cells(const Cells *of, const double *scores, int64_t n, int32_t *cells) {
    const double *cuts = of->grid->cuts;
    double scale = (double)of->n_parts, top = scale - 1.0;
    int32_t several = 0;
    if (!of->n_parts) {
        place(of->grid, scores, n, 0, cells);
        return;
    }
    for (int64_t i = 0; i < n; i++) {
        double at = scores[i] * scale;
        at = at > 0.0 ? at : 0.0;
        cells[i] = (int32_t)(at < top ? at : top);
    }
    for (int64_t i = 0; i < n; i++) {
        cells[i] = of->parts[cells[i]];
        several |= cells[i];
    }
    for (int64_t i = 0; several < 0 && i < n; i++) {
        if (cells[i] >= 0) continue;
        if (cells[i] == INT32_MIN) {
            place(of->grid, scores + i, 1, 0, cells + i);
            continue;
        }
        cells[i] = ~cells[i];
        while (cuts[cells[i]] <= scores[i]) cells[i]++;
    }
}

/* where in the table each row belongs; NOWHERE without label or decision */
static inline void find_slots(const Block *block, int64_t n_cells, const int32_t *cells, uint32_t *slot) {
    for (int64_t i = 0; i < block->n; i++) {
        uint32_t label = block->outcome[i] > 2, at = (block->key[i] * (uint32_t)n_cells + (uint32_t)cells[i]) * 2 + label;
        int is_known = block->outcome[i] < 5 && block->outcome[i] != 2;
        slot[i] = is_known ? at : NOWHERE;
    }
}

static inline void widen(const double *scores, const uint32_t *slot, int64_t n, double *ends) {
    double low[LANES], high[LANES];
    int64_t i = 0;
    for (int j = 0; j < LANES; j++) low[j] = ends[0], high[j] = ends[1];
    for (; i + LANES <= n; i += LANES)
        for (int j = 0; j < LANES; j++) {
            double least = slot[i + j] == NOWHERE ? INFINITY : scores[i + j];
            double most = slot[i + j] == NOWHERE ? -INFINITY : scores[i + j];
            low[j] = least < low[j] ? least : low[j];
            high[j] = most > high[j] ? most : high[j];
        }
    for (; i < n; i++) {
        if (slot[i] == NOWHERE) continue;
        low[0] = scores[i] < low[0] ? scores[i] : low[0];
        high[0] = scores[i] > high[0] ? scores[i] : high[0];
    }
    for (int j = 0; j < LANES; j++) {
        ends[0] = low[j] < ends[0] ? low[j] : ends[0];
        ends[1] = high[j] > ends[1] ? high[j] : ends[1];
    }
}

/* the probability that a score gives to the label of its row */
static inline void give(const Block *block, double *given) {
    for (int64_t i = 0; i < block->n; i++) {
        double score = block->scores[i], to = block->outcome[i] > 2 ? score : 1.0 - score;
        to = to < EPSILON ? EPSILON : to;
        given[i] = to > 1.0 - EPSILON ? 1.0 - EPSILON : to;
    }
}

static inline void add_scores(const double *scores, const double *given, const uint32_t *slot, int64_t n, double lift,
                              const Totals *to) {
    for (int64_t i = 0; i < n; i++) {
        uint32_t at = slot[i];
        if (at == NOWHERE) continue;
        double *held = to->table + 4 * (int64_t)at, score = scores[i];
        held[0] += 1.0;
        held[1] += score;
        held[2] += score * score;
        held[3] *= given[i];
        if (held[3] < LEAST) {
            held[3] /= LEAST;
            to->logs[at] += lift;
        }
    }
}

/* Add rows to the totals. Rows without a finite score are passed over everywhere, those without label or decision in the table.
 * Returns how many had no finite score, or -1 when a code lies outside its column's size: totals are then to be thrown
 * away. */
BY_PROCESSOR int64_t evenhand_fold(const Rows *rows, const Cells *of, int64_t n_outcomes, const Totals *to) {
    Block block;
    double given[BLOCK];
    int32_t cells[BLOCK];
    uint32_t slot[BLOCK], few[TABLES * FEW_OUTCOMES];
    int64_t n_lost = 0;
    int is_few = n_outcomes <= FEW_OUTCOMES && rows->n <= UINT32_MAX;
    double lift = log(LEAST);
    if (is_few) memset(few, 0, TABLES * (size_t)n_outcomes * sizeof *few);
    for (int64_t from = 0; from < rows->n; from += BLOCK) {
        if (read_block(rows, from, &block)) return -1;
        n_lost += (rows->n - from < BLOCK ? rows->n - from : BLOCK) - block.n;
        find_cells(of, block.scores, block.n, cells);
        find_slots(&block, of->n_cells, cells, slot);
        widen(block.scores, slot, block.n, to->ends);
        give(&block, given);
        add_scores(block.scores, given, slot, block.n, lift, to);
        if (!to->outcomes) continue;
        for (int64_t i = 0; i < block.n; i++) block.key[i] = block.key[i] * 9 + block.outcome[i];
        if (is_few) count_few(block.key, block.n, n_outcomes, few);
        else
            for (int64_t i = 0; i < block.n; i++) to->outcomes[block.key[i]]++;
    }
    if (is_few && to->outcomes) add_few(few, n_outcomes, to->outcomes);
    return n_lost;
}
