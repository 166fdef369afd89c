"""
Jobs (a) and (b) of `make_synthetic.py`, a national night, and how the time grows.

    python bench/scan/places.py --data ../shared/data/hotspots [--growth] [--night]

Prints CPU seconds (user and system, all threads) with replicate maxima and warm geography, the ratio to the
recorded CPU seconds of SaTScan 10.3.2, and the ratio to the arithmetic floor of going place by place: for
each circle one addition of a 64-byte line of 16-bit counts (32 replicates, or the windows of one or two),
whose price `floor.c` measures here and now. Drawing, thresholds and comparisons are not in it; places added
up in clumps, and counts in bytes, can go below it.
"""

import argparse
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import synthetic

from langnghe.core.scan import Events, Geography, Population, Window, engine, scan_permutation, scan_poisson

SATSCAN_SECONDS = {"a 10 %": 4.7, "a 50 %": 18.8, "b 10 % / 14 d": 45.0, "b 50 % / 30 d": 523.0}
GOALS = {"a 50 %": 0.75, "b 10 % / 14 d": 2.0, "b 50 % / 30 d": 5.0, "night": 60.0}
ZONES = {"a 10 %": 1_100_353, "a 50 %": 5_497_584, "b 10 % / 14 d": 1_103_773, "b 50 % / 30 d": 5_507_706}
REPLICATES = 999
LINE_COUNTS = 32  # 16-bit counts in a line of 64 bytes
WINDOWS = {"a 10 %": 1, "a 50 %": 1, "b 10 % / 14 d": 14, "b 50 % / 30 d": 30}


def main() -> None:
    """Run the jobs and print one line each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=synthetic.FOLDER, help="the folder of make_synthetic.py")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--growth", action="store_true", help="also time fewer units, days and replicates")
    parser.add_argument("--night", action="store_true", help="also time 100 topics with sequential stopping")
    arguments = parser.parse_args()
    make_synthetic = synthetic.load(arguments.data)
    xy, people, _, spatial = make_synthetic.spatial()
    events = make_synthetic.spacetime()[3]
    geography = Geography(list(range(len(xy))), xy=xy, population=people)
    began = time.process_time()
    geography.nearest()
    print(f"kernel {engine.kernel_name()}; sorting neighbours, once: {time.process_time() - began:.2f} CPU s")
    price = seconds_per_line()
    for name, share, days in (
        ("a 10 %", 0.1, None),
        ("a 50 %", 0.5, None),
        ("b 10 % / 14 d", 0.1, 14),
        ("b 50 % / 30 d", 0.5, 30),
    ):
        seconds = timed(
            lambda s=share, d=days: scan(geography, people, spatial, events, s, d, arguments.threads)
        )
        together = LINE_COUNTS // WINDOWS[name]
        print_line(name, seconds, price and price * ZONES[name] * REPLICATES / together)
    if arguments.growth:
        growth(make_synthetic, arguments.threads)
    if arguments.night:
        night(make_synthetic, geography, arguments.threads)
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (goal 300)")


def scan(geography, people, spatial, events, share, days, threads, replicates=REPLICATES):
    """Run job (a) where `days` is None, else job (b)."""
    units = np.array(geography.units)
    if days is None:
        return scan_poisson(
            Events(units, None, spatial),
            geography,
            population=Population(units, people),
            window=Window(max_share=share),
            replicates=replicates,
            threads=threads,
        )
    unit, day = np.nonzero(events)
    return scan_permutation(
        Events(units[unit], day, events[unit, day]),
        geography,
        window=Window(max_share=share, max_days=days),
        replicates=replicates,
        threads=threads,
    )


def timed(job) -> float:
    """Return the CPU seconds of all threads."""
    began = time.process_time()
    job()
    return time.process_time() - began


def seconds_per_line() -> float | None:
    """Measure what adding up one line of counts costs this processor; None where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "floor"
        source = Path(__file__).with_name("floor.c")
        subprocess.run([compiler, "-O3", "-march=native", "-o", program, source], check=True)
        return float(subprocess.run([program], check=True, capture_output=True).stdout) * 1e-9


def print_line(name: str, seconds: float, floor: float | None) -> None:
    """Print one job with its ratios."""
    goal = f", goal {GOALS[name]}" if name in GOALS else ""
    above = (
        f"{seconds / floor:.1f} times the floor of {floor:.2f} s"
        if floor
        else "no compiler to measure the floor"
    )
    print(
        f"{name:16} {seconds:6.2f} CPU s{goal}; {SATSCAN_SECONDS[name] / seconds:.0f} times SaTScan, {above}"
    )


def growth(make_synthetic, threads) -> None:
    """Time job (b), 10 % and 14 days, with fewer units, fewer days in a window and fewer replicates."""
    for n in (500, 1000, 2000, 3321):
        xy, people, _, events = make_synthetic.spacetime(n)
        geography = Geography(list(range(n)), xy=xy)
        geography.nearest()
        seconds = timed(lambda g=geography, e=events, p=people: scan(g, p, None, e, 0.1, 14, threads))
        print(f"  {n:5} units: {seconds:6.2f} CPU s")
    for days in (7, 14, 30):
        seconds = timed(lambda d=days: scan(geography, people, None, events, 0.1, d, threads))
        print(f"  {days:5} days: {seconds:6.2f} CPU s")
    for replicates in (99, 999, 1999):
        seconds = timed(lambda r=replicates: scan(geography, people, None, events, 0.1, 14, threads, r))
        print(f"  {replicates:5} replicates: {seconds:6.2f} CPU s")


def night(make_synthetic, geography, threads) -> None:
    """Time 100 topics x 3,321 communes x 90 days with sequential stopping, 10 %, 50 km and 14 days."""
    people = np.asarray(geography.population, float)
    rng = np.random.default_rng([make_synthetic.SEED, 7])
    topics = 1.0 / np.arange(1, 101)
    daily = 3000 * topics / topics.sum()

    def one_night() -> None:
        for number, mean in enumerate(daily):
            n = rng.poisson(mean * 90)
            unit = rng.choice(len(people), n, p=people / people.sum())
            scan_permutation(
                Events(unit, rng.integers(0, 90, n)),
                geography,
                window=Window(max_share=0.1, max_km=50, max_days=14),
                period=(0, 89),
                stop="sequential",
                seed=number,
                threads=threads,
            )

    print(f"night, 100 topics: {timed(one_night):.1f} CPU s, goal {GOALS['night']}")


if __name__ == "__main__":
    main()
