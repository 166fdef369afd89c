"""
How fast words are found among many cases, by people who may see one commune, one province or everything.

    python bench/search/bench.py [--rows 1000000]

Builds a country of invented reports in a throw-away embedded database and asks it questions of each kind:
common words, rare ones, several together, a phrase, a beginning, a number, words that nothing holds. Prints
for each the time of its slowest statement, which is the search itself, and the median over all questions with
the ratio to the goal: above 1 it is reached. On a busy machine look at the database's processor time. A
million rows take a while to build; try 200,000 first.
"""

import argparse
import os
import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "cases"))
from bench import BATCH, counted, database_seconds, throwaway_database

GOAL_MS, STATEMENTS = 50, 8
PROVINCES, COMMUNES = 34, 30
QUESTIONS = [
    "đường",
    "den duong hong",
    '"mất điện"',
    "rác thải bốc mùi",
    "thôn 7",
    "sạt lở thôn 3",
    "nhà sinh hoạt cộng đồng",
    "quẹo xuống suối Đá Bàn",
    "tham*",
    "26-0001*",
    "khongaiviet",
]


def main() -> None:
    """Build the country and print one line for each question."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=15, help="how often each question is asked")
    chosen = parser.parse_args()
    with throwaway_database() as owner_url:
        build(chosen.rows, owner_url)
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores when measuring began")
        ask(chosen.times)


def build(count: int, owner_url: str) -> None:
    """Write the country and what its people said in three years; one officer for each size of scope."""
    import numpy as np
    import psycopg

    from langnghe.cases.intake import ReportIn, take_in_many
    from langnghe.cases.offices import Atlas
    from langnghe.cases.tests.world import NOW, make_area, make_body, make_topic, make_user, small_province
    from langnghe.demo.grammar import phrases, report_words
    from langnghe.people.models import Role
    from langnghe.reports.actions import load_synonyms

    world = small_province()
    nation = make_body("nation", "Cơ quan trung ương", world.province)
    communes = []
    for province in range(PROVINCES):
        area = make_area(f"p{province:02d}", f"Tỉnh Thứ {province}")
        above = make_body(f"ubnd-p{province:02d}", f"Ủy ban nhân dân {area.name}", area, superior=nation)
        for commune in range(COMMUNES):
            below = make_area(f"p{province:02d}{commune:02d}", f"Xã Thứ {commune}", parent=area)
            body = make_body(f"ubnd-{below.code}", f"Ủy ban nhân dân {below.name}", below, superior=above)
            communes.append(below)
    for name, of in [("xa", body), ("tinh", above), ("trung-uong", nation)]:
        make_user(name, Role.OFFICER, of)
    topics = list(phrases().topics)
    for code in topics:
        make_topic(code, code)
    load_synonyms(now=NOW)
    chance, plain, atlas = np.random.default_rng(7), random.Random(7), Atlas(on=NOW.date())
    began = time.perf_counter()
    for first in range(0, count, BATCH):
        batch = []
        for _ in range(min(BATCH, count - first)):
            topic = plain.choice(topics)
            words = report_words(
                topic, locality=f"thôn {plain.randrange(1, 15)}", province="52", chance=chance
            )
            batch.append(
                ReportIn(
                    words=words + (" Đường quẹo xuống suối Đá Bàn." if plain.random() < 0.0005 else ""),
                    kind="phan-anh",
                    channel="import",
                    topic=topic,
                    area=plain.choice(communes),
                    received_at=NOW - timedelta(minutes=plain.randrange(1, 3 * 365 * 24 * 60)),
                    source="bench",
                )
            )
        take_in_many(batch, atlas=atlas, by=None, now=NOW)
    seconds = time.perf_counter() - began
    print(f"{count:,} reports built in {seconds:.0f} s: {count / seconds:,.0f} a second, with their index")
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def ask(times: int) -> None:
    """Ask every question as each of the three officers."""
    from django.test import Client
    from django.urls import reverse

    from langnghe.people.models import User

    url, medians, costs, most = reverse("cases:search"), [], [], 0
    for name in ("xa", "tinh", "trung-uong"):
        client = Client()
        client.force_login(User.objects.get(username=name))
        for question in QUESTIONS:

            def search(client: Client = client, question: str = question) -> None:
                assert client.get(url, {"q": question}).status_code == 200

            search()
            began = database_seconds()
            measured = [counted(search) for _ in range(times)]
            cost = 1000 * (database_seconds() - began) / times
            took = median(slowest for _, slowest in measured)
            statements = max(sent for sent, _ in measured)
            medians.append(took)
            costs.append(cost)
            most = max(most, statements)
            print(
                f"{name}, “{question}”: {took:.1f} ms, {cost:.1f} ms of the database, {statements} statements"
            )
    p50, cost = median(medians), median(costs)
    print(
        f"search: p50 {p50:.1f} ms (goal {GOAL_MS}: {GOAL_MS / p50:.2f}), slowest {max(medians):.1f} ms; "
        f"p50 of the database's processor time {cost:.1f} ms (goal {GOAL_MS}: {GOAL_MS / cost:.2f}); "
        f"{most} statements (goal {STATEMENTS}: {STATEMENTS / most:.2f})"
    )


if __name__ == "__main__":
    main()
