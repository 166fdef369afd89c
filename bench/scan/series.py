"""
Job (c): EARS and Farrington flexible over 3,321 communes x 100 topics x 1,095 days of made-up counts.

    python bench/scan/series.py --data ../shared/data/hotspots [--communes 340]

Counts are made commune by commune with `make_synthetic.py`, outside the clock. CPU seconds (user and system)
are drawn to the whole job where fewer communes are run, and set beside the recorded figures of R.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import synthetic

from langnghe.core.scan.series import FarringtonSettings, ears, ears_alarms, farrington

ALL_COMMUNES, TOPICS, DAYS = 3_321, 100, 1_095
TOGETHER = 40  # communes made and judged at once: 4,000 series
R_SECONDS = {"EARS C1, alarms": 2.0 * 3600, "EARS C1, full answer": 2.0 * 3600, "Farrington": 61 * 60.0}
GOALS = {"EARS C1, alarms": 5.0, "Farrington": 10.0}


def main() -> None:
    """Run the job on the first communes and print CPU seconds for all of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=synthetic.FOLDER, help="the folder of make_synthetic.py")
    parser.add_argument("--communes", type=int, default=200)
    arguments = parser.parse_args()
    make_synthetic = synthetic.load(arguments.data)
    jobs = {
        "EARS C1, alarms": ears_alarms,
        "EARS C1, full answer": lambda counts: [
            ears(counts[at : at + TOPICS]) for at in range(0, len(counts), TOPICS)
        ],
        "Farrington": lambda counts: farrington(weekly(counts), FarringtonSettings(years_back=2), last=1),
        "Farrington, 5 in 4 weeks first": lambda counts: farrington(
            weekly(counts), FarringtonSettings(years_back=2, fit_unjudged=False), last=1
        ),
    }
    spent = dict.fromkeys(jobs, 0.0)
    for start in range(0, arguments.communes, TOGETHER):
        communes = range(start, min(start + TOGETHER, arguments.communes))
        counts = make_synthetic.series(communes).reshape(-1, DAYS)
        for name, job in jobs.items():
            began = time.process_time()
            job(counts)
            spent[name] += time.process_time() - began
    report(spent, arguments.communes)


def weekly(counts: np.ndarray) -> np.ndarray:
    """Add up the last 156 whole weeks of daily counts."""
    return counts[:, -156 * 7 :].reshape(len(counts), 156, 7).sum(axis=2)


def report(spent: dict[str, float], communes: int) -> None:
    """Print one line for each job."""
    share = ALL_COMMUNES / communes
    print(f"{communes * TOPICS:,} of {ALL_COMMUNES * TOPICS:,} series were run; seconds are for all of them.")
    for name, seconds in spent.items():
        whole = seconds * share
        parts = [f"{name}: {whole:.1f} CPU s", f"{seconds / communes / TOPICS * 1e6:.1f} µs a series"]
        if name in R_SECONDS:
            parts.append(f"{R_SECONDS[name] / whole:,.0f} times R")
        if name in GOALS:
            parts.append(f"goal {GOALS[name]:.0f} s")
        print("  " + ", ".join(parts))


if __name__ == "__main__":
    main()
