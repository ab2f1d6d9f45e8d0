"""Records decoded in part: as much of them as a question reads, for ledgers without an index.

A record of which only the follow-ups' days are asked is decoded in a quarter of the
time.  It is of the same type as a whole one, and what was left out has its default, so
that it must go no further than the question: whoever answers decodes the record whole.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any, TypeVar

import msgspec

from dealtrack.model import Agreement, Trip
from dealtrack.model.followup import CLOSED, FollowUp
from dealtrack.query.expr import And, Expr, Op, Term
from dealtrack.query.match import COMPARE

T = TypeVar("T", Agreement, Trip)
May = Callable[["_Task"], bool]

_WORK = "notes f.notes f.states f.promise"
_TALKS = "stages signed statuses funds plan"
_AIMS = "plan stages signed"
_PEOPLE = "parties witnesses lead members visits"
READ_FROM = {
    **dict.fromkeys(("record", "ref", "id", "since"), ""),
    **dict.fromkeys(("owner", "unit"), "assignments f.assignments"),
    **dict.fromkeys(("ours", "party", "theirs", "third", "signatory"), "parties"),
    **dict.fromkeys(("kind", "binding"), "kind"),
    **dict.fromkeys(("amount", "currency"), "amount"),
    **dict.fromkeys(("link", "relation"), "links"),
    **dict.fromkeys(("met", "visit"), "visits"),
    **dict.fromkeys(("promise", "condition", "conditional", "pledged"), "f.promise"),
    **dict.fromkeys(("problem", "solver"), "problems f.problems"),
    **dict.fromkeys(("open", "closed"), "f.states f.promise"),
    **dict.fromkeys(("late", "promised"), "f.states f.promise f.due f.postponements"),
    **dict.fromkeys(("signed", "year", "precise", "reached"), "signed stages"),
    **dict.fromkeys(("registered", "registered_in"), "signed stages"),
    **dict.fromkeys(("started", "started_in"), "signed stages"),
    **dict.fromkeys(("completed", "completed_in"), "signed stages"),
    **dict.fromkeys(("produced", "produced_in"), "signed stages"),
    **dict.fromkeys(("keeper", "office"), "assignments"),
    "person": _PEOPLE,
    "name": f"{_PEOPLE} intentions assignments f.assignments f.partners",
    "kept": "f.states f.promise",
    "title": "title",
    "place": "place places visits",
    "trip": "trip",
    "tag": "tags",
    "source": "sources",
    "note": "notes f.notes",
    "begins": f"{_WORK} {_TALKS} start problems",
    "progress": f"{_WORK} {_TALKS} start end",
    "witness": "witnesses",
    "sector": "sectors",
    "area": "areas",
    "follows": "follows",
    "count": "count",
    "expires": "expires",
    "terminated": "statuses",
    "funds": "funds",
    "stage": "kind signed stages",
    "status": "signed stages statuses expires plan",
    **dict.fromkeys(("next", "planned", "finish"), _AIMS),
    "plan": "plan",
    "behind": f"{_AIMS} statuses expires",
    "task": "f.task",
    "due": "f.due f.postponements",
    "original": "f.due",
    "state": "f.states",
    "done": "f.states",
    "postponed": "f.postponements",
    "priority": "f.priority",
    "partner": "f.partners",
    "waits": "f.waits",
    "uid": "f.uid",
    "start": "start",
    "end": "end",
    "lead": "lead",
    **dict.fromkeys(("intention", "became"), "visits intentions"),
}
"""What of a record each field is read from, ``f.`` being its follow-ups.

Of a field that is missing here nothing is known: it takes the whole record.
"""

_ALWAYS = {"id", "follow_ups", "f.number", "f.since"}


@cache
def partial(kind: type[T], fields: frozenset[str]) -> type[T]:
    """Return the type of a *kind* of which only what *fields* are read from is decoded."""
    if not fields <= READ_FROM.keys():
        return kind
    needed = {name for field in fields for name in READ_FROM[field].split()} | _ALWAYS
    own = {name.removeprefix("f.") for name in needed if name.startswith("f.")}
    part = _part(FollowUp, own, ())
    more: tuple[Any, ...] = (("follow_ups", tuple[part, ...], ()),)  # type: ignore[valid-type]
    return _part(kind, needed, more)


def sieve(where: Expr, as_of: date) -> Callable[[msgspec.Raw], bool] | None:
    """Return what tells quickly of records that they cannot answer *where*.

    What it lets through may answer it or not.  None: nothing can be told so quickly.

    Raises, when it is called: `msgspec.MsgspecError`.
    """
    may = _may(where, as_of)
    if may is None:
        return None
    decode = msgspec.json.Decoder(_Glance).decode
    return lambda record: any(map(may, decode(record).follow_ups))


class _State(msgspec.Struct):
    state: str
    on: date


class _Task(msgspec.Struct):
    """As much of a follow-up as tells most of those that are done with from the others."""

    due: date | None = None
    states: tuple[_State, ...] = ()
    postponements: tuple[msgspec.Raw, ...] = ()


class _Glance(msgspec.Struct):
    follow_ups: tuple[_Task, ...] = ()


def _may(where: Expr, as_of: date) -> May | None:
    """Return what tells whether a follow-up may answer *where*.

    None: it cannot be told, or what has no follow-ups at all might answer.
    """
    match where:
        case Term("open", Op.EQ, True):
            return _may_be_open(as_of)
        case Term("due", op, date() as day) if op in COMPARE:
            return _may_be_due(COMPARE[op], day)
        case And(parts=parts):
            return _all([may for part in parts if (may := _may(part, as_of))])
        case _:
            return None


def _may_be_open(day: date) -> May:
    """Let through whatever waits: not what the only change of its state closed by *day*."""

    def may(one: _Task) -> bool:
        log = one.states
        return len(log) != 1 or log[0].state not in CLOSED or log[0].on > day

    return may


def _may_be_due(holds: Callable[[date, date], bool], day: date) -> May:
    """Let through whatever is due then; what was never postponed is due on its first day."""

    def may(one: _Task) -> bool:
        due = one.due
        return (due is not None and holds(due, day)) or bool(one.postponements)

    return may


def _all(tests: list[May]) -> May | None:
    match tests:
        case []:
            return None
        case [only]:
            return only
        case [first, second]:
            return lambda one: first(one) and second(one)
        case _:
            return lambda one: all(may(one) for may in tests)


def _part(kind: type[Any], needed: Iterable[str], more: tuple[Any, ...]) -> type[Any]:
    """Return a type like *kind* that skips what is not *needed*: its key is never found."""
    skipped = [one for one in msgspec.structs.fields(kind) if one.name not in needed]
    return msgspec.defstruct(
        kind.__name__,
        [*((one.name, Any, _default(one)) for one in skipped), *more],
        bases=(kind,),
        rename={one.name: f"-{one.name}" for one in skipped},
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=False,
    )


def _default(field: msgspec.structs.FieldInfo) -> object:
    return None if field.default is msgspec.NODEFAULT else field.default
