/* The crossing that rows fall into, from the codes of several columns. */
#ifndef EVENHAND_CODES_H
#define EVENHAND_CODES_H

#include "batch.h"

#define APPEND(NAME, TYPE, WIDE)                                                                      \
    static inline int NAME(const TYPE *codes, int64_t n, int32_t size, uint32_t *key) {               \
        WIDE off = 0;                                                                                 \
        for (int64_t i = 0; i < n; i++) {                                                             \
            WIDE code = (WIDE)codes[i];                                                               \
            off |= code | (WIDE)((u##WIDE)(size - 1) - (u##WIDE)code);                                \
            key[i] = key[i] * (uint32_t)size + (uint32_t)code;                                        \
        }                                                                                             \
        return off < 0;                                                                               \
    }

APPEND(append_int8, int8_t, int32_t)
APPEND(append_int16, int16_t, int32_t)
APPEND(append_int32, int32_t, int32_t)
APPEND(append_int64, int64_t, int64_t)
APPEND(append_uint8, uint8_t, int32_t)
APPEND(append_uint16, uint16_t, int32_t)
APPEND(append_uint32, uint32_t, int32_t)
APPEND(append_uint64, uint64_t, int64_t)

/* key = key * size + code, per row; whether a code was outside 0 .. size - 1 */
static inline int append(const void *codes, int32_t kind, int64_t from, int64_t n, int64_t size, uint32_t *key) {
    int32_t most = (int32_t)size;
    switch (kind) {
    case INT8: return append_int8((const int8_t *)codes + from, n, most, key);
    case INT16: return append_int16((const int16_t *)codes + from, n, most, key);
    case INT32: return append_int32((const int32_t *)codes + from, n, most, key);
    case INT64: return append_int64((const int64_t *)codes + from, n, most, key);
    case UINT8: return append_uint8((const uint8_t *)codes + from, n, most, key);
    case UINT16: return append_uint16((const uint16_t *)codes + from, n, most, key);
    case UINT32: return append_uint32((const uint32_t *)codes + from, n, most, key);
    default: return append_uint64((const uint64_t *)codes + from, n, most, key);
    }
}

/* code columns of which each row has one crossing; the product of their sizes is below 2^31 */
typedef struct {
    const void *const *columns;
    const int32_t *kinds;
    const int64_t *sizes;
    int32_t n_columns;
} Crossing;

/* the crossing of each row of a block, last column fastest; whether a code was outside its column's size */
static inline int cross(const Crossing *of, int64_t from, int64_t n, uint32_t *key) {
    int is_off = 0;
    memset(key, 0, (size_t)n * sizeof *key);
    for (int32_t c = 0; c < of->n_columns; c++)
        is_off |= append(of->columns[c], of->kinds[c], from, n, of->sizes[c], key);
    return is_off;
}

/* Counts in four tables, rows in turn: equal neighbours need not wait for one another. */
#define TABLES 4

static inline void count_few(const uint32_t *key, int64_t n, int64_t n_cells, uint32_t *few) {
    int64_t i = 0;
    for (; i + TABLES <= n; i += TABLES)
        for (int j = 0; j < TABLES; j++) few[j * n_cells + key[i + j]]++;
    for (; i < n; i++) few[key[i]]++;
}

static inline void add_few(const uint32_t *few, int64_t n_cells, int64_t *counts) {
    for (int64_t i = 0; i < n_cells; i++)
        for (int j = 0; j < TABLES; j++) counts[i] += few[j * n_cells + i];
}

#endif
