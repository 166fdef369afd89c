"""
Who may do what, where: role x body and everything below it x topic x action.

A page asks `scope_of(user)` once (one statement) and narrows its rows with `Scope.bodies` and
`Scope.narrow`. What is hidden and what does not exist look the same from outside: pages raise Http404.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from langnghe.people.models import Role, User


class Action(StrEnum):
    """What can be done to cases and around them."""

    SEE_CASES = "see cases"
    HANDLE = "handle cases"
    ENTER_REPORTS = "enter reports"
    SEE_CONTACT = "see a sender's details"
    PUBLISH = "publish masked copies"
    SEE_ALARMS = "see alarms"
    GIVE_VERDICT = "give a verdict on an alarm"
    SEE_FIGURES = "see figures"
    WRITE_BRIEFING = "write briefings"
    SEE_WORK = "see situations, meetings with people, plans, practices and briefing meetings"
    RECORD_WORK = "record situations, meetings with people, plans, practices and briefing meetings"
    DIRECT = "direct, conclude, recognise, declare"
    EDIT_PORTAL = "edit the portal"
    KEEP_LISTS = "keep lists of localities and responsibilities"
    ADMINISTER = "administer"


_READING = {Action.SEE_CASES, Action.SEE_ALARMS, Action.SEE_FIGURES, Action.SEE_WORK}
_HANDLING = _READING | {
    Action.HANDLE,
    Action.ENTER_REPORTS,
    Action.SEE_CONTACT,
    Action.PUBLISH,
    Action.RECORD_WORK,
    Action.KEEP_LISTS,
}

ACTIONS_OF: dict[str, frozenset[Action]] = {
    Role.READER: frozenset(_READING),
    Role.OFFICER: frozenset(_HANDLING),
    Role.LEADER: frozenset(_HANDLING | {Action.GIVE_VERDICT, Action.WRITE_BRIEFING, Action.DIRECT}),
    Role.ANALYST: frozenset(_READING | {Action.GIVE_VERDICT, Action.WRITE_BRIEFING, Action.RECORD_WORK}),
    Role.EDITOR: frozenset({Action.EDIT_PORTAL}),
    Role.ADMINISTRATOR: frozenset({Action.KEEP_LISTS, Action.ADMINISTER, Action.SEE_FIGURES}),
}


@dataclass(frozen=True)
class Scope:
    """Everything one person may do, by action: bodies for all topics, and bodies for one branch of topics."""

    everywhere: dict[Action, frozenset[int]]
    by_topic: dict[Action, frozenset[tuple[int, int]]]

    def bodies(self, action: Action) -> frozenset[int]:
        """Return the ids of the bodies in which the person may do this, for at least some topics."""
        return self.everywhere.get(action, frozenset()) | {
            body for body, _ in self.by_topic.get(action, frozenset())
        }

    def allows(self, action: Action, *, body_id: int, topic_ids: frozenset[int] = frozenset()) -> bool:
        """Return whether this may be done in a body to something on a topic (its id and those above it)."""
        if body_id in self.everywhere.get(action, frozenset()):
            return True
        return any((body_id, topic) in self.by_topic.get(action, frozenset()) for topic in topic_ids)

    def narrow(self, action: Action, *, body: str = "body", topic: str = "topic") -> Q:
        """Return the condition that keeps rows this person may do this to, for these columns."""
        condition = Q(**{f"{body}__in": self.everywhere.get(action, frozenset())})
        branches: dict[int, set[int]] = defaultdict(set)
        for body_id, topic_id in self.by_topic.get(action, frozenset()):
            branches[topic_id].add(body_id)
        for topic_id, body_ids in branches.items():
            branch = Q(**{topic: topic_id}) | Q(**{f"{topic}__parent": topic_id})
            condition |= branch & Q(**{f"{body}__in": body_ids})
        return condition


NOWHERE = Scope({}, {})


def scope_of(user: User, *, on: date | None = None) -> Scope:
    """Return what `user` may do on a day, today without one; read once and kept on the account object."""
    if not user.is_authenticated or not user.is_active:
        return NOWHERE
    day = on or timezone.localdate()
    known = getattr(user, "_scope", None)
    if known is None or known[0] != day:
        known = (day, _read_scope(user, day))
        user._scope = known  # type: ignore[attr-defined]
    return known[1]


# A right holds in its body and everything below it. Until it is moved, a right on a body whose area ended
# also holds in the body of the same kind in the area in which that lies whole; a part is not covered.
_COVERED = """
WITH RECURSIVE held (role, topic_id, body_id) AS (
    SELECT role, topic_id, body_id FROM people_rolegrant
    WHERE user_id = %(user)s AND withdrawn_at IS NULL
        AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to >= %(day)s)
    UNION
    SELECT held.role, held.topic_id, heir.id
    FROM held
    JOIN bodies_body body ON body.id = held.body_id AND body.valid_to < %(day)s
    JOIN places_areachange change ON change.old_id = body.area_id AND change.kind <> 'part'
        AND change.withdrawn_at IS NULL AND change.effective_on <= %(day)s
    JOIN bodies_body heir ON heir.area_id = change.new_id AND heir.kind = body.kind
        AND heir.withdrawn_at IS NULL AND heir.valid_from <= %(day)s
)
SELECT DISTINCT held.role, held.topic_id, below.descendant_id
FROM held JOIN bodies_bodyancestor below ON below.ancestor_id = held.body_id
"""


def _read_scope(user: User, day: date) -> Scope:
    everywhere: dict[Action, set[int]] = defaultdict(set)
    by_topic: dict[Action, set[tuple[int, int]]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_COVERED, {"user": user.pk, "day": day})
        granted = cursor.fetchall()
    for role, topic_id, body_id in granted:
        for action in ACTIONS_OF[role]:
            if topic_id is None:
                everywhere[action].add(body_id)
            else:
                by_topic[action].add((body_id, topic_id))
    return Scope(
        {action: frozenset(bodies) for action, bodies in everywhere.items()},
        {action: frozenset(pairs) for action, pairs in by_topic.items()},
    )
