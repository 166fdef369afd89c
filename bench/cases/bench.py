"""
How fast words come in, and how fast an officer's pages open, with many cases in the house.

    python bench/cases/bench.py [--cases 100000]

Builds a province of invented cases in a throw-away embedded database that waits for the disk, and prints each
measure with its goal and the ratio to it: above 1 the goal is reached. Pages are asked for in one process,
session and user included; intake runs in four processes at once. On a busy machine look at the processor's
own milliseconds, ours and the database's, in which waiting for others does not count.
"""

import argparse
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

COMMUNES, TOPICS = 60, 20
BATCH = 5_000
RATE, INTAKE_STATEMENTS = 250, 15
LIST_MS, LIST_STATEMENTS = 40, 8
CASE_MS, CASE_STATEMENTS = 20, 6
UNCOUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


def main() -> None:
    """Build the province and print one line for each measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=10, help="how long intake is measured")
    parser.add_argument("--times", type=int, default=40, help="how often each page is opened")
    parser.add_argument("--clients", type=int, default=4, help="how many processes send at once")
    chosen = parser.parse_args()
    with throwaway_database() as owner_url:
        build(chosen.cases, owner_url)
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores when measuring began")
        pages(chosen.cases, chosen.times)
        intake(chosen.seconds, chosen.clients)


@contextmanager
def throwaway_database() -> Iterator[str]:
    """Run an embedded database in a folder of its own, migrated; point Django at it as the web would be."""
    folder = Path(tempfile.mkdtemp(prefix="langnghe-bench-"))
    folder.chmod(0o711)  # PostgreSQL's own user must pass when root runs this
    home = folder / "home"
    os.environ["LANGNGHE_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "langnghe.config.settings"
    from langnghe.config import cli, env
    from langnghe.config.database import APP_ROLE, database_for

    env.make_home()
    try:
        with database_for(home, say=lambda _: None) as database:
            cli.migrate(database.owner_url, app_role=APP_ROLE)
            os.environ["DATABASE_URL"] = database.app_url
            import django

            django.setup()
            yield database.owner_url
            from django.db import connections

            connections.close_all()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def build(count: int, owner_url: str) -> None:
    """Write the province and its cases: a year of them, four in five accepted, three in five answered."""
    import psycopg

    from langnghe.cases.intake import take_in_many
    from langnghe.cases.offices import Atlas
    from langnghe.cases.tests.world import NOW, make_area, make_body, make_topic, small_province

    world = small_province()
    areas = [make_area(f"91{at:03d}", f"Xã Thứ {at}", parent=world.province) for at in range(COMMUNES)]
    for area in areas:
        make_body(f"ubnd-{area.code}", f"Ủy ban nhân dân {area.name}", area, superior=world.province_body)
    for at in range(TOPICS):
        make_topic(f"linh-vuc-{at}", f"Lĩnh vực {at}")
    chance, atlas, began = random.Random(311), Atlas(on=NOW.date()), time.perf_counter()
    for first in range(0, count, BATCH):
        batch = [invented(chance, areas, NOW) for _ in range(min(BATCH, count - first))]
        take_in_many(batch, atlas=atlas, by=None, now=NOW)
    seconds = time.perf_counter() - began
    print(f"{count:,} cases built by take_in_many in {seconds:.0f} s: {count / seconds:,.0f} a second")
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def invented(chance: random.Random, areas: list, now: datetime) -> object:
    """Return one invented report with what became of it."""
    from langnghe.cases.intake import ReportIn, Step
    from langnghe.cases.models import EventKind, Outcome, Status

    received_at = now - timedelta(minutes=chance.randrange(1, 365 * 24 * 60))
    steps, fate = [], chance.random()
    if fate < 0.8:
        steps.append(Step(EventKind.ACCEPTED, received_at + timedelta(hours=3), Status.ACCEPTED))
    if fate < 0.6:
        answered_at = received_at + timedelta(days=4)
        answer = Step(
            EventKind.ANSWERED, answered_at, Status.ANSWERED, Outcome.SOLVED, "Đã xử lý xong.", True
        )
        steps.append(answer)
    return ReportIn(
        words=f"Đoạn đường số {chance.randrange(1000)} bị sạt lở, xe không qua được, mong sớm sửa.",
        kind="phan-anh",
        channel="import",
        topic=f"linh-vuc-{chance.randrange(TOPICS)}",
        area=chance.choice(areas),
        received_at=received_at,
        source="bench",
        steps=tuple(steps),
    )


def pages(count: int, times: int) -> None:
    """Measure the work list and the case page."""
    from django.test import Client
    from django.urls import reverse

    from langnghe.cases.models import Case
    from langnghe.cases.queries import NEWEST_FIRST
    from langnghe.ground.paging import page_of
    from langnghe.people.models import User

    leader = User.objects.get(username="lanh-dao")
    client = Client()
    client.force_login(leader)
    url = reverse("cases:list")

    def open_list(**asked: str) -> None:
        response = client.get(url, asked)
        assert response.status_code == 200, response.status_code

    chosen = {"status": "accepted", "topic": "linh-vuc-3"}
    tell("list of 50, status and topic", lambda: open_list(**chosen), times, LIST_MS, LIST_STATEMENTS)
    tell("list of 50, page 1", lambda: open_list(), times, LIST_MS, LIST_STATEMENTS)
    rows_before = min(999 * 50, count // 2)
    after = page_of(Case.objects.all(), order=NEWEST_FIRST, size=rows_before).after
    name = f"list of 50, page {rows_before // 50 + 1}"
    tell(name, lambda: open_list(after=after), times, LIST_MS, LIST_STATEMENTS)
    numbers = iter(random.Random(7).sample(list(Case.objects.values_list("number", flat=True)), times + 2))

    def open_case() -> None:
        assert client.get(reverse("cases:show", args=[next(numbers)])).status_code == 200

    tell("case page", open_case, times, CASE_MS, CASE_STATEMENTS)


def tell(name: str, work: Callable[[], None], times: int, goal_ms: float, goal_statements: int) -> None:
    """Do the work many times and print its median time, its statements and their ratios to the goals."""
    work()
    statements, slowest = counted(work)
    took, own = [], []
    database_began = database_seconds()
    for _ in range(times):
        began, began_own = time.perf_counter(), time.process_time()
        work()
        took.append(1000 * (time.perf_counter() - began))
        own.append(1000 * (time.process_time() - began_own))
    p50, database = median(took), 1000 * (database_seconds() - database_began) / times
    print(
        f"{name}: p50 {p50:.1f} ms (goal {goal_ms}: {goal_ms / p50:.2f}), fastest {min(took):.1f} ms, "
        f"processor time {median(own):.1f} ms and {database:.1f} ms of the database; "
        f"{statements} statements (goal {goal_statements}: {goal_statements / statements:.2f}), "
        f"slowest of them {slowest:.1f} ms"
    )


def counted(work: Callable[[], None]) -> tuple[int, float]:
    """Return how many statements the work sends, and the milliseconds of the slowest."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        work()
    sent = [query for query in seen if not query["sql"].upper().startswith(UNCOUNTED)]
    return len(sent), 1000 * max(float(query["time"]) for query in sent)


def database_seconds() -> float:
    """Return the processor's seconds that the database has used, those of backends that left included."""
    data = Path(os.environ["LANGNGHE_HOME"]) / "database" / "data"
    first = (data / "postmaster.pid").read_text().split()[0]
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, parts = stat.parent.name, stat.read_text().rpartition(")")[2].split()
        except OSError:  # ended while we looked
            continue
        if pid == first:
            ticks += sum(int(part) for part in parts[11:15])  # its own and that of the children it has buried
        elif parts[1] == first:
            ticks += sum(int(part) for part in parts[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def intake(seconds: float, clients: int) -> None:
    """Measure how many reports some processes take in, each durable before the next."""
    statements, _ = counted(lambda: take_one(random.Random(1)))
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(clients), context.Queue()
    sending = [
        context.Process(target=keep_sending, args=(at, seconds, barrier, results)) for at in range(clients)
    ]
    for client in sending:
        client.start()
    told = [results.get(timeout=seconds + 120) for _ in sending]
    for client in sending:
        client.join()
    sent = sum(count for count, _, _ in told)
    rate, cores = sent / seconds, os.cpu_count() or 1
    own = 1000 * sum(used for _, used, _ in told) / sent
    database = 1000 * max(used for _, _, used in told) / sent
    print(
        f"intake, {clients} processes: {rate:.0f} a second (goal {RATE}: {rate / RATE:.2f}); "
        f"each takes {own:.1f} ms of a processor and {database:.1f} ms of the database's: "
        f"{cores} idle cores have time for {1000 * cores / (own + database):.0f} a second; "
        f"{statements} statements (goal {INTAKE_STATEMENTS}: {INTAKE_STATEMENTS / statements:.2f})"
    )


def keep_sending(seed: int, seconds: float, barrier: object, results: object) -> None:
    """Take in reports for some seconds; put into `results` how many, and what they cost here and there."""
    import django

    django.setup()
    chance, sent = random.Random(seed), 0
    for _ in range(20):
        take_one(chance)
    barrier.wait()  # type: ignore[attr-defined]
    began, own_began, database_began = time.perf_counter(), time.process_time(), database_seconds()
    while time.perf_counter() - began < seconds:
        take_one(chance)
        sent += 1
    results.put((sent, time.process_time() - own_began, database_seconds() - database_began))  # type: ignore[attr-defined]


def take_one(chance: random.Random) -> None:
    """Take in one anonymous report, as the public form does."""
    from django.utils import timezone

    from langnghe.cases.intake import ReportIn, take_in
    from langnghe.places.models import Area

    area = Area.objects.get(code=f"91{chance.randrange(COMMUNES):03d}")
    words = f"Đèn đường số {chance.randrange(1000)} không sáng."
    topic = f"linh-vuc-{chance.randrange(TOPICS)}"
    report = ReportIn(words=words, kind="phan-anh", channel="web", topic=topic, area=area)
    take_in(report, by=None, now=timezone.now())


if __name__ == "__main__":
    sys.exit(main())
