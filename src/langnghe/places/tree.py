"""
The tree of areas through time, in plain Python: who stands above whom, on which days.

A code is not a key: it may name one territory until a day and another from the next. A node therefore finds
its parents by code *and* time. When a province changes its kind, its communes go on: they have two parents,
one after the other, and both stand above them in the closure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

LAST_DAY = date.max
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Node:
    """An area or a body in its time; `key` is the caller's, `last` is `LAST_DAY` while it goes on."""

    key: int
    code: str
    parent_code: str
    first: date
    last: date = LAST_DAY

    def overlaps(self, other: "Node") -> bool:
        """Say whether there is a day on which both are in force."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class Step:
    """One pair of the closure: `ancestor` stands `distance` steps above `descendant`; 0 is itself."""

    ancestor: int
    descendant: int
    distance: int


class Tree:
    """All nodes, found by code and time."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = sorted(nodes, key=lambda node: (node.code, node.first))
        self._by_code: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes:
            self._by_code[node.code].append(node)

    def on(self, code: str, day: date) -> Node | None:
        """Return the node that carries `code` on `day`."""
        return next((node for node in self._by_code[code] if node.first <= day <= node.last), None)

    def parents(self, node: Node) -> list[Node]:
        """Return the nodes above `node` in the order of their times."""
        if not node.parent_code:
            return []
        return [parent for parent in self._by_code[node.parent_code] if parent.overlaps(node)]

    def clashes(self) -> Iterator[tuple[Node, Node]]:
        """Yield pairs of nodes that carry one code on the same day."""
        for nodes in self._by_code.values():
            for earlier, later in pairwise(nodes):
                if earlier.overlaps(later):
                    yield earlier, later

    def orphans(self) -> Iterator[tuple[Node, date]]:
        """Yield each node that has no parent on one of its days though it names one, with that day."""
        for node in self.nodes:
            if node.parent_code and (day := self._uncovered_day(node)) is not None:
                yield node, day

    def circles(self) -> Iterator[Node]:
        """Yield nodes that stand above themselves."""
        for node in self.nodes:
            above, seen = self.parents(node), {node.key}
            while above:
                parent = above.pop()
                if parent.key == node.key:
                    yield node
                    break
                if parent.key not in seen:
                    seen.add(parent.key)
                    above += self.parents(parent)

    def closure(self) -> Iterator[Step]:
        """Yield every pair of a node and one above it at some time, itself included; no circles allowed."""
        for node in self.nodes:
            yield from (Step(key, node.key, distance) for key, distance in self._above(node).items())

    def levels(self) -> dict[int, int]:
        """Return how deep each node stands; 1 for the top of the tree of its time."""
        return {node.key: 1 + max(self._above(node).values()) for node in self.nodes}

    def keys_of_branches(self) -> set[int]:
        """Return the keys of the nodes that have something below them at some time."""
        return {parent.key for node in self.nodes for parent in self.parents(node)}

    def _above(self, node: Node) -> dict[int, int]:
        found: dict[int, int] = {}
        waiting: list[tuple[Node, int]] = [(node, 0)]
        while waiting:
            here, distance = waiting.pop()
            if here.key in found or not here.overlaps(node):
                continue
            found[here.key] = distance
            waiting += [(parent, distance + 1) for parent in self.parents(here)]
        return found

    def _uncovered_day(self, node: Node) -> date | None:
        day = node.first
        for parent in self.parents(node):
            if parent.first > day:
                return day
            if parent.last >= node.last:
                return None
            day = parent.last + ONE_DAY
        return day


def only_latest(nodes: Sequence[Node]) -> Node | None:
    """Return the node that goes on longest, None of none."""
    return max(nodes, key=lambda node: node.last, default=None)
