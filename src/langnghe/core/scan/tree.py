"""
The tree scan: in which branch of a tree, and since when, are there more cases than chance explains?

The tree may be that of topics or that of units, or any other. A cut is a node with everything below it.

Source: Kulldorff, Fang and Walsh, A tree-based scan statistic for database disease surveillance, Biometrics
59, 323-331, 2003; Kulldorff, Dashevsky, Avery et al., Drug safety data mining with a tree-based scan
statistic, Pharmacoepidemiology and Drug Safety 22, 517-523, 2013.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.special import xlogy

from langnghe.core.scan.errors import NothingToScan, ScanError
from langnghe.core.scan.events import MOST_CASES
from langnghe.core.scan.inference import TIE, gumbel_fit, gumbel_p, monte_carlo_p, recurrence_days, tail_p
from langnghe.core.scan.settings import MOST_CELLS, Simulation

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Model = Literal["poisson", "bernoulli", "temporal"]


class CyclicTree(ScanError):
    """A node lies below itself."""

    def __init__(self, cycle: Sequence[Hashable]) -> None:
        self.cycle = tuple(cycle)
        super().__init__(
            f"The tree has a cycle: {' → '.join(map(str, cycle))}; a node cannot lie below itself."
        )


@dataclass(frozen=True, eq=False)
class Tree:
    """
    Nodes and their parents.

    Parameters
    ----------
    nodes : sequence of distinct identifiers
    parents : mapping of a node to its parents
        A node that is missing or has none is a root. With two parents a case counts once for every ancestor.

    Raises
    ------
    CyclicTree
        When a node lies below itself.
    ScanError
        When nodes repeat or a parent is not among the nodes.
    """

    nodes: Sequence[Hashable]
    parents: Mapping[Any, Sequence[Any]]
    place: dict[Hashable, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", {node: at for at, node in enumerate(self.nodes)})
        if len(self.place) != len(self.nodes):
            raise ScanError("A node of the tree is named more than once.")
        for node, above in self.parents.items():
            for parent in above:
                if parent not in self.place:
                    raise ScanError(f"The parent {parent} of {node} is not a node of the tree.")
        self._refuse_cycles()

    def ancestors(self, node: Hashable) -> set[Hashable]:
        """Return every node above `node`."""
        found: set[Hashable] = set()
        waiting = list(self.parents.get(node, ()))
        while waiting:
            above = waiting.pop()
            if above not in found:
                found.add(above)
                waiting.extend(self.parents.get(above, ()))
        return found

    def level(self, node: Hashable) -> int:
        """Return 1 for a root and one more for each step down the shortest way."""
        here, level = {node}, 1
        while all(self.parents.get(one) for one in here):
            here = {parent for one in here for parent in self.parents[one]}
            level += 1
        return level

    @cached_property
    def branches(self) -> csr_matrix:
        """Matrix (n, n) with a 1 where the column's node lies in the branch of the row's node."""
        pairs = [
            (self.place[above], at)
            for at, node in enumerate(self.nodes)
            for above in sorted(self.ancestors(node) | {node}, key=self.place.__getitem__)
        ]
        rows, columns = np.array(pairs, np.int64).T
        size = len(self.nodes)
        return csr_matrix((np.ones(len(pairs)), (rows, columns)), (size, size))

    def below(self, node: Hashable) -> tuple[Hashable, ...]:
        """Return the node and every node below it, in the order of the tree."""
        row = self.branches[self.place[node]]
        return tuple(self.nodes[at] for at in sorted(row.indices))

    def _refuse_cycles(self) -> None:
        done: set[Hashable] = set()
        for start in self.nodes:
            path: list[Hashable] = []
            on_path: set[Hashable] = set()
            waiting: list[tuple[Hashable, bool]] = [(start, False)]
            while waiting:
                node, leaving = waiting.pop()
                if leaving:
                    path.pop()
                    on_path.discard(node)
                    done.add(node)
                elif node in on_path:
                    raise CyclicTree([*path[path.index(node) :], node])
                elif node not in done:
                    path.append(node)
                    on_path.add(node)
                    waiting.append((node, True))
                    waiting.extend((above, False) for above in self.parents.get(node, ()))


@dataclass(frozen=True, slots=True)
class TreeWindow:
    """
    Which days a cut of the tree-temporal scan may span.

    analysis : "prospective" (windows that last until the last day) or "retrospective".
    max_days, min_days : longest and shortest window; `max_days` None means half the period. Two days at least
        unless told otherwise, as in TreeScan.
    least_share : a window is at least this share of the time from the start of the period to its own end (a
        fifth, as in TreeScan: the risk window restriction); 0 lets short windows end late.
    starts_within, ends_within : first and last day on which a window may start, and end; None for no limit.
        With both, windows can be delayed: days 8 to 14 after the event, say.
    """

    analysis: Literal["prospective", "retrospective"] = "retrospective"
    max_days: int | None = None
    min_days: int = 2
    least_share: float = 0.2
    starts_within: tuple[int, int] | None = None
    ends_within: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.min_days < 1 or (self.max_days is not None and self.max_days < 1):
            raise ScanError("The shortest and the longest window last at least one day.")
        if not 0 <= self.least_share < 1:
            raise ScanError(f"The least share is {self.least_share}; give 0 or more, and less than 1.")

    def longest(self, days: int) -> int:
        """Return how many of `days` days a window may last."""
        return min(days, self.max_days) if self.max_days is not None else max(1, days // 2)

    def ends(self, days: int) -> tuple[int, int]:
        """Return the first and last day on which a window may end, counted from 0."""
        first, last = self.ends_within or ((days - 1 if self.analysis == "prospective" else 0), days - 1)
        return max(0, first), min(days - 1, last)

    def spans(self, days: int) -> list[tuple[int, int]]:
        """Return the allowed windows in a period of `days` days as (first, last), counted from 0."""
        longest = self.longest(days)
        shortest = min(self.min_days, longest)
        starts = self.starts_within or (0, days - 1)
        ends = self.ends(days)
        return [
            (first, last)
            for last in range(ends[0], ends[1] + 1)
            for first in range(
                max(0, starts[0], last - longest + 1),
                min(starts[1], last - shortest + 1, math.floor(last + 1 - self.least_share * (last + 1))) + 1,
            )
        ]


@dataclass(frozen=True, slots=True)
class Cut:
    """
    A branch with more cases than expected.

    node, parents, level : where it hangs in the tree; ids : the node and everything below it
    first_day, last_day : the window of a tree-temporal scan, counted from 0, else None
    relative_risk : risk inside over risk outside (temporal: the odds ratio); infinite without cases outside
    excess : cases beyond what the risk outside would have given
    statistic : log-likelihood ratio; p, p_gumbel, recurrence_days : as in a spatial scan
    """

    node: Hashable
    parents: tuple[Hashable, ...]
    level: int
    ids: tuple[Hashable, ...]
    first_day: int | None
    last_day: int | None
    observed: int
    expected: float
    relative_risk: float
    excess: float
    statistic: float
    p: float | None
    p_gumbel: float | None
    recurrence_days: float | None


@dataclass(frozen=True, eq=False)
class TreeResult:
    """Cuts, strongest first, with the replicate maxima behind their p-values, the settings and a digest."""

    cuts: tuple[Cut, ...]
    replicate_maxima: Floats
    settings: dict[str, Any]
    seed: int
    cpu_seconds: float
    digest: str


def scan_tree(
    cases: npt.ArrayLike,
    tree: Tree,
    *,
    model: Model = "poisson",
    population: npt.ArrayLike | None = None,
    controls: npt.ArrayLike | None = None,
    window: TreeWindow | None = None,
    min_cases: int = 2,
    replicates: int = 999,
    seed: int = 1,
) -> TreeResult:
    """
    Find the branches of a tree that have more cases than expected.

    Parameters
    ----------
    cases : int array of shape (n_nodes,), or (n_nodes, n_days) for the temporal model
        Cases of each node itself, without those below it, in the order of `tree.nodes`.
    tree : Tree
    model : "poisson", "bernoulli" or "temporal"
        Poisson, conditional on the total, against `population`; Bernoulli against `population` (cases
        included) or `controls`; temporal, conditional on the cases of each node and of each day.
    population, controls : array of shape (n_nodes,)
        Of each node itself.
    window : TreeWindow, optional
        Which days a cut may span; temporal model only.
    min_cases : int
        A cut has at least this many cases.
    replicates, seed : int
        Replicate r uses the stream (seed, r): the same answer on every machine.

    Returns
    -------
    TreeResult
        Every cut with more cases than expected, in the temporal model with its strongest window. A parent
        whose only cases are those of one child is left out in favour of that child.

    Raises
    ------
    NothingToScan
        When there are no cases or no people.
    ScanError
        When shapes differ, a number is negative, or cases lie where no one lives.
    """
    began = time.process_time()
    counts = np.asarray(cases)
    problem = _problem(counts, tree, model, population, controls, window or TreeWindow())
    best = problem.statistics(problem.observed, min_cases)
    maxima = _maxima(problem, min_cases, Simulation(replicates, seed))
    settings = {
        "model": model,
        "min_cases": min_cases,
        "replicates": replicates,
        "window": asdict(window) if window and model == "temporal" else None,
    }
    cuts = _cuts(problem, tree, best, maxima)
    return TreeResult(
        cuts=cuts,
        replicate_maxima=maxima,
        settings=settings,
        seed=seed,
        cpu_seconds=time.process_time() - began,
        digest=_digest(counts, tree, settings, seed, cuts, maxima),
    )


@dataclass(frozen=True, eq=False)
class _Problem:
    """
    One scan, the same for the data and its replicates: cells are nodes, or nodes x windows.

    branches : (n_nodes, n_nodes); observed : (n_nodes,) or (n_nodes, n_intervals), days that no window
    tells apart being one interval; at_risk : (n_nodes,) or (n_nodes, n_windows), the population or the
    expected cases; everyone : their total; spans : windows of the temporal model, in days; edges : the same
    as first interval and the one past the last; margins : cases of each branch and of each window
    """

    branches: csr_matrix
    observed: Ints
    at_risk: Floats
    everyone: float
    total: int
    is_bernoulli: bool
    draw: Callable[[np.random.Generator], Ints]
    spans: list[tuple[int, int]] | None = None
    edges: tuple[Ints, Ints] | None = None
    prospective: bool = False
    margins: tuple[Floats, Floats] | None = None

    def inside(self, counts: Ints) -> Floats:
        """Return the cases of each cell: (n_nodes,) or (n_nodes, n_windows)."""
        sums = self.branches @ counts
        if self.edges is None:
            return sums
        running = np.zeros((len(sums), sums.shape[1] + 1))
        np.cumsum(sums, axis=1, out=running[:, 1:])
        first, past = self.edges
        return running[:, past] - running[:, first]

    def statistics(self, counts: Ints, min_cases: int) -> tuple[Floats, Floats]:
        """Return cases and log-likelihood ratio of each cell; 0 where there are not more than expected."""
        inside = self.inside(counts)
        ratio = np.zeros(inside.shape)
        high = (
            (inside >= min_cases) & (inside * self.everyone > self.at_risk * self.total) & (self.at_risk > 0)
        )
        ratio[high] = self._ratio(inside[high], self.at_risk[high])
        return inside, ratio

    def strongest(self, counts: Ints, min_cases: int) -> float:
        """Return the greatest log-likelihood ratio of one set of counts."""
        return float(self.statistics(counts, min_cases)[1].max(initial=0.0))

    def _ratio(self, inside: Floats, at_risk: Floats) -> Floats:
        outside, others = self.total - inside, np.maximum(self.everyone - at_risk, 0.0)
        everyone, total = self.everyone, self.total
        with np.errstate(divide="ignore", invalid="ignore"):
            share = _gain(inside, inside / at_risk) + _gain(outside, outside / others)
            share -= total * np.log(total / everyone)
            if self.is_bernoulli:
                healthy, left = at_risk - inside, others - outside
                share += _gain(healthy, healthy / at_risk) + _gain(left, left / others)
                share -= float(xlogy(everyone - total, (everyone - total) / everyone))
        return share


def _gain(cases: Floats, rate: Floats) -> Floats:
    return np.where(cases > 0, cases * np.log(np.where(cases > 0, rate, 1.0)), 0.0)


def _problem(
    counts: Ints,
    tree: Tree,
    model: Model,
    population: npt.ArrayLike | None,
    controls: npt.ArrayLike | None,
    window: TreeWindow,
) -> _Problem:
    _check(counts, tree, model)
    total = int(counts.sum())
    if model == "temporal":
        return _temporal(counts, tree, window)
    if population is None and (model == "poisson" or controls is None):
        raise ScanError(f"The {model} model of the tree scan needs a population.")
    people = np.asarray(population, float) if population is not None else counts + np.asarray(controls, float)
    if people.shape != counts.shape or not np.isfinite(people).all() or (people < 0).any():
        raise ScanError("The population must have one number of 0 or more for each node.")
    everyone = float(people.sum())
    if everyone <= 0:
        raise NothingToScan("Nobody is at risk: the population of the tree is 0.")
    if model == "bernoulli":
        whole = people.astype(np.int64)
        if not np.array_equal(whole, people) or (whole < counts).any():
            raise ScanError("The Bernoulli model needs whole numbers of people, at least as many as cases.")
        draw = _among_people(whole, total)
    else:
        if (counts[people == 0] > 0).any():
            lonely = tree.nodes[int(np.flatnonzero((people == 0) & (counts > 0))[0])]
            raise ScanError(f"The node {lonely} has cases but no population.")
        draw = _by_population(people / everyone, total)
    return _Problem(
        branches=tree.branches,
        observed=counts,
        at_risk=tree.branches @ people,
        everyone=everyone,
        total=total,
        is_bernoulli=model == "bernoulli",
        draw=draw,
    )


def _check(counts: Ints, tree: Tree, model: Model) -> None:
    if model not in ("poisson", "bernoulli", "temporal"):
        raise ScanError(f"There is no model {model}; choose poisson, bernoulli or temporal.")
    if counts.ndim != (2 if model == "temporal" else 1) or len(counts) != len(tree.nodes):
        raise ScanError("The cases must have one row for each node, and one column for each day if temporal.")
    if not np.issubdtype(counts.dtype, np.integer) or (counts < 0).any():
        raise ScanError("Cases must be whole numbers of 0 or more.")
    if not counts.any():
        raise NothingToScan("There are no cases in the tree.")
    if counts.sum(dtype=np.float64) > MOST_CASES:
        raise ScanError(f"There are more than {MOST_CASES:,} cases in the tree; scan fewer.")


def _temporal(counts: Ints, tree: Tree, window: TreeWindow) -> _Problem:
    nodes, days = counts.shape
    first_end, last_end = window.ends(days)
    if nodes * window.longest(days) * (last_end - first_end + 1) > 2 * MOST_CELLS:
        raise ScanError(
            f"{nodes:,} nodes on {days:,} days have too many windows; give a shorter longest window, "
            "or correct the days."
        )
    spans = window.spans(days)
    if not spans:
        raise NothingToScan("No window fits into the period; give other limits of start, end or length.")
    total = int(counts.sum())
    first, last = np.array(spans).T
    past = last + 1
    starts = np.unique(np.concatenate([[0], first, past[past < days]]))
    observed = np.add.reduceat(counts, starts, axis=1)
    edges = np.searchsorted(starts, first), np.searchsorted(starts, past)
    node_cases = (tree.branches @ counts).sum(axis=1)
    running = np.concatenate([[0], np.cumsum(counts.sum(axis=0))])
    window_cases = running[past] - running[first]
    return _Problem(
        branches=tree.branches,
        observed=observed,
        at_risk=np.outer(node_cases, window_cases) / total,
        everyone=float(total),
        total=total,
        is_bernoulli=False,
        draw=_days_traded(observed),
        spans=spans,
        edges=edges,
        prospective=window.analysis == "prospective",
        margins=(node_cases, window_cases.astype(float)),
    )


def _by_population(shares: Floats, total: int) -> Callable[[np.random.Generator], Ints]:
    return lambda rng: rng.multinomial(total, shares)


def _among_people(people: Ints, total: int) -> Callable[[np.random.Generator], Ints]:
    return lambda rng: rng.multivariate_hypergeometric(people, total, method="marginals")


def _days_traded(counts: Ints) -> Callable[[np.random.Generator], Ints]:
    """Cases keep their node, and trade days with each other."""
    nodes, days = np.nonzero(counts)
    times = counts[nodes, days]
    node_of, day_of = np.repeat(nodes, times), np.repeat(days, times)

    def draw(rng: np.random.Generator) -> Ints:
        cells = np.bincount(node_of * counts.shape[1] + rng.permutation(day_of), minlength=counts.size)
        return cells.reshape(counts.shape)

    return draw


def _maxima(problem: _Problem, min_cases: int, simulation: Simulation) -> Floats:
    maxima = np.empty(simulation.replicates)
    for replicate in range(simulation.replicates):
        stream = np.random.Generator(np.random.Philox(key=np.array([simulation.seed, replicate], np.uint64)))
        maxima[replicate] = problem.strongest(problem.draw(stream), min_cases)
    return maxima


def _cuts(problem: _Problem, tree: Tree, best: tuple[Floats, Floats], maxima: Floats) -> tuple[Cut, ...]:
    """Return the cuts with more cases than expected, each with its strongest window, strongest first."""
    inside, ratio = best
    cells: list[tuple[int, ...]] = [(node,) for node in range(len(ratio))]
    if problem.spans is not None:
        cells = [(node, int(window)) for node, window in enumerate(ratio.argmax(axis=1))]
    cells = [cell for cell in cells if ratio[cell] > TIE]
    cells.sort(key=lambda cell: (-round(float(ratio[cell]), 9), cell))
    fit = gumbel_fit(maxima)
    cuts = [_cut(problem, tree, cell, float(inside[cell]), float(ratio[cell]), maxima, fit) for cell in cells]
    return _without_shadows(cuts)


def _without_shadows(cuts: list[Cut]) -> tuple[Cut, ...]:
    """Leave out a parent with the cases, window and people of one child: it adds nothing."""
    children = {
        (parent, cut.observed, cut.first_day, cut.last_day, round(cut.expected, 9))
        for cut in cuts
        for parent in cut.parents
    }
    return tuple(
        cut
        for cut in cuts
        if (cut.node, cut.observed, cut.first_day, cut.last_day, round(cut.expected, 9)) not in children
    )


def _cut(
    problem: _Problem,
    tree: Tree,
    cell: tuple[int, ...],
    observed: float,
    statistic: float,
    maxima: Floats,
    fit: tuple[float, float] | None,
) -> Cut:
    name = tree.nodes[cell[0]]
    first, last = problem.spans[cell[1]] if problem.spans is not None else (None, None)
    at_risk = float(problem.at_risk[cell])
    usual = _usual(problem, cell, observed, at_risk)
    p, tail = monte_carlo_p(statistic, maxima), gumbel_p(statistic, fit)
    return Cut(
        node=name,
        parents=tuple(tree.parents.get(name, ())),
        level=tree.level(name),
        ids=tree.below(name),
        first_day=first,
        last_day=last,
        observed=int(observed),
        expected=at_risk * problem.total / problem.everyone,
        relative_risk=observed / usual if usual > 0 else float("inf"),
        excess=observed - usual,
        statistic=statistic,
        p=p,
        p_gumbel=tail,
        recurrence_days=recurrence_days(p, tail_p(statistic, maxima), replicates=len(maxima))
        if problem.prospective
        else None,
    )


def _usual(problem: _Problem, cell: tuple[int, ...], observed: float, at_risk: float) -> float:
    """Return the cases that the risk outside the cut would have given inside it."""
    if problem.margins is None:
        others = problem.everyone - at_risk
        return at_risk * (problem.total - observed) / others if others > 0 else 0.0
    in_branch, in_window = (float(margin[at]) for margin, at in zip(problem.margins, cell, strict=True))
    elsewhere = problem.total - in_branch - in_window + observed
    return (in_branch - observed) * (in_window - observed) / elsewhere if elsewhere > 0 else 0.0


def _digest(
    counts: Ints, tree: Tree, settings: dict[str, Any], seed: int, cuts: tuple[Cut, ...], maxima: Floats
) -> str:
    parents = [(str(node), [str(above) for above in tree.parents.get(node, ())]) for node in tree.nodes]
    answer = [(str(cut.node), cut.observed, round(cut.statistic, 9)) for cut in cuts]
    text = json.dumps(
        [parents, counts.tolist(), settings, seed, answer, [round(value, 9) for value in maxima.tolist()]],
        sort_keys=True,
    )
    return hashlib.sha256(text.encode()).hexdigest()[:32]
