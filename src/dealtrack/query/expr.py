"""A question, as data.

An expression holds no code and no clock: what people call ``+2w`` is a day
here.  Whoever answers it, in memory or in a database, gives the same answer.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import cache

import msgspec

from dealtrack.model import Amount

Value = str | int | date | bool | Amount


class Op(StrEnum):
    """How a field is compared with a value.

    HAS is for texts: one holds the other.  KNOWN asks whether there is a value
    at all; what it is compared with is always `True`.
    """

    HAS = ":"
    EQ = "="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    KNOWN = "known"


class Term(msgspec.Struct, frozen=True):
    """One field compared with one value.  A missing value answers no term."""

    field: str
    op: Op
    value: Value


class Not(msgspec.Struct, frozen=True):
    """Whatever does not answer a part."""

    part: "Expr"


class And(msgspec.Struct, frozen=True):
    """Every part holds.  No parts: always."""

    parts: "tuple[Expr, ...]"


class Or(msgspec.Struct, frozen=True):
    """Some part holds.  No parts: never."""

    parts: "tuple[Expr, ...]"


Expr = Term | Not | And | Or

EVERYTHING = And(())
NOTHING = Or(())


def both(*parts: Expr) -> Expr:
    """Return the question that asks for all *parts* at once, as flat as it can be."""
    flat: list[Expr] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else (part,)
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def alternatives(expr: Or) -> tuple[str, tuple[Value, ...]] | None:
    """Return the field of which *expr* wants one of several values, and these.

    None: it asks for anything else.
    """
    terms = [part for part in expr.parts if isinstance(part, Term) and part.op is Op.EQ]
    fields = {term.field for term in terms}
    if len(terms) != len(expr.parts) or len(fields) != 1:
        return None
    return fields.pop(), tuple(term.value for term in terms)


@cache
def fields_of(expr: Expr) -> frozenset[str]:
    """Return the fields that *expr* asks about."""
    match expr:
        case Term(field=name):
            return frozenset((name,))
        case Not(part=part):
            return fields_of(part)
        case And(parts=parts) | Or(parts=parts):
            return frozenset().union(*map(fields_of, parts))


def shared_parts(exprs: Sequence[Expr]) -> tuple[Expr, list[Expr]]:
    """Return what all *exprs* ask, and what each asks besides."""
    parts = [one.parts if isinstance(one, And) else (one,) for one in exprs]
    shared = [p for p in parts[0] if all(p in others for others in parts[1:])] if parts else []
    own = [both(*(p for p in mine if p not in shared)) for mine in parts]
    return both(*shared), own
