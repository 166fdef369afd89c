/* Circles walked in blocks: lines of LINE cells of type CELL, added up in counts of type COUNT; for _kernel.c. */

#if defined(__GNUC__)
#define PARTS (LINE * sizeof(COUNT) / 32)
#define CELLS (LINE * sizeof(CELL) / 32)
typedef COUNT NAME(part) __attribute__((vector_size(32)));
typedef CELL NAME(cells) __attribute__((vector_size(32)));
typedef CELL NAME(narrow) __attribute__((vector_size(LINE / PARTS * sizeof(CELL)))); /* as many as in a part */

/* Thresholds of one part of a line: those of the windows come again and again. */
INLINE NAME(part) NAME(least_at)(const COUNT *least, size_t part, int width)
{
    NAME(part) lanes = {0};
    if (width == 1) return lanes + *least;
    memcpy(&lanes, least + part * (LINE / PARTS) % (size_t)width, sizeof lanes);
    return lanes;
}

/* Add the lines of a block; return whether any count reaches its threshold. */
INLINE int NAME(add_block)(NAME(part) *counts, const CELL *lines, const uint16_t *block, const COUNT *least, int width)
{
    NAME(cells) added[CELLS] = {{0}};
    UNROLLED
    for (int i = 0; i < lines_in_block(width); i++) {
        const CELL *line = lines + (size_t)block[i] * LINE;
        UNROLLED
        for (size_t part = 0; part < CELLS; part++) {
            NAME(cells) more;
            memcpy(&more, line + part * (LINE / CELLS), sizeof more);
            added[part] += more;
        }
    }
    NAME(part) reached = {0};
    UNROLLED
    for (size_t part = 0; part < PARTS; part++) {
        NAME(narrow) more;
        memcpy(&more, (const char *)added + part * sizeof more, sizeof more);
        counts[part] += __builtin_convertvector(more, NAME(part));
        reached |= (NAME(part))(counts[part] >= NAME(least_at)(least, part, width));
    }
    uint64_t any[4];
    memcpy(any, &reached, sizeof any);
    return ((any[0] | any[1]) | (any[2] | any[3])) != 0;
}
#else
#define PARTS LINE
typedef COUNT NAME(part);

INLINE int NAME(add_block)(NAME(part) *counts, const CELL *lines, const uint16_t *block, const COUNT *least, int width)
{
    int any = 0;
    for (int i = 0; i < lines_in_block(width); i++)
        for (int l = 0; l < LINE; l++) counts[l] = (COUNT)(counts[l] + lines[(size_t)block[i] * LINE + l]);
    for (int l = 0; l < LINE; l++) any |= counts[l] >= least[l % width];
    return any;
}
#endif

/* Draw up to plan->together replicates into lines by (chunk, line). */
static void NAME(fill_lines)(const problem_t *p, const plan_t *plan, uint64_t seed, int64_t first, int n,
                             scratch_t *scratch, uint32_t *before, CELL *lines)
{
    const int32_t *windows = AT(p->windows, int32_t);
    int64_t chunk_size = (int64_t)(plan->n_lines + 1) * LINE;
    memset(lines, 0, sizeof(CELL) * (size_t)(plan->n_chunks * chunk_size));
    for (int r = 0; r < n; r++) {
        draw(p, seed, (uint64_t)(first + r), scratch);
        for (int s = 0; s < p->n_sites; s++) {
            CELL *line = lines + (int64_t)s * LINE + r * plan->width;
            running_sums(scratch->cells + (int64_t)s * p->n_intervals, p->n_intervals, before);
            for (int w = 0; w < p->n_windows; w++)
                line[w / plan->width * chunk_size + w % plan->width] =
                    (CELL)(before[windows[2 * w + 1]] - before[windows[2 * w]]);
        }
    }
    for (int chunk = 0; chunk < plan->n_chunks; chunk++) {
        CELL *of_chunk = lines + chunk * chunk_size;
        for (int64_t line = p->n_sites; line < plan->n_lines; line++) {
            const CELL *left = of_chunk + (int64_t)plan->left[line] * LINE;
            const CELL *right = of_chunk + (int64_t)plan->right[line] * LINE;
            for (int l = 0; l < LINE; l++) of_chunk[line * LINE + l] = (CELL)(left[l] + right[l]);
        }
    }
}

/* One walk round all centres with the replicates of some lines. */
typedef struct {
    const problem_t *p;
    const plan_t *plan;
    const CELL *lines;
    int chunk;
    int rung_of[LINE];  /* by replicate: the highest rung it has passed */
    int lowest;         /* of these */
    double best[LINE];
    double x[LINE];     /* what is expected in the circle of the members from added_from to before added_to */
    int64_t added_from, added_to;
} NAME(walk_t);

/* The thresholds of each replicate at its own rung; return whether any is reached. */
INLINE int NAME(own_least)(const NAME(walk_t) *walk, int64_t row, const COUNT *sums, COUNT *own, int width)
{
    const plan_t *plan = walk->plan;
    int64_t at = row * width * plan->n_chunks + walk->chunk * width;
    COUNT any = 0, lowest = width == 1 ? ((const COUNT *)plan->rungs[walk->lowest].least)[at] : 0;
    for (int r = 0; r < LINE / width; r++) {
        /* Most replicates do not even reach the threshold of the lowest rung among them. */
        if (width == 1 && sums[r] < lowest) {
            own[r] = lowest;
            continue;
        }
        const COUNT *least = (const COUNT *)plan->rungs[walk->rung_of[r]].least + at;
        for (int w = r * width; w < (r + 1) * width; w++) {
            own[w] = least[w - r * width];
            any = (COUNT)(any | -(COUNT)(sums[w] >= own[w]));
        }
    }
    return any != 0;
}

INLINE int NAME(any_reaches)(const COUNT *sums, const COUNT *least)
{
    COUNT any = 0;
    for (int l = 0; l < LINE; l++) any = (COUNT)(any | -(COUNT)(sums[l] >= least[l]));
    return any != 0;
}

INLINE void NAME(take)(COUNT *sums, const CELL *line)
{
    for (int l = 0; l < LINE; l++) sums[l] = (COUNT)(sums[l] - line[l]);
}

/* Take the statistics of the counts that reach their thresholds in the circle that ends with member i. */
static void NAME(evaluate)(NAME(walk_t) *walk, const COUNT *sums, const COUNT *own, int64_t i, int64_t cases, int width)
{
    const problem_t *p = walk->p;
    int first = walk->chunk * width, n = p->n_windows - first < width ? p->n_windows - first : width;
    for (; p->model != BY_TOTAL && walk->added_to <= i; walk->added_to++) {
        const double *more = AT(p->site, double) + (int64_t)site_at(p, walk->added_to) * p->n_windows + first;
        for (int w = 0; w < n; w++) walk->x[w] += more[w];
    }
    for (int r = 0; r < LINE / width; r++)
        for (int w = 0; w < n; w++) {
            if (sums[r * width + w] < own[r * width + w]) continue;
            double value = ratio(p, sums[r * width + w], walk->x[w], cases * p->n_windows + first + w);
            if (value > walk->best[r]) walk->best[r] = value;
        }
}

/* Note which rungs were passed; return whether the lowest was. */
INLINE int NAME(climb)(NAME(walk_t) *walk, int width)
{
    int was = walk->lowest;
    for (int r = 0; r < LINE / width; r++) walk->rung_of[r] = rung_at(walk->plan, walk->rung_of[r], walk->best[r]);
    walk->lowest = lowest_of(walk->rung_of, LINE / width);
    return walk->lowest != was;
}

/* Look at each circle of a block, with the counts at its end; return whether the lowest rung was raised. */
INLINE int NAME(look_into)(NAME(walk_t) *walk, const COUNT *at_end, int32_t centre, int64_t at, int width)
{
    const problem_t *p = walk->p;
    const plan_t *plan = walk->plan;
    const origin_t *origin = &plan->origins[at];
    int64_t start = AT(p->start, int64_t)[centre], zone = start + origin->place, end = start + origin->past;
    int64_t row = plan->blocks[at].row, cases = origin->held;
    COUNT sums[LINE], own[LINE], precise[LINE];
    if (!NAME(own_least)(walk, row, at_end, own, width)) return 0;
    /* Sites beyond the circles were counted too: take them away, then those of the block. */
    memcpy(sums, at_end, sizeof sums);
    for (int64_t i = end; i <= start + origin->reach; i++)
        if (plan->since[i] > i - end) NAME(take)(sums, walk->lines + (int64_t)site_at(p, i) * LINE);
    if (!NAME(any_reaches)(sums, own)) return 0;
    for (int64_t i = zone; i < end; i++) NAME(take)(sums, walk->lines + (int64_t)site_at(p, i) * LINE);
    for (int64_t i = zone; i < end; i++) {
        const CELL *line = walk->lines + (int64_t)site_at(p, i) * LINE;
        for (int l = 0; l < LINE; l++) sums[l] = (COUNT)(sums[l] + line[l]);
        if (p->model == BY_TOTAL && i > zone) {
            cases += AT(p->site, int64_t)[site_at(p, i)];
        }
        if (!NAME(any_reaches)(sums, own)) continue;
        if (p->model == BY_TOTAL && !NAME(own_least)(walk, cases / STEP_OF_CASES, sums, precise, width)) continue;
        if (walk->added_from != start || walk->added_to > i) {
            walk->added_from = walk->added_to = start;
            for (int w = 0; w < LINE; w++) walk->x[w] = 0.0;
        }
        NAME(evaluate)(walk, sums, p->model == BY_TOTAL ? precise : own, i, cases, width);
    }
    return NAME(climb)(walk, width);
}

/* Walk round all centres with the replicates of some lines, from a rung upwards. */
INLINE void NAME(walk_blocks)(NAME(walk_t) *walk, int width, int start_at)
{
    const plan_t *plan = walk->plan;
    const int n_lanes = width * plan->n_chunks, skipped = walk->chunk * width;
    for (int r = 0; r < LINE / width; r++) walk->rung_of[r] = start_at;
    NAME(climb)(walk, width);
    walk->added_from = -1;
    const COUNT *least = (const COUNT *)plan->rungs[walk->lowest].least + skipped;
    for (Py_ssize_t circles = 0; circles < walk->p->n_centres; circles++) {
        NAME(part) counts[PARTS];
        memset(counts, 0, sizeof counts);
        for (int64_t at = plan->first[circles]; at < plan->first[circles + 1]; at++) {
            const block_t *block = &plan->blocks[at];
            FETCH_SOON(least + (int64_t)block[1].row * n_lanes);
            if (!NAME(add_block)(counts, walk->lines, block->added, least + (int64_t)block->row * n_lanes, width))
                continue;
            COUNT at_end[LINE];
            memcpy(at_end, counts, sizeof at_end);
            if (NAME(look_into)(walk, at_end, plan->order[circles], at, width))
                least = (const COUNT *)plan->rungs[walk->lowest].least + skipped;
        }
    }
}

CLONED static void NAME(walk_places)(NAME(walk_t) *walk, int start_at) { NAME(walk_blocks)(walk, 1, start_at); }
CLONED static void NAME(walk_short)(NAME(walk_t) *walk, int start_at) { NAME(walk_blocks)(walk, LINE / 4, start_at); }
CLONED static void NAME(walk_long)(NAME(walk_t) *walk, int start_at) { NAME(walk_blocks)(walk, LINE / 2, start_at); }

/* Walk all chunks; return whether every replicate passed the rung that thresholds started from. */
static int NAME(walk_chunks)(NAME(walk_t) *walk, const CELL *lines, int n, int start_at)
{
    const plan_t *plan = walk->plan;
    for (walk->chunk = 0; walk->chunk < plan->n_chunks; walk->chunk++) {
        walk->lines = lines + (int64_t)walk->chunk * (plan->n_lines + 1) * LINE;
        if (plan->width == 1) NAME(walk_places)(walk, start_at);
        else if (plan->width == LINE / 2) NAME(walk_long)(walk, start_at);
        else NAME(walk_short)(walk, start_at);
    }
    int passed = 1;
    for (int r = 0; r < n; r++) passed &= walk->best[r] >= plan->rungs[start_at].statistic;
    return passed;
}

/* Fill the maxima; the lowest rung is 0, so none is missed. */
static int NAME(in_blocks)(const problem_t *p, const plan_t *plan, uint64_t seed, int64_t first, int64_t past,
                           double *out)
{
    scratch_t scratch = {0};
    int64_t chunk_size = (int64_t)(plan->n_lines + 1) * LINE;
    /* Lines begin where a line of the processor's cache begins. */
    char *space = malloc(sizeof(CELL) * (size_t)(plan->n_chunks * chunk_size) + 64);
    uint32_t *before = malloc(sizeof(uint32_t) * (size_t)(p->n_intervals + 1));
    int ready = scratch_open(&scratch, p) && space != NULL && before != NULL;
    CELL *lines = ready ? (CELL *)(space + (64 - (uintptr_t)space % 64) % 64) : NULL;
    for (int64_t replicate = first; ready && replicate < past; replicate += plan->together) {
        int n = past - replicate < plan->together ? (int)(past - replicate) : plan->together;
        NAME(walk_t) walk = {.p = p, .plan = plan};
        for (int r = 0; r < LINE; r++) walk.best[r] = r < n ? 0.0 : INFINITY;
        NAME(fill_lines)(p, plan, seed, replicate, n, &scratch, before, lines);
        if (!NAME(walk_chunks)(&walk, lines, n, plan->start_at)) NAME(walk_chunks)(&walk, lines, n, 0);
        for (int r = 0; r < n; r++) out[replicate - first + r] = walk.best[r];
    }
    scratch_close(&scratch);
    free(space);
    free(before);
    return ready;
}
#undef PARTS
#undef CELLS
