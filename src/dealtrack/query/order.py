"""Put entries in the order that somebody asked for."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from dealtrack.errors import QueryError
from dealtrack.model import Amount, Entry
from dealtrack.model.ref import Ref
from dealtrack.query.expr import Value
from dealtrack.query.field import Field, Kind
from dealtrack.query.fields import FIELDS, find_field, nearest_fields
from dealtrack.query.words import fold
from dealtrack.text import _, listed

_NAMES = re.compile(r"(?P<sign>[-－]?)\s*(?P<name>[^-－,，\s][^,，\s]*)")

Order = tuple[tuple[str, bool], ...]
"""Fields, the most important first; each with whether it runs downwards."""


def parse_order(text: str) -> Order:
    """Read ``due,-amount``: by due day, then by amount downwards.

    Raises:
        QueryError: if a name is no field; it says where.
    """
    return tuple(_read(text, found) for found in _NAMES.finditer(text))


def _read(text: str, found: re.Match[str]) -> tuple[str, bool]:
    name = found["name"]
    field = find_field(name)
    if field is None:
        why = _('"{name}" is not a field.').format(name=name)
        near = nearest_fields(name)
        hint = _("Did you mean {names}?").format(names=listed(near)) if near else ""
        raise QueryError(text, found.start("name"), why, hint)
    return field.name, bool(found["sign"])


def arrange(entries: Iterable[Entry], order: Order) -> list[Entry]:
    """Return *entries* in *order*; missing values last, ties by ref, agreements first."""
    arranged = sorted(entries, key=_place)
    for name, falls in reversed(order):
        arranged = _by(FIELDS[name], arranged, falls=falls)
    return arranged


def _place(entry: Entry) -> tuple[bool, int, int]:
    number = entry.follow_up.number if entry.follow_up else 0
    return entry.agreement is None, entry.record.id, number


def _by(field: Field, entries: list[Entry], *, falls: bool) -> list[Entry]:
    """Sort by the first value of *field*; amounts in groups of one currency."""
    read = {id(entry): field.read(entry) for entry in entries}
    present = [entry for entry in entries if read[id(entry)]]
    missing = [entry for entry in entries if not read[id(entry)]]
    key = _key_of(field)
    present.sort(key=lambda entry: key(read[id(entry)][0]), reverse=falls)
    if field.kind is Kind.MONEY:
        present.sort(key=lambda entry: _currency(read[id(entry)][0]))
    return present + missing


def _key_of(field: Field) -> Callable[[Value], Any]:
    if field.kind is Kind.TEXT:
        return lambda value: fold(str(value))
    if field.kind is Kind.MONEY:
        return lambda value: value.value if isinstance(value, Amount) else value
    if field.kind is Kind.REF:
        return lambda value: _by_number(Ref.read(str(value)))
    if field.vocabulary:
        places = {key: place for place, key in enumerate(field.vocabulary.keys)}
        return lambda value: places.get(str(value), len(places))
    return lambda value: value


def _by_number(ref: Ref | None) -> tuple[str, int, int]:
    return (ref.table, ref.id, ref.number or 0) if ref else ("", 0, 0)


def _currency(value: Value) -> str:
    return value.currency if isinstance(value, Amount) else ""
