"""Lights: whether agreements move, by the rule that an office has chosen."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from msgspec import Struct

from dealtrack.model import Agreement, Amount
from dealtrack.model.agreement import GOING_ON
from dealtrack.query import readers
from dealtrack.query.asked import Book
from dealtrack.query.expr import EVERYTHING, Expr, Op, Or, Term, both
from dealtrack.query.questions import AT_ONCE, ONGOING, SIGNED, begun, known
from dealtrack.query.readers import Values
from dealtrack.report.ledger import Ledger
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
    "colours_of",
    "facts_of",
    "find_dormant",
    "find_lights",
    "light",
    "lights_of",
    "say_colour",
    "say_reason",
    "say_rule",
]

NO_PROGRESS = Rule()
"""The rule that holds where nobody has chosen another."""

_SHORTEST_MONTH = 28
"""Days: so many months never take fewer."""

_OF_ALL = ("id", "progress")
_OF_PLANS = ("plan", "next", "planned", "finish", "signed", "amount", "funds")


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

    *not_judged* are the refs of those of which no rule knows enough to judge.
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
    """Find the lights of *ledger*, whose deals tell their progress already."""
    shown = [deal for deal in ledger.signed if deal.status in GOING_ON]
    by_plan = goes_by_plan(rule)
    plans = _facts(ledger.book, ledger.as_of, rule, known("plan")) if by_plan else {}
    facts = {deal.id: plans.get(deal.id) or Facts(deal.progress) for deal in shown}
    return _lights(ledger.book, ledger.as_of, rule, facts)


def lights_of(
    book: Book, day: date, rule: Rule = NO_PROGRESS, where: Expr = EVERYTHING
) -> Lights:
    """Find the lights that the agreements which answer *where* have on *day*."""
    return _lights(book, day, rule, _facts(book, day, rule, where))


def colours_of(
    book: Book, day: date, rule: Rule = NO_PROGRESS, where: Expr = EVERYTHING
) -> dict[str, Colour | None]:
    """Return the colours of these lights, by ref; None: it is not judged."""
    facts = _facts(book, day, rule, where)
    return {str(id_): one.colour for id_, one in _judged(facts, day, rule).items()}


def _lights(book: Book, day: date, rule: Rule, facts: dict[int, Facts]) -> Lights:
    judged = _judged(facts, day, rule)
    warned = {id_: one for id_, one in judged.items() if one.colour in {"red", "yellow"}}
    lights = sorted(told_of(book, day, warned), key=turn_of)
    return Lights(
        red=tuple(one for one in lights if one.colour == "red"),
        yellow=tuple(one for one in lights if one.colour == "yellow"),
        green=sum(1 for one in judged.values() if one.colour == "green"),
        not_judged=tuple(str(id_) for id_, one in judged.items() if one.colour is None),
    )


def turn_of(one: Light) -> tuple[date, int]:
    """Return what lights are sorted by: the day they turned, and the last progress."""
    return one.turned_on, -(one.days or 0)


class Verdict(NamedTuple):
    """What the rules say of an agreement, and the worst of it."""

    colour: Colour | None
    judgements: tuple[Judgement, ...]

    @classmethod
    def of(cls, facts: Facts, rule: Rule, day: date) -> "Verdict":
        """Judge *facts*."""
        judgements = judge(facts, rule, day)
        return cls(worst(judgements), judgements)


Judged = dict[int, Verdict]
"""What the rules say, by the ids of agreements."""


def _judged(facts: dict[int, Facts], day: date, rule: Rule) -> Judged:
    """Return what the rules say of each; equal facts are judged once."""
    every = {one: Verdict.of(one, rule, day) for one in set(facts.values())}
    return {id_: every[one] for id_, one in facts.items()}


def _facts(book: Book, day: date, rule: Rule, where: Expr) -> dict[int, Facts]:
    """Return what the fields tell of those that have a light and answer *where*, by id."""
    asked = both(ONGOING, SIGNED, begun(day), where)
    fields = (*_OF_ALL, *_OF_PLANS) if goes_by_plan(rule) else _OF_ALL
    found: dict[int, Facts] = {}
    for row in book.agreements.rows(fields, asked, as_of=day):
        told: list[Any] = [values[0] if values else None for values in row]
        id_, progress, *plan = told
        funds: Any = row[-1]
        found[id_] = _planned(progress, plan, row[2], funds, day) if plan else Facts(progress)
    return found


def _planned(
    progress: date | None, told: list[Any], stages: Values, funds: tuple[Amount, ...], day: date
) -> Facts:
    """Return the facts of an agreement that may have a plan; without one it is all the same."""
    _first, to_come, by, finish, signed, amount, _funds = told
    if not stages:
        return Facts(progress)
    return Facts(
        last_progress=progress,
        planned=tuple(map(str, stages)),
        next=to_come or "",
        by=by,
        finish=finish,
        signed=signed if signed and signed <= day else None,
        amount=amount,
        funds=funds,
    )


def goes_by_plan(rule: Rule) -> bool:
    """Whether *rule* judges by more than the days of progress."""
    return bool({*rule.rules} - {"no-progress"})


def told_of(book: Book, day: date, judged: Judged) -> Iterator[Light]:
    """Yield the lights of those that were *judged*, with what has to be told of them."""
    if not judged:
        return
    for id_, told, last in _rows(book, _asking_for(judged, day), day):
        if id_ in judged:
            yield _light(told, last, judged[id_].judgements, day)


def _asking_for(judged: Judged, day: date) -> Expr:
    """Ask for those that were *judged*, and for as few others as can be."""
    if len(judged) <= AT_ONCE:
        return Or(tuple(Term("id", Op.EQ, id_) for id_ in judged))
    shown = both(ONGOING, SIGNED, begun(day))
    every = {id(one): one for those in judged.values() for one in those.judgements}.values()
    by_progress = [one.since for one in every if one.since]
    if all(one.rule == "no-progress" for one in every):
        return both(Term("progress", Op.LE, max(by_progress)), shown)
    return shown


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
