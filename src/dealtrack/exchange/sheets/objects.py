"""Objects of JSON as rows: a list of them in one value, or one on each line."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from dealtrack.errors import TableRefused
from dealtrack.exchange.sheets.book import Book, Cell, Row, Sheet, Unreadable
from dealtrack.exchange.sheets.delimited import LONGEST
from dealtrack.exchange.sheets.encoding import BAD, Text, find_encoding
from dealtrack.exchange.sheets.heading import distinct, letters
from dealtrack.text import _, listed
from dealtrack.text.hidden import visible

LARGEST = 100_000_000
"""Bytes of a file that is one value, which cannot be read piece by piece."""

MOST_KEYS = 16_384

_SHOWN = 60
_Faults = (msgspec.DecodeError, UnicodeError, RecursionError)


class _Item(NamedTuple):
    """One object of a file, made flat; or why it cannot be read."""

    number: int
    values: dict[str, Cell]
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
    keys: dict[str, None] = {}
    total = 0
    for item in read():
        keys.update(dict.fromkeys(item.values))
        total += 1
        if len(keys) > MOST_KEYS:
            raise TableRefused(str(text.path), _("its objects have too many different keys"))
    if not keys:
        raise TableRefused(str(text.path), _("there is no list of objects in it"))
    columns = tuple(map(letters, range(len(keys))))
    header = distinct(tuple(keys), columns)
    return Sheet(text.path.stem, header, 0, columns, (), lambda: _rows(read, keys), total)


def _rows(read: Callable[[], Iterator[_Item]], keys: dict[str, None]) -> Iterator[Row]:
    for item in read():
        cells = tuple(map(item.values.get, keys))
        if item.fault or any(cell is not None for cell in cells):
            yield Row(item.number, cells, fault=item.fault)


def _on_lines(text: Text) -> Iterator[_Item]:
    with text.open() as file:
        number = 0
        while line := file.readline(LONGEST):
            number += 1
            if len(line) == LONGEST:
                while len(file.readline(LONGEST)) == LONGEST:
                    pass
                yield _Item(number, {}, _("the line is far too long"))
            elif line.strip():
                yield _decoded(number, line)


def _decoded(number: int, line: str) -> _Item:
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
    return _Item(number, dict(_flat(value)))


def _flat(value: dict[str, Any]) -> Iterator[tuple[str, Cell]]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from ((f"{key}.{name}", _cell(part)) for name, part in inner.items())
        else:
            yield key, _cell(inner)


def _cell(value: object) -> Cell:
    match value:
        case str():
            return _text(value) if value else None
        case float():
            return int(value) if value.is_integer() and abs(value) < 10**15 else value
        case None | bool() | int():
            return value
        case list():
            return _text("; ".join(map(_said, value))) if value else None
    return _text(_said(value))


def _said(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _text(text: str) -> Cell:
    if BAD.search(text):
        return Unreadable(_("it holds a character that is none"), visible(text[:_SHOWN]))
    return text
