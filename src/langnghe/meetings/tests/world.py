"""A province that meets with its two communes, and a cluster of two provinces."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from langnghe.bodies.models import Body, Cluster, ClusterMember
from langnghe.cases.tests.world import NOW, SINCE, World, make_area, make_body, make_user, small_province
from langnghe.meetings.actions import conclusions, meetings
from langnghe.meetings.actions.meetings import Plan
from langnghe.meetings.models import Conclusion, Every, Meeting, Series
from langnghe.people.models import Role, User

BEGINS = NOW + timedelta(days=3)  # Thursday, 5 March 2026


@dataclass(frozen=True)
class Round:
    """The small province with a series of meetings, and its neighbour in the cluster."""

    world: World
    series: Series
    cluster: Cluster
    other_body: Body
    other_leader: User
    other_officer: User

    @property
    def leader(self) -> User:
        """Who chairs and concludes."""
        return self.world.leader


def make_round() -> Round:
    """Write the province, its series of monthly meetings, and a cluster with a second province."""
    world = small_province()
    other = make_area("91", "Tỉnh Bên Cạnh")
    other_body = make_body("ubnd-91", "Ủy ban nhân dân Tỉnh Bên Cạnh", other)
    cluster = Cluster.objects.create(code="cum-mau", name="Cụm Mẫu", valid_from=SINCE)
    for area in (world.province, other):
        ClusterMember.objects.create(cluster=cluster, area=area, valid_from=SINCE)
    return Round(
        world=world,
        series=meetings.begin_series(
            "Giao ban công tác dân vận", every=Every.MONTH, body=world.province_body, by=world.leader
        ),
        cluster=cluster,
        other_body=other_body,
        other_leader=make_user("lanh-dao-ben", Role.LEADER, other_body),
        other_officer=make_user("can-bo-tinh-ben", Role.OFFICER, other_body),
    )


def planned(round_: Round, *, begins_at: datetime = BEGINS, series: Series | None = None) -> Meeting:
    """Plan a meeting of the province in its series."""
    given = Plan("Giao ban công tác dân vận tháng 3", begins_at, "Hội trường tầng 2", "Chủ tịch UBND tỉnh")
    return meetings.plan(
        round_.world.province_body, given, series=series or round_.series, by=round_.leader, now=NOW
    )


def held(round_: Round, *, begins_at: datetime = BEGINS) -> Meeting:
    """Plan, invite to and hold a meeting."""
    meeting = planned(round_, begins_at=begins_at)
    meetings.invite(
        meeting, [round_.world.commune_body, round_.world.neighbour_body], by=round_.leader, now=NOW
    )
    return meetings.hold(meeting, attended=24, by=round_.leader, now=begins_at + timedelta(hours=3))


def drafted(
    round_: Round, meeting: Meeting, words: str = "Sửa đường vào làng trước mùa mưa.", **given: object
) -> Conclusion:
    """Draft a conclusion for the commune."""
    fields = {"body": round_.world.commune_body, "due_on": date(2026, 3, 31), **given}
    return conclusions.draft(meeting, words=words, **fields)  # type: ignore[arg-type]


def concluded(round_: Round, *, begins_at: datetime = BEGINS, number: int | None = 5) -> Meeting:
    """Hold a meeting and issue its notice with one conclusion for the commune."""
    meeting = held(round_, begins_at=begins_at)
    drafted(round_, meeting)
    return conclusions.conclude(meeting, number=number, by=round_.leader, now=begins_at + timedelta(hours=5))
