/* Count batches of numbers and codes.
 *
 * The same cells as grid.py and the same gaps as counting.py, fused into one pass over memory: a batch is taken in blocks that
 * stay in the first cache; nulls are dropped there by Arrow's bitmap, so that no column is copied. Rounding is that of
 * IEEE 754 without contraction, so that cells are those that NumPy finds, to the last integer. No state, no allocation:
 * any number of threads may call at once.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define BLOCK 1024
#define LANES 8
#define FEW 2048
#define SMALL 256
#if defined(__GNUC__) || defined(__clang__)
#define FETCH(ADDRESS) __builtin_prefetch(ADDRESS)
#else
#define FETCH(ADDRESS) (void)(ADDRESS)
#endif
#define ONE 0x3ff0000000000000LL

enum { FLOAT64, FLOAT32, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 };
enum { NULLS, NANS, ABOVE, BELOW };

typedef struct {
    const double *cuts;   /* strictly rising, then 2^steps times infinity */
    const int32_t *first; /* per grid cell the cuts below it */
    double middle, scale;
    int64_t low, high; /* grid cells below and from the middle on */
    int32_t steps, shift; /* of the search; of a bent grid, 0 of an even one */
} Grid;

typedef struct {
    const void *values;
    const uint8_t *validity;
    int64_t offset, n;
    int32_t kind;
} Batch;

/* of the calls below; whoever loads another number leaves the library alone */
int32_t evenhand_abi(void) { return 2; }

static int is_set(const uint8_t *bits, int64_t at) { return bits[at >> 3] >> (at & 7) & 1; }

/* 64 bits of the bitmap from any bit on, never reading beyond the byte of the last one asked for */
static uint64_t word(const uint8_t *bits, int64_t at, int64_t n) {
    uint64_t low = 0, shift = at & 7;
    int64_t bytes = (int64_t)(shift + n + 7) >> 3;
    memcpy(&low, bits + (at >> 3), bytes > 8 ? 8 : bytes);
    low >>= shift;
    if (bytes > 8) low |= (uint64_t)bits[(at >> 3) + 8] << (64 - shift);
    return n < 64 ? low & ((1ULL << n) - 1) : low;
}

#define LOADER(NAME, TYPE)                                                                              \
    static int64_t NAME(const TYPE *values, const uint8_t *bits, int64_t at, int64_t n, double *out) { \
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
static int64_t load(const Batch *batch, int64_t from, int64_t n, double *out) {
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

static void coarse_even(const Grid *grid, const double *block, int64_t n, int32_t *at) {
    double middle = grid->middle, scale = grid->scale, top = (double)(grid->high - 1);
    for (int64_t i = 0; i < n; i++) {
        double place = (block[i] - middle) * scale;
        place = place > 0.0 ? place : 0.0;
        at[i] = (int32_t)(place < top ? place : top);
    }
}

static void coarse_bent(const Grid *grid, const double *block, int64_t n, int32_t *at) {
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

/* from the grid cell to the cell, the number of halvings known to the compiler */
#define SEARCH(STEPS)                                                                  \
    for (int64_t i = 0; i < n; i++) {                                                  \
        double value = block[i];                                                       \
        int32_t cell = first[cells[i]];                                                \
        for (int32_t half = 1 << (STEPS) >> 1; half; half >>= 1)                       \
            cell += -(int32_t)(cuts[cell + half - 1] <= value) & half;                 \
        cells[i] = cell;                                                               \
    }                                                                                  \
    break;

/* block of finite numbers to their cells */
static void place(const Grid *grid, const double *block, int64_t n, int32_t *cells) {
    const double *cuts = grid->cuts;
    const int32_t *first = grid->first;
    if (grid->shift) coarse_bent(grid, block, n, cells);
    else coarse_even(grid, block, n, cells);
    switch (grid->steps) {
    case 0: SEARCH(0)
    case 1: SEARCH(1)
    case 2: SEARCH(2)
    case 3: SEARCH(3)
    case 4: SEARCH(4)
    default:
        /* a long list of cuts lies beyond the caches: ask for all that a block needs before it is needed */
        for (int64_t i = 0; i < n; i++) FETCH(cuts + first[cells[i]] + (1 << grid->steps >> 2));
        SEARCH(grid->steps)
    }
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

/* Add a batch to counts, centred sums, gaps and moments; n is the numbers counted so far. */
void evenhand_count(const Batch *batch, const Grid *grid, int64_t n_cells, double centre, int64_t *counts, double *sums,
                    int64_t *gaps, double *moments, int64_t *n) {
    double room[BLOCK];
    int32_t cells[BLOCK];
    Cell few[2*FEW];
    int is_few = n_cells <= FEW, is_float = batch->kind <= FLOAT32, is_direct = batch->kind == FLOAT64 && !batch->validity;
    if (is_few) memset(few, 0, 2*(size_t)n_cells * sizeof(Cell));
    for (int64_t from = 0; from < batch->n; from += BLOCK) {
        int64_t rows = batch->n - from < BLOCK ? batch->n - from : BLOCK, held = rows;
        const double *block = is_direct ? (const double *)batch->values + from : room;
        if (!is_direct) held = load(batch, from, rows, room);
        gaps[NULLS] += rows - held;
        if (!held) continue;
        Span found = span(block, held);
        if (is_float && found.sum - found.sum != 0.0) {
            held = keep_finite(block, held, gaps, room);
            block = room;
            if (!held) continue;
            found = span(block, held);
        }
        place(grid, block, held, cells);
        if (is_few)
            for (int64_t i = 0; i < held; i++) {
                Cell *cell = few + 2 * cells[i] + (i & 1);
                cell->n += 1.0;
                cell->sum += block[i] - centre;
            }
        else {
            for (int64_t i = 0; i < held; i++) {
                FETCH(counts + cells[i]);
                FETCH(sums + cells[i]);
            }
            for (int64_t i = 0; i < held; i++) {
                counts[cells[i]]++;
                sums[cells[i]] += block[i] - centre;
            }
        }
        join(moments, *n, block, held, found);
        *n += held;
    }
    if (is_few)
        for (int64_t i = 0; i < n_cells; i++) {
            counts[i] += (int64_t)(few[2 * i].n + few[2 * i + 1].n);
            sums[i] += few[2 * i].sum + few[2 * i + 1].sum;
        }
}

/* The cell of every row; below zero where there is none: -1 null, -2 NaN, -3 and -4 infinite. */
void evenhand_cells(const Batch *batch, const Grid *grid, int32_t *out) {
    Batch all = *batch;
    double block[BLOCK];
    all.validity = 0;
    for (int64_t from = 0; from < batch->n; from += BLOCK) {
        int64_t rows = batch->n - from < BLOCK ? batch->n - from : BLOCK;
        int32_t *cells = out + from;
        load(&all, from, rows, block);
        double off = 0.0;
        for (int64_t i = 0; i < rows; i++) off += block[i] * 0.0;
        if (off == 0.0) place(grid, block, rows, cells);
        else
            for (int64_t i = 0; i < rows; i++) {
                if (block[i] - block[i] == 0.0) place(grid, block + i, 1, cells + i);
                else cells[i] = block[i] != block[i] ? -2 : block[i] > 0.0 ? -3 : -4;
            }
        if (batch->validity)
            for (int64_t i = 0; i < rows; i++)
                if (!is_set(batch->validity, batch->offset + from + i)) cells[i] = -1;
    }
}


#define CODES(NAME, TYPE)                                                                          \
    static void NAME(const TYPE *codes, int64_t n, int64_t size, int64_t *key, int64_t *off) {     \
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
static void append(const void *codes, int32_t kind, int64_t from, int64_t n, int64_t size, int64_t *key, int64_t *off) {
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

/* Count rows per crossing of code columns, last column fastest; with weights, add them up per crossing as well.
 * Returns 0, or -1 when a code lies outside its column's size: counts are then to be thrown away. */
int32_t evenhand_cross(const void **columns, const int32_t *kinds, const int64_t *sizes, int32_t n_columns, int64_t n,
                       const double *weights, int64_t *counts, double *sums) {
    int64_t key[BLOCK];
    for (int64_t from = 0; from < n; from += BLOCK) {
        int64_t rows = n - from < BLOCK ? n - from : BLOCK, off = 0;
        memset(key, 0, sizeof key);
        for (int32_t c = 0; c < n_columns; c++) append(columns[c], kinds[c], from, rows, sizes[c], key, &off);
        if (off < 0) return -1;
        for (int64_t i = 0; i < rows; i++) counts[key[i]]++;
        if (weights)
            for (int64_t i = 0; i < rows; i++) sums[key[i]] += weights[from + i];
    }
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

/* Count codes of a dictionary; a null counts in *nulls. Returns as evenhand_cross does. */
int32_t evenhand_codes(const Batch *batch, int64_t size, int64_t *counts, int64_t *nulls) {
    int64_t key[BLOCK], few[4][SMALL];
    int is_small = size <= SMALL;
    if (is_small) memset(few, 0, sizeof few);
    for (int64_t from = 0; from < batch->n; from += BLOCK) {
        int64_t rows = batch->n - from < BLOCK ? batch->n - from : BLOCK, off = 0, kept = rows, i = 0;
        read_codes(batch->values, batch->kind, from, rows, key);
        if (batch->validity) {
            kept = 0;
            for (i = 0; i < rows; i += 64) {
                int64_t m = rows - i < 64 ? rows - i : 64;
                uint64_t here = word(batch->validity, batch->offset + from + i, m);
                for (int64_t j = 0; j < m; j++, here >>= 1) {
                    key[kept] = key[i + j];
                    kept += here & 1;
                }
            }
            *nulls += rows - kept;
        }
        for (i = 0; i < kept; i++) off |= key[i] | (int64_t)((uint64_t)(size - 1) - (uint64_t)key[i]);
        if (off < 0) return -1;
        i = 0;
        if (is_small)
            for (; i + 4 <= kept; i += 4)
                for (int j = 0; j < 4; j++) few[j][key[i + j]]++;
        for (; i < kept; i++) counts[key[i]]++;
    }
    if (is_small)
        for (int64_t i = 0; i < size; i++) counts[i] += few[0][i] + few[1][i] + few[2][i] + few[3][i];
    return 0;
}

/* Codes of a label or a decision: 1 favourable, 0 the other value, 2 null or NaN, 3 anything else. Adds to found the rows
 * that are favourable and those that are anything else. */
void evenhand_outcomes(const Batch *batch, double favourable, double other, uint8_t *out, int64_t *found) {
    Batch all = *batch;
    double block[BLOCK];
    all.validity = 0;
    for (int64_t from = 0; from < batch->n; from += BLOCK) {
        int64_t rows = batch->n - from < BLOCK ? batch->n - from : BLOCK, hits = 0, strange = 0;
        uint8_t *codes = out + from;
        load(&all, from, rows, block);
        for (int64_t i = 0; i < rows; i++) {
            double value = block[i];
            codes[i] = (uint8_t)(value == favourable ? 1 : value == other ? 0 : value != value ? 2 : 3);
        }
        if (batch->validity)
            for (int64_t i = 0; i < rows; i++)
                if (!is_set(batch->validity, batch->offset + from + i)) codes[i] = 2;
        for (int64_t i = 0; i < rows; i++) {
            hits += codes[i] == 1;
            strange += codes[i] == 3;
        }
        found[0] += hits;
        found[1] += strange;
    }
}

/* The cells of a block of scores, -1 where one is not finite. Where `even` even cells in [0, 1] are among the grid's,
 * `first` holds the cuts at or below the edge of each, and few follow within: they are looked at one by one. */
static void score_cells(const Grid *grid, const double *scores, int64_t n, int64_t even, const int32_t *first,
                        int32_t *cells) {
    double scale = (double)even, top = scale - 1.0, off = 0.0;
    const double *cuts = grid->cuts;
    for (int64_t i = 0; !even && i < n; i++) off += scores[i] * 0.0;
    if (!even && off == 0.0) {
        place(grid, scores, n, cells);
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
        if (value - value == 0.0) place(grid, scores + i, 1, cells + i);
        else cells[i] = -1;
    }
}

#define LEAST 0x1p-600
#define EPSILON 0x1p-52
#define AHEAD 24
#ifdef __GNUC__
#define FETCH(at) __builtin_prefetch(at, 1)
#else
#define FETCH(at) (void)(at)
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
            if (i + AHEAD < rows && key[i + AHEAD] >= 0) FETCH(into + 4 * key[i + AHEAD]);
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
