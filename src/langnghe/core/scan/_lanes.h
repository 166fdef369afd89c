/* Replicates side by side, with counts of type COUNT: included by _kernel.c once for 16 and once for 32 bits. */

/* Draw up to 32 replicates into rows by (site, window), one lane each. */
static void NAME(lane_rows)(const problem_t *p, uint64_t seed, int64_t first, int n, scratch_t *scratch,
                            uint32_t *before, COUNT *rows)
{
    const int32_t *windows = AT(p->windows, int32_t);
    memset(rows, 0, sizeof(COUNT) * LANES * (size_t)p->n_sites * p->n_windows);
    for (int lane = 0; lane < n; lane++) {
        draw(p, seed, (uint64_t)(first + lane), scratch);
        for (int s = 0; s < p->n_sites; s++) {
            running_sums(scratch->cells + (int64_t)s * p->n_intervals, p->n_intervals, before);
            COUNT *row = rows + (int64_t)s * p->n_windows * LANES + lane;
            for (int w = 0; w < p->n_windows; w++)
                row[(int64_t)w * LANES] = (COUNT)(before[windows[2 * w + 1]] - before[windows[2 * w]]);
        }
    }
}

/* Add a row to the sums of one window; return whether any lane reaches a threshold. */
INLINE int NAME(add)(COUNT *sums, const COUNT *row, COUNT least, COUNT greatest)
{
    COUNT any = 0;
    for (int l = 0; l < LANES; l++) {
        sums[l] = (COUNT)(sums[l] + row[l]);
        any = (COUNT)(any | -(COUNT)(sums[l] >= least) | -(COUNT)(sums[l] <= greatest));
    }
    return any != 0;
}

/* Raise the best statistic of each lane that passes; return whether one was raised. */
static int NAME(raise)(const problem_t *p, const COUNT *sums, COUNT least, COUNT greatest, double x, int64_t row,
                       double *best)
{
    int raised = 0;
    for (int l = 0; l < LANES; l++) {
        int is_empty = best[l] == INFINITY; /* a lane without a replicate */
        if (is_empty || (sums[l] < least && sums[l] > greatest)) continue;
        double value = ratio(p, sums[l], x, row);
        if (value > best[l]) best[l] = value, raised = 1;
    }
    return raised;
}

CLONED static int NAME(walk_lanes)(const problem_t *p, ladder_t *ladder, const COUNT *rows, COUNT *sums, double *x,
                                   int64_t *low, double *best)
{
    int n_windows = p->n_windows;
    const level_t *level = ladder_at(ladder, 0.0);
    const double *mean = AT(p->mean, double), *site_x = AT(p->site, double);
    if (level == NULL) return 0;
    for (Py_ssize_t centre = 0; centre < p->n_centres; centre++) {
        int64_t cases = 0;
        memset(sums, 0, sizeof(COUNT) * LANES * (size_t)n_windows);
        for (int w = 0; w < n_windows; w++) x[w] = 0.0, low[w] = -1;
        for (int64_t i = AT(p->start, int64_t)[centre]; i < AT(p->start, int64_t)[centre + 1]; i++) {
            int64_t site = site_at(p, i);
            const COUNT *row = rows + site * n_windows * LANES;
            int raised = 0;
            if (p->model == BY_TOTAL) cases += AT(p->site, int64_t)[site];
            for (int w = 0; w < n_windows; w++) {
                if (p->model == BY_TOTAL) x[w] = mean[cases * n_windows + w];
                else x[w] += site_x[site * n_windows + w];
                int64_t least = p->rates & HIGH ? least_high(level, x[w]) : p->total + 1;
                if (p->rates & LOW) low[w] = greatest_low(level, x[w], low[w]);
                if (NAME(add)(sums + (int64_t)w * LANES, row + (int64_t)w * LANES, (COUNT)least, (COUNT)low[w]))
                    raised |= NAME(raise)(p, sums + (int64_t)w * LANES, (COUNT)least, (COUNT)low[w], x[w],
                                          cases * n_windows + w, best);
            }
            if (!raised) continue;
            double reached = best[0];
            for (int l = 1; l < LANES; l++) reached = best[l] < reached ? best[l] : reached;
            const level_t *higher = ladder_at(ladder, reached);
            if (higher == NULL) return 0;
            /* Thresholds for low counts are walked along a circle, so they change levels only between circles. */
            if (!(p->rates & LOW)) level = higher;
        }
        double reached = best[0];
        for (int l = 1; l < LANES; l++) reached = best[l] < reached ? best[l] : reached;
        level = ladder_at(ladder, reached);
        if (level == NULL) return 0;
    }
    return 1;
}

static int NAME(side_by_side)(const problem_t *p, uint64_t seed, int64_t first, int64_t past, double *out)
{
    scratch_t scratch = {0};
    ladder_t ladder = {0};
    size_t n_windows = (size_t)p->n_windows;
    COUNT *rows = malloc(sizeof(COUNT) * LANES * (size_t)p->n_sites * n_windows);
    COUNT *sums = malloc(sizeof(COUNT) * LANES * n_windows);
    uint32_t *before = malloc(sizeof(uint32_t) * (size_t)(p->n_intervals + 1));
    double *x = malloc(sizeof(double) * n_windows);
    int64_t *low = malloc(sizeof(int64_t) * n_windows);
    int ready = scratch_open(&scratch, p) && ladder_open(&ladder, p) && rows != NULL && sums != NULL &&
                before != NULL && x != NULL && low != NULL;
    for (int64_t replicate = first; ready && replicate < past; replicate += LANES) {
        int n = past - replicate < LANES ? (int)(past - replicate) : LANES;
        double best[LANES];
        for (int l = 0; l < LANES; l++) best[l] = l < n ? 0.0 : INFINITY;
        NAME(lane_rows)(p, seed, replicate, n, &scratch, before, rows);
        ready = NAME(walk_lanes)(p, &ladder, rows, sums, x, low, best);
        for (int l = 0; l < n; l++) out[replicate - first + l] = best[l];
    }
    scratch_close(&scratch);
    ladder_close(&ladder);
    free(rows);
    free(sums);
    free(before);
    free(x);
    free(low);
    return ready;
}
