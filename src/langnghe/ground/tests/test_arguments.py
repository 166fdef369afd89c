"""Days and moments on the command line."""

from argparse import ArgumentTypeError
from datetime import date

import pytest

from langnghe.ground import arguments


def test_a_day_and_a_moment_are_read_as_iso_writes_them():
    assert arguments.day("2026-03-05") == date(2026, 3, 5)
    assert arguments.moment("2026-03-05T08:00").isoformat() == "2026-03-05T08:00:00+07:00"
    assert arguments.moment("2026-03-05T08:00+00:00").isoformat() == "2026-03-05T08:00:00+00:00"


@pytest.mark.parametrize("written", ["5/3/2026", "2026-02-30", "", "hôm nay"])
def test_anything_else_is_refused_with_how_to_write_it(written):
    with pytest.raises(ArgumentTypeError, match="is not a date: write it as 2026-03-05"):
        arguments.day(written)
    with pytest.raises(ArgumentTypeError, match="is not a moment: write it as 2026-03-05T08:00"):
        arguments.moment(written)
