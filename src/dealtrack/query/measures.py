"""Figures: a figure is a question too, counted or summed."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from dealtrack.model import Amount, Entry
from dealtrack.query.expr import EVERYTHING, Expr, Value
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.query.match import matches

Figure = int | dict[str, Decimal]
Tally = dict[str, dict[str, Figure]]
"""By group, then by the name of the measure; "" is the group of what has no value."""


class Measure(NamedTuple):
    """What answers *expr*, counted, or summed over the field *of* (money by currency).

    *unit* says what counts once: a record, with the first of its entries that
    answers, or each entry.
    """

    name: str
    expr: Expr = EVERYTHING
    of: str = ""
    unit: Literal["records", "entries"] = "records"


def tally(measures: Sequence[Measure], entries: Iterable[Entry], by: str = "") -> Tally:
    """Return the figures of *entries*, grouped by the field *by*.

    What has several values of that field counts in each of their groups; without
    *by* there is the one group "".
    """
    groups: dict[str, list[Entry]] = {} if by else {"": []}
    for entry in entries:
        for key in _groups_of(entry, by):
            groups.setdefault(key, []).append(entry)
    return {key: {m.name: _figure(m, group) for m in measures} for key, group in groups.items()}


def _groups_of(entry: Entry, by: str) -> Iterable[str]:
    values = FIELDS[by].read(entry) if by else ()
    return dict.fromkeys(map(_named, values)) or ("",)


def _named(value: Value) -> str:
    return f"{value.value:f} {value.currency}" if isinstance(value, Amount) else str(value)


def _figure(measure: Measure, entries: list[Entry]) -> Figure:
    answering = (entry for entry in entries if matches(measure.expr, entry))
    counted = _once_each(answering) if measure.unit == "records" else answering
    if not measure.of:
        return sum(1 for _entry in counted)
    field = FIELDS[measure.of]
    values = [value for entry in counted for value in field.read(entry)]
    if field.kind is Kind.MONEY:
        return _sums(values)
    return sum(value for value in values if isinstance(value, int))


def _once_each(entries: Iterable[Entry]) -> Iterator[Entry]:
    seen = set()
    for entry in entries:
        if entry.record.ref not in seen:
            seen.add(entry.record.ref)
            yield entry


def _sums(values: Iterable[Value]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for value in values:
        if isinstance(value, Amount):
            sums[value.currency] = sums.get(value.currency, Decimal(0)) + value.value
    return sums
