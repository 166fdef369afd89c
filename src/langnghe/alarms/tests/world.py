"""A province of 36 communes on a grid, a quiet quarter of reports, and a way to plant an outbreak."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from langnghe.bodies.models import Body
from langnghe.cases.intake import ContactIn, take_in_many
from langnghe.cases.offices import Atlas
from langnghe.cases.tests.world import (
    VIETNAM,
    World,
    make_area,
    make_body,
    make_topic,
    report_in,
    small_province,
)
from langnghe.people.models import User
from langnghe.places.models import Area
from langnghe.topics.models import Topic

SIDE = 6
TODAY = date(2026, 5, 17)
NOW = datetime(2026, 5, 18, 1, 20, tzinfo=VIETNAM)


@dataclass(frozen=True)
class Grid:
    """The small province with its grid of communes, some ten kilometres apart."""

    world: World
    communes: list[Area]
    bodies: list[Body]
    waste: Topic

    @property
    def leader(self) -> User:
        """Who may see everything in the province."""
        return self.world.leader


def make_grid() -> Grid:
    """Write the province with 36 communes and their bodies."""
    world = small_province()
    waste = make_topic("rac-thai", "Rác thải")
    communes = [
        make_area(
            f"9{at + 100}",
            f"Xã Ô {at + 1}",
            parent=world.province,
            latitude=15.0 + 0.1 * (at // SIDE),
            longitude=107.0 + 0.1 * (at % SIDE),
        )
        for at in range(SIDE * SIDE)
    ]
    bodies = [
        make_body(
            f"ubnd-{commune.code}", f"Ủy ban nhân dân {commune.name}", commune, superior=world.province_body
        )
        for commune in communes
    ]
    return Grid(world, communes, bodies, waste)


def report(grid: Grid, commune: Area, day: date, *, topic: str = "rac-thai", telephone: str = "") -> object:
    """Return a report received at nine in the morning of a day."""
    return report_in(
        grid.world,
        "Rác để ba ngày không ai thu gom",
        topic=topic,
        area=commune,
        received_at=datetime.combine(day, time(9), VIETNAM),
        contact=ContactIn(telephone=telephone),
    )


def quiet_quarter(grid: Grid, *, a_day: float = 4.0, seed: int = 5, topic: str = "rac-thai") -> None:
    """Take in ninety days of reports that know no place and no day."""
    rng = np.random.default_rng(seed)
    reports = [
        report(grid, grid.communes[int(at)], TODAY - timedelta(days=back), topic=topic)
        for back in range(90)
        for at in rng.integers(0, len(grid.communes), rng.poisson(a_day))
    ]
    take_in(reports)


def outbreak(
    grid: Grid, *, topic: str = "rac-thai", telephone: str = "", days: int = 4, a_day: int = 2
) -> None:
    """Take in many reports from four neighbouring communes in the last days."""
    corner = [grid.communes[at] for at in (14, 15, 20, 21)]
    reports = [
        report(grid, commune, TODAY - timedelta(days=back), topic=topic, telephone=telephone)
        for back in range(days)
        for commune in corner
        for _ in range(a_day)
    ]
    take_in(reports)


def take_in(reports: list) -> None:
    """Take in reports as an import does."""
    take_in_many(reports, atlas=Atlas(on=TODAY), by=None, now=NOW)
