"""Loading accounts of staff from a table: hundreds at once, no e-mail address needed."""

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from langnghe.bodies.models import Body
from langnghe.ground.tables import Fault, Row, read_table, stop_on
from langnghe.people.models import Role, RoleGrant, User
from langnghe.topics.models import Topic

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # readable aloud: no i, l, o, 0, 1
CODE_LENGTH = 10


@dataclass(frozen=True)
class NewAccount:
    """An account that was made, with the code that opens it once."""

    username: str
    full_name: str
    code: str


@dataclass(frozen=True)
class StaffLoaded:
    """What a table of staff did."""

    accounts: tuple[NewAccount, ...]
    grants: int
    same: int

    def __str__(self) -> str:
        return f"{len(self.accounts)} new accounts, {self.grants} roles granted, {self.same} lines as before"


def load_staff(path: Path, *, today: date, dry_run: bool = False) -> StaffLoaded:
    """
    Make accounts and grant roles: `username,full_name,body,role[,title,email,topic,valid_from,valid_to]`.

    A user name that exists keeps its password and may gain a role; the same line twice changes nothing.
    Raises BadTable with a sentence for each faulty line, and writes nothing then.
    """
    faults: list[Fault] = []
    bodies = {body.slug: body for body in Body.objects.on(today)}
    topics = {topic.code: topic for topic in Topic.objects.on(today)}
    users = {user.username: user for user in User.objects.all()}
    rows = read_table(path, required=["username", "full_name", "body", "role"])
    for row in rows:
        faults += _faults(row, bodies, topics)
    days = [
        (row.day("valid_from", faults=faults) or today, row.day("valid_to", faults=faults)) for row in rows
    ]
    stop_on(faults, path=path)
    accounts: list[NewAccount] = []
    grants = same = 0
    with transaction.atomic():
        for row, (first, last) in zip(rows, days, strict=True):
            user = users.get(row["username"])
            if user is None:
                user, account = _made(row, dry_run=dry_run)
                users[user.username] = user
                accounts.append(account)
            if user.pk and _has(user, row, bodies, topics, today):
                same += 1
                continue
            grants += 1
            if not dry_run:
                RoleGrant.objects.create(
                    user=user,
                    role=row["role"],
                    body=bodies[row["body"]],
                    topic=topics.get(row["topic"]),
                    valid_from=first,
                    valid_to=last,
                )
    return StaffLoaded(tuple(accounts), grants, same)


def new_code() -> str:
    """Return a code that opens an account once: its owner must choose a password with it."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def _faults(row: Row, bodies: dict[str, Body], topics: dict[str, Topic]) -> list[Fault]:
    faults = []
    if not row["username"] or len(row["username"]) > 80:
        faults.append(Fault(row.line, "username", "write a user name of at most 80 characters."))
    if not row["full_name"]:
        faults.append(Fault(row.line, "full_name", "the name is empty."))
    if row["body"] not in bodies:
        faults.append(Fault(row.line, "body", f"there is no body “{row['body']}” today."))
    if row["role"] not in Role.values:
        faults.append(
            Fault(row.line, "role", f"“{row['role']}” is no role: write one of {', '.join(Role.values)}.")
        )
    if row["topic"] and row["topic"] not in topics:
        faults.append(Fault(row.line, "topic", f"there is no topic “{row['topic']}” today."))
    return faults


def _made(row: Row, *, dry_run: bool) -> tuple[User, NewAccount]:
    code = new_code()
    user = User(
        username=row["username"],
        full_name=row["full_name"],
        title=row["title"],
        email=row["email"],
        must_change_password=True,
    )
    if not dry_run:
        user.set_password(code)
        user.save()
    return user, NewAccount(user.username, user.full_name, code)


def _has(user: User, row: Row, bodies: dict[str, Body], topics: dict[str, Topic], today: date) -> bool:
    return (
        RoleGrant.objects.on(today)
        .filter(user=user, role=row["role"], body=bodies[row["body"]], topic=topics.get(row["topic"]))
        .exists()
    )
