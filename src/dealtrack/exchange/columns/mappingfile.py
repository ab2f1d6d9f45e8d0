"""Mappings as TOML: read with every fault told at its line, written, and changed in place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from dealtrack.errors import CannotRead, FileProblem, FileRefused
from dealtrack.exchange.columns.mapping import NESTED, Column, Mapping, plain_column
from dealtrack.exchange.columns.mappingfaults import (
    CHOICES,
    LISTS,
    NUMBERS,
    SAID,
    TEXTS,
    faults,
)
from dealtrack.exchange.columns.money import as_unit
from dealtrack.exchange.files import decode_file
from dealtrack.exchange.lines import find_lines, line_of, spell
from dealtrack.exchange.toml import line, name


def load(path: Path) -> tuple[Mapping, str]:
    """Read the mapping at *path*; return it and its text.

    Raises:
        CannotRead: if there is no such file, or it is no TOML.
        FileRefused: if something in it is not known; all of that is told.
    """
    text = decode_file(path)
    return parse(text, path), text


def parse(text: str, path: Path) -> Mapping:
    """Read a mapping from the TOML *text* of the file at *path*; see `load`."""
    import tomllib  # noqa: PLC0415 -- 4 ms

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise CannotRead(str(path), str(fault)) from None
    if wrong := dict(reversed(list(faults(values)))):
        lines = find_lines(text)
        problems = [
            FileProblem(spell(at), line_of(at, lines), why) for at, why in wrong.items()
        ]
        raise FileRefused(path.name, tuple(sorted(problems, key=lambda one: one.line)))
    return _made(values, path.stem)


def _made(values: dict[str, Any], name: str) -> Mapping:
    told = dict(values)
    for key in LISTS:
        if key in told:
            told[key] = _several(told[key])
    if unit := told.get("unit"):
        told["unit"] = as_unit(unit)
    columns = {key: _column(value) for key, value in _flat(told.pop("columns", {}))}
    return msgspec.convert(
        {**told, "name": name, "columns": columns}, Mapping, from_attributes=True
    )


def _flat(columns: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in columns.items():
        if key in NESTED:
            yield from ((f"{key}.{stage}", column) for stage, column in value.items())
        else:
            yield key, value


def _column(value: Any) -> Column:
    if not isinstance(value, dict):
        return Column(of=_several(value))
    said = {key: value[key] for key in SAID if key in value}
    if unit := said.get("unit"):
        said["unit"] = as_unit(unit)
    return Column(of=_several(value["column"]), **said)


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def write(mapping: Mapping) -> str:
    """Return a mapping as TOML, as short as it can be said."""
    lines = [line(key, _plain(value)) for key, value in _options(mapping)]
    tables = [("columns", _nested(mapping.columns)), ("always", mapping.always)]
    tables += [(f"values.{name(field)}", values) for field, values in mapping.values.items()]
    for title, table in tables:
        if table or title == "columns":
            lines += [
                "",
                f"[{title}]",
                *(line(key, _plain(value)) for key, value in table.items()),
            ]
    return "\n".join(lines).lstrip("\n") + "\n"


def _options(mapping: Mapping) -> Iterator[tuple[str, Any]]:
    usual = Mapping()
    for key in (*CHOICES, *TEXTS, *LISTS, *NUMBERS):
        value = getattr(mapping, key)
        if value != getattr(usual, key):
            yield key, value[0] if key in LISTS and len(value) == 1 else value


def _nested(columns: dict[str, Column]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for key, column in columns.items():
        sort, dot, stage = key.partition(".")
        if dot:
            told.setdefault(sort, {})[stage] = plain_column(column)
        else:
            told[key] = plain_column(column)
    return told


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def changed(text: str, mapping: Mapping, was: Mapping) -> str:
    """Return the TOML *text* of the mapping *was* so that it says *mapping*; comments stay."""
    import tomlkit  # noqa: PLC0415 -- 30 ms, wanted only when a mapping is saved

    document = tomlkit.parse(text)
    old = dict(_options(was))
    new = dict(_options(mapping))
    for key in old.keys() - new.keys():
        document.remove(key)
    for key, value in new.items():
        if old.get(key) != value:
            document[key] = _plain(value)
    return tomlkit.dumps(document)
