"""Answer a question in memory.

The logic has two values: a missing value answers no term, so that ``not`` of
the term holds.
"""

import operator
from collections.abc import Callable
from datetime import date
from typing import Any

from dealtrack.model import Amount, Entry, Kept, entries
from dealtrack.query.expr import And, Expr, Not, Op, Or, Term, Value
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.query.words import fold

_COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


Answer = Callable[[Entry], bool]


def keeps(expr: Expr, record: Kept, as_of: date) -> bool:
    """Whether some entry of *record* answers *expr* on that day."""
    return any(map(answering(expr), entries(record, as_of)))


def matches(expr: Expr, entry: Entry) -> bool:
    """Whether *entry* answers *expr*."""
    return answering(expr)(entry)


def answering(expr: Expr) -> Answer:
    """Return the function that tells whether an entry answers *expr*.

    To be made once for many entries: that costs a third of asking anew each time.
    """
    match expr:
        case Term():
            return _term(expr)
        case And(parts):
            return _every([answering(part) for part in parts])
        case Or(parts):
            return _some([answering(part) for part in parts])
        case Not(part):
            return _none(answering(part))


def _every(parts: list[Answer]) -> Answer:
    return lambda entry: all(part(entry) for part in parts)


def _some(parts: list[Answer]) -> Answer:
    return lambda entry: any(part(entry) for part in parts)


def _none(part: Answer) -> Answer:
    return lambda entry: not part(entry)


def _term(term: Term) -> Answer:
    field = FIELDS[term.field]
    read, holds = field.read, _comparison(term, field.kind)
    if term.op is Op.KNOWN:
        return lambda entry: bool(read(entry))
    return lambda entry: any(holds(value) for value in read(entry))


def _comparison(term: Term, kind: Kind) -> Callable[[Any], bool]:
    """Return the function that compares one value as *term* says."""
    wanted = term.value
    if kind is Kind.TEXT:
        text = fold(str(wanted))
        if term.op is Op.EQ:
            return lambda value: text == fold(str(value))
        return lambda value: text in fold(str(value))
    compare: Callable[[Any, Any], bool] = _COMPARE.get(term.op, operator.eq)
    if kind is Kind.MONEY:
        return lambda value: _costs(compare, value, wanted)
    return lambda value: compare(value, wanted)


def _costs(compare: Callable[[Any, Any], bool], value: Value, wanted: Value) -> bool:
    """Whether an amount compares as asked; one of another currency never does."""
    if not (isinstance(value, Amount) and isinstance(wanted, Amount)):
        return False
    return value.currency == wanted.currency and compare(value.value, wanted.value)
