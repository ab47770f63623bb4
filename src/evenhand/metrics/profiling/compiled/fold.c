/* Fold scores, labels and decisions into the table of a cube; the same cells and the same sums as fold.py. */
#include <math.h>

#include "codes.h"
#include "grid.h"

/* The cells of a block of scores, -1 where one is not finite. Where `even` even cells in [0, 1] are among the grid's,
 * `first` holds the cuts at or below the edge of each, and few follow within: they are looked at one by one. */
static void score_cells(const Grid *grid, const double *scores, int64_t n, int64_t even, const int32_t *first,
                        int32_t *cells) {
    double scale = (double)even, top = scale - 1.0, off = 0.0;
    const double *cuts = grid->cuts;
    for (int64_t i = 0; !even && i < n; i++) off += scores[i] * 0.0;
    if (!even && off == 0.0) {
        place(grid, scores, n, 0, cells);
        return;
    }
    for (int64_t i = 0; i < n; i++) {
        double value = scores[i], at = value * scale;
        if (at >= 1.0 && at < top) {
            int32_t k = (int32_t)at, cell = first[k], end = first[k + 1];
            if (end - cell < 9) {
                while (cuts[cell] <= value) cell++;
                cells[i] = cell;
                continue;
            }
        }
        if (value - value == 0.0) place(grid, scores + i, 1, 0, cells + i);
        else cells[i] = -1;
    }
}

#define LEAST 0x1p-600
#define EPSILON 0x1p-52
#define AHEAD 24
#if defined(__GNUC__) || defined(__clang__)
#define FETCH_SLOT(ADDRESS) __builtin_prefetch(ADDRESS, 1)
#else
#define FETCH_SLOT(ADDRESS) (void)(ADDRESS)
#endif

/* Add scores to a table (groups, cells, label, 4): rows, sum, sum of squares, product of the probability given to the label,
 * kept EPSILON from 0 and 1. Where a product has become too small it is lifted, and its log is taken from `logs` (groups,
 * cells, label). Where asked for, outcomes (groups, label, decision; 3 of each) are counted as well. Rows without label, decision or finite score are passed over. Returns as evenhand_cross does. */
int32_t evenhand_fold(const void **columns, const int32_t *kinds, const int64_t *sizes, int32_t n_columns, int64_t n,
                      const uint8_t *label, const uint8_t *decision, const double *scores, const Grid *grid,
                      int64_t even, const int32_t *first, int64_t n_cells, double *into, double *logs,
                      int64_t *outcomes) {
    int64_t key[BLOCK];
    int32_t cells[BLOCK];
    double lift = log(LEAST);
    for (int64_t from = 0; from < n; from += BLOCK) {
        int64_t rows = n - from < BLOCK ? n - from : BLOCK, off = 0;
        memset(key, 0, sizeof key);
        for (int32_t c = 0; c < n_columns; c++) append(columns[c], kinds[c], from, rows, sizes[c], key, &off);
        if (off < 0) return -1;
        score_cells(grid, scores + from, rows, even, first, cells);
        for (int64_t i = 0; i < rows; i++) {
            int64_t is = label[from + i];
            if (is > 2 || decision[from + i] > 2) return -1;
            if (outcomes) outcomes[(key[i] * 3 + is) * 3 + decision[from + i]]++;
            int64_t at = (key[i] * n_cells + cells[i]) * 2 + is;
            key[i] = cells[i] < 0 || is > 1 || decision[from + i] > 1 ? -1 : at;
        }
        for (int64_t i = 0; i < rows; i++) {
            int64_t at = key[i];
            if (i + AHEAD < rows && key[i + AHEAD] >= 0) FETCH_SLOT(into + 4 * key[i + AHEAD]);
            if (at < 0) continue;
            double *slot = into + 4 * at, score = scores[from + i], given = at & 1 ? score : 1.0 - score;
            given = given < EPSILON ? EPSILON : given > 1.0 - EPSILON ? 1.0 - EPSILON : given;
            slot[0] += 1.0;
            slot[1] += score;
            slot[2] += score * score;
            slot[3] *= given;
            if (slot[3] < LEAST) {
                slot[3] /= LEAST;
                logs[at] += lift;
            }
        }
    }
    return 0;
}
