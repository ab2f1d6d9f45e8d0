"""What each rule says of an agreement: from which day on its light is yellow, and red.

A rule finds the days on which a light turns if nothing moves until then; the colour of a
day follows from them.  So a light that is judged for a day to come is the one that will
be seen on that day, and nothing turns back by itself.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import ceil, floor
from typing import Literal, NamedTuple

from msgspec import Struct

from dealtrack.days import Month, months_after
from dealtrack.model import Amount
from dealtrack.model.plan import FINISHES
from dealtrack.settings.lights import Rule, RuleName

Colour = Literal["red", "yellow", "green"]
Missing = Literal["progress", "plan", "end", "signed", "amount", "currency", "order"]
"""Which fact a rule has nothing to judge by."""

_WORST_FIRST: tuple[Colour, ...] = ("red", "yellow", "green")
_TENTH = Decimal("0.1")


class Facts(NamedTuple):
    """What the rules judge an agreement by, as it stood on a day.

    *planned* are the stages of its plan, *next* the first of them that is not reached, to
    be so by the last day *by*; until *finish* the work is to be finished, None once it is.
    """

    last_progress: date | None = None
    planned: tuple[str, ...] = ()
    next: str = ""
    by: date | None = None
    finish: date | None = None
    signed: date | None = None
    amount: Amount | None = None
    funds: tuple[Amount, ...] = ()


class Judgement(Struct, frozen=True, kw_only=True):
    """What one rule says: the colour, from which days on, and the facts that made it.

    *missing* is the fact without which nothing can be judged: then there is no colour.
    *days* have passed since the day *since*; *stage* is what was planned by it.  *time* and
    *funds* are shares in percent, *points* how far the second lies behind the first.
    *limit* is from where this colour shows, on green where yellow would: days without
    progress, months since the one that was planned, or points.  *turns* are the days from
    which it is yellow, and red, if nothing moves; None is never.
    """

    rule: RuleName
    colour: Colour | None = None
    missing: Missing | None = None
    since: date | None = None
    days: int | None = None
    stage: str = ""
    months: int | None = None
    time: Decimal | None = None
    funds: Decimal | None = None
    points: Decimal | None = None
    limit: int | None = None
    yellow_on: date | None = None
    red_on: date | None = None

    @property
    def turned_on(self) -> date:
        """The day since which it has its colour; the last of all days if it is green."""
        day = {"red": self.red_on, "yellow": self.yellow_on}.get(self.colour or "")
        return day or date.max


def judge(facts: Facts, rule: Rule, day: date) -> tuple[Judgement, ...]:
    """Return what each of the rules of *rule* says of *facts* on *day*."""
    return tuple(_JUDGES[name](facts, rule, day) for name in dict.fromkeys(rule.rules))


def worst(judgements: Iterable[Judgement]) -> Colour | None:
    """Return the worst colour of *judgements*; None if nothing could be judged."""
    colours = {one.colour for one in judgements}
    return next((colour for colour in _WORST_FIRST if colour in colours), None)


def _colour(day: date, yellow: date | None, red: date | None) -> Colour:
    if red and day >= red:
        return "red"
    return "yellow" if yellow and day >= yellow else "green"


def _no_progress(facts: Facts, rule: Rule, day: date) -> Judgement:
    """Judge by the calendar months without progress."""
    last = facts.last_progress
    if last is None:
        return Judgement(rule="no-progress", missing="progress")
    yellow = _months_after(last, rule.no_progress_yellow)
    red = _months_after(last, rule.no_progress_red)
    colour = _colour(day, yellow, red)
    turn = red if colour == "red" else yellow
    return Judgement(
        rule="no-progress",
        colour=colour,
        since=last,
        days=(day - last).days,
        limit=(turn - last).days if turn else None,
        yellow_on=yellow,
        red_on=red,
    )


def _missed_month(facts: Facts, rule: Rule, day: date) -> Judgement:
    """Judge by the months since the one in which the next stage was planned.

    A month counts as missed once it is over: what was planned for September is missed for
    one month on 1 October, and for three on 1 December.
    """
    if not facts.planned:
        return Judgement(rule="missed-month", missing="plan")
    if facts.by is None:
        return Judgement(rule="missed-month", colour="green")
    month = Month.of(facts.by)
    yellow = _months_after(month.first, rule.missed_month_yellow)
    red = _months_after(month.first, rule.missed_month_red)
    colour = _colour(day, yellow, red)
    return Judgement(
        rule="missed-month",
        colour=colour,
        since=facts.by,
        days=max((day - facts.by).days, 0),
        stage=facts.next,
        months=max((day.year - month.year) * 12 + day.month - month.number, 0),
        limit=rule.missed_month_red if colour == "red" else rule.missed_month_yellow,
        yellow_on=yellow,
        red_on=red,
    )


def _behind_plan(facts: Facts, rule: Rule, day: date) -> Judgement:
    """Judge by how many points the funds in place lie behind the time that has passed.

    Points behind = days since signing / days from signing to the planned end, less funds in
    place / amount, both in percent; after the planned end all of the time has passed.
    Source: ahead or behind of supervision offices, completion % − time elapsed %, where
    completion is that of the investment.  Money in other currencies than the amount is
    not counted; funds that nobody noted are not in place.
    """
    from fractions import Fraction  # noqa: PLC0415 -- 1 ms, for those who judge by plans

    missing = _missing_for_money(facts)
    if missing:
        return Judgement(rule="behind-plan", missing=missing)
    signed, finish, amount = facts.signed, facts.finish, facts.amount
    if signed is None or finish is None or amount is None:  # it is finished
        return Judgement(rule="behind-plan", colour="green")
    total = (finish - signed).days
    share = Fraction(in_place(amount, facts.funds)) / Fraction(amount.value)
    yellow_at = ceil(total * (share + Fraction(rule.behind_plan_yellow, 100)))
    red_at = floor(total * (share + Fraction(rule.behind_plan_red, 100))) + 1
    yellow = signed + timedelta(yellow_at) if yellow_at <= total else None
    red = signed + timedelta(red_at) if red_at <= total else None
    colour = _colour(day, yellow, red)
    time = Fraction(max(min((day - signed).days, total), 0), total)
    return Judgement(
        rule="behind-plan",
        colour=colour,
        since=signed,
        days=(day - signed).days,
        time=_percent(*time.as_integer_ratio()),
        funds=_percent(*share.as_integer_ratio()),
        points=_percent(*(time - share).as_integer_ratio()),
        limit=rule.behind_plan_red if colour == "red" else rule.behind_plan_yellow,
        yellow_on=yellow,
        red_on=red,
    )


def _missing_for_money(facts: Facts) -> Missing | None:
    if not set(facts.planned) & set(FINISHES):
        return "end" if facts.planned else "plan"
    if facts.finish is None:
        return None
    if facts.signed is None:
        return "signed"
    if facts.finish <= facts.signed:
        return "order"
    if facts.amount is None or not facts.amount.value:
        return "amount"
    own = facts.amount.currency
    is_foreign = facts.funds and all(one.currency != own for one in facts.funds)
    return "currency" if is_foreign else None


def in_place(amount: Amount, funds: Iterable[Amount]) -> Decimal:
    """Return how much of *funds* counts towards *amount*: what is in its currency."""
    return sum((one.value for one in funds if one.currency == amount.currency), Decimal())


def _percent(above: int, below: int) -> Decimal:
    """Return a share in percent with one decimal, rounded half up."""
    exact = Decimal(above * 100) / Decimal(below)
    return exact.quantize(_TENTH, ROUND_HALF_UP)


@lru_cache(maxsize=4096)  # the same days stand in many agreements
def _months_after(day: date, n: int) -> date | None:
    """Count *n* months from *day*; None, which is never, if the calendar ends before."""
    try:
        return months_after(day, n)
    except OverflowError:
        return None


_JUDGES: dict[RuleName, Callable[[Facts, Rule, date], Judgement]] = {
    "no-progress": _no_progress,
    "behind-plan": _behind_plan,
    "missed-month": _missed_month,
}
