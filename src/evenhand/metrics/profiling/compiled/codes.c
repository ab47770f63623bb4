/* Count codes: of one dictionary, and of crossings of several columns; and code labels and decisions.
 *
 * A batch is taken in blocks that stay in the first cache. No state, no allocation.
 */
#include <math.h>

#include "codes.h"
#include "processor.h"

#define MODEST 2048

/* Count rows per crossing of code columns, last column fastest; with weights, add them up per crossing as well.
 * Returns 0, or -1 when a code lies outside its column's size: counts are then to be thrown away. */
BY_PROCESSOR int32_t evenhand_cross(const Crossing *of, int64_t n, const double *weights, int64_t *counts, double *sums) {
    uint32_t key[BLOCK], few[TABLES * MODEST];
    int64_t n_cells = 1;
    for (int32_t c = 0; c < of->n_columns; c++) n_cells *= of->sizes[c];
    int is_few = n_cells <= MODEST && n <= UINT32_MAX;
    if (is_few) memset(few, 0, TABLES * (size_t)n_cells * sizeof *few);
    for (int64_t from = 0; from < n; from += BLOCK) {
        int64_t rows = n - from < BLOCK ? n - from : BLOCK;
        if (cross(of, from, rows, key)) return -1;
        if (is_few) count_few(key, rows, n_cells, few);
        else
            for (int64_t i = 0; i < rows; i++) counts[key[i]]++;
        if (weights)
            for (int64_t i = 0; i < rows; i++) sums[key[i]] += weights[from + i];
    }
    if (is_few) add_few(few, n_cells, counts);
    return 0;
}

#define READ_CODES(NAME, TYPE)                                                          \
    static void NAME(const TYPE *codes, int64_t n, int64_t *out) {                      \
        for (int64_t i = 0; i < n; i++) out[i] = (int64_t)codes[i];                     \
    }

READ_CODES(read_int8, int8_t)
READ_CODES(read_int16, int16_t)
READ_CODES(read_int32, int32_t)
READ_CODES(read_int64, int64_t)
READ_CODES(read_uint8, uint8_t)
READ_CODES(read_uint16, uint16_t)
READ_CODES(read_uint32, uint32_t)

static void read_codes(const void *codes, int32_t kind, int64_t from, int64_t n, int64_t *out) {
    switch (kind) {
    case INT8: read_int8((const int8_t *)codes + from, n, out); return;
    case INT16: read_int16((const int16_t *)codes + from, n, out); return;
    case INT32: read_int32((const int32_t *)codes + from, n, out); return;
    case UINT8: read_uint8((const uint8_t *)codes + from, n, out); return;
    case UINT16: read_uint16((const uint16_t *)codes + from, n, out); return;
    case UINT32: read_uint32((const uint32_t *)codes + from, n, out); return;
    default: read_int64((const int64_t *)codes + from, n, out); return; /* beyond 2^63 reads as below zero: outside */
    }
}

/* the codes of a block whose bit is set; how many */
static inline int64_t keep_set(const Batch *batch, int64_t from, int64_t n, int64_t *key) {
    int64_t kept = 0;
    for (int64_t i = 0; i < n; i += 64) {
        int64_t m = n - i < 64 ? n - i : 64;
        uint64_t here = word(batch->validity, batch->offset + from + i, m);
        for (int64_t j = 0; j < m; j++, here >>= 1) {
            key[kept] = key[i + j];
            kept += here & 1;
        }
    }
    return kept;
}

/* Count codes of a dictionary; a null counts in *nulls. Returns as evenhand_cross does. */
BY_PROCESSOR int32_t evenhand_codes(const Batch *batch, int64_t size, int64_t *counts, int64_t *nulls) {
    int64_t key[BLOCK];
    uint32_t narrow[BLOCK], few[TABLES * MODEST];
    int is_few = size <= MODEST && batch->n <= UINT32_MAX;
    if (is_few) memset(few, 0, TABLES * (size_t)size * sizeof *few);
    for (int64_t from = 0; from < batch->n; from += BLOCK) {
        int64_t rows = batch->n - from < BLOCK ? batch->n - from : BLOCK, off = 0, kept = rows;
        read_codes(batch->values, batch->kind, from, rows, key);
        if (batch->validity) kept = keep_set(batch, from, rows, key);
        *nulls += rows - kept;
        for (int64_t i = 0; i < kept; i++) {
            off |= key[i] | (int64_t)((uint64_t)(size - 1) - (uint64_t)key[i]);
            narrow[i] = (uint32_t)key[i];
        }
        if (off < 0) return -1;
        if (is_few) count_few(narrow, kept, size, few);
        else
            for (int64_t i = 0; i < kept; i++) counts[key[i]]++;
    }
    if (is_few) add_few(few, size, counts);
    return 0;
}

/* Codes of a label or a decision: 1 favourable, 0 the other value, 2 null or NaN, 3 anything else. Adds to found whether a
 * row is favourable, whether one has the other value, and whether one is anything else. */
BY_PROCESSOR void evenhand_outcomes(const Batch *batch, double favourable, double other, uint8_t *out, uint8_t *found) {
    Batch all = *batch;
    double block[BLOCK];
    all.validity = 0;
    if (favourable == other) other = NAN;
    for (int64_t from = 0; from < batch->n; from += BLOCK) {
        int64_t rows = batch->n - from < BLOCK ? batch->n - from : BLOCK;
        uint8_t *codes = out + from, hits = 0, others = 0, strange = 0;
        load(&all, from, rows, block);
        for (int64_t i = 0; i < rows; i++) {
            double value = block[i];
            codes[i] = (uint8_t)(3 - 2 * (value == favourable) - 3 * (value == other) - (value != value));
        }
        for (int64_t i = 0; batch->validity && i < rows; i += 64) {
            int64_t m = rows - i < 64 ? rows - i : 64;
            uint64_t here = word(batch->validity, batch->offset + from + i, m);
            for (int64_t j = 0; j < m; j++) codes[i + j] = here >> j & 1 ? codes[i + j] : 2;
        }
        for (int64_t i = 0; i < rows; i++) {
            hits |= codes[i] == 1;
            others |= codes[i] == 0;
            strange |= codes[i] == 3;
        }
        found[0] |= hits;
        found[1] |= others;
        found[2] |= strange;
    }
}
