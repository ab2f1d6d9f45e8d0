"""Questions that the program asks by itself, in the terms that anybody can type."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from dealtrack.days import Span
from dealtrack.model.agreement import GOING_ON
from dealtrack.query.expr import And, Expr, Not, Op, Or, Term, Value
from dealtrack.query.words import plain

OPEN = Term("open", Op.EQ, True)
CLOSED = Term("open", Op.EQ, False)
DONE = Term("state", Op.EQ, "done")
CONDITIONAL = Term("conditional", Op.EQ, True)
COMMITMENT = Term("promise", Op.KNOWN, True)
ONGOING = Or(tuple(Term("status", Op.EQ, status) for status in GOING_ON))
SIGNED = Term("reached", Op.EQ, "signed")
AGREEMENT = Term("record", Op.EQ, "agreement")
TRIP = Term("record", Op.EQ, "trip")
UNDATED = And((OPEN, Not(Term("due", Op.KNOWN, True))))

EVER = date.max
"""The day to ask of what no day changes: everything has happened by then."""
IDS_AT_ONCE = 5_000
"""Ids are found by what sorts them, however many are asked for."""
AT_ONCE = 200
"""How many refs a question names at most: databases limit how long it may get."""


def known(field: str) -> Expr:
    """Ask for what has a value of *field*."""
    return Term(field, Op.KNOWN, True)


def called(field: str, values: Iterable[Value]) -> Iterator[Expr]:
    """Yield questions that ask for what has one of *values* in *field*, some at a time."""
    waiting, most = iter(values), IDS_AT_ONCE if field == "id" else AT_ONCE
    while some := tuple(islice(waiting, most)):
        yield Or(tuple(Term(field, Op.EQ, value) for value in some))


def within(field: str, days: Span) -> Expr:
    """Ask for a *field* that falls on one of *days*."""
    return And((Term(field, Op.GE, days.begin), Term(field, Op.LE, days.last)))


def overdue(day: date) -> Expr:
    """Ask for what should have been done before *day*: due that day is not overdue."""
    return And((OPEN, Not(CONDITIONAL), Term("due", Op.LT, day)))


def due_within(first: date, last: date) -> Expr:
    """Ask for what is open and due from *first* to *last*, both included."""
    return And((OPEN, Term("due", Op.GE, first), Term("due", Op.LE, last)))


def reached(stage: str) -> Expr:
    """Ask for agreements that have reached *stage*, or a later one of its track."""
    return Term("reached", Op.EQ, stage)


def signed_in(days: Span) -> Expr:
    """Ask for what was signed on one of *days*; a partial day counts as its earliest."""
    return within("signed", days)


def terminated_in(days: Span) -> Expr:
    """Ask for what was terminated on one of *days*, and stayed so."""
    return within("terminated", days)


def has_begun(day: date) -> Expr:
    """Ask for what a look back to *day* may see: nothing that is known to be later."""
    return And((Not(Term("begins", Op.GT, day)), Not(Term("since", Op.GT, day))))


def begun(day: date) -> Expr:
    """Ask for records of which something was known by *day*, or nobody knows since when."""
    return Not(Term("begins", Op.GT, day))


def linked_to(ref: str) -> Expr:
    """Ask for agreements that refer to the agreement *ref*."""
    return Term("link", Op.EQ, ref)


def on_trip(ref: str) -> Expr:
    """Ask for agreements that were made on the trip *ref*; and for this trip."""
    return Term("trip", Op.EQ, ref)


def holding(words: Iterable[str], fields: Iterable[str]) -> Expr:
    """Ask for what holds each of *words* in one of the texts *fields*."""
    names = tuple(fields)
    return And(tuple(Or(tuple(Term(n, Op.HAS, word) for n in names)) for word in words))


def naming(name: str, also: Iterable[str] = ()) -> Expr:
    """Ask for records with a name that *name* is a part of, or one that is much like it.

    Or with one of the names *also* given, in full.
    """
    part = Term("name", Op.HAS, plain(name))
    whole = tuple(called("name", map(plain, also)))
    return Or((part, *whole)) if whole else part
