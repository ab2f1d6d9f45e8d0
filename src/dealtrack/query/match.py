"""Answer a question in memory.

The logic has two values: a missing value answers no term, so that ``not`` of
the term holds.
"""

import operator
from collections.abc import Callable
from datetime import date
from typing import Any

from dealtrack.model import Amount, Entry, Kept, entries
from dealtrack.query.expr import And, Expr, Not, Op, Or, Term, Value, alternatives
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.query.readers import Read, Values
from dealtrack.query.words import fold

COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}
"""How values are compared by each comparison that has an order or asks for the same."""


Answer = Callable[[Entry], bool]
_PLAIN = {Kind.WORD, Kind.REF, Kind.NUMBER}
"""Kinds whose values answer what they equal."""

Readers = Callable[[str], Read]
"""The reader of a field, by its name."""


def keeps(expr: Expr, record: Kept, as_of: date) -> bool:
    """Whether some entry of *record* answers *expr* on that day."""
    return any(map(answering(expr), entries(record, as_of)))


def matches(expr: Expr, entry: Entry) -> bool:
    """Whether *entry* answers *expr*."""
    return answering(expr)(entry)


def answering(expr: Expr, readers: Readers | None = None) -> Answer:
    """Return the function that tells whether an entry answers *expr*.

    To be made once for many entries: that costs a third of asking anew each time.
    Questions that are put to the same entries share *readers*.
    """
    readers = readers or remembering()
    match expr:
        case Term():
            return _term(expr, readers)
        case And(parts):
            return _every([answering(part, readers) for part in parts])
        case Or() if (asked := alternatives(expr)) and FIELDS[asked[0]].kind in _PLAIN:
            return _one_of(readers(asked[0]), frozenset(asked[1]))
        case Or(parts):
            return _some([answering(part, readers) for part in parts])
        case Not(part):
            return _none(answering(part, readers))


def remembering() -> Readers:
    """Return readers that read a field of an entry once, however often it is asked about."""
    known: dict[str, Read] = {}

    def reader(name: str) -> Read:
        return known.setdefault(name, known.get(name) or _once(FIELDS[name].read))

    return reader


def _once(read: Read) -> Read:
    last: Entry | None = None
    found: Values = ()

    def reader(entry: Entry) -> Values:
        nonlocal last, found
        if entry is not last:
            found, last = read(entry), entry
        return found

    return reader


def _every(parts: list[Answer]) -> Answer:
    return lambda entry: all(part(entry) for part in parts)


def _some(parts: list[Answer]) -> Answer:
    return lambda entry: any(part(entry) for part in parts)


def _one_of(read: Read, wanted: frozenset[Value]) -> Answer:
    return lambda entry: not wanted.isdisjoint(read(entry))


def _none(part: Answer) -> Answer:
    return lambda entry: not part(entry)


def _term(term: Term, readers: Readers) -> Answer:
    read, holds = readers(term.field), _comparison(term, FIELDS[term.field].kind)
    if term.op is Op.KNOWN:
        return lambda entry: bool(read(entry))
    return lambda entry: any(map(holds, read(entry)))


def _comparison(term: Term, kind: Kind) -> Callable[[Any], bool]:
    """Return the function that compares one value as *term* says."""
    wanted = term.value
    if kind is Kind.TEXT:
        text = fold(str(wanted))
        if term.op is Op.EQ:
            return lambda value: text == fold(str(value))
        return lambda value: text in fold(str(value))
    compare: Callable[[Any, Any], bool] = COMPARE.get(term.op, operator.eq)
    if kind is Kind.MONEY:
        return lambda value: _costs(compare, value, wanted)
    return lambda value: compare(value, wanted)


def _costs(compare: Callable[[Any, Any], bool], value: Value, wanted: Value) -> bool:
    """Whether an amount compares as asked; one of another currency never does."""
    if not (isinstance(value, Amount) and isinstance(wanted, Amount)):
        return False
    return value.currency == wanted.currency and compare(value.value, wanted.value)
