"""What is wrong with a mapping: everything that is not known, each at its place."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from dealtrack.exchange.columns.days import ORDERS
from dealtrack.exchange.columns.fields import (
    every_field,
    fields_of_trips,
    find_field,
)
from dealtrack.exchange.columns.mapping import NESTED
from dealtrack.exchange.columns.money import as_unit
from dealtrack.exchange.lines import Steps
from dealtrack.exchange.place import and_suggest
from dealtrack.text import _, listed

TEXTS = ("book", "split", "unit", "sheet", "encoding", "delimiter")
LISTS = ("key", "empty", "skip", "fill")
NUMBERS = ("year", "header")
CHOICES = {"rows": ("agreement", "follow-up", "trip"), "days": ORDERS}
TABLES = ("columns", "always", "values")
_OPTIONS = (*CHOICES, *TEXTS, *LISTS, *NUMBERS, *TABLES)
SAID = ("split", "unit", "days")

Faults = Iterator[tuple[Steps, str]]


def faults(values: dict[str, Any]) -> Faults:
    """Yield everything that is wrong with the *values* of a mapping."""
    for key, value in values.items():
        if key in CHOICES:
            yield from _not_one_of((key,), value, CHOICES[key])
        elif key in TEXTS:
            yield from _no_text((key,), value)
            if key == "unit":
                yield from _no_unit((key,), value)
        elif key in LISTS:
            yield from _no_texts((key,), value)
        elif key in NUMBERS:
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**6:
                yield (key,), _("must be a whole number")
        elif key not in TABLES:
            yield (key,), _unknown(key, _OPTIONS)
        elif not isinstance(value, dict):
            yield (key,), _("must be a table: { key = value }")
        else:
            yield from {"columns": _columns, "always": _always, "values": _values}[key](value)
            yield from _of_other_rows(key, value, is_trip=values.get("rows") == "trip")


def _columns(columns: dict[str, Any]) -> Faults:
    for key, value in columns.items():
        if key in NESTED and isinstance(value, dict):
            for stage, column in value.items():
                steps = ("columns", key, stage)
                if find_field(f"{key}.{stage}") is None:
                    yield steps, _("{name} is not a stage").format(name=stage)
                else:
                    yield from _no_column(steps, column)
        elif key in NESTED:
            yield ("columns", key), _("must be a table: { key = value }")
        elif find_field(key) is None:
            yield ("columns", key), _no_field(key)
        else:
            yield from _no_column(("columns", key), value)


def _no_column(steps: Steps, value: Any) -> Faults:
    if not isinstance(value, dict):
        yield from _no_texts(steps, value)
        return
    for key, said in value.items():
        if key == "column":
            yield from _no_texts((*steps, key), said)
        elif key == "days":
            yield from _not_one_of((*steps, key), said, ORDERS)
        elif key in SAID:
            yield from _no_text((*steps, key), said)
            if key == "unit":
                yield from _no_unit((*steps, key), said)
        else:
            yield (*steps, key), _unknown(key, ("column", *SAID))
    if "column" not in value:
        yield (*steps, "column"), _("is missing")


def _always(always: dict[str, Any]) -> Faults:
    for key, value in always.items():
        if find_field(key) is None:
            yield ("always", key), _no_field(key)
        else:
            yield from _no_text(("always", key), value)


def _values(values: dict[str, Any]) -> Faults:
    for key, table in values.items():
        if find_field(key) is None:
            yield ("values", key), _no_field(key)
        elif not isinstance(table, dict):
            yield ("values", key), _("must be a table: { key = value }")
        else:
            for cell, meant in table.items():
                yield from _no_text(("values", key, cell), meant)


def _of_other_rows(table: str, told: dict[str, Any], *, is_trip: bool) -> Faults:
    """Yield the fields that rows of this sort do not have: a trip has its own."""
    of_trips = {field.key for field in fields_of_trips()}
    for key in told:
        found = find_field(key)
        if is_trip and key not in of_trips and (found or key in NESTED):
            yield (table, key), _("a trip has no such field")
        elif not is_trip and found and found.of == "trip":
            yield (table, key), _('only a trip has this field: rows = "trip"')


def _no_field(key: str) -> str:
    every = (*every_field(), *fields_of_trips())
    return _unknown(key, tuple(dict.fromkeys(field.key for field in every)))


def _unknown(key: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(key, known, n=2)
    return and_suggest(_("“{name}” is not known here").format(name=key), near)


def _no_text(steps: Steps, value: Any) -> Faults:
    if not isinstance(value, str):
        yield steps, _("must be a text")


def _no_texts(steps: Steps, value: Any) -> Faults:
    is_list = isinstance(value, list) and value and all(isinstance(one, str) for one in value)
    if not (is_list or (isinstance(value, str) and value)):
        yield steps, _("must be a text, or a list of texts")


def _no_unit(steps: Steps, value: Any) -> Faults:
    if isinstance(value, str) and not as_unit(value):
        yield (
            steps,
            _("{name} is no unit of money: write 元, 万元, 亿元, USD or million USD").format(
                name=value
            ),
        )


def _not_one_of(steps: Steps, value: Any, choices: tuple[str, ...]) -> Faults:
    if value not in choices:
        yield steps, _("must be one of: {names}").format(names=listed(choices))
