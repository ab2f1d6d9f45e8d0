"""Figures, answered: how many, of how many, and which records are behind each number."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from dealtrack.query.expr import EVERYTHING, Expr, both, shared_parts
from dealtrack.query.figure import Among, Figure
from dealtrack.query.measures import Measure, Tally, nothing
from dealtrack.report.instead import Instead, added
from dealtrack.report.ledger import Ledger

Number = int | dict[str, Decimal]
"""A count, or sums by currency."""


class Answer(NamedTuple):
    """A figure's number, what it is of, and how much was left out, by the reason."""

    n: Number
    d: Number | None = None
    left_out: tuple[tuple[str, Number], ...] = ()


class Behind(NamedTuple):
    """The refs behind a figure; *rest* is what only the denominator counts."""

    n: tuple[str, ...]
    rest: tuple[str, ...]
    left_out: tuple[tuple[str, tuple[str, ...]], ...]


class _Number(NamedTuple):
    """One of the numbers that a figure is made of: what is counted or summed, and where."""

    among: Among
    expr: Expr
    of: str = ""


def answer(
    ledger: Ledger, figures: Sequence[Figure], by: str = "", where: Expr = EVERYTHING
) -> dict[str, dict[str, Answer]]:
    """Answer *figures*, by the value of the field *by* and by their names.

    What is counted in the same place is asked in one question, and once.
    """
    wanted = dict.fromkeys(number for figure in figures for number in _numbers(figure))
    told: dict[str, dict[_Number, Number]] = {} if by else {"": {}}
    for place in dict.fromkeys(_place(number.among) for number in wanted):
        asked = [number for number in wanted if _place(number.among) == place]
        for group, numbers in _told(ledger, asked, by, where).items():
            named = ((one, numbers[str(at)]) for at, one in enumerate(asked))
            told.setdefault(group, {}).update(named)
    return {
        group: {figure.name: _answer(figure, numbers) for figure in figures}
        for group, numbers in told.items()
    }


def _place(among: Among) -> Among:
    """Return where the records lie that something is counted among."""
    return "agreements" if among in _OF_AGREEMENTS else among


_OF_AGREEMENTS: tuple[Among, ...] = ("agreements", "projects", "new", "money")


def _told(ledger: Ledger, asked: list[_Number], by: str, where: Expr) -> Tally:
    """Return what is *asked* of one place, under the numbers of their turns."""
    shared, own = shared_parts([number.expr for number in asked])
    put = [Measure(str(at), own[at], one.of) for at, one in enumerate(asked)]
    day, of = ledger.as_of, both(where, shared)
    found = ledger.among(_place(asked[0].among)).tally(put, as_of=day, by=by, where=of)
    for among in dict.fromkeys(number.among for number in asked):
        counted = ledger.among(among)
        if isinstance(counted, Instead):
            its = [one for one, number in zip(put, asked, strict=True) if number.among == among]
            found = counted.corrected(found, its, as_of=day, by=by, where=of)
    return _whole(found, put)


def _whole(found: Tally, put: Sequence[Measure]) -> Tally:
    """Return *found* with a figure for each measure: some groups only others have."""
    return {
        group: {one.name: figures.get(one.name, nothing(one.of)) for one in put}
        for group, figures in found.items()
    }


def _numbers(figure: Figure) -> Iterator[_Number]:
    yield _n(figure)
    if figure.d is not None:
        yield _d(figure, figure.d)
    for one in figure.left_out:
        yield _Number(figure.among, one.expr)


def _n(figure: Figure) -> _Number:
    return _Number(figure.counted_among, figure.numerator, figure.of)


def _d(figure: Figure, d: Expr) -> _Number:
    return _Number(figure.among, d, figure.of_all)


def _answer(figure: Figure, told: dict[_Number, Number]) -> Answer:
    def number(one: _Number) -> Number:
        return told.get(one, nothing(one.of))

    return Answer(
        number(_n(figure)),
        None if figure.d is None else number(_d(figure, figure.d)),
        tuple((one.key, number(_Number(figure.among, one.expr))) for one in figure.left_out),
    )


def together(groups: Iterable[dict[str, Answer]]) -> dict[str, Answer]:
    """Return the figures of *groups* that have no record in common, added up."""
    whole: dict[str, Answer] = {}
    for group in groups:
        for name, one in group.items():
            whole[name] = _added(whole[name], one) if name in whole else one
    return whole


def _added(one: Answer, other: Answer) -> Answer:
    left_out = zip(one.left_out, other.left_out, strict=True)
    return Answer(
        added(one.n, other.n),
        None if one.d is None or other.d is None else added(one.d, other.d),
        tuple((key, added(n, more)) for (key, n), (_key, more) in left_out),
    )


def behind(ledger: Ledger, figure: Figure, where: Expr = EVERYTHING) -> Behind:
    """Return the refs of the records that make the numbers of *figure*."""
    n = _refs(ledger, figure.counted_among, figure.numerator, where)
    d = () if figure.d is None else _refs(ledger, figure.among, figure.d, where)
    known = set(n)
    return Behind(
        n,
        tuple(ref for ref in d if ref not in known),
        tuple(
            (one.key, _refs(ledger, figure.among, one.expr, where)) for one in figure.left_out
        ),
    )


def _refs(ledger: Ledger, among: Among, expr: Expr, where: Expr) -> tuple[str, ...]:
    field, letter = ("ref" if among == "tasks" else "id"), ("T" if among == "trips" else "")
    rows = ledger.among(among).rows((field,), both(expr, where), as_of=ledger.as_of)
    return tuple(f"{letter}{row[0][0]}" for row in rows)
