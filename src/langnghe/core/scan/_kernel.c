/*
 * The compiled kernel of the scan engine: the same answers as reference.py, a few hundred times sooner.
 *
 * Two ways to find the largest statistic of each replicate:
 *
 *   in_blocks     (high rates, every model) what a circle expects is the same in all replicates, so the least count
 *                 that can matter is known beforehand. Sites are added up in clumps and blocks; only where a block's
 *                 last counts reach its first thresholds are its circles looked at. A line of counts holds one window
 *                 of time of 64 replicates, or 16 of four, or 32 of two; in bytes where no more can be drawn.
 *   side_by_side  (all else) 32 replicates for lanes, and every circle compared with the least count that can matter.
 *
 * Both skip only what cannot exceed the largest statistic found so far; whatever is left is evaluated with the same
 * tables and the same order of operations as NumPy. Counts fit 16 bits, else 32.
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
#define FETCH_SOON(address) __builtin_prefetch(address)
#define UNROLLED _Pragma("GCC unroll 8")
#else
#define INLINE static inline
#define FETCH_SOON(address)
#define UNROLLED
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

static double smooth_ratio(const problem_t *p, double count, double x)
{
    double total = (double)p->total, rest = total - count;
    return (count > 0.0 ? count * log(count / x) : 0.0) + (rest > 0.0 ? rest * log(rest / (total - x)) : 0.0);
}

/* The ratio of the Bernoulli model, whose expectations are whole people, from the table. */
static double ratio_of_people(const problem_t *p, int64_t count, int64_t people)
{
    const double *terms = AT(p->terms, double);
    int64_t rest = p->everyone - people, other = p->total - count;
    double in = terms[count] + terms[people - count] - terms[people];
    double out = terms[other] + terms[rest - other] - terms[rest];
    return in + out - (terms[p->total] + terms[p->everyone - p->total] - terms[p->everyone]);
}

/* From `above`, which reaches the level, towards `below`, the first number of people that does not. */
static int64_t first_below(const problem_t *p, int64_t count, double level, int64_t above, int64_t below)
{
    int64_t step = below > above ? 1 : -1;
    while (llabs(step) < llabs(below - above) && ratio_of_people(p, count, above + step) >= level) {
        above += step;
        step *= 2;
    }
    if (llabs(step) < llabs(below - above)) below = above + step;
    while (llabs(below - above) > 1) {
        int64_t middle = above + (below - above) / 2;
        if (ratio_of_people(p, count, middle) >= level) above = middle;
        else below = middle;
    }
    return below;
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
        int64_t even = (int64_t)ceil(count * (double)p->everyone / total), above = (int64_t)from - 1;
        if (above < c || ratio_of_people(p, c, above) < level) above = c;
        if (ratio_of_people(p, c, above) < level) return -1.0;
        return (double)(even > above ? first_below(p, c, level, above, even) : even);
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
        int64_t most = p->everyone - (p->total - c), even = (int64_t)(count * (double)p->everyone / total);
        if (ratio_of_people(p, c, most) < level) return INFINITY;
        return (double)(even < most ? first_below(p, c, level, most, even) : even);
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

/* ---------------------------------------------------------------- circles in blocks: what is prepared */

/*
 * Sites that lie together are added up together. Lines 0 … n_sites - 1 are the sites, further lines are clumps of
 * two lines each, and the line after the last is empty. A circle's sites are added in blocks of a few lines; a clump
 * enters as a whole where its first site would. So at the end of a block at least the sites of its last circle have
 * been added, and the block can be passed over when even these counts do not reach the thresholds of its first one.
 */
#define BLOCK 8             /* most lines added between two comparisons */
#define BLOCK_OF_PLACES 5   /* where only places matter, a circle is soon full */
#define SPACING 3.4         /* standard deviations between what a block may hold and its thresholds */
#define SPREAD 1.6          /* how far clumps reach beyond a circle, and how much they hold there, as shares of what */
#define BEYOND 0.6          /* a block may still add */
#define MOST_IN_A_CLUMP 32
#define MOST_SPAN 255
#define MOST_LINES 65535    /* a line has a 16-bit number */
#define STEP_OF_CASES 4     /* permutation model: thresholds are kept for every fourth number of cases in a zone */
#define STEPS_OF_ROOT 64    /* one window of time: for every 64th of the root of what is expected, so of its spread */
#define MOST_THRESHOLDS (128 << 20) /* for thresholds by block, in all rungs */

/* How many lines the blocks have whose lines hold `width` windows of time. */
INLINE int lines_in_block(int width) { return width == 1 ? BLOCK_OF_PLACES : BLOCK; }

typedef struct {
    level_t level;
    void *least; /* (n_rows, width): the least counts that can reach the statistic */
    double statistic;
} rung_t;

typedef struct {
    uint16_t added[BLOCK];  /* lines */
    int32_t row;            /* the thresholds of its first circle */
} block_t;

/* Where a block's circles lie: from one that ends at `place` of the centre's members to one that ends before `past`. */
typedef struct {
    int32_t place, past;
    int32_t reach;          /* the last place of a site that was added by its end */
    int32_t held;           /* the cases of its first circle (permutation) */
} origin_t;

typedef struct {
    int is_wide;            /* counts take 32 bits */
    int in_bytes;           /* lines hold bytes: no block adds up to more, whatever is drawn */
    int width, together;    /* a line holds `width` windows of time of `together` replicates */
    int n_chunks;           /* or so many lines hold the windows of one */
    int n_lines, n_rungs, cut_at, start_at;
    int32_t *left, *right, *parent;
    block_t *blocks;        /* in the order in which they are walked, and a spare one */
    origin_t *origins;
    int32_t *order;         /* (n_centres): the centres in that order */
    int64_t *first;         /* (n_centres + 1): the first blocks of their circles */
    uint8_t *since;         /* by member: how many places before its own a clump was added that holds it */
    int64_t n_blocks, n_rows, room;
    rung_t *rungs;
} plan_t;

static void plan_free(plan_t *plan)
{
    for (int i = 0; plan->rungs != NULL && i < plan->n_rungs; i++) {
        level_free(&plan->rungs[i].level);
        free(plan->rungs[i].least);
    }
    free(plan->rungs);
    free(plan->left);
    free(plan->right);
    free(plan->parent);
    free(plan->blocks);
    free(plan->origins);
    free(plan->order);
    free(plan->first);
    free(plan->since);
    free(plan);
}

/* The line nearest to `line` that is not yet paired, looked for round its first site; -1 if none is near. */
static int32_t partner(const problem_t *p, const int32_t *line_of, const int32_t *parent, int32_t line, int32_t site,
                       int64_t reach)
{
    const int64_t *start = AT(p->start, int64_t);
    int64_t past = start[site] + 1 + reach < start[site + 1] ? start[site] + 1 + reach : start[site + 1];
    for (int64_t i = start[site]; i < past; i++) {
        int32_t other = line_of[site_at(p, i)];
        if (other != line && parent[other] < 0) return other;
    }
    return -1;
}

/* Pair neighbours, then pairs, and so on. */
static int clump(plan_t *plan, const problem_t *p)
{
    int n_sites = p->n_sites, n_live = n_sites;
    size_t most = 2 * (size_t)n_sites + 1;
    plan->left = malloc(sizeof(int32_t) * most);
    plan->right = malloc(sizeof(int32_t) * most);
    plan->parent = malloc(sizeof(int32_t) * most);
    int32_t *line_of = malloc(sizeof(int32_t) * most), *live = malloc(sizeof(int32_t) * most);
    int32_t *head = malloc(sizeof(int32_t) * most);
    int ready = plan->left && plan->right && plan->parent && line_of && live && head;
    plan->n_lines = n_sites;
    for (int i = 0; ready && i < n_sites; i++) plan->parent[i] = -1, line_of[i] = live[i] = head[i] = i;
    for (int size = 2; ready && p->n_centres == n_sites && size <= MOST_IN_A_CLUMP; size *= 2) {
        int n_next = 0;
        for (int i = 0; i < n_live; i++) {
            int32_t line = live[i];
            if (plan->parent[line] >= 0) continue;
            int32_t other = plan->n_lines < MOST_LINES - 1
                                ? partner(p, line_of, plan->parent, line, head[line], 4 * (int64_t)size)
                                : -1;
            live[n_next++] = line;
            if (other < 0) continue;
            int32_t pair = plan->n_lines++;
            plan->left[pair] = line, plan->right[pair] = other, plan->parent[pair] = -1, head[pair] = head[line];
            plan->parent[line] = plan->parent[other] = live[n_next - 1] = pair;
        }
        for (int s = 0; s < n_sites; s++)
            if (plan->parent[line_of[s]] >= 0) line_of[s] = plan->parent[line_of[s]];
        n_live = n_next;
    }
    free(line_of);
    free(live);
    free(head);
    return ready;
}

/* The most that may be expected at the end of a block: so many standard deviations below the least count. */
INLINE double most_in_block(const problem_t *p, int64_t least, double x, int64_t cases)
{
    double total = (double)p->total, variance = 1.0 - x / total, share = 1.0; /* as a share of the mean */
    if (p->model == BY_TOTAL && cases > 0) variance = (1.0 - (double)cases / total) * (1.0 - x / (double)cases);
    if (p->model == BY_PEOPLE) {
        share = total / (double)p->everyone;
        variance = (1.0 - x / (double)p->everyone) * (1.0 - share);
    }
    /* Roots of counts have the same spread whatever their mean. */
    double root = sqrt((double)least) - 0.5 * SPACING * sqrt(variance > 0.0 ? variance : 0.0);
    if (root < 0.0) root = 0.0;
    return root * root / share;
}

INLINE void keep_least(const plan_t *plan, rung_t *rung, int64_t at, int64_t least)
{
    if (plan->is_wide) ((int32_t *)rung->least)[at] = (int32_t)(least < INT32_MAX ? least : INT32_MAX);
    else ((int16_t *)rung->least)[at] = (int16_t)(least < INT16_MAX ? least : INT16_MAX);
}

/* How many rows of thresholds circles share that expect almost the same; 0 where each block has a row of its own. */
static int64_t rows_shared(const problem_t *p)
{
    if (p->model == BY_TOTAL) return (LENGTH(p->mean, double) / p->n_windows - 1) / STEP_OF_CASES + 1;
    return p->n_windows == 1 ? (int64_t)(STEPS_OF_ROOT * sqrt((double)p->total)) + 1 : 0;
}

/* What a person counts as expected cases, for the Bernoulli model. */
INLINE double share_of(const problem_t *p)
{
    return p->model == BY_PEOPLE ? (double)p->total / (double)p->everyone : 1.0;
}

/* The shared row of a circle that holds so many cases (permutation), or so much x; never one that expects more. */
INLINE int32_t row_of(const plan_t *plan, const problem_t *p, double held)
{
    int64_t row = p->model == BY_TOTAL ? (int64_t)held / STEP_OF_CASES
                                       : (int64_t)(STEPS_OF_ROOT * sqrt(held * share_of(p)));
    return (int32_t)(row < plan->n_rows ? row : plan->n_rows - 1);
}

/* Fill one row of thresholds in every rung, for the expected counts x, and the most to add up to in its blocks. */
static void fill_row(plan_t *plan, const problem_t *p, int64_t row, const double *x, int64_t cases, double *limit)
{
    int n_lanes = plan->width * plan->n_chunks;
    for (int r = 0; r < plan->n_rungs; r++) {
        for (int w = 0; w < n_lanes; w++) {
            int64_t least = w < p->n_windows ? least_high(&plan->rungs[r].level, x[w]) : INT64_MAX;
            keep_least(plan, &plan->rungs[r], row * n_lanes + w, least);
            if (r == plan->cut_at && w < p->n_windows) limit[w] = most_in_block(p, least, x[w], cases);
        }
    }
}

static int64_t greatest_divisor(int64_t a, int64_t b)
{
    while (b > 0) {
        int64_t rest = a % b;
        a = b, b = rest;
    }
    return a;
}

/* What is added up along circles to know how much is expected: cases (permutation), else x in each window. */
typedef struct {
    int n;              /* numbers per line */
    double *line;       /* (n_lines, n) */
    int64_t *cases;     /* (n_lines): the most cases that are ever drawn there, if that is known */
    int64_t added;      /* the same for the lines of a block */
    double *at, *sum;   /* of a circle; of all lines added so far */
    double *limit;      /* the most that a block may add up to */
    double *beyond;     /* and beyond its circles */
    int32_t beyond_at;  /* the farthest place that was added */
    double *reach;      /* by shared row of thresholds: the most that its blocks may add up to */
    double *so_far;     /* by place along a circle: the sum over windows */
    int32_t *first, *last; /* by line: where its first and last sites come along a circle */
} cut_t;

static void cut_free(cut_t *cut)
{
    free(cut->line);
    free(cut->cases);
    free(cut->at);
    free(cut->sum);
    free(cut->limit);
    free(cut->beyond);
    free(cut->reach);
    free(cut->so_far);
    free(cut->first);
    free(cut->last);
}

/* Fill a shared row; return the most cases (permutation), or the most x, to add up to in blocks that begin with it. */
static double reach_of(plan_t *plan, const problem_t *p, cut_t *cut, int64_t row)
{
    if (p->model != BY_TOTAL) {
        double root = (double)row / STEPS_OF_ROOT, x = root * root / share_of(p);
        fill_row(plan, p, row, &x, 0, cut->limit);
        return cut->limit[0];
    }
    const double *mean = AT(p->mean, double);
    int64_t cases = row * STEP_OF_CASES;
    double reach = INFINITY;
    fill_row(plan, p, row, mean + cases * p->n_windows, cases, cut->limit);
    for (int w = 0; w < p->n_windows; w++)
        if (mean[p->n_windows + w] > 0.0) reach = fmin(reach, cut->limit[w] / mean[p->n_windows + w]);
    return reach;
}

/* Add up the lines of clumps, and see whether all that can be drawn fits into bytes. */
static void fill_lines_of_cut(cut_t *cut, plan_t *plan, const problem_t *p)
{
    int n = cut->n, by_total = p->model == BY_TOTAL;
    for (int64_t i = 0; i < (int64_t)p->n_sites * n; i++)
        cut->line[i] = by_total ? (double)AT(p->site, int64_t)[i] : AT(p->site, double)[i];
    plan->in_bytes = p->sampler == SHARED_DAYS && !plan->is_wide;
    for (int64_t s = 0; s < p->n_sites; s++) {
        for (int t = 0; t < p->n_intervals; t++) cut->cases[s] += AT(p->observed, int64_t)[s * p->n_intervals + t];
        if (cut->cases[s] > UINT8_MAX) plan->in_bytes = 0;
    }
    for (int64_t line = p->n_sites; line < plan->n_lines; line++) {
        int64_t left = plan->left[line], right = plan->right[line];
        cut->cases[line] = cut->cases[left] + cut->cases[right];
        for (int w = 0; w < n; w++) cut->line[line * n + w] = cut->line[left * n + w] + cut->line[right * n + w];
    }
}

static int cut_open(cut_t *cut, plan_t *plan, const problem_t *p)
{
    cut->n = p->model == BY_TOTAL ? 1 : p->n_windows;
    size_t n = (size_t)cut->n, n_lines = (size_t)plan->n_lines;
    cut->limit = malloc(sizeof(double) * (size_t)p->n_windows);
    cut->beyond = malloc(sizeof(double) * n);
    cut->cases = calloc(n_lines, sizeof(int64_t));
    cut->line = malloc(sizeof(double) * n * n_lines);
    cut->at = malloc(sizeof(double) * n);
    cut->sum = malloc(sizeof(double) * n);
    cut->reach = malloc(sizeof(double) * (size_t)(plan->n_rows + 1));
    cut->so_far = malloc(sizeof(double) * (size_t)(p->n_sites + 1));
    cut->first = malloc(sizeof(int32_t) * n_lines);
    cut->last = malloc(sizeof(int32_t) * n_lines);
    if (!(cut->limit && cut->beyond && cut->cases && cut->line && cut->at && cut->sum && cut->reach && cut->so_far &&
          cut->first && cut->last))
        return 0;
    fill_lines_of_cut(cut, plan, p);
    for (int64_t row = 0; row < plan->n_rows; row++) cut->reach[row] = reach_of(plan, p, cut, row);
    return 1;
}

/* Find where each line's first and last site come along a circle. */
static void cut_rank(cut_t *cut, const plan_t *plan, const problem_t *p, int64_t start, int64_t past)
{
    for (int s = 0; s < p->n_sites; s++) cut->first[s] = cut->last[s] = INT32_MAX;
    double so_far = 0.0;
    for (int64_t i = start; i < past; i++) {
        int site = site_at(p, i);
        cut->first[site] = cut->last[site] = (int32_t)(i - start);
        for (int w = 0; w < cut->n; w++) so_far += cut->line[(int64_t)site * cut->n + w];
        cut->so_far[i - start] = so_far;
    }
    for (int32_t line = p->n_sites; line < plan->n_lines; line++) {
        int32_t a = plan->left[line], b = plan->right[line];
        cut->first[line] = cut->first[a] < cut->first[b] ? cut->first[a] : cut->first[b];
        cut->last[line] = cut->last[a] > cut->last[b] ? cut->last[a] : cut->last[b];
    }
}

/* Whether a block may add this line too. */
static int fits(const cut_t *cut, const plan_t *plan, int32_t line)
{
    int is_inside = !plan->in_bytes || cut->added + cut->cases[line] <= UINT8_MAX;
    for (int w = 0; w < cut->n; w++) is_inside &= cut->sum[w] + cut->line[(int64_t)line * cut->n + w] <= cut->limit[w];
    return is_inside;
}

/* Whether a clump adds no more beyond the circle than a share of what the block may add. */
static int is_compact(const cut_t *cut, int32_t line)
{
    int is_inside = 1;
    for (int w = 0; w < cut->n; w++)
        is_inside &= cut->sum[w] + cut->line[(int64_t)line * cut->n + w] - cut->at[w] <= cut->beyond[w];
    return is_inside;
}

/* The largest clump that begins with this site and ends before `most` is passed. */
static int32_t largest_clump(const cut_t *cut, const plan_t *plan, int32_t site, int64_t place, double most)
{
    int32_t line = site;
    for (int32_t up; (up = plan->parent[line]) >= 0; line = up) {
        int64_t last = cut->last[up];
        if (cut->first[up] != place || last > place + MOST_SPAN || cut->so_far[last] > most) break;
        if ((plan->in_bytes && cut->cases[up] > UINT8_MAX) || !is_compact(cut, up)) break;
    }
    return line;
}

/* Make room for another block and a spare one. */
static int grow(plan_t *plan)
{
    if (plan->n_blocks + 2 <= plan->room) return 1;
    plan->room += plan->room / 4 + 1024;
    block_t *blocks = realloc(plan->blocks, sizeof(block_t) * (size_t)plan->room);
    if (blocks != NULL) plan->blocks = blocks;
    origin_t *origins = realloc(plan->origins, sizeof(origin_t) * (size_t)plan->room);
    if (origins != NULL) plan->origins = origins;
    if (blocks == NULL || origins == NULL) return 0;
    size_t size = (size_t)(plan->width * plan->n_chunks) * (plan->is_wide ? 4 : 2);
    for (int r = 0; plan->n_rows == 0 && r < plan->n_rungs; r++) {
        if (size * (size_t)plan->room * (size_t)plan->n_rungs > MOST_THRESHOLDS) return 0;
        void *least = realloc(plan->rungs[r].least, size * (size_t)plan->room);
        if (least == NULL) return 0;
        plan->rungs[r].least = least;
    }
    return 1;
}

/* Begin a block with the circle that ends at a place; its limits become those of the cut. */
static int begin_block(plan_t *plan, const problem_t *p, cut_t *cut, int64_t place)
{
    if (!grow(plan)) return 0;
    int64_t at = plan->n_blocks++;
    block_t *block = &plan->blocks[at];
    plan->origins[at] = (origin_t){(int32_t)place, 0, 0, (int32_t)cut->at[0]};
    for (int i = 0; i < BLOCK; i++) block->added[i] = (uint16_t)plan->n_lines;
    if (plan->n_rows > 0) {
        block->row = row_of(plan, p, cut->at[0]);
        cut->limit[0] = cut->reach[block->row];
    } else {
        block->row = (int32_t)at;
        fill_row(plan, p, at, cut->at, 0, cut->limit);
    }
    return 1;
}

/* How far along a circle clumps of a new block may reach, by the sum over windows. */
static double far_enough(const cut_t *cut, int64_t place)
{
    double slack = INFINITY;
    for (int w = 0; w < cut->n; w++)
        if (cut->at[w] > 0.0) slack = fmin(slack, cut->limit[w] / cut->at[w] - 1.0);
    return slack > 0.0 ? cut->so_far[place] * (1.0 + SPREAD * slack) : 0.0;
}

/* Note that the sites of a line were added at `place` of a circle. */
static void mark_added(plan_t *plan, const problem_t *p, cut_t *cut, int32_t line, int64_t start, int64_t place)
{
    if (line >= p->n_sites) {
        mark_added(plan, p, cut, plan->left[line], start, place);
        mark_added(plan, p, cut, plan->right[line], start, place);
        return;
    }
    int since = (int)(cut->last[line] - place);
    plan->since[start + cut->last[line]] = (uint8_t)since;
    cut->beyond_at = cut->last[line] > cut->beyond_at ? cut->last[line] : cut->beyond_at;
    cut->first[line] = -1;
}

/* Cut the circles round one centre into blocks. */
static int cut_circles(plan_t *plan, const problem_t *p, cut_t *cut, int32_t centre)
{
    int64_t start = AT(p->start, int64_t)[centre], past = AT(p->start, int64_t)[centre + 1];
    int64_t first = plan->n_blocks;
    const int most_added = lines_in_block(plan->width);
    int n_added = most_added;
    double most = 0.0;
    cut->beyond_at = -1;
    cut_rank(cut, plan, p, start, past);
    for (int w = 0; w < cut->n; w++) cut->at[w] = cut->sum[w] = 0.0;
    for (int64_t i = start; i < past; i++) {
        int site = site_at(p, i);
        for (int w = 0; w < cut->n; w++) cut->at[w] += cut->line[(int64_t)site * cut->n + w];
        if (cut->first[site] < 0) continue; /* was added with a clump */
        int64_t place = i - start;
        int32_t line = n_added < most_added ? largest_clump(cut, plan, site, place, most) : site;
        if (n_added == most_added || !fits(cut, plan, line)) {
            if (!begin_block(plan, p, cut, place)) return 0;
            n_added = 0;
            cut->added = 0;
            most = far_enough(cut, place);
            for (int w = 0; w < cut->n; w++) cut->beyond[w] = BEYOND * (cut->limit[w] - cut->at[w]);
            line = largest_clump(cut, plan, site, place, most);
            while (line >= p->n_sites && !fits(cut, plan, line))
                line = cut->first[plan->left[line]] == place ? plan->left[line] : plan->right[line];
        }
        plan->blocks[plan->n_blocks - 1].added[n_added++] = (uint16_t)line;
        for (int w = 0; w < cut->n; w++) cut->sum[w] += cut->line[(int64_t)line * cut->n + w];
        cut->added += cut->cases[line];
        mark_added(plan, p, cut, line, start, place);
        plan->origins[plan->n_blocks - 1].reach = cut->beyond_at;
    }
    for (int64_t block = first; block + 1 < plan->n_blocks; block++)
        plan->origins[block].past = plan->origins[block + 1].place;
    if (plan->n_blocks > first) plan->origins[plan->n_blocks - 1].past = (int32_t)(past - start);
    return 1;
}

/* Cut all circles; the next ones lie far away, so that large statistics are met soon. */
static int cut_all(plan_t *plan, const problem_t *p, cut_t *cut)
{
    int64_t n = p->n_centres, stride = n * 5 / 8 + 1;
    while (greatest_divisor(stride, n) > 1) stride++;
    for (int64_t i = 0; i < n; i++) {
        plan->order[i] = (int32_t)(i * stride % n);
        plan->first[i] = plan->n_blocks;
        if (!cut_circles(plan, p, cut, plan->order[i])) return 0;
    }
    plan->first[n] = plan->n_blocks;
    if (!grow(plan)) return 0;
    plan->blocks[plan->n_blocks] = (block_t){0};
    return 1;
}

/* Where the rung above is reached. */
INLINE int rung_at(const plan_t *plan, int rung, double best)
{
    while (rung + 1 < plan->n_rungs && plan->rungs[rung + 1].statistic <= best) rung++;
    return rung;
}

INLINE int lowest_of(const int *rungs, int n)
{
    int lowest = rungs[0];
    for (int i = 1; i < n; i++) lowest = rungs[i] < lowest ? rungs[i] : lowest;
    return lowest;
}

static plan_t *plan_make(const problem_t *p, const double *rungs, int n_rungs, int start_at, int cut_at)
{
    plan_t *plan = calloc(1, sizeof *plan);
    cut_t cut = {0};
    if (plan == NULL) return NULL;
    int n_lanes = p->total < INT16_MAX ? 64 : 32;
    plan->is_wide = p->total >= INT16_MAX;
    plan->width = p->n_windows == 1 ? 1 : p->n_windows <= n_lanes / 4 ? n_lanes / 4 : n_lanes / 2;
    plan->together = n_lanes / plan->width;
    plan->n_chunks = (p->n_windows + plan->width - 1) / plan->width;
    plan->n_rungs = n_rungs;
    plan->start_at = start_at;
    plan->cut_at = cut_at;
    plan->n_rows = rows_shared(p);
    plan->rungs = calloc((size_t)n_rungs, sizeof(rung_t));
    plan->since = malloc((size_t)AT(p->start, int64_t)[p->n_centres] + 1);
    plan->order = malloc(sizeof(int32_t) * (size_t)(p->n_centres + 1));
    plan->first = malloc(sizeof(int64_t) * (size_t)(p->n_centres + 1));
    int made = plan->rungs && plan->since && plan->order && plan->first && clump(plan, p);
    for (int r = 0; made && r < n_rungs; r++) {
        size_t size = (size_t)(plan->n_rows * plan->width * plan->n_chunks) * (plan->is_wide ? 4 : 2);
        plan->rungs[r].statistic = rungs[r];
        plan->rungs[r].least = size ? malloc(size) : NULL;
        made = (!size || plan->rungs[r].least != NULL) && level_make(&plan->rungs[r].level, p, rungs[r]);
    }
    made = made && cut_open(&cut, plan, p) && cut_all(plan, p, &cut);
    cut_free(&cut);
    if (made) return plan;
    plan_free(plan);
    return NULL;
}

#define COUNT int16_t
#define LINE 64
#define CELL uint8_t
#define NAME(stem) stem##_bytes
#include "_blocks.h"
#undef CELL
#undef NAME
#define CELL int16_t
#define NAME(stem) stem##_16
#include "_blocks.h"
#undef CELL
#undef NAME
#undef COUNT
#undef LINE
#define COUNT int32_t
#define LINE 32
#define CELL int32_t
#define NAME(stem) stem##_32
#include "_blocks.h"
#undef CELL
#undef NAME
#undef COUNT
#undef LINE

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

static void plan_forget(PyObject *capsule) { plan_free(PyCapsule_GetPointer(capsule, "langnghe.scan.plan")); }

/* plan(problem, rungs as bytes of doubles, rung to cut at): blocks, with thresholds at rising statistics. */
static PyObject *make_plan(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *capsule;
    Py_buffer rungs;
    int start_at, cut_at;
    if (!PyArg_ParseTuple(args, "Oy*ii", &capsule, &rungs, &start_at, &cut_at)) return NULL;
    problem_t *p = PyCapsule_GetPointer(capsule, "langnghe.scan.problem");
    plan_t *plan = NULL;
    if (p != NULL) {
        Py_BEGIN_ALLOW_THREADS
        plan = plan_make(p, rungs.buf, (int)LENGTH(rungs, double), start_at, cut_at);
        Py_END_ALLOW_THREADS
    }
    PyBuffer_Release(&rungs);
    if (PyErr_Occurred()) return NULL;
    if (plan == NULL) Py_RETURN_NONE; /* too large, so every window is looked at */
    return PyCapsule_New(plan, "langnghe.scan.plan", plan_forget);
}

/* maxima(problem, plan or None, seed, first, past, out): fill the writable doubles `out`. */
static PyObject *maxima(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *capsule, *planned;
    unsigned long long seed;
    long long first, past;
    Py_buffer out;
    if (!PyArg_ParseTuple(args, "OOKLLw*", &capsule, &planned, &seed, &first, &past, &out)) return NULL;
    problem_t *p = PyCapsule_GetPointer(capsule, "langnghe.scan.problem");
    plan_t *plan = planned != Py_None && p != NULL ? PyCapsule_GetPointer(planned, "langnghe.scan.plan") : NULL;
    if (PyErr_Occurred()) {
        PyBuffer_Release(&out);
        return NULL;
    }
    int done;
    Py_BEGIN_ALLOW_THREADS
    if (plan != NULL && plan->in_bytes) done = in_blocks_bytes(p, plan, seed, first, past, out.buf);
    else if (plan != NULL && plan->is_wide) done = in_blocks_32(p, plan, seed, first, past, out.buf);
    else if (plan != NULL) done = in_blocks_16(p, plan, seed, first, past, out.buf);
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
    {"plan", make_plan, METH_VARARGS, "Cut circles into blocks, with thresholds at rising statistics."},
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
