/*
 * The compiled kernel of the scan engine: the same answers as reference.py, a few hundred times sooner.
 *
 * Three ways to find the largest statistic of each replicate:
 *
 *   one_by_one    lanes are the windows of time of one replicate (permutation model, high rates). Expected counts
 *                 follow from a zone's cases, so a table gives the least count that can matter; sites are added
 *                 in blocks, in bytes, and a block is looked into only when its last counts reach its first
 *                 thresholds.
 *   in_blocks     the same for places alone (high rates), with 32 replicates for lanes.
 *   side_by_side  lanes are 32 replicates (every model). The least count that can matter is found once per
 *                 circle and window and compared with all lanes.
 *
 * All skip only what cannot exceed the largest statistic found so far; whatever is left is evaluated with the
 * same tables and the same order of operations as NumPy. Counts fit 16 bits, else side_by_side runs in 32.
 *
 * Plain C11 and the stable Python API. Loops over lanes are written so that any compiler turns them into vector
 * instructions; where GCC can, it also builds them for AVX2 and picks at run time.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__linux__) && \
    !defined(__SANITIZE_ADDRESS__)
#define CLONED __attribute__((target_clones("avx2", "default")))
#else
#define CLONED
#endif
#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wpsabi" /* vectors pass only between functions of this file */
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

#define LANES 32         /* replicates side by side, and bytes in a row of windows */
#define TIE 1e-9         /* statistics closer than this are equal */
#define STEP 0.25        /* thresholds are computed for statistics on this grid */
#define NOT_ALLOWED (-1.0)

/* ---------------------------------------------------------------- random numbers: Philox-4x64-10 */

typedef struct {
    uint64_t counter[4], key[2], out[4];
    int used;
} stream_t;

INLINE uint64_t multiply(uint64_t a, uint64_t b, uint64_t *high)
{
#if defined(__SIZEOF_INT128__)
    __uint128_t product = (__uint128_t)a * b;
    *high = (uint64_t)(product >> 64);
    return (uint64_t)product;
#else
    uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
    uint64_t middle = a1 * b0 + ((a0 * b0) >> 32), other = a0 * b1 + (uint32_t)middle;
    *high = a1 * b1 + (middle >> 32) + (other >> 32);
    return a * b;
#endif
}

static void stream_start(stream_t *stream, uint64_t seed, uint64_t replicate)
{
    memset(stream, 0, sizeof *stream);
    stream->key[0] = seed;
    stream->key[1] = replicate;
    stream->used = 4;
}

INLINE double stream_next(stream_t *stream)
{
    if (stream->used == 4) {
        for (int i = 0; i < 4 && ++stream->counter[i] == 0; i++) { }
        uint64_t a = stream->counter[0], b = stream->counter[1], c = stream->counter[2], d = stream->counter[3];
        uint64_t k0 = stream->key[0], k1 = stream->key[1];
        for (int round = 0; round < 10; round++) {
            uint64_t high0, high1;
            uint64_t low0 = multiply(0xD2E7470EE14C6C93u, a, &high0);
            uint64_t low1 = multiply(0xCA5A826395121157u, c, &high1);
            a = high1 ^ b ^ k0;
            b = low1;
            c = high0 ^ d ^ k1;
            d = low0;
            k0 += 0x9E3779B97F4A7C15u;
            k1 += 0xBB67AE8584CAA73Bu;
        }
        stream->out[0] = a, stream->out[1] = b, stream->out[2] = c, stream->out[3] = d;
        stream->used = 0;
    }
    return (double)(stream->out[stream->used++] >> 11) * 0x1.0p-53;
}

/* ---------------------------------------------------------------- the problem, as Python hands it over */

enum { BY_TOTAL, BY_CELL, BY_PEOPLE };
enum { SHARED_DAYS, SCATTERED_CASES, SHARED_LABELS };
enum { HIGH = 1, LOW = 2 };

typedef struct {
    Py_buffer start, member, windows, observed;         /* int64, uint16 | int32, int32 (W, 2), int64 */
    Py_buffer mean, inside, outside, site;              /* tables by (cases, window), or by (site, window) */
    Py_buffer terms;                                    /* A[c], or k ln k for the Bernoulli model */
    Py_buffer draw_a, draw_b, n_tokens, size, drawn;    /* what the sampler draws from */
    Py_buffer guide;                                    /* first cell to look at, for scattered cases */
    long long total, everyone;
    int model, sampler, rates, min_cases, n_sites, n_intervals;
    /* derived */
    Py_ssize_t n_centres;
    int n_windows, wide_members;
} problem_t;

#define AT(buffer, type) ((const type *)(buffer).buf)
#define LENGTH(buffer, type) ((buffer).len / (Py_ssize_t)sizeof(type))

INLINE int site_at(const problem_t *p, int64_t i)
{
    return p->wide_members ? AT(p->member, int32_t)[i] : AT(p->member, uint16_t)[i];
}

/* The statistic of `count` cases; `x` is the expected count (people, for Bernoulli) and `row` its place in tables. */
INLINE double ratio(const problem_t *p, int64_t count, double x, int64_t row)
{
    const double *terms = AT(p->terms, double);
    double total = (double)p->total, mean, value;
    if (p->model == BY_PEOPLE) {
        int64_t people = (int64_t)x, rest = p->everyone - people;
        mean = (double)people * (total / (double)p->everyone);
        double in = (terms[count] + terms[people - count]) - terms[people];
        double out = (terms[p->total - count] + terms[rest - (p->total - count)]) - terms[rest];
        value = (in + out) - ((terms[p->total] + terms[p->everyone - p->total]) - terms[p->everyone]);
    } else {
        mean = p->model == BY_TOTAL ? AT(p->mean, double)[row] : x;
        if (!(mean > 0.0 && mean < total)) return NOT_ALLOWED;
        double in = p->model == BY_TOTAL ? AT(p->inside, double)[row] : log(mean);
        double out = p->model == BY_TOTAL ? AT(p->outside, double)[row] : log(total - mean);
        value = (terms[count] - (double)count * in) - (double)(p->total - count) * out;
    }
    if (!(mean > 0.0 && mean < total)) return NOT_ALLOWED;
    int high = (double)count > mean && count >= p->min_cases;
    int low = (double)count < mean;
    if (!((high && (p->rates & HIGH)) || (low && (p->rates & LOW)))) return NOT_ALLOWED;
    return value > 0.0 ? value : 0.0;
}

/* ---------------------------------------------------------------- drawing a replicate */

/* Scratch space of one thread's sampler. */
typedef struct {
    uint32_t *cells;    /* counts by (site, interval) */
    int32_t *items;     /* tokens or people being shuffled */
} scratch_t;

static int64_t largest(const int64_t *values, Py_ssize_t n)
{
    int64_t most = 0;
    for (Py_ssize_t i = 0; i < n; i++) most = values[i] > most ? values[i] : most;
    return most;
}

static int scratch_open(scratch_t *scratch, const problem_t *p)
{
    int64_t items = 1;
    if (p->sampler == SHARED_DAYS) items = largest(AT(p->n_tokens, int64_t), LENGTH(p->n_tokens, int64_t));
    if (p->sampler == SHARED_LABELS) items = LENGTH(p->draw_a, int32_t);
    scratch->cells = malloc(sizeof(uint32_t) * ((size_t)p->n_sites * p->n_intervals + 1));
    scratch->items = malloc(sizeof(int32_t) * (size_t)(items + 1));
    return scratch->cells != NULL && scratch->items != NULL;
}

static void scratch_close(scratch_t *scratch)
{
    free(scratch->cells);
    free(scratch->items);
}

/* Shuffle the first `drawn` of 0 … n-1 into items (Fisher and Yates). */
INLINE void shuffle_first(int32_t *items, int64_t n, int64_t drawn, stream_t *stream)
{
    for (int64_t i = 0; i < n; i++) items[i] = (int32_t)i;
    for (int64_t i = 0; i < drawn; i++) {
        int64_t j = i + (int64_t)(stream_next(stream) * (double)(n - i));
        int32_t kept = items[i];
        items[i] = items[j];
        items[j] = kept;
    }
}

static void draw_days(const problem_t *p, stream_t *stream, scratch_t *scratch)
{
    const int32_t *site = AT(p->draw_a, int32_t), *interval = AT(p->draw_b, int32_t);
    int64_t base = 0;
    for (Py_ssize_t class = 0; class < LENGTH(p->n_tokens, int64_t); class++) {
        int64_t n = AT(p->n_tokens, int64_t)[class], size = AT(p->size, int64_t)[class];
        int64_t drawn = AT(p->drawn, int64_t)[class];
        shuffle_first(scratch->items, n, drawn, stream);
        for (int64_t slot = 0; slot < drawn; slot++) {
            const int32_t *from = site + base + scratch->items[slot] * size;
            const int32_t *to = interval + base + slot * size;
            for (int64_t k = 0; k < size; k++) scratch->cells[(int64_t)from[k] * p->n_intervals + to[k]]++;
        }
        base += n * size;
    }
}

static void draw_cases(const problem_t *p, stream_t *stream, scratch_t *scratch)
{
    const double *cumulative = AT(p->draw_a, double);
    const int32_t *guide = AT(p->guide, int32_t); /* a power of two of them, so the product below is exact */
    int64_t n = LENGTH(p->draw_a, double), slots = LENGTH(p->guide, int32_t);
    for (int64_t i = 0; i < p->total; i++) {
        double number = stream_next(stream);
        int64_t cell = guide[(int64_t)(number * (double)slots)];
        while (cell < n - 1 && cumulative[cell] <= number) cell++;
        scratch->cells[cell]++;
    }
}

static void draw_labels(const problem_t *p, stream_t *stream, scratch_t *scratch)
{
    const int32_t *cell = AT(p->draw_a, int32_t);
    int64_t n = LENGTH(p->draw_a, int32_t), rarer = p->total <= n - p->total ? p->total : n - p->total;
    shuffle_first(scratch->items, n, rarer, stream);
    if (rarer == p->total) {
        for (int64_t i = 0; i < rarer; i++) scratch->cells[cell[scratch->items[i]]]++;
    } else {
        for (int64_t i = rarer; i < n; i++) scratch->cells[cell[scratch->items[i]]]++;
    }
}

static void draw(const problem_t *p, uint64_t seed, uint64_t replicate, scratch_t *scratch)
{
    stream_t stream;
    stream_start(&stream, seed, replicate);
    memset(scratch->cells, 0, sizeof(uint32_t) * (size_t)p->n_sites * p->n_intervals);
    if (p->sampler == SHARED_DAYS) draw_days(p, &stream, scratch);
    else if (p->sampler == SCATTERED_CASES) draw_cases(p, &stream, scratch);
    else draw_labels(p, &stream, scratch);
}

/* Running sums over time of one site's cells: before[t] counts the intervals earlier than t. */
INLINE void running_sums(const uint32_t *cells, int n, uint32_t *before)
{
    before[0] = 0;
    for (int t = 0; t < n; t++) before[t + 1] = before[t] + cells[t];
}

/* ---------------------------------------------------------------- thresholds */

/*
 * For a statistic to reach `level` with c cases, no more than high[c] may be expected (high rates), or at least
 * low[c] (low rates); both grow with c. `guide` leads from an expected count to the least such c. The unit of x
 * is expected cases, or people for the Bernoulli model.
 */
typedef struct {
    double *high, *low;
    int32_t *guide;
    double scale;
    int64_t n;
    int ready;
} level_t;

#define GUIDES 8192

static double x_log_x(double x) { return x > 0.0 ? x * log(x) : 0.0; }

static double smooth_ratio(const problem_t *p, double count, double x)
{
    double total = (double)p->total;
    if (p->model != BY_PEOPLE) {
        double rest = total - count;
        return (count > 0.0 ? count * log(count / x) : 0.0) + (rest > 0.0 ? rest * log(rest / (total - x)) : 0.0);
    }
    double everyone = (double)p->everyone, rest = everyone - x;
    double in = x_log_x(count) + x_log_x(x - count) - x_log_x(x);
    double out = x_log_x(total - count) + x_log_x(rest - (total - count)) - x_log_x(rest);
    return in + out - (x_log_x(total) + x_log_x(everyone - total) - x_log_x(everyone));
}

/* The crossing of `level` between two points of which `above` reaches it and `below` does not. */
static double crossing(const problem_t *p, double count, double level, double above, double below)
{
    for (int i = 0; i < 60; i++) {
        double middle = 0.5 * (above + below);
        if (middle == above || middle == below) break;
        if (smooth_ratio(p, count, middle) >= level) above = middle;
        else below = middle;
    }
    return below;
}

static double most_expected(const problem_t *p, int64_t c, double level, double from)
{
    double count = (double)c, total = (double)p->total;
    if (c < p->min_cases || c < 1) return -1.0;
    if (p->model == BY_PEOPLE) {
        double even = count * (double)p->everyone / total;
        if (smooth_ratio(p, count, count) < level) return -1.0;
        return crossing(p, count, level, count, even) * (1.0 + 1e-12);
    }
    /* The ratio falls and is convex in x below c, so Newton's steps from the left never overshoot. */
    double x = from > 0.0 ? from : 1e-9 * count;
    if (smooth_ratio(p, count, x) < level) return crossing(p, count, level, 1e-300, count) * (1.0 + 1e-12);
    for (int i = 0; i < 200; i++) {
        double slope = -count / x + (total - count) / (total - x);
        double step = (level - smooth_ratio(p, count, x)) / slope;
        if (!(step > x * 1e-13)) break;
        x += step;
    }
    return x * (1.0 + 1e-9);
}

static double least_expected(const problem_t *p, int64_t c, double level)
{
    double count = (double)c, total = (double)p->total;
    if (p->model == BY_PEOPLE) {
        double most = (double)p->everyone - (total - count);
        if (smooth_ratio(p, count, most) < level) return INFINITY;
        return crossing(p, count, level, most, count * (double)p->everyone / total) * (1.0 - 1e-12);
    }
    if (c == p->total) return INFINITY;
    return crossing(p, count, level, nextafter(total, 0.0), count) * (1.0 - 1e-12);
}

static int level_make(level_t *level, const problem_t *p, double statistic)
{
    double wanted = statistic - 1e-7 > 0.0 ? statistic - 1e-7 : 0.0;
    double reach = p->model == BY_PEOPLE ? (double)p->everyone : (double)p->total;
    level->n = p->total + 1;
    if (p->rates & HIGH) {
        level->high = malloc(sizeof(double) * (size_t)level->n);
        level->guide = malloc(sizeof(int32_t) * (GUIDES + 1));
        if (level->high == NULL || level->guide == NULL) return 0;
        double from = 0.0;
        for (int64_t c = 0; c < level->n; c++) {
            double most = wanted > 0.0 ? most_expected(p, c, wanted, from)
                                       : (c < p->min_cases ? -1.0 : reach);
            level->high[c] = most > from || most < 0.0 ? most : from;
            if (most > from) from = most;
        }
        level->scale = GUIDES / (reach > 0.0 ? reach : 1.0);
        int64_t c = 0;
        for (int i = 0; i <= GUIDES; i++) {
            while (c < level->n && level->high[c] < i / level->scale) c++;
            level->guide[i] = (int32_t)c;
        }
    }
    if (p->rates & LOW) {
        level->low = malloc(sizeof(double) * (size_t)level->n);
        if (level->low == NULL) return 0;
        double from = 0.0;
        for (int64_t c = 0; c < level->n; c++) {
            double least = wanted > 0.0 ? least_expected(p, c, wanted) : 0.0;
            level->low[c] = least > from ? least : from;
            from = level->low[c];
        }
    }
    level->ready = 1;
    return 1;
}

static void level_free(level_t *level)
{
    free(level->high);
    free(level->low);
    free(level->guide);
}

/* The least count that can reach the level where x are expected; total + 1 where none can. */
INLINE int64_t least_high(const level_t *level, double x)
{
    int64_t c = level->guide[(int64_t)(x * level->scale)];
    while (c < level->n && level->high[c] < x) c++;
    return c;
}

/* The greatest count that is low enough; -1 where none is. `hint` is a count that was low enough before. */
INLINE int64_t greatest_low(const level_t *level, double x, int64_t hint)
{
    int64_t c = hint;
    while (c + 1 < level->n && level->low[c + 1] <= x) c++;
    return c;
}

/* ---------------------------------------------------------------- replicates side by side */

#define MOST_LEVELS 4096

typedef struct {
    level_t *levels;
    const problem_t *problem;
} ladder_t;

static const level_t *ladder_at(ladder_t *ladder, double statistic)
{
    int rung = statistic > 0.0 ? (int)(statistic / STEP) : 0;
    if (rung >= MOST_LEVELS) rung = MOST_LEVELS - 1;
    level_t *level = &ladder->levels[rung];
    if (!level->ready && !level_make(level, ladder->problem, rung * STEP)) return NULL;
    return level;
}

static int ladder_open(ladder_t *ladder, const problem_t *p)
{
    ladder->problem = p;
    ladder->levels = calloc(MOST_LEVELS, sizeof(level_t));
    return ladder->levels != NULL;
}

static void ladder_close(ladder_t *ladder)
{
    for (int i = 0; ladder->levels != NULL && i < MOST_LEVELS; i++) level_free(&ladder->levels[i]);
    free(ladder->levels);
}

#define COUNT int16_t
#define NAME(stem) stem##_16
#include "_lanes.h"
#undef COUNT
#undef NAME
#define COUNT int32_t
#define NAME(stem) stem##_32
#include "_lanes.h"
#undef COUNT
#undef NAME

/* ---------------------------------------------------------------- one replicate after another */

/* For each rung of thresholds: the least counts by (cases in the zone, window), and how far a block may reach. */
typedef struct {
    int16_t *least;     /* (n_rows, width) */
    int32_t *reach;     /* the most cases a zone may hold to stay in a block that begins with so many */
    int32_t *ends;      /* where each block ends, along all centres */
    int32_t *held;      /* the cases of the zone each block begins with */
    int32_t *first;     /* the first block of each centre */
    int64_t n_blocks;
    double statistic;
} rung_t;

typedef struct {
    rung_t *rungs;
    int n_rungs, width;
    int64_t n_rows;
} plan_t;

/* Blocks end before a chance count could commonly reach the thresholds: so many standard deviations of room. */
#define ROOM 2.6
#define MOST_IN_A_BLOCK 255
#define MOST_CHUNKS 64

/* Make room for one more block and a spare one. */
static int rung_grow(rung_t *rung, int64_t *room)
{
    if (rung->n_blocks + 2 < *room) return 1;
    *room = *room * 2 + 1024;
    int32_t *ends = realloc(rung->ends, sizeof(int32_t) * (size_t)*room);
    if (ends != NULL) rung->ends = ends;
    int32_t *held = realloc(rung->held, sizeof(int32_t) * (size_t)*room);
    if (held != NULL) rung->held = held;
    return ends != NULL && held != NULL;
}

/* Cut every circle into blocks. */
static int rung_cut(rung_t *rung, const problem_t *p)
{
    const int64_t *cases = AT(p->site, int64_t), *start = AT(p->start, int64_t);
    int64_t room = 0;
    for (Py_ssize_t centre = 0; centre < p->n_centres; centre++) {
        int64_t i = start[centre], past = start[centre + 1], held = 0;
        rung->first[centre] = (int32_t)rung->n_blocks;
        while (i < past) {
            int64_t most = held + MOST_IN_A_BLOCK, begin = i, eights = 0, held_then = 0;
            held += cases[site_at(p, i++)];
            int64_t limit = rung->reach[held] < most ? rung->reach[held] : most;
            if (!rung_grow(rung, &room)) return 0;
            rung->held[rung->n_blocks] = (int32_t)held;
            for (int64_t next; i < past; i++) {
                next = held + cases[site_at(p, i)];
                if (next > limit) break;
                held = next;
                if ((i + 1 - begin) % 8 == 0) eights = i + 1, held_then = held;
            }
            /* Runs of equal lengths let the processor foresee where a block ends. */
            if (eights && i < past) i = eights, held = held_then;
            rung->ends[rung->n_blocks++] = (int32_t)i;
        }
    }
    rung->first[p->n_centres] = (int32_t)rung->n_blocks;
    if (!rung_grow(rung, &room)) return 0;
    rung->held[rung->n_blocks] = 0;
    return 1;
}

static int rung_make(rung_t *rung, const problem_t *p, const plan_t *plan, double statistic)
{
    level_t level = {0};
    int width = plan->width, n_windows = p->n_windows;
    const double *mean = AT(p->mean, double);
    rung->statistic = statistic;
    rung->least = malloc(sizeof(int16_t) * (size_t)plan->n_rows * width);
    rung->reach = malloc(sizeof(int32_t) * (size_t)plan->n_rows);
    rung->first = malloc(sizeof(int32_t) * (size_t)(p->n_centres + 1));
    int made = rung->least != NULL && rung->reach != NULL && rung->first != NULL && level_make(&level, p, statistic);
    if (!made) {
        level_free(&level);
        return 0;
    }
    for (int64_t z = 0; z < plan->n_rows; z++) {
        for (int w = 0; w < width; w++) {
            int64_t c = w < n_windows ? least_high(&level, mean[z * n_windows + w]) : INT16_MAX;
            rung->least[z * width + w] = (int16_t)(c < INT16_MAX ? c : INT16_MAX);
        }
    }
    level_free(&level);
    int64_t far = 0;
    for (int64_t z = 0; z < plan->n_rows; z++) {
        if (far < z) far = z;
        while (far + 1 < plan->n_rows && far + 1 - z <= MOST_IN_A_BLOCK) {
            int fits = 1;
            for (int w = 0; fits && w < n_windows; w++) {
                double m = mean[(far + 1) * n_windows + w];
                fits = m + ROOM * sqrt(m) < (double)rung->least[z * width + w];
            }
            if (!fits) break;
            far++;
        }
        rung->reach[z] = (int32_t)far;
    }
    return rung_cut(rung, p);
}

static void plan_free(plan_t *plan)
{
    for (int i = 0; plan->rungs != NULL && i < plan->n_rungs; i++) {
        free(plan->rungs[i].least);
        free(plan->rungs[i].reach);
        free(plan->rungs[i].ends);
        free(plan->rungs[i].held);
        free(plan->rungs[i].first);
    }
    free(plan->rungs);
    free(plan);
}

/* Sum one site's row over the windows of time, in bytes. */
static void byte_rows(const problem_t *p, const scratch_t *scratch, uint32_t *before, uint8_t *rows, int width)
{
    const int32_t *windows = AT(p->windows, int32_t);
    for (int s = 0; s < p->n_sites; s++) {
        running_sums(scratch->cells + (int64_t)s * p->n_intervals, p->n_intervals, before);
        uint8_t *row = rows + (int64_t)s * width;
        for (int w = 0; w < p->n_windows; w++)
            row[w] = (uint8_t)(before[windows[2 * w + 1]] - before[windows[2 * w]]);
    }
}

typedef struct {
    const problem_t *problem;
    const uint8_t *rows;    /* (n_sites, width): one replicate's counts by site and window */
    int16_t *sums, *again;  /* counts at the end of a block, and along one that is looked into */
    int width;
} walk_t;

/* Look at every zone of a block; return the best statistic seen, at least `best`. */
static double look_into(const walk_t *walk, const rung_t *rung, int64_t i, int64_t past, int64_t held, double best)
{
    const problem_t *p = walk->problem;
    int width = walk->width, n_windows = p->n_windows;
    int16_t *sums = walk->again;
    memcpy(sums, walk->sums, sizeof(int16_t) * (size_t)width);
    for (int64_t k = i; k < past; k++) {
        const uint8_t *row = walk->rows + (int64_t)site_at(p, k) * width;
        for (int w = 0; w < width; w++) sums[w] = (int16_t)(sums[w] - row[w]);
    }
    held -= AT(p->site, int64_t)[site_at(p, i)];
    for (; i < past; i++) {
        int site = site_at(p, i);
        const uint8_t *row = walk->rows + (int64_t)site * width;
        held += AT(p->site, int64_t)[site];
        const int16_t *least = rung->least + held * width;
        int16_t any = 0;
        for (int w = 0; w < width; w++) {
            sums[w] = (int16_t)(sums[w] + row[w]);
            any = (int16_t)(any | (sums[w] >= least[w]));
        }
        if (!any) continue;
        for (int w = 0; w < n_windows; w++) {
            if (sums[w] < least[w]) continue;
            double value = ratio(p, sums[w], 0.0, held * n_windows + w);
            if (value > best) best = value;
        }
    }
    return best;
}

#if defined(__GNUC__)
#define FETCH_SOON(address) __builtin_prefetch(address)
typedef uint8_t bytes_t __attribute__((vector_size(LANES)));
typedef uint8_t half_bytes_t __attribute__((vector_size(LANES / 2)));
typedef int16_t counts_t __attribute__((vector_size(LANES))); /* half of the lanes */

INLINE bytes_t row_at(const uint8_t *row)
{
    bytes_t lanes;
    memcpy(&lanes, row, LANES);
    return lanes;
}

INLINE counts_t widened(const uint8_t *half)
{
    half_bytes_t lanes;
    memcpy(&lanes, half, LANES / 2);
    return __builtin_convertvector(lanes, counts_t);
}

INLINE counts_t counts_at(const int16_t *counts)
{
    counts_t lanes;
    memcpy(&lanes, counts, LANES);
    return lanes;
}

INLINE int is_any(counts_t mask)
{
    uint64_t part[LANES / 8];
    memcpy(part, &mask, LANES);
    return ((part[0] | part[1]) | (part[2] | part[3])) != 0;
}

/* The sum of the rows of some sites, in bytes. */
INLINE bytes_t sum_of_rows(const uint8_t *rows, const uint16_t *member, int64_t i, int64_t end, size_t width)
{
    bytes_t one = {0}, other = {0};
    for (; i + 7 < end; i += 8) {
        one += row_at(rows + member[i] * width);
        other += row_at(rows + member[i + 1] * width);
        one += row_at(rows + member[i + 2] * width);
        other += row_at(rows + member[i + 3] * width);
        one += row_at(rows + member[i + 4] * width);
        other += row_at(rows + member[i + 5] * width);
        one += row_at(rows + member[i + 6] * width);
        other += row_at(rows + member[i + 7] * width);
    }
    for (; i < end; i++) one += row_at(rows + member[i] * width);
    return one + other;
}

/* Walk along one circle until a sum reaches its threshold; return the block at which it did, or `past`. */
INLINE int64_t walk_circle(const walk_t *walk, const rung_t *rung, int64_t block, int64_t past, int64_t i, int chunks)
{
    const uint16_t *member = AT(walk->problem->member, uint16_t);
    const size_t width = (size_t)chunks * LANES;
    counts_t sums[2 * MOST_CHUNKS];
    for (int half = 0; half < 2 * chunks; half++) sums[half] = counts_at(walk->sums + half * (LANES / 2));
    for (; block < past; block++) {
        const int16_t *least = rung->least + (size_t)rung->held[block] * width;
        /* Thresholds lie far apart in a large table; the next ones are known and sent for (one block is spare). */
        const int16_t *soon = rung->least + (size_t)rung->held[block + 1] * width;
        int64_t end = rung->ends[block];
        counts_t reached = {0};
        for (int chunk = 0; chunk < chunks; chunk++) {
            uint8_t added[LANES];
            FETCH_SOON(soon + chunk * LANES);
            bytes_t sum = sum_of_rows(walk->rows + chunk * LANES, member, i, end, width);
            memcpy(added, &sum, LANES);
            sums[2 * chunk] += widened(added);
            sums[2 * chunk + 1] += widened(added + LANES / 2);
            reached |= (counts_t)(sums[2 * chunk] >= counts_at(least + chunk * LANES));
            reached |= (counts_t)(sums[2 * chunk + 1] >= counts_at(least + chunk * LANES + LANES / 2));
        }
        if (is_any(reached)) break;
        i = end;
    }
    for (int half = 0; half < 2 * chunks; half++) memcpy(walk->sums + half * (LANES / 2), &sums[half], LANES);
    return block;
}
#else
INLINE int64_t walk_circle(const walk_t *walk, const rung_t *rung, int64_t block, int64_t past, int64_t i, int chunks)
{
    const uint16_t *member = AT(walk->problem->member, uint16_t);
    const int width = chunks * LANES;
    for (; block < past; block++) {
        const int16_t *least = rung->least + (size_t)rung->held[block] * (size_t)width;
        int any = 0;
        for (; i < rung->ends[block]; i++)
            for (int w = 0; w < width; w++)
                walk->sums[w] = (int16_t)(walk->sums[w] + walk->rows[(size_t)member[i] * (size_t)width + w]);
        for (int w = 0; w < width; w++) any |= walk->sums[w] >= least[w];
        if (any) break;
    }
    return block;
}
#endif

/* Walk over all zones of one replicate, from the lowest rung upwards. */
INLINE double walk_zones(const walk_t *walk, const plan_t *plan, int chunks)
{
    const problem_t *p = walk->problem;
    const int64_t *start = AT(p->start, int64_t);
    const rung_t *rung = plan->rungs, *last = plan->rungs + plan->n_rungs - 1;
    double best = 0.0;
    for (Py_ssize_t centre = 0; centre < p->n_centres; centre++) {
        int64_t i = start[centre], block = rung->first[centre], past = rung->first[centre + 1];
        memset(walk->sums, 0, sizeof(int16_t) * (size_t)(chunks * LANES));
        while ((block = walk_circle(walk, rung, block, past, i, chunks)) < past) {
            int64_t begin = block == rung->first[centre] ? start[centre] : rung->ends[block - 1];
            i = rung->ends[block];
            best = look_into(walk, rung, begin, i, rung->held[block], best);
            block++;
        }
        while (rung < last && rung[1].statistic <= best) rung++;
    }
    return best;
}

CLONED static double walk_32(const walk_t *walk, const plan_t *plan) { return walk_zones(walk, plan, 1); }
CLONED static double walk_64(const walk_t *walk, const plan_t *plan) { return walk_zones(walk, plan, 2); }
CLONED static double walk_more(const walk_t *walk, const plan_t *plan)
{
    return walk_zones(walk, plan, plan->width / LANES);
}

/* Fill the maxima; -1 where a replicate stays below the lowest rung and must be done side by side. */
static int one_by_one(const problem_t *p, const plan_t *plan, uint64_t seed, int64_t first, int64_t past, double *out)
{
    scratch_t scratch = {0};
    size_t width = (size_t)plan->width;
    uint8_t *rows = calloc((size_t)p->n_sites * width, 1);
    uint32_t *before = malloc(sizeof(uint32_t) * (size_t)(p->n_intervals + 1));
    int16_t *sums = malloc(sizeof(int16_t) * width), *again = malloc(sizeof(int16_t) * width);
    int ready = scratch_open(&scratch, p) && rows != NULL && before != NULL && sums != NULL && again != NULL;
    for (int64_t replicate = first; ready && replicate < past; replicate++) {
        walk_t walk = {p, rows, sums, again, plan->width};
        draw(p, seed, (uint64_t)replicate, &scratch);
        byte_rows(p, &scratch, before, rows, plan->width);
        double best = width == LANES       ? walk_32(&walk, plan)
                      : width == 2 * LANES ? walk_64(&walk, plan)
                                           : walk_more(&walk, plan);
        out[replicate - first] = best >= plan->rungs[0].statistic ? best : -1.0;
    }
    scratch_close(&scratch);
    free(rows);
    free(before);
    free(sums);
    free(again);
    return ready;
}

/* ---------------------------------------------------------------- places alone, replicates side by side, in blocks */

/* As above with 32 replicates for lanes and one window: one threshold serves a whole block and all lanes. */
#define MORE_ROOM 3.3
typedef struct {
    level_t level;
    int32_t *ends, *first;
    int16_t *least;
    int64_t n_blocks;
    double statistic;
} stair_t;

typedef struct {
    stair_t *stairs;
    int n_stairs;
} stairs_t;

static int stair_grow(stair_t *stair, int64_t *room)
{
    if (stair->n_blocks + 1 < *room) return 1;
    *room = *room * 2 + 1024;
    int32_t *ends = realloc(stair->ends, sizeof(int32_t) * (size_t)*room);
    if (ends != NULL) stair->ends = ends;
    int16_t *least = realloc(stair->least, sizeof(int16_t) * (size_t)*room);
    if (least != NULL) stair->least = least;
    return ends != NULL && least != NULL;
}

static int stair_make(stair_t *stair, const problem_t *p, double statistic)
{
    const double *site_x = AT(p->site, double);
    const int64_t *start = AT(p->start, int64_t);
    double share = p->model == BY_PEOPLE ? (double)p->total / (double)p->everyone : 1.0;
    int64_t room = 0;
    stair->statistic = statistic;
    stair->first = malloc(sizeof(int32_t) * (size_t)(p->n_centres + 1));
    if (stair->first == NULL || !level_make(&stair->level, p, statistic)) return 0;
    for (Py_ssize_t centre = 0; centre < p->n_centres; centre++) {
        int64_t i = start[centre], past = start[centre + 1];
        double x = 0.0;
        stair->first[centre] = (int32_t)stair->n_blocks;
        while (i < past) {
            int64_t begin = i, eights = 0;
            double x_then = 0.0;
            x += site_x[site_at(p, i++)];
            int64_t least = least_high(&stair->level, x);
            /* The greatest mean with the room asked for below the threshold: m + MORE_ROOM sqrt(m) < least. */
            double root = 0.5 * (sqrt(MORE_ROOM * MORE_ROOM + 4.0 * (double)least) - MORE_ROOM), limit = root * root / share;
            if (!stair_grow(stair, &room)) return 0;
            stair->least[stair->n_blocks] = (int16_t)(least < INT16_MAX ? least : INT16_MAX);
            for (double next; i < past; i++) {
                next = x + site_x[site_at(p, i)];
                if (next > limit) break;
                x = next;
                if ((i + 1 - begin) % 8 == 0) eights = i + 1, x_then = x;
            }
            if (eights && i < past) i = eights, x = x_then;
            stair->ends[stair->n_blocks++] = (int32_t)i;
        }
    }
    stair->first[p->n_centres] = (int32_t)stair->n_blocks;
    return 1;
}

static void stairs_free(stairs_t *stairs)
{
    for (int i = 0; stairs->stairs != NULL && i < stairs->n_stairs; i++) {
        level_free(&stairs->stairs[i].level);
        free(stairs->stairs[i].ends);
        free(stairs->stairs[i].first);
        free(stairs->stairs[i].least);
    }
    free(stairs->stairs);
    free(stairs);
}

/* How far expected counts were added up along a circle. */
typedef struct {
    int64_t i;
    double x;
} added_t;

/* Look at every zone of a circle from `i` to `past` again, and raise the best of each lane that passes. */
CLONED static void look_aside(const problem_t *p, const stair_t *stair, const int16_t *rows, const int16_t *at_end,
                       added_t *added, int64_t i, int64_t past, double *best)
{
    int16_t sums[LANES];
    double x = added->x;
    memcpy(sums, at_end, sizeof sums);
    for (int64_t k = i; k < past; k++)
        for (int l = 0; l < LANES; l++) sums[l] = (int16_t)(sums[l] - rows[(int64_t)site_at(p, k) * LANES + l]);
    for (int64_t k = added->i; k < i; k++) x += AT(p->site, double)[site_at(p, k)];
    for (; i < past; i++) {
        int64_t site = site_at(p, i);
        x += AT(p->site, double)[site];
        int64_t found = least_high(&stair->level, x);
        int16_t least = (int16_t)(found < INT16_MAX ? found : INT16_MAX), any = 0;
        for (int l = 0; l < LANES; l++) {
            sums[l] = (int16_t)(sums[l] + rows[site * LANES + l]);
            any = (int16_t)(any | -(int16_t)(sums[l] >= least));
        }
        for (int l = 0; any && l < LANES; l++) {
            if (sums[l] < least) continue;
            double value = ratio(p, sums[l], x, 0);
            if (value > best[l]) best[l] = value;
        }
    }
    added->i = past;
    added->x = x;
}

/* Walk along one circle until a lane reaches a threshold; return the block at which it did, or `past`. */
INLINE int64_t climb_circle(const problem_t *p, const stair_t *stair, const int16_t *rows, int16_t *kept,
                            int64_t block, int64_t past, int64_t i)
{
    const uint16_t *member = AT(p->member, uint16_t);
#if defined(__GNUC__)
    counts_t one = counts_at(kept), other = counts_at(kept + LANES / 2);
    for (; block < past; block++) {
        int64_t end = stair->ends[block];
        int16_t least = stair->least[block];
        for (; i + 1 < end; i += 2) {
            const int16_t *row = rows + (size_t)member[i] * LANES, *next = rows + (size_t)member[i + 1] * LANES;
            one += counts_at(row) + counts_at(next);
            other += counts_at(row + LANES / 2) + counts_at(next + LANES / 2);
        }
        if (i < end) {
            const int16_t *row = rows + (size_t)member[i++] * LANES;
            one += counts_at(row);
            other += counts_at(row + LANES / 2);
        }
        if (is_any((counts_t)(one >= least) | (counts_t)(other >= least))) break;
    }
    memcpy(kept, &one, LANES);
    memcpy(kept + LANES / 2, &other, LANES);
#else
    for (; block < past; block++) {
        int any = 0;
        for (; i < stair->ends[block]; i++)
            for (int l = 0; l < LANES; l++) kept[l] = (int16_t)(kept[l] + rows[(size_t)member[i] * LANES + l]);
        for (int l = 0; l < LANES; l++) any |= kept[l] >= stair->least[block];
        if (any) break;
    }
#endif
    return block;
}

CLONED static void climb(const problem_t *p, const stairs_t *stairs, const int16_t *rows, double *best)
{
    const int64_t *start = AT(p->start, int64_t);
    const stair_t *stair = stairs->stairs, *last = stair + stairs->n_stairs - 1;
    for (Py_ssize_t centre = 0; centre < p->n_centres; centre++) {
        int16_t sums[LANES] = {0};
        int64_t i = start[centre], block = stair->first[centre], past = stair->first[centre + 1];
        added_t added = {start[centre], 0.0};
        while ((block = climb_circle(p, stair, rows, sums, block, past, i)) < past) {
            int64_t begin = block == stair->first[centre] ? start[centre] : stair->ends[block - 1];
            i = stair->ends[block++];
            look_aside(p, stair, rows, sums, &added, begin, i, best);
        }
        if (added.i == start[centre]) continue;
        double reached = best[0];
        for (int l = 1; l < LANES; l++) reached = best[l] < reached ? best[l] : reached;
        while (stair < last && stair[1].statistic <= reached) stair++;
    }
}

/* Fill the maxima; -1 where a replicate stays below the lowest stair. */
static int in_blocks(const problem_t *p, const stairs_t *stairs, uint64_t seed, int64_t first, int64_t past,
                     double *out)
{
    scratch_t scratch = {0};
    int16_t *rows = malloc(sizeof(int16_t) * LANES * (size_t)p->n_sites);
    uint32_t *before = malloc(sizeof(uint32_t) * (size_t)(p->n_intervals + 1));
    int ready = scratch_open(&scratch, p) && rows != NULL && before != NULL;
    for (int64_t replicate = first; ready && replicate < past; replicate += LANES) {
        int n = past - replicate < LANES ? (int)(past - replicate) : LANES;
        double best[LANES];
        for (int l = 0; l < LANES; l++) best[l] = l < n ? 0.0 : INFINITY;
        lane_rows_16(p, seed, replicate, n, &scratch, before, rows);
        climb(p, stairs, rows, best);
        for (int l = 0; l < n; l++)
            out[replicate - first + l] = best[l] >= stairs->stairs[0].statistic ? best[l] : -1.0;
    }
    scratch_close(&scratch);
    free(rows);
    free(before);
    return ready;
}

/* ---------------------------------------------------------------- the observed data */

/* The strongest window round each of some centres; of equals the first: smaller circle, earlier window. */
static void strongest(const problem_t *p, const int32_t *counts, const double *site_x, double floor_at,
                      Py_ssize_t first, Py_ssize_t past, double *x, int64_t *held, double *statistic,
                      int64_t *n_sites, int64_t *window)
{
    int n_windows = p->n_windows;
    double total = (double)p->total, share = p->model == BY_PEOPLE ? total / (double)p->everyone : 1.0;
    double weight = p->model == BY_PEOPLE ? total / ((1.0 - share)) : total;
    for (Py_ssize_t centre = first; centre < past; centre++) {
        int64_t begin = AT(p->start, int64_t)[centre], end = AT(p->start, int64_t)[centre + 1], cases = 0;
        double best = 0.0, needed = floor_at;
        memset(x, 0, sizeof(double) * (size_t)n_windows);
        memset(held, 0, sizeof(int64_t) * (size_t)n_windows);
        for (int64_t i = begin; i < end; i++) {
            int site = site_at(p, i);
            if (p->model == BY_TOTAL) cases += AT(p->site, int64_t)[site];
            for (int w = 0; w < n_windows; w++) {
                int64_t row = p->model == BY_TOTAL ? cases * n_windows + w : 0;
                held[w] += counts[(int64_t)site * n_windows + w];
                if (p->model == BY_TOTAL) x[w] = AT(p->mean, double)[row];
                else x[w] += site_x[(int64_t)site * n_windows + w];
                double mean = x[w] * share, gap = (double)held[w] - mean;
                /* The ratio is at most Pearson's chi-squared, so most windows need no logarithm. */
                if (gap * gap * weight < (needed - 1e-6) * mean * (total - mean)) continue;
                double value = ratio(p, held[w], x[w], row);
                if (value <= best + TIE) continue;
                best = value;
                if (best > needed) needed = best;
                n_sites[centre - first] = i - begin + 1;
                window[centre - first] = w;
            }
        }
        statistic[centre - first] = best;
    }
}

/* ---------------------------------------------------------------- Python */

static PyObject *no_memory(void) { return PyErr_NoMemory(); }

static void problem_close(problem_t *p)
{
    Py_buffer *all[] = {&p->start, &p->member, &p->windows, &p->observed, &p->mean, &p->inside, &p->outside,
                        &p->site, &p->terms, &p->draw_a, &p->draw_b, &p->n_tokens, &p->size, &p->drawn, &p->guide};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]->obj != NULL) PyBuffer_Release(all[i]);
}

static void problem_forget(PyObject *capsule)
{
    problem_t *p = PyCapsule_GetPointer(capsule, "langnghe.scan.problem");
    problem_close(p);
    free(p);
}

static PyObject *prepare(PyObject *self, PyObject *args)
{
    (void)self;
    problem_t *p = calloc(1, sizeof *p);
    if (p == NULL) return no_memory();
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*y*y*y*y*y*y*y*y*LLiiiiii", &p->start, &p->member, &p->windows,
                          &p->observed, &p->mean, &p->inside, &p->outside, &p->site, &p->terms, &p->draw_a,
                          &p->draw_b, &p->n_tokens, &p->size, &p->drawn, &p->guide, &p->total, &p->everyone,
                          &p->model, &p->sampler, &p->rates, &p->min_cases, &p->n_sites, &p->n_intervals)) {
        free(p);
        return NULL;
    }
    p->n_centres = LENGTH(p->start, int64_t) - 1;
    p->n_windows = (int)(LENGTH(p->windows, int32_t) / 2);
    p->wide_members = p->n_sites > 65535;
    return PyCapsule_New(p, "langnghe.scan.problem", problem_forget);
}

static void stairs_forget(PyObject *capsule) { stairs_free(PyCapsule_GetPointer(capsule, "langnghe.scan.stairs")); }

/* stairs(problem, rungs as bytes of doubles): the thresholds and blocks of in_blocks, rising. */
static PyObject *make_stairs(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *capsule;
    Py_buffer rungs;
    if (!PyArg_ParseTuple(args, "Oy*", &capsule, &rungs)) return NULL;
    problem_t *p = PyCapsule_GetPointer(capsule, "langnghe.scan.problem");
    stairs_t *stairs = p == NULL ? NULL : calloc(1, sizeof *stairs);
    int made = stairs != NULL;
    if (made) {
        stairs->n_stairs = (int)LENGTH(rungs, double);
        stairs->stairs = calloc((size_t)stairs->n_stairs, sizeof(stair_t));
        made = stairs->stairs != NULL;
        Py_BEGIN_ALLOW_THREADS
        for (int i = 0; made && i < stairs->n_stairs; i++)
            made = stair_make(&stairs->stairs[i], p, AT(rungs, double)[i]);
        Py_END_ALLOW_THREADS
    }
    PyBuffer_Release(&rungs);
    if (!made) {
        if (stairs != NULL) stairs_free(stairs);
        return PyErr_Occurred() ? NULL : no_memory();
    }
    return PyCapsule_New(stairs, "langnghe.scan.stairs", stairs_forget);
}

static void plan_forget(PyObject *capsule) { plan_free(PyCapsule_GetPointer(capsule, "langnghe.scan.plan")); }

/* plan(problem, rungs as bytes of doubles): the thresholds and blocks of one_by_one, rising. */
static PyObject *make_plan(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *capsule;
    Py_buffer rungs;
    if (!PyArg_ParseTuple(args, "Oy*", &capsule, &rungs)) return NULL;
    problem_t *p = PyCapsule_GetPointer(capsule, "langnghe.scan.problem");
    plan_t *plan = p == NULL ? NULL : calloc(1, sizeof *plan);
    int made = plan != NULL;
    if (made) {
        plan->n_rungs = (int)LENGTH(rungs, double);
        plan->width = (p->n_windows + LANES - 1) / LANES * LANES;
        plan->n_rows = LENGTH(p->mean, double) / p->n_windows;
        plan->rungs = calloc((size_t)plan->n_rungs, sizeof(rung_t));
        made = plan->rungs != NULL;
        Py_BEGIN_ALLOW_THREADS
        for (int i = 0; made && i < plan->n_rungs; i++)
            made = rung_make(&plan->rungs[i], p, plan, AT(rungs, double)[i]);
        Py_END_ALLOW_THREADS
    }
    PyBuffer_Release(&rungs);
    if (!made) {
        if (plan != NULL) plan_free(plan);
        return PyErr_Occurred() ? NULL : no_memory();
    }
    return PyCapsule_New(plan, "langnghe.scan.plan", plan_forget);
}

/* maxima(problem, plan, stairs or None, seed, first, past, out): fill the writable doubles `out`. */
static PyObject *maxima(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *capsule, *planned;
    unsigned long long seed;
    long long first, past;
    Py_buffer out;
    if (!PyArg_ParseTuple(args, "OOKLLw*", &capsule, &planned, &seed, &first, &past, &out)) return NULL;
    problem_t *p = PyCapsule_GetPointer(capsule, "langnghe.scan.problem");
    plan_t *plan = NULL;
    stairs_t *stairs = NULL;
    if (PyCapsule_IsValid(planned, "langnghe.scan.plan")) plan = PyCapsule_GetPointer(planned, "langnghe.scan.plan");
    else if (planned != Py_None) stairs = PyCapsule_GetPointer(planned, "langnghe.scan.stairs");
    if (p == NULL || PyErr_Occurred()) {
        PyBuffer_Release(&out);
        return NULL;
    }
    int done;
    Py_BEGIN_ALLOW_THREADS
    if (plan != NULL) done = one_by_one(p, plan, seed, first, past, out.buf);
    else if (stairs != NULL) done = in_blocks(p, stairs, seed, first, past, out.buf);
    else if (p->total < INT16_MAX) done = side_by_side_16(p, seed, first, past, out.buf);
    else done = side_by_side_32(p, seed, first, past, out.buf);
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&out);
    if (!done) return no_memory();
    Py_RETURN_NONE;
}

/* best(problem, counts by (site, window), floor, first, past, statistic, n_sites, window): fill the last three. */
static PyObject *best(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *capsule;
    double floor_at;
    long long first, past;
    Py_buffer counts, statistic, n_sites, window;
    if (!PyArg_ParseTuple(args, "Oy*dLLw*w*w*", &capsule, &counts, &floor_at, &first, &past, &statistic, &n_sites,
                          &window))
        return NULL;
    problem_t *p = PyCapsule_GetPointer(capsule, "langnghe.scan.problem");
    double *x = p == NULL ? NULL : malloc(sizeof(double) * (size_t)p->n_windows);
    int64_t *held = p == NULL ? NULL : malloc(sizeof(int64_t) * (size_t)p->n_windows);
    int ready = x != NULL && held != NULL;
    if (ready) {
        Py_BEGIN_ALLOW_THREADS
        strongest(p, counts.buf, AT(p->site, double), floor_at, first, past, x, held, statistic.buf, n_sites.buf,
                  window.buf);
        Py_END_ALLOW_THREADS
    }
    free(x);
    free(held);
    PyBuffer_Release(&counts);
    PyBuffer_Release(&statistic);
    PyBuffer_Release(&n_sites);
    PyBuffer_Release(&window);
    if (!ready) return PyErr_Occurred() ? NULL : no_memory();
    Py_RETURN_NONE;
}

/* uniforms(seed, replicate, out): fill the writable doubles `out` with the first numbers of a stream. */
static PyObject *uniforms(PyObject *self, PyObject *args)
{
    (void)self;
    unsigned long long seed, replicate;
    Py_buffer out;
    stream_t stream;
    if (!PyArg_ParseTuple(args, "KKw*", &seed, &replicate, &out)) return NULL;
    stream_start(&stream, seed, replicate);
    for (Py_ssize_t i = 0; i < LENGTH(out, double); i++) ((double *)out.buf)[i] = stream_next(&stream);
    PyBuffer_Release(&out);
    Py_RETURN_NONE;
}

/* draw_counts(problem, seed, replicate, out): fill uint32 counts by (site, interval). */
static PyObject *draw_counts(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *capsule;
    unsigned long long seed, replicate;
    Py_buffer out;
    if (!PyArg_ParseTuple(args, "OKKw*", &capsule, &seed, &replicate, &out)) return NULL;
    problem_t *p = PyCapsule_GetPointer(capsule, "langnghe.scan.problem");
    scratch_t scratch = {0};
    int ready = p != NULL && scratch_open(&scratch, p);
    if (ready) {
        draw(p, seed, replicate, &scratch);
        memcpy(out.buf, scratch.cells, (size_t)out.len);
    }
    scratch_close(&scratch);
    PyBuffer_Release(&out);
    if (!ready) return PyErr_Occurred() ? NULL : no_memory();
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"prepare", prepare, METH_VARARGS, "Hold the arrays of a problem."},
    {"plan", make_plan, METH_VARARGS, "Prepare thresholds and blocks at rising statistics."},
    {"stairs", make_stairs, METH_VARARGS, "The same for places alone."},
    {"maxima", maxima, METH_VARARGS, "Fill the largest statistic of each replicate."},
    {"best", best, METH_VARARGS, "Fill the strongest window round each centre."},
    {"uniforms", uniforms, METH_VARARGS, "Fill the first numbers of one replicate's stream."},
    {"draw_counts", draw_counts, METH_VARARGS, "Fill the counts of one replicate."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "langnghe.core.scan._kernel", "The compiled kernel of the scan engine.", -1, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModule_Create(&module); }
