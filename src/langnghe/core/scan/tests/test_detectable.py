from pathlib import Path

import numpy as np
import pytest

from langnghe.core.scan import Events, Geography, ScanError, Window, inference, scan_permutation
from langnghe.core.scan.detectable import reports_needed, statistic_needed

PAGE = Path(__file__).parents[5] / "docs" / "explanation" / "scan.md"
QUIET_COUNTRY = (7.93, 1.01)
EXPECTED = (0.1, 0.5, 1, 2, 5, 10, 20)


@pytest.mark.parametrize(("heading", "days", "topics"), [
    ("needed, p = 0.05 on one day", 20, 1),
    ("needed, once a year per topic", 365, 1),
    ("needed, once a year over 100 topics", 365, 100),
])  # fmt: skip
def test_the_documented_table_of_what_can_be_detected_is_recomputed(heading, days, topics):
    line = next(line for line in PAGE.read_text().splitlines() if heading in line)
    statistic = statistic_needed(QUIET_COUNTRY, recurrence_days=days, topics=topics)

    needed = [reports_needed(expected, total=18_000, statistic=statistic) for expected in EXPECTED]

    assert [int(cell) for cell in line.split("|")[2:-1]] == needed


@pytest.mark.slow
def test_the_curve_behind_the_table_is_that_of_our_engine(synthetic):
    xy, _, _, events = synthetic.spacetime()
    unit, day = np.nonzero(events)

    result = scan_permutation(
        Events(unit, day, events[unit, day]),
        Geography(list(range(len(xy))), xy=xy),
        window=Window(max_share=0.1, max_days=14),
        replicates=1999,
    )

    assert np.round(inference.gumbel_fit(result.replicate_maxima), 2).tolist() == list(QUIET_COUNTRY)


def test_no_count_can_reach_what_is_out_of_reach():
    with pytest.raises(ScanError, match="No count out of 3"):
        reports_needed(2.0, total=3, statistic=50.0)
