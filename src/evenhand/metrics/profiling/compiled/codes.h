/* The crossing that rows fall into, from the codes of several columns. */
#ifndef EVENHAND_CODES_H
#define EVENHAND_CODES_H

#include "batch.h"

#define CODES(NAME, TYPE)                                                                          \
    static inline void NAME(const TYPE *codes, int64_t n, int64_t size, int64_t *key, int64_t *off) {     \
        for (int64_t i = 0; i < n; i++) {                                                          \
            int64_t code = (int64_t)codes[i];                                                      \
            *off |= code | (int64_t)((uint64_t)(size - 1) - (uint64_t)code);                                                    \
            key[i] = key[i] * size + code;                                                         \
        }                                                                                          \
    }

CODES(codes_int8, int8_t)
CODES(codes_int16, int16_t)
CODES(codes_int32, int32_t)
CODES(codes_int64, int64_t)
CODES(codes_uint8, uint8_t)
CODES(codes_uint16, uint16_t)
CODES(codes_uint32, uint32_t)
CODES(codes_uint64, uint64_t)

/* key = key * size + code, per row; the sign of *off tells whether a code was outside 0 .. size - 1 */
static inline void append(const void *codes, int32_t kind, int64_t from, int64_t n, int64_t size, int64_t *key, int64_t *off) {
    switch (kind) {
    case INT8: codes_int8((const int8_t *)codes + from, n, size, key, off); return;
    case INT16: codes_int16((const int16_t *)codes + from, n, size, key, off); return;
    case INT32: codes_int32((const int32_t *)codes + from, n, size, key, off); return;
    case INT64: codes_int64((const int64_t *)codes + from, n, size, key, off); return;
    case UINT8: codes_uint8((const uint8_t *)codes + from, n, size, key, off); return;
    case UINT16: codes_uint16((const uint16_t *)codes + from, n, size, key, off); return;
    case UINT32: codes_uint32((const uint32_t *)codes + from, n, size, key, off); return;
    default: codes_uint64((const uint64_t *)codes + from, n, size, key, off); return;
    }
}

#endif
