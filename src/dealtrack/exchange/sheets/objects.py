"""Objects of JSON as rows: a list of them in one value, or one on each line."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import msgspec

from dealtrack.errors import TableRefused
from dealtrack.exchange.sheets.book import Book, Cell, Row, Sheet
from dealtrack.exchange.sheets.delimited import LONGEST
from dealtrack.exchange.sheets.encoding import Text, find_encoding
from dealtrack.exchange.sheets.heading import distinct, letters
from dealtrack.text import _, listed

LARGEST = 100_000_000
"""Bytes of a file that is one value, which cannot be read piece by piece."""

MOST_KEYS = 16_384

_Faults = (msgspec.DecodeError, UnicodeError, RecursionError)


class _Item(NamedTuple):
    """One object of a file, or why it cannot be read."""

    number: int
    value: dict[str, Any]
    fault: str = ""


def read_objects(path: Path, kind: str, encoding: str = "") -> Book:
    """Return the objects in the file at *path* as a table with a column for each key.

    An object within an object makes columns ``key.inner``; a list is joined by "; ".  One
    on each line is *kind* jsonl, and streamed.

    Raises:
        TableRefused: if it is no JSON, holds no list of objects, or is too large.
    """
    text = find_encoding(path, encoding)
    if kind == "jsonl":
        sheet = _sheet(text, lambda: _on_lines(text))
    else:
        items = _in_list(text)
        sheet = _sheet(text, lambda: map(_item, range(1, len(items) + 1), items))
    return Book(path, kind, (sheet,), text.encoding)


def _sheet(text: Text, read: Callable[[], Iterator[_Item]]) -> Sheet:
    keys: dict[str, Any] = {}
    total = 0
    for item in read():
        keys.update(_flat(item.value) if _is_deep(item.value) else item.value)
        total += 1
        if len(keys) > MOST_KEYS:
            raise TableRefused(str(text.path), _("its objects have too many different keys"))
    if not keys:
        raise TableRefused(str(text.path), _("there is no list of objects in it"))
    columns = tuple(map(letters, range(len(keys))))
    header = distinct(tuple(keys), columns)
    return Sheet(text.path.stem, header, 0, columns, (), lambda: _rows(read, [*keys]), total)


def _rows(read: Callable[[], Iterator[_Item]], keys: Collection[str]) -> Iterator[Row]:
    for item in read():
        cells = tuple(map(_flat(item.value).get, keys))
        if item.fault or any(cell is not None for cell in cells):
            yield Row(item.number, cells, fault=item.fault)


def _on_lines(text: Text) -> Iterator[_Item]:
    with _open(text) as file:
        number = 0
        while line := file.readline(LONGEST):
            number += 1
            if len(line) == LONGEST:
                while len(file.readline(LONGEST)) == LONGEST:
                    pass
                yield _Item(number, {}, _("the line is far too long"))
            elif line.strip():
                yield _decoded(number, line)


def _open(text: Text) -> IO[Any]:
    """Open lines to be decoded: as bytes if that is what the decoder wants at last."""
    return text.path.open("rb") if text.encoding == "utf-8" else text.open()


def _decoded(number: int, line: str | bytes) -> _Item:
    try:
        value = msgspec.json.decode(line)
    except _Faults as fault:
        return _Item(number, {}, _no_json(fault))
    return _item(number, value)


def _no_json(fault: Exception) -> str:
    return _("it is no JSON ({message})").format(message=fault)


def _in_list(text: Text) -> list[Any]:
    """Return the list that a file is, or the only one that it holds under a key."""
    name = str(text.path)
    if text.path.stat().st_size > LARGEST:
        why = _("it is larger than {n} MB").format(n=LARGEST // 1_000_000)
        raise TableRefused(name, why, _("Write one object on each line (.jsonl)."))
    with text.open() as file:
        try:
            value = msgspec.json.decode(file.read())
        except _Faults as fault:
            raise TableRefused(name, _no_json(fault)) from None
    if isinstance(value, list):
        return value
    lists = {k: v for k, v in value.items() if _is_table(v)} if isinstance(value, dict) else {}
    if len(lists) > 1:
        why = _("there are several lists in it: {names}").format(names=listed(lists))
        raise TableRefused(name, why, _("Write one of them into a file of its own."))
    return next(iter(lists.values()), [])


def _is_table(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _item(number: int, value: object) -> _Item:
    if not isinstance(value, dict):
        return _Item(number, {}, _("it is no object { }"))
    return _Item(number, value)


def _is_deep(value: dict[str, Any]) -> bool:
    return dict in map(type, value.values())


def _flat(value: dict[str, Any]) -> dict[str, Cell]:
    flat: dict[str, Cell] = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            for name, part in inner.items():
                flat[f"{key}.{name}"] = _cell(part)
        else:
            flat[key] = (inner or None) if type(inner) is str else _cell(inner)
    return flat


def _cell(value: object) -> Cell:
    match value:
        case str() | list() if not value:
            return None
        case float():
            return int(value) if value.is_integer() and abs(value) < 10**15 else value
        case None | bool() | int() | str():
            return value
        case list():
            return "; ".join(map(_said, value))
    return _said(value)


def _said(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
