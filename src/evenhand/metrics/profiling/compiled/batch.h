/* A batch of a column as Arrow holds it: kinds of numbers, the bitmap of nulls, and how a block becomes doubles. */
#ifndef EVENHAND_BATCH_H
#define EVENHAND_BATCH_H

#include <stdint.h>
#include <string.h>

#define BLOCK 1024

enum { FLOAT64, FLOAT32, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 };

typedef struct {
    const void *values;
    const uint8_t *validity;
    int64_t offset, n;
    int32_t kind;
} Batch;

static inline int is_set(const uint8_t *bits, int64_t at) { return bits[at >> 3] >> (at & 7) & 1; }

/* 64 bits of the bitmap from any bit on, never reading beyond the byte of the last one asked for */
static inline uint64_t word(const uint8_t *bits, int64_t at, int64_t n) {
    uint64_t low = 0, shift = at & 7;
    int64_t bytes = (int64_t)(shift + n + 7) >> 3;
    memcpy(&low, bits + (at >> 3), bytes > 8 ? 8 : bytes);
    low >>= shift;
    if (bytes > 8) low |= (uint64_t)bits[(at >> 3) + 8] << (64 - shift);
    return n < 64 ? low & ((1ULL << n) - 1) : low;
}

#define LOADER(NAME, TYPE)                                                                              \
    static inline int64_t NAME(const TYPE *values, const uint8_t *bits, int64_t at, int64_t n,           \
                               double *out) {                                                            \
        int64_t kept = 0;                                                                               \
        if (!bits) {                                                                                    \
            for (int64_t i = 0; i < n; i++) out[i] = (double)values[i];                                 \
            return n;                                                                                   \
        }                                                                                               \
        for (int64_t i = 0; i < n; i += 64) {                                                           \
            int64_t m = n - i < 64 ? n - i : 64;                                                        \
            uint64_t here = word(bits, at + i, m);                                                      \
            for (int64_t j = 0; j < m; j++, here >>= 1) {                                               \
                out[kept] = (double)values[i + j];                                                      \
                kept += here & 1;                                                                       \
            }                                                                                           \
        }                                                                                               \
        return kept;                                                                                    \
    }

LOADER(load_double, double)
LOADER(load_float, float)
LOADER(load_int8, int8_t)
LOADER(load_int16, int16_t)
LOADER(load_int32, int32_t)
LOADER(load_int64, int64_t)
LOADER(load_uint8, uint8_t)
LOADER(load_uint16, uint16_t)
LOADER(load_uint32, uint32_t)
LOADER(load_uint64, uint64_t)

/* the values of a block that are not null, as doubles; how many */
static inline int64_t load(const Batch *batch, int64_t from, int64_t n, double *out) {
    const uint8_t *bits = batch->validity;
    int64_t at = batch->offset + from;
    switch (batch->kind) {
    case FLOAT64: return load_double((const double *)batch->values + from, bits, at, n, out);
    case FLOAT32: return load_float((const float *)batch->values + from, bits, at, n, out);
    case INT8: return load_int8((const int8_t *)batch->values + from, bits, at, n, out);
    case INT16: return load_int16((const int16_t *)batch->values + from, bits, at, n, out);
    case INT32: return load_int32((const int32_t *)batch->values + from, bits, at, n, out);
    case INT64: return load_int64((const int64_t *)batch->values + from, bits, at, n, out);
    case UINT8: return load_uint8((const uint8_t *)batch->values + from, bits, at, n, out);
    case UINT16: return load_uint16((const uint16_t *)batch->values + from, bits, at, n, out);
    case UINT32: return load_uint32((const uint32_t *)batch->values + from, bits, at, n, out);
    default: return load_uint64((const uint64_t *)batch->values + from, bits, at, n, out);
    }
}

#endif
