"""Writing whole records, one after the other: none is kept."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal

from dealtrack import __version__
from dealtrack.exchange.documents.form import SCHEMA, Head
from dealtrack.model.codec import encode
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.store.base import Store
from dealtrack.store.kinds import ASIDE, RECORDS
from dealtrack.text.hidden import HIDDEN

Sort = Literal["json", "jsonl"]


def pieces(
    store: Store, sort: Sort, as_of: date, where: Expr = EVERYTHING, *, whole: bool = True
) -> Iterator[bytes]:
    """Yield the document of the records that answer *where* on that day.

    If it is the *whole* ledger, what it holds beside its records is in it as well.
    """
    head = encode(
        Head(
            schema=SCHEMA,
            program=f"dealtrack {__version__}",
            counters=dict(sorted(store.counters.items())),
        )
    )
    tables = _tables(store, as_of, where, whole=whole)
    return _document(head, tables) if sort == "json" else _lines(head, tables)


def _tables(
    store: Store, as_of: date, where: Expr, *, whole: bool
) -> Iterator[tuple[str, Iterable[Any]]]:
    for name in RECORDS:
        yield name, getattr(store, name).each(where, as_of=as_of)
    if whole:
        yield from ((name, getattr(store, name)) for name in ASIDE)


def _document(head: bytes, tables: Iterable[tuple[str, Iterable[Any]]]) -> Iterator[bytes]:
    yield head.removesuffix(b"}")
    for name, records in tables:
        yield b",\n" + encode(name) + b":["
        ahead = b"\n"
        for record in records:
            yield ahead + _safe(encode(record))
            ahead = b",\n"
        yield b"\n]"
    yield b"}\n"


def _lines(head: bytes, tables: Iterable[tuple[str, Iterable[Any]]]) -> Iterator[bytes]:
    yield head + b"\n"
    counts = {}
    for name, records in tables:
        counts[name] = 0
        begin = b"{" + encode(name) + b":"
        for record in records:
            yield begin + _safe(encode(record)) + b"}\n"
            counts[name] += 1
    yield encode({"end": counts}) + b"\n"


def _safe(record: bytes) -> bytes:
    """Return *record* with its hidden characters as JSON escapes them: it says the same."""
    text = record.decode()
    if text.isprintable():
        return record
    return re.sub(HIDDEN, lambda found: f"\\u{ord(found.group()):04x}", text).encode()
