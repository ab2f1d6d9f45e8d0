"""Figures: a figure is a question too, counted or summed."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Context, Decimal
from typing import Literal, NamedTuple

from dealtrack.model import Amount, Entry, Kept
from dealtrack.query.expr import EVERYTHING, Expr, Value, fields_of
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS, OF_RECORDS
from dealtrack.query.match import Answer, Readers, answering, remembering
from dealtrack.query.readers import Read, Values

Figure = int | dict[str, Decimal]
Tally = dict[str, dict[str, Figure]]
"""By group, then by the name of the measure; "" is the group of what has no value."""


_EXACT = Context(prec=1000)

Unit = Literal["records", "entries"]
"""What counts once: a record, with the first of its entries that answers, or each entry."""


class Measure(NamedTuple):
    """What answers *expr*, counted, or summed over the field *of* (money by currency)."""

    name: str
    expr: Expr = EVERYTHING
    of: str = ""
    unit: Unit = "records"


def tally(measures: Sequence[Measure], entries: Iterable[Entry], by: str = "") -> Tally:
    """Return the figures of *entries*, which come record by record, grouped by the field *by*.

    What has several values of that field counts in each of their groups; without
    *by* there is the one group "".  The entries are gone through once, and none is kept.
    """
    readers = remembering()
    counters = [_Counter.of(measure, readers) for measure in measures]
    found: dict[str, list[_Sum]] = {} if by else {"": [c.begin() for c in counters]}
    for entry in _first_ones(entries) if _asks_of_records(measures, by) else entries:
        sums = [_group(found, key, counters) for key in _groups_of(entry, by, readers)]
        for at, counter in enumerate(counters):
            if counter.answers(entry):
                for each in sums:
                    counter.take(entry, each[at])
    return {
        key: {c.name: each.figure for c, each in zip(counters, sums, strict=True)}
        for key, sums in found.items()
    }


def _asks_of_records(measures: Iterable[Measure], by: str) -> bool:
    """Whether the first entry of a record tells all that is asked of it."""
    asked = {by, ""}
    for one in measures:
        if one.unit == "entries":
            return False
        asked.update((one.of, *fields_of(one.expr)))
    return asked - {""} <= OF_RECORDS


def _first_ones(entries: Iterable[Entry]) -> Iterator[Entry]:
    last: Kept | None = None
    for entry in entries:
        if entry.record is not last:
            last = entry.record
            yield entry


def nothing(of: str = "") -> Figure:
    """Return the figure of nothing, summed over the field *of*."""
    return {} if of and FIELDS[of].kind is Kind.MONEY else 0


def _group(
    found: dict[str, list["_Sum"]], key: str, counters: list["_Counter"]
) -> list["_Sum"]:
    if key not in found:
        found[key] = [counter.begin() for counter in counters]
    return found[key]


def _groups_of(entry: Entry, by: str, readers: Readers) -> Iterable[str]:
    values = readers(by)(entry) if by else ()
    return dict.fromkeys(map(_named, values)) or ("",)


def _named(value: Value) -> str:
    return f"{value.value:f} {value.currency}" if isinstance(value, Amount) else str(value)


class _Sum:
    """A figure as far as it is counted, and the record that was counted last."""

    __slots__ = ("figure", "last")

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self.last: Kept | None = None


class _Counter(NamedTuple):
    """How one measure is counted."""

    name: str
    answers: Answer
    read: Read | None
    is_money: bool
    is_once: bool

    @classmethod
    def of(cls, measure: Measure, readers: Readers) -> "_Counter":
        """Compile *measure*."""
        return cls(
            measure.name,
            answering(measure.expr, readers),
            readers(measure.of) if measure.of else None,
            isinstance(nothing(measure.of), dict),
            measure.unit == "records",
        )

    def begin(self) -> _Sum:
        """Return the figure of nothing."""
        return _Sum({} if self.is_money else 0)

    def take(self, entry: Entry, into: _Sum) -> None:
        """Count *entry*, which answers; a record once, with the first entry that does."""
        if self.is_once and into.last is not None and into.last.ref == entry.record.ref:
            return
        into.last = entry.record
        if isinstance(into.figure, int):
            into.figure += 1 if self.read is None else _total(self.read(entry))
        else:
            _add(into.figure, self.read(entry) if self.read else ())


def _total(values: Values) -> int:
    return sum(value for value in values if isinstance(value, int))


def _add(sums: dict[str, Decimal], values: Values) -> None:
    for value in values:
        if isinstance(value, Amount):
            sums[value.currency] = sums.get(value.currency, Decimal(0)) + value.value


def added(one: Tally, other: Tally) -> Tally:
    """Return the figures of two sets of records that have none in common."""
    both = dict(one)
    for group, figures in other.items():
        here = both.get(group, {})
        both[group] = {
            name: _both(here[name], figure) if name in here else figure
            for name, figure in figures.items()
        }
    return both


def _both(one: Figure, other: Figure) -> Figure:
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    sums: dict[str, Decimal] = {}
    for figure in (one, other):
        assert isinstance(figure, dict), "both figures are of one measure"
        for code, value in figure.items():
            sums[code] = _EXACT.add(sums.get(code, Decimal(0)), value)
    return sums
