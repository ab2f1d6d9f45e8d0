"""The names of columns: which fields one may be called."""

from collections.abc import Iterator
from functools import cache

from dealtrack.exchange.columns.field import Field
from dealtrack.exchange.columns.fields import IGNORED, KEYS, every_field, plain_header
from dealtrack.exchange.columns.guess import BY_ALIAS, BY_NAME


def looks_like(name: str) -> bool:
    """Whether *name* is what a column is called, so that its row names the columns."""
    return name in _every_name() or plain_header(name) in by_name()


def names_in(header: str) -> Iterator[tuple[str, float, str]]:
    """Yield what a header may be known by: itself, its parts, what it ends with or holds."""
    plain = plain_header(header)
    yield plain, 3.0, BY_NAME
    parts = [plain_header(part) for part in header.split("/")]
    if len(parts) > 1:
        yield parts[-1], 2.5, BY_NAME
        yield parts[0], 2.2, BY_NAME
    for name in by_name():
        if len(name) > (4 if name.isascii() else 2) or name in {"金额", "行业", "进展", "备注"}:
            share = len(name) / max(len(plain), 1)
            if name != plain and plain.endswith(name):
                yield name, 1 + share, BY_ALIAS
            elif name != plain and name in plain and share >= 0.5:
                yield name, share, BY_ALIAS


@cache
def by_name() -> dict[str, Field]:
    """Return the fields by every plain name of a column; the first that bears it."""
    found: dict[str, Field] = {}
    for field in every_field():
        for name in field.names:
            if plain := plain_header(name):
                found.setdefault(plain, field)
    return found


@cache
def _every_name() -> frozenset[str]:
    return frozenset((*IGNORED, *KEYS, *(name for one in every_field() for name in one.names)))
