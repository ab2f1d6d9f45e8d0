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
from dealtrack.query.readers import Values
from dealtrack.query.words import fold

_COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


def keeps(expr: Expr, record: Kept, as_of: date) -> bool:
    """Whether some entry of *record* answers *expr* on that day."""
    return any(matches(expr, entry) for entry in entries(record, as_of))


def matches(expr: Expr, entry: Entry) -> bool:
    """Whether *entry* answers *expr*."""
    match expr:
        case Term():
            return _answers(expr, entry)
        case And(parts):
            return all(matches(part, entry) for part in parts)
        case Or(parts):
            return any(matches(part, entry) for part in parts)
        case Not(part):
            return not matches(part, entry)


def _answers(term: Term, entry: Entry) -> bool:
    field = FIELDS[term.field]
    values = field.read(entry)
    if term.op is Op.KNOWN or not values:
        return bool(values)
    match field.kind:
        case Kind.TEXT:
            return _reads(term, values)
        case Kind.MONEY:
            return any(_costs(term, value) for value in values)
        case _:
            compare = _COMPARE[term.op]
            return any(compare(value, term.value) for value in values)


def _reads(term: Term, values: Values) -> bool:
    wanted = fold(str(term.value))
    if term.op is Op.EQ:
        return any(wanted == fold(str(value)) for value in values)
    return any(wanted in fold(str(value)) for value in values)


def _costs(term: Term, value: Value) -> bool:
    """Whether an amount compares as asked; one of another currency never does."""
    wanted = term.value
    if not (isinstance(value, Amount) and isinstance(wanted, Amount)):
        return False
    same = value.currency == wanted.currency
    return same and _COMPARE[term.op](value.value, wanted.value)
