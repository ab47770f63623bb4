/* The finite numbers of a column, smallest first. */
#include "batch.h"
#include "sort.h"

/* Append the finite numbers of a batch to out, a negative zero as zero; how many. */
int64_t evenhand_finite(const Batch *batch, double *out) {
    double block[BLOCK];
    int64_t kept = 0;
    for (int64_t from = 0; from < batch->n; from += BLOCK) {
        int64_t held = load(batch, from, batch->n - from < BLOCK ? batch->n - from : BLOCK, block);
        for (int64_t i = 0; i < held; i++) {
            out[kept] = block[i] + 0.0;
            kept += block[i] - block[i] == 0.0;
        }
    }
    return kept;
}

/* Sort n finite numbers; room holds twice as many. */
void evenhand_sort(double *values, int64_t n, uint64_t *room) { sort_numbers(values, n, room); }
