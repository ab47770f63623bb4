/* From finite numbers to the cells of a grid, as grid.py finds them. */
#ifndef EVENHAND_GRID_H
#define EVENHAND_GRID_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__) || defined(__clang__)
#define FETCH(ADDRESS) __builtin_prefetch(ADDRESS)
#else
#define FETCH(ADDRESS) (void)(ADDRESS)
#endif
#define ONE 0x3ff0000000000000LL
#define CROWDED INT32_MIN

typedef struct {
    const double *cuts;   /* strictly rising, then 2^steps times infinity */
    const int32_t *first; /* per grid cell the cuts below it; CROWDED where it holds several */
    double middle, scale;
    int64_t low, high; /* grid cells below and from the middle on */
    int32_t steps, shift; /* of the search; of a bent grid, 0 of an even one */
} Grid;

static inline void coarse_even(const Grid *grid, const double *block, int64_t n, int32_t *at) {
    double middle = grid->middle, scale = grid->scale, top = (double)(grid->high - 1);
    for (int64_t i = 0; i < n; i++) {
        double place = (block[i] - middle) * scale;
        place = place > 0.0 ? place : 0.0;
        at[i] = (int32_t)(place < top ? place : top);
    }
}

static inline void coarse_bent(const Grid *grid, const double *block, int64_t n, int32_t *at) {
    double middle = grid->middle, scale = grid->scale;
    int32_t low = (int32_t)grid->low, last = (int32_t)grid->high - 1, shift = grid->shift - 32;
    for (int64_t i = 0; i < n; i++) {
        double away = (block[i] - middle) * scale + 0.0, bent = fabs(away) + 1.0; /* + 0.0: no negative zero */
        int64_t sign, bits;
        memcpy(&sign, &away, 8);
        memcpy(&bits, &bent, 8);
        int32_t below = (int32_t)(sign >> 32) >> 31, most = last ^ ((last ^ (low - 1)) & below);
        int32_t steps = (int32_t)((bits - ONE) >> 32) >> shift;
        steps = steps < most ? steps : most;
        at[i] = low + (steps ^ below);
    }
}

static inline int32_t search(const double *cuts, int32_t cell, int32_t steps, double value) {
    for (int32_t half = 1 << steps >> 1; half; half >>= 1) cell += -(int32_t)(cuts[cell + half - 1] <= value) & half;
    return cell;
}

/* from the grid cell to the cell, the number of halvings known to the compiler */
#define SEARCH(STEPS)                                                                  \
    for (int64_t i = 0; i < n; i++) {                                                  \
        int32_t start = first[cells[i]];                                               \
        crowd += start < 0;                                                            \
        cells[i] = search(cuts, start & ~CROWDED, STEPS, block[i]);                    \
    }                                                                                  \
    break;

/* Block of finite numbers to their cells; how many met a grid cell of several cuts. Where few are expected to, all others
 * are spared the search. */
static inline int64_t place(const Grid *grid, const double *block, int64_t n, int is_sparse, int32_t *cells) {
    const double *cuts = grid->cuts;
    const int32_t *first = grid->first;
    int64_t crowd = 0;
    if (grid->shift) coarse_bent(grid, block, n, cells);
    else coarse_even(grid, block, n, cells);
    if (is_sparse) {
        for (int64_t i = 0; i < n; i++) {
            int32_t start = first[cells[i]];
            if (start < 0) {
                crowd++;
                cells[i] = search(cuts, start & ~CROWDED, grid->steps, block[i]);
            } else
                cells[i] = start + (cuts[start] <= block[i]);
        }
        return crowd;
    }
    switch (grid->steps) {
    case 0: SEARCH(0)
    case 1: SEARCH(1)
    case 2: SEARCH(2)
    case 3: SEARCH(3)
    case 4: SEARCH(4)
    default:
        /* a long list of cuts lies beyond the caches: ask for all that a block needs before it is needed */
        for (int64_t i = 0; i < n; i++) FETCH(cuts + (first[cells[i]] & ~CROWDED) + (1 << grid->steps >> 2));
        SEARCH(grid->steps)
    }
    return crowd;
}

#endif
