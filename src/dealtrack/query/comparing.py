"""Read one value as its field understands it, and compare the two.

What cannot be read is a `QueryError` whose query is still empty and whose
position counts from the beginning of the value; the parser knows the rest.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from unicodedata import normalize

from dealtrack.days import parse_period
from dealtrack.errors import (
    DealtrackError,
    NotADay,
    NotAPeriod,
    QueryError,
    UnanchoredDay,
    Unreadable,
)
from dealtrack.model import Amount
from dealtrack.model.ref import Ref
from dealtrack.money import parse_amount
from dealtrack.query.expr import And, Expr, Op, Or, Term, Value
from dealtrack.query.field import Field, Kind
from dealtrack.query.words import fold
from dealtrack.text import _, listed

T = TypeVar("T")

_NUMBER = re.compile(r"(-?\d{1,9})\s*(?:天|日|次|份|d|days?)?", re.ASCII | re.IGNORECASE)
_YES, _NO = ("yes", "y", "true", "是"), ("no", "n", "false", "否")


def compare(field: Field, op: Op, text: str, today: date) -> Expr:
    """Return the question whether *field* compares with what *text* says.

    Raises:
        QueryError: if *text* does not suit the field.
    """
    if field.kind is Kind.DATE:
        return _compare_days(field, op, text, today)
    if field.kind is Kind.NUMBER:
        return _compare_range(field, op, text, _number)
    if field.kind is Kind.MONEY:
        return _compare_range(field, op, text, _amount)
    if field.kind is Kind.WORD:
        return any_key(field, _word(field, text), op)
    return Term(field.name, op, _single(field, text))


def any_key(field: Field, key: str, op: Op = Op.EQ) -> Expr:
    """Return the question whether *field* is the word *key*, by whatever key that had."""
    keys = field.vocabulary.all_keys(key) if field.vocabulary else (key,)
    terms = tuple(Term(field.name, op, one) for one in keys)
    return terms[0] if len(terms) == 1 else Or(terms)


def did_you_mean(names: tuple[str, ...]) -> str:
    """Return the question whether one of *names* was meant, "" if there is none."""
    return _("Did you mean {names}?").format(names=listed(names)) if names else ""


def _wrong(why: str, hint: str = "", at: int = 0) -> QueryError:
    return QueryError("", at, why, hint)


def _single(field: Field, text: str) -> Value:
    match field.kind:
        case Kind.REF:
            return _ref(field, text)
        case Kind.FLAG:
            return _flag(text)
        case _:
            return text


def _word(field: Field, text: str) -> str:
    assert field.vocabulary, field.name
    key = field.vocabulary.find(normalize("NFKC", text))
    if key is None:
        near = field.vocabulary.nearest(text)
        known = _("Known are: {names}.").format(names=listed(field.vocabulary.choices))
        why = _('"{text}" is not one of the words for {field}.')
        raise _wrong(why.format(text=text, field=field.name), did_you_mean(near) or known)
    return key


def _ref(field: Field, text: str) -> str:
    found = Ref.read(normalize("NFKC", text))
    if found is None:
        why = _('"{text}" is not a ref.').format(text=text)
        raise _wrong(why, _("Write 17, 17.2 or T3."))
    return str(found._replace(table="trips")) if field.name == "trip" else str(found)


def _flag(text: str) -> bool:
    word = fold(text)
    if word not in _YES + _NO:
        why = _('"{text}" is neither yes nor no.').format(text=text)
        raise _wrong(why, _("Write yes or no."))
    return word in _YES


def _number(text: str) -> int:
    found = _NUMBER.fullmatch(normalize("NFKC", text).strip())
    if found is None:
        why = _('"{text}" is not a whole number.').format(text=text)
        raise _wrong(why, _("Write 30, or a range: 30.. , ..5 , 1..3"))
    return int(found[1])


def _amount(text: str) -> Amount:
    value, currency = parse_amount(text)
    return Amount(value=value, currency=currency)


def _compare_range(field: Field, op: Op, text: str, read: Callable[[str], Any]) -> Expr:
    low, high, second = _bounds(text) if op is Op.EQ else (None, None, 0)
    if low is None and high is None:
        return Term(field.name, op, _reading(read, text))
    least = _reading(read, low) if low else None
    most = _reading(read, high, second) if high else None
    if isinstance(least, Amount) and isinstance(most, Amount):
        if least.currency != most.currency:
            raise _wrong(_("The two amounts are in different currencies."))
        _check_order(least.value, most.value)
    elif least is not None and most is not None:
        _check_order(least, most)
    return _between(field, least, most)


def _compare_days(field: Field, op: Op, text: str, today: date) -> Expr:
    def read(part: str) -> tuple[date, date]:
        span = parse_period(part, today, lean=field.lean)
        return span.begin, span.last

    low, high, second = _bounds(text) if op is Op.EQ else (None, None, 0)
    first = _reading(read, low)[0] if low else None
    last = _reading(read, high, second)[1] if high else None
    if (low and high) or (low is None and high is None):  # 7月29日..30日 is read as a whole
        first, last = _reading(read, text)
    match op:
        case Op.LT | Op.GE:
            return Term(field.name, op, first or date.min)
        case Op.GT | Op.LE:
            return Term(field.name, op, last or date.max)
        case _:
            return _between(field, first, last)


def _bounds(text: str) -> tuple[str | None, str | None, int]:
    """Return both ends of a range, "" for an open one, `None` if it is no range.

    The number is where the second end begins.
    """
    low, dots, high = text.partition("..")
    if not dots:
        return None, None, 0
    if not (low.strip() or high.strip()):
        raise _wrong(_("A range needs at least one end."), _("Write a.. , ..b or a..b"))
    at = len(low) + len(dots) + len(high) - len(high.lstrip())
    return low.strip(), high.strip(), at


def _reading(read: Callable[[str], T], text: str, at: int = 0) -> T:
    """Read *text*; what is wrong with it is found at *at*."""
    try:
        return read(text)
    except QueryError as fault:
        raise _wrong(fault.why, fault.hint, at + fault.position) from None
    except (Unreadable, UnanchoredDay) as fault:
        raise _said(fault, at) from None


def _said(fault: DealtrackError, at: int) -> QueryError:
    """Return *fault* in the words of a query."""
    why, _newline, hint = str(fault).partition("\n")
    if isinstance(fault, NotADay) and fault.why == "backwards":
        return _backwards()
    if isinstance(fault, NotAPeriod):
        why = _("{what} is neither a day nor a period.").format(what=fault.what)
        hint = _("Write 2026-03-01, +2w, 2026-10, 2026Q1, or a range: 2026-01..2026-03")
    return _wrong(why, hint, at)


def _backwards() -> QueryError:
    return _wrong(_("The range ends before it begins."))


def _check_order(least: Any, most: Any) -> None:
    if most < least:
        raise _backwards()


def _between(field: Field, least: Value | None, most: Value | None) -> Expr:
    if least == most and least is not None:
        return Term(field.name, Op.EQ, least)
    ends = ((Op.GE, least), (Op.LE, most))
    terms = tuple(Term(field.name, op, end) for op, end in ends if end is not None)
    return terms[0] if len(terms) == 1 else And(terms)
