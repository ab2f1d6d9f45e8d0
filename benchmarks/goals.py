"""What the speed of dealtrack is held against, and whether it gets there.

All goals are ratios of one run, but for the two that people feel as such.
"""

from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.timing import Result

SMALL, MIDDLE, LARGE, LONG = 1_000, 10_000, 100_000, 20_000
MORNING = ("overdue", "agenda", "show", "done")
WRITING = ("done", "log", "undo")


class Figures:
    """What was measured, by size and command; in *peers* by size and program.

    In *tables* and *imports*, by format, how long reading or importing takes and how much
    memory, × the library alone.
    """

    def __init__(self) -> None:
        self._results: dict[tuple[int, str], Result] = {}
        self.peers: dict[tuple[int, str], dict[str, float]] = {}
        self.weights: dict[int, int] = {}
        self.tables: dict[str, tuple[float, float]] = {}
        self.imports: dict[str, tuple[float, float]] = {}

    def enter(self, size: int, result: Result) -> None:
        """Keep *result*, measured on a ledger of that *size*; 0 is none."""
        self._results[size, result.name] = result

    def find(self, size: int, name: str) -> Result | None:
        """Return what was measured of the command, if it was."""
        return self._results.get((size, name))

    def growth(self, size: int, name: str) -> float | None:
        """Return how many times as long it takes as at the least size measured.

        By the ratios to the bare app, which ran beside both.
        """
        least = min((s for s, n in self._results if s and n == name), default=size)
        if least == size:
            return None
        return self._results[size, name].ratio / self._results[least, name].ratio

    def peer(self, size: int, name: str, question: str) -> float | None:
        """Return how long another program takes for *question*."""
        return self.peers.get((size, name), {}).get(question)


class Goal(NamedTuple):
    """A goal: *what* is measured, its *bound*, and what came out."""

    what: str
    bound: str
    measured: str = ""
    verdict: str = "not measured"


def goals(figures: Figures) -> Iterator[Goal]:
    """Yield every goal with its figure."""
    yield _at_most("--version × bare app of one command", 1.2, _ratio(figures, 0, "--version"))
    for name in MORNING:
        for place in (name, f"{name} on a terminal"):
            what = f"{place}, at 1,000 × bare app with a table"
            yield _at_most(what, 1.4, _ratio(figures, SMALL, place))
    for name in MORNING:
        yield _at_most(f"{name} at 100,000 × at 1,000", 1.3, _growth(figures, name))
    for name in WRITING:
        yield _at_most(f"{name} at 100,000 × at 1,000", 1.2, _growth(figures, name))
        yield _at_most(f"{name} at 100,000 writes, KiB", 16, _kib(figures, LARGE, name))
    for peer in ("todoman", "hledger", "watson"):
        times = _times_faster(figures, MIDDLE, peer, "overdue", "overdue")
        yield _at_least(f"overdue at 10,000 faster than {peer}", 2, times)
    times = _times_faster(figures, LARGE, "Taskwarrior", "overdue", "overdue")
    yield _at_least("overdue at 100,000 faster than Taskwarrior", 10, times)
    times = _times_faster(figures, LARGE, "Taskwarrior", "month", "month")
    yield _at_least("month at 100,000 faster than Taskwarrior's history", 5, times)
    sums = _times_as_long(figures, MIDDLE, "month", "overdue")
    yield _at_most("month at 10,000 × overdue", 2, sums)
    first = figures.find(LARGE, "overdue without an index")
    yield _at_most("overdue at 100,000 without the index, s", 1, first and first.seconds)
    weight = first and first.peak / figures.weights[LARGE]
    yield _at_most("the same, memory × file", 2.5, weight)
    long = figures.find(LONG, "list --all")
    yield _at_most("list --all of 20,000 in a pipe, s", 1, long and long.seconds)
    short = figures.find(SMALL, "list --all")
    more = long and short and (long.peak - short.peak) / 1e6
    yield _at_most("the same, MB more than of 1,000", 10, more)
    for kind, (time, memory) in figures.tables.items():
        yield _at_most(f"reading a table of 100,000 rows, {kind}, × library", 4, time)
        yield _at_most("the same, memory × library", 4, memory)
    for kind, (time, memory) in figures.imports.items():
        yield _at_most(f"importing 100,000 rows, {kind}, × reading them bare", 4, time)
        yield _at_most("the same, memory × bare", 4, memory)


def _ratio(figures: Figures, size: int, name: str) -> float | None:
    found = figures.find(size, name)
    return found and found.ratio


def _times_as_long(figures: Figures, size: int, name: str, other: str) -> float | None:
    """Return how many times as long one command takes as another, by their ratios."""
    one, two = _ratio(figures, size, name), _ratio(figures, size, other)
    return one / two if one and two else None


def _growth(figures: Figures, name: str) -> float | None:
    large, small = (_ratio(figures, size, name) for size in (LARGE, SMALL))
    return large / small if large and small else None


def _kib(figures: Figures, size: int, name: str) -> float | None:
    found = figures.find(size, name)
    return None if found is None or found.written is None else found.written / 1024


def _times_faster(
    figures: Figures, size: int, peer: str, question: str, name: str
) -> float | None:
    own, theirs = figures.find(size, name), figures.peer(size, peer, question)
    return theirs / own.seconds if own and theirs else None


def _at_most(what: str, limit: float, measured: float | None) -> Goal:
    return _judged(what, f"≤ {limit:g}", measured, measured is not None and measured <= limit)


def _at_least(what: str, limit: float, measured: float | None) -> Goal:
    return _judged(what, f"≥ {limit:g}", measured, measured is not None and measured >= limit)


def _judged(what: str, bound: str, measured: float | None, is_met: bool) -> Goal:
    if measured is None:
        return Goal(what, bound)
    return Goal(what, bound, f"{measured:.2f}", "met" if is_met else "not met")
