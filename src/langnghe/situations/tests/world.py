"""What tests of this room begin with: the clocks, and a situation that the commune reports."""

from django.core.management import call_command

from langnghe.alarms.models import Alarm, DetectionRun, Finding
from langnghe.cases.tests.world import NOW, World, make_user
from langnghe.people.models import Role, User
from langnghe.situations.actions import hot_spots
from langnghe.situations.actions.reports import SituationIn, conclude, report
from langnghe.situations.models import Situation, Urgency


def load_shipped_clocks() -> None:
    call_command("load_situation_clocks", verbosity=0)


def situation_in(world: World, **fields: object) -> SituationIn:
    given = {
        "body": world.commune_body,
        "words": "Nhiều hộ phản đối mức bồi thường, dựng lều chặn đường vào công trường.",
        "topic": world.roads,
        "area": world.commune,
        "since_on": NOW.date(),
        "locality": "Thôn 2",
        "people": 60,
        "done": "Đã cử tổ công tác đến đối thoại.",
        "asked": "Đề nghị tỉnh cử đoàn xuống làm việc.",
        "urgency": Urgency.URGENT,
    }
    return SituationIn(**{**given, **fields})  # type: ignore[arg-type]


def make_situation(world: World, **fields: object) -> Situation:
    return report(situation_in(world, **fields), by=world.officer, now=NOW)


def make_province_officer(world: World) -> User:
    return make_user("truc-ban", Role.OFFICER, world.province_body)


def make_alarm(world: World) -> Alarm:
    """Write an alarm on the roads of the commune, as a detection run leaves it."""
    run = DetectionRun.objects.create(
        topic=world.roads,
        scanned_on=NOW.date(),
        first_on=NOW.date(),
        reports=9,
        settings={},
        seed=1,
        digest="0",
    )
    alarm = Alarm.objects.create(
        topic=world.roads, centre=world.commune, first_found_at=NOW, last_found_at=NOW
    )
    Finding.objects.create(
        alarm=alarm, run=run, areas=[world.commune.pk], reports=[], first_on=NOW.date(), last_on=NOW.date(),
        radius_km=5, observed=9, expected=2, statistic=8, p=0.001, p_gumbel=0.001, recurrence_days=400,
    )  # fmt: skip
    return alarm


def report_situations(world: World) -> None:
    """Report three situations of March, of which one is concluded; declare and close one hot spot."""
    load_shipped_clocks()
    first, *_ = [make_situation(world) for _ in range(3)]
    conclude(first, words="Đã ổn định.", by=world.leader, now=NOW)
    hot_spots.declare(
        name="Bồi thường đường vành đai",
        area=world.commune,
        owner=world.commune_body,
        reason="Kéo dài, đông người.",
        situation=first,
        by=world.leader,
        now=NOW,
    )
