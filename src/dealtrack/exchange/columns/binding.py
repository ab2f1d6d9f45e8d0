"""A mapping bound to a table: where in a row each field stands."""

from typing import NamedTuple

from dealtrack.errors import FileProblem, FileRefused
from dealtrack.exchange.columns.field import Field
from dealtrack.exchange.columns.fields import find_field
from dealtrack.exchange.columns.mapping import Column, Mapping, names_in, positions
from dealtrack.exchange.sheets import Sheet
from dealtrack.text import _, listed


class Bound(NamedTuple):
    """A field and the columns that hold it: where they are, and what they are called."""

    field: Field
    column: Column
    at: tuple[int, ...]
    headers: tuple[str, ...]

    @property
    def header(self) -> str:
        """What the column is called; the first of several, a template as it is."""
        return self.headers[0] if self.headers else self.column.of[0]


class Layout(NamedTuple):
    """Where everything stands: the fields, the keys, the columns that are filled down."""

    bounds: tuple[Bound, ...]
    key: tuple[int, ...]
    fill: tuple[int, ...]
    header: tuple[str, ...]

    def of(self, key: str) -> Bound | None:
        """Return where the field *key* stands, if the mapping says."""
        return next((one for one in self.bounds if one.field.key == key), None)


def bind(mapping: Mapping, sheet: Sheet) -> Layout:
    """Find the columns that *mapping* names in *sheet*.

    Raises:
        FileRefused: naming those that are not there, or if no title is mapped.
    """
    missing: list[tuple[str, str]] = []

    def found(path: str, names: tuple[str, ...]) -> tuple[int, ...]:
        places: dict[int, None] = {}
        for name in names:
            at = positions(name, sheet.header)
            places |= dict.fromkeys(at)
            if not at:
                missing.append((path, name))
        return tuple(places)

    bounds = []
    for key, column in mapping.columns.items():
        field = find_field(key)
        assert field, key  # what is not known has been refused when the mapping was read
        names = _columns_in(column, mapping)
        at = found(f"columns.{key}", names)
        bounds.append(Bound(field, column, at, tuple(sheet.header[one] for one in at)))
    keys, fill = found("key", mapping.key), found("fill", mapping.fill)
    _refuse(missing, mapping, sheet)
    return Layout(tuple(bounds), keys, fill, sheet.header)


def _columns_in(column: Column, mapping: Mapping) -> tuple[str, ...]:
    """Return the names of columns in a mapping's value: a template may name fields too."""
    if not column.template:
        return column.of
    known = {*mapping.columns, *mapping.always}
    return tuple(name for name in names_in(column.template) if name not in known)


def _refuse(missing: list[tuple[str, str]], mapping: Mapping, sheet: Sheet) -> None:
    problems = [
        FileProblem(path, 0, _("the table has no column “{name}”").format(name=name))
        for path, name in missing
    ]
    if not ({"title"} & {*mapping.columns, *mapping.always}):
        why = _("is missing: every agreement needs a title, if only a template")
        problems.append(FileProblem("columns.title", 0, why))
    if problems:
        there = _("The table has: {names}.").format(names=listed(sheet.header))
        problems.append(FileProblem("", 0, there))
        raise FileRefused(f"{mapping.name or 'mapping'}.toml", tuple(problems))
