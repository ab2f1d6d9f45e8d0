"""Lights: whether agreements move, by the rule that an office has chosen."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from dealtrack.model import Agreement
from dealtrack.model.agreement import GOING_ON
from dealtrack.query import readers
from dealtrack.query.asked import Book
from dealtrack.query.expr import EVERYTHING, Expr, Op, Or, Term, both
from dealtrack.query.questions import AT_ONCE, ONGOING, SIGNED, begun, known
from dealtrack.report.ledger import Deal, Ledger
from dealtrack.report.lights.judging import Colour, Facts, Judgement, judge, worst
from dealtrack.report.lights.words import say_hue, say_judgements, say_rule
from dealtrack.report.page import Toned
from dealtrack.settings.lights import Rule

__all__ = [
    "NO_PROGRESS",
    "Colour",
    "Facts",
    "Judgement",
    "Light",
    "Lights",
    "Rule",
    "colours",
    "facts_of",
    "find_dormant",
    "find_lights",
    "light",
    "say_colour",
    "say_reason",
    "say_rule",
]

NO_PROGRESS = Rule()
"""The rule that holds where nobody has chosen another."""

_SHORTEST_MONTH = 28
"""Days: so many months never take fewer."""

_OF_PLANS = ("id", "plan", "next", "planned", "finish", "funds")


class Light(Struct, frozen=True, kw_only=True):
    """The light of an agreement on a day: the worst of its *judgements*.

    Where none of them has a fact to judge by, there is no colour.  *days* have passed
    since the *last_progress*, whatever the rule.
    """

    ref: str
    title: str
    colour: Colour | None = None
    last_progress: date | None = None
    days: int | None = None
    judgements: tuple[Judgement, ...] = ()
    unit: str = ""
    owner: str = ""

    @property
    def deciding(self) -> tuple[Judgement, ...]:
        """The judgements that make its colour."""
        return tuple(one for one in self.judgements if one.colour == self.colour)

    @property
    def turned_on(self) -> date:
        """The day since which it has been yellow, or red."""
        return min((one.turned_on for one in self.deciding), default=date.max)


class Lights(Struct, frozen=True, kw_only=True):
    """The lights of a ledger, those that turned first before others, and how many are green.

    *not_judged* are the refs of those without a fact to judge by.
    """

    red: tuple[Light, ...]
    yellow: tuple[Light, ...]
    green: int
    not_judged: tuple[str, ...]


def light(agreement: Agreement, day: date, rule: Rule = NO_PROGRESS) -> Light | None:
    """Return the light of *agreement* on *day*; None if it is not signed or not ongoing."""
    if not agreement.was_signed(day) or agreement.status(day) not in GOING_ON:
        return None
    who = agreement.assigned(day)
    facts = facts_of(agreement, day)
    told = (agreement.ref, agreement.title, who.unit, who.owner)
    return _light(told, facts.last_progress, judge(facts, rule, day), day)


def facts_of(agreement: Agreement, day: date) -> Facts:
    """Return what the rules judge *agreement* by, as it stood on *day*."""
    signed, to_come = readers.signed(agreement), agreement.next_planned(day)
    end = agreement.planned_end(day)
    return Facts(
        last_progress=agreement.last_progress(day),
        planned=tuple(agreement.planned(day)),
        next=to_come[0] if to_come else "",
        by=to_come[1].latest if to_come else None,
        finish=end.latest if end else None,
        signed=signed.earliest if signed and signed.earliest <= day else None,
        amount=agreement.amount,
        funds=readers.funds(agreement, day),  # type: ignore[arg-type]  # all are amounts
    )


def find_lights(ledger: Ledger, rule: Rule = NO_PROGRESS) -> Lights:
    """Find the lights of *ledger*."""
    shown = [deal for deal in ledger.signed if deal.status in GOING_ON]
    judged = _judged(ledger, shown, rule)
    hues = {id_: worst(judgements) for id_, judgements in judged.items()}
    warned = [deal for deal in shown if hues[deal.id] in {"red", "yellow"}]
    lights = sorted(
        _told(ledger, warned, judged), key=lambda one: (one.turned_on, -(one.days or 0))
    )
    return Lights(
        red=tuple(one for one in lights if one.colour == "red"),
        yellow=tuple(one for one in lights if one.colour == "yellow"),
        green=sum(1 for deal in shown if hues[deal.id] == "green"),
        not_judged=tuple(deal.ref for deal in shown if hues[deal.id] is None),
    )


def colours(ledger: Ledger, rule: Rule = NO_PROGRESS) -> dict[str, Colour | None]:
    """Return the colour of every light of *ledger*, by ref."""
    shown = [deal for deal in ledger.signed if deal.status in GOING_ON]
    return {str(id_): worst(those) for id_, those in _judged(ledger, shown, rule).items()}


Judged = dict[int, tuple[Judgement, ...]]


def _judged(ledger: Ledger, shown: list[Deal], rule: Rule) -> Judged:
    """Return what the rules say of each of *shown*, by id; equal facts are judged once."""
    plans = _plans(ledger) if {*rule.rules} - {"no-progress"} else {}
    known_: dict[Facts, tuple[Judgement, ...]] = {}
    judged: Judged = {}
    for deal in shown:
        facts = plans.get(deal.id, Facts())._replace(last_progress=deal.progress)
        if facts.planned:
            facts = facts._replace(signed=deal.signed, amount=deal.amount)
        if facts not in known_:
            known_[facts] = judge(facts, rule, ledger.as_of)
        judged[deal.id] = known_[facts]
    return judged


def _plans(ledger: Ledger) -> dict[int, Facts]:
    """Return what the fields tell of those agreements that have a plan, by id."""
    where, day = both(known("plan"), ONGOING, SIGNED, begun(ledger.as_of)), ledger.as_of
    found: dict[int, Facts] = {}
    for row in ledger.book.agreements.rows(_OF_PLANS, where, as_of=day):
        told: list[Any] = [values[0] if values else None for values in row]
        funds: Any = row[5]
        found[told[0]] = Facts(
            planned=tuple(map(str, row[1])),
            next=told[2] or "",
            by=told[3],
            finish=told[4],
            funds=funds,
        )
    return found


def _told(ledger: Ledger, deals: list[Deal], judged: Judged) -> Iterator[Light]:
    """Yield the lights of *deals*, with what has to be told of them."""
    wanted = {deal.id: deal for deal in deals}
    if not wanted:
        return
    few = Or(tuple(Term("id", Op.EQ, id_) for id_ in wanted))
    where = few if len(wanted) <= AT_ONCE else both(ONGOING, SIGNED, begun(ledger.as_of))
    for id_, told, _last in _rows(ledger.book, where, ledger.as_of):
        if deal := wanted.get(id_):
            yield _light(told, deal.progress, judged[id_], ledger.as_of)


def find_dormant(
    book: Book, day: date, rule: Rule = NO_PROGRESS, where: Expr = EVERYTHING
) -> Iterator[Light]:
    """Find the agreements that answer *where* which have not moved for too long on *day*.

    That is judged by progress alone, whatever else the rule goes by.  Unlike
    `find_lights` it asks after no others.
    """
    least = min(rule.no_progress_yellow, rule.no_progress_red)
    latest = day - timedelta(days=_SHORTEST_MONTH * least)
    by_progress = Rule(
        no_progress_yellow=rule.no_progress_yellow, no_progress_red=rule.no_progress_red
    )
    still = both(Term("progress", Op.LE, latest), ONGOING, SIGNED, begun(day), where)
    for _id, told, last in _rows(book, still, day):
        judgements = judge(Facts(last_progress=last), by_progress, day)
        if worst(judgements) != "green":
            yield _light(told, last, judgements, day)


def say_colour(one: Light) -> Toned:
    """Say the colour of a light in a word."""
    return say_hue(one.colour)


def say_reason(one: Light) -> str:
    """Say why a light has its colour: ``no progress for 94 days, limit 92``."""
    return say_judgements(one.deciding)


_Told = tuple[str, str, str, str]


def _rows(book: Book, where: Expr, day: date) -> Iterator[tuple[int, _Told, date | None]]:
    """Yield id, what is to be told, and the last progress of the agreements that answer."""
    fields = ("id", "title", "office", "keeper", "progress")
    for row in book.agreements.rows(fields, where, as_of=day):
        told: list[Any] = [values[0] if values else "" for values in row]
        id_, title, unit, owner, last = told
        yield id_, (str(id_), title, unit, owner), last or None


def _light(told: _Told, last: date | None, judgements: Iterable[Judgement], day: date) -> Light:
    ref, title, unit, owner = told
    every = tuple(judgements)
    return Light(
        ref=ref,
        title=title,
        colour=worst(every),
        last_progress=last,
        days=(day - last).days if last else None,
        judgements=every,
        unit=unit,
        owner=owner,
    )
