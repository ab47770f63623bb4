/* Count batches of numbers.
 *
 * The same cells as grid.py and the same gaps as counting.py, fused into one pass over memory: a batch is taken in blocks that
 * stay in the first cache; nulls are dropped there by Arrow's bitmap, so that no column is copied. Rounding is that of
 * IEEE 754 without contraction, so that cells are those that NumPy finds, to the last integer. No state, no allocation:
 * any number of threads may call at once.
 */
#include <math.h>

#include "batch.h"
#include "grid.h"
#include "processor.h"
#include "sort.h"

#define LANES 8
#define FEW 2048
#define SPARSE 32

enum { NULLS, NANS, ABOVE, BELOW };

/* of the calls below; whoever loads another number leaves the library alone */
int32_t evenhand_abi(void) { return 5; }

/* keep the finite numbers of a block, count the others */
static int64_t keep_finite(const double *values, int64_t n, int64_t *gaps, double *out) {
    int64_t kept = 0;
    for (int64_t i = 0; i < n; i++) {
        double value = values[i];
        gaps[NANS] += value != value;
        gaps[ABOVE] += value == INFINITY;
        gaps[BELOW] += value == -INFINITY;
        out[kept] = value;
        kept += value - value == 0.0;
    }
    return kept;
}

/* smallest and largest of a block, and the sum of distances from its first */
typedef struct {
    double low, high, sum;
} Span;

static Span span(const double *block, int64_t n) {
    double first = block[0], low[LANES], high[LANES], sum[LANES];
    for (int j = 0; j < LANES; j++) low[j] = high[j] = first, sum[j] = 0.0;
    int64_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (int j = 0; j < LANES; j++) {
            double value = block[i + j];
            low[j] = value < low[j] ? value : low[j];
            high[j] = value > high[j] ? value : high[j];
            sum[j] += value - first;
        }
    for (; i < n; i++) {
        low[0] = block[i] < low[0] ? block[i] : low[0];
        high[0] = block[i] > high[0] ? block[i] : high[0];
        sum[0] += block[i] - first;
    }
    Span found = {low[0], high[0], sum[0]};
    for (int j = 1; j < LANES; j++) {
        found.low = low[j] < found.low ? low[j] : found.low;
        found.high = high[j] > found.high ? high[j] : found.high;
        found.sum += sum[j];
    }
    return found;
}

/* join the moments (minimum, maximum, mean, square) of n finite numbers, by Chan, Golub and LeVeque (1983) */
static void join(double *moments, int64_t before, const double *block, int64_t n, Span found) {
    double square[LANES] = {0}, spread = 0.0, mean = block[0] + found.sum / (double)n;
    int64_t i = 0;
    if (mean - mean != 0.0)
        for (mean = 0.0; i < n; i++) mean += block[i] / (double)n;
    for (i = 0; i + LANES <= n; i += LANES)
        for (int j = 0; j < LANES; j++) square[j] += (block[i + j] - mean) * (block[i + j] - mean);
    for (; i < n; i++) square[0] += (block[i] - mean) * (block[i] - mean);
    for (int j = 0; j < LANES; j++) spread += square[j];
    moments[0] = found.low < moments[0] ? found.low : moments[0];
    moments[1] = found.high > moments[1] ? found.high : moments[1];
    double total = (double)(before + n), share = (double)n / total, step = mean - moments[2];
    if (step - step == 0.0) moments[2] += step * share;
    else moments[2] = moments[2] * ((double)before / total) + mean * share;
    if (before) spread += step * step * (double)before * share;
    moments[3] += spread;
}

/* numbers of one cell, and the sum of their distances from the centre; side by side, so that one access adds to both */
typedef struct {
    double n, sum;
} Cell; /* two of them a cell, for rows in turn: equal neighbours need not wait for one another */

static void count_few(const int32_t *cells, const double *block, int64_t n, double centre, Cell *few) {
    for (int64_t i = 0; i < n; i++) {
        Cell *cell = few + 2 * cells[i] + (i & 1);
        cell->n += 1.0;
        cell->sum += block[i] - centre;
    }
}

static void count_many(const int32_t *cells, const double *block, int64_t n, double centre, int64_t *counts, double *sums) {
    for (int64_t i = 0; i < n; i++) {
        FETCH(counts + cells[i]);
        FETCH(sums + cells[i]);
    }
    for (int64_t i = 0; i < n; i++) {
        counts[cells[i]]++;
        sums[cells[i]] += block[i] - centre;
    }
}

/* sorted numbers to the cells of all cuts, walking along both */
static void count_sorted(const double *cuts, int64_t n_cuts, const double *values, int64_t n, double centre, int64_t *counts,
                         double *sums) {
    int64_t cell = 0;
    for (int64_t i = 0; i < n; i++) {
        while (cell < n_cuts && cuts[cell] <= values[i]) cell++;
        counts[cell]++;
        sums[cell] += values[i] - centre;
    }
}

/* Add a batch to counts, centred sums, gaps and moments; n is the numbers counted so far. With room, for three times its
 * values, the batch is sorted first, and of the grid only the cuts are read. */
BY_PROCESSOR void evenhand_count(const Batch *batch, const Grid *grid, int64_t n_cells, double centre, int64_t *counts,
                                 double *sums, int64_t *gaps, double *moments, int64_t *n, double *room) {
    double own[BLOCK];
    int32_t cells[BLOCK];
    Cell few[2 * FEW];
    int64_t n_sorted = 0;
    int is_sparse = 0, is_few = n_cells <= FEW && !room, is_float = batch->kind <= FLOAT32;
    int is_direct = batch->kind == FLOAT64 && !batch->validity;
    if (is_few) memset(few, 0, 2 * (size_t)n_cells * sizeof(Cell));
    for (int64_t from = 0; from < batch->n; from += BLOCK) {
        int64_t rows = batch->n - from < BLOCK ? batch->n - from : BLOCK, held = rows;
        const double *block = is_direct ? (const double *)batch->values + from : own;
        if (!is_direct) held = load(batch, from, rows, own);
        gaps[NULLS] += rows - held;
        if (!held) continue;
        Span found = span(block, held);
        if (is_float && found.sum - found.sum != 0.0) {
            held = keep_finite(block, held, gaps, own);
            block = own;
            if (!held) continue;
            found = span(block, held);
        }
        join(moments, *n, block, held, found);
        *n += held;
        if (room) {
            memcpy(room + n_sorted, block, (size_t)held * sizeof(double));
            n_sorted += held;
            continue;
        }
        is_sparse = place(grid, block, held, is_sparse, cells) * SPARSE < held;
        if (is_few) count_few(cells, block, held, centre, few);
        else count_many(cells, block, held, centre, counts, sums);
    }
    if (is_few)
        for (int64_t i = 0; i < n_cells; i++) {
            counts[i] += (int64_t)(few[2 * i].n + few[2 * i + 1].n);
            sums[i] += few[2 * i].sum + few[2 * i + 1].sum;
        }
    if (room) {
        sort_numbers(room, n_sorted, (uint64_t *)(room + n_sorted));
        count_sorted(grid->cuts, n_cells - 1, room, n_sorted, centre, counts, sums);
    }
}

/* The cell of every row; below zero where there is none: -1 null, -2 NaN, -3 and -4 infinite. */
BY_PROCESSOR void evenhand_cells(const Batch *batch, const Grid *grid, int32_t *out) {
    Batch all = *batch;
    double block[BLOCK];
    all.validity = 0;
    for (int64_t from = 0; from < batch->n; from += BLOCK) {
        int64_t rows = batch->n - from < BLOCK ? batch->n - from : BLOCK;
        int32_t *cells = out + from;
        load(&all, from, rows, block);
        double off = 0.0;
        for (int64_t i = 0; i < rows; i++) off += block[i] * 0.0;
        if (off == 0.0) place(grid, block, rows, 0, cells);
        else
            for (int64_t i = 0; i < rows; i++) {
                if (block[i] - block[i] == 0.0) place(grid, block + i, 1, 0, cells + i);
                else cells[i] = block[i] != block[i] ? -2 : block[i] > 0.0 ? -3 : -4;
            }
        if (batch->validity)
            for (int64_t i = 0; i < rows; i++)
                if (!is_set(batch->validity, batch->offset + from + i)) cells[i] = -1;
    }
}
