"""Why an agreement has its light: each rule with its facts, and what would turn it."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_UP, Decimal
from typing import Literal

from msgspec import Struct

from dealtrack.model import Agreement, Amount
from dealtrack.model.stages import STAGES
from dealtrack.report.lights import (
    NO_PROGRESS,
    Facts,
    Judgement,
    Light,
    Rule,
    facts_of,
    light,
    say_colour,
    say_reason,
    say_rule,
)
from dealtrack.report.lights.judging import in_place
from dealtrack.report.lights.words import say_hue, say_judgement, say_rule_name
from dealtrack.report.page import (
    Block,
    Cell,
    Column,
    Note,
    Page,
    Row,
    Section,
    Table,
    Tone,
    Toned,
)
from dealtrack.report.page import Facts as Pairs
from dealtrack.report.words import money, say_status
from dealtrack.text import _

_CENT = Decimal("0.01")


class Explained(Struct, frozen=True, kw_only=True):
    """The light of one agreement on a day; without a *light*, its status says why.

    It is yellow from *yellow_on*, red from *red_on* if nothing moves; None is never.
    *missing_funds* are those that would have to be in place, and more, to be green by plan.
    """

    schema: Literal["dealtrack/light/1"] = "dealtrack/light/1"
    as_of: date
    ref: str
    title: str
    rule: Rule
    status: str
    is_signed: bool
    light: Light | None
    yellow_on: date | None = None
    red_on: date | None = None
    missing_funds: Amount | None = None

    def page(self) -> Page:
        """Lay the report out."""
        return Page(
            f"{self.ref}  {self.title}",
            tuple(self._blocks()),
            subtitle=_("as of {day}").format(day=self.as_of),
        )

    def _blocks(self) -> Iterator[Block]:
        if self.light is None:
            yield Note(self._no_light())
            return
        colour = (say_colour(self.light), Toned(say_reason(self.light), Tone.QUIET))
        yield Pairs(((_("Light"), colour), *self._turns()))
        yield self._table(self.light)
        if ways := tuple(self._ways(self.light)):
            yield Section(_("What would turn it green"), (Note("\n".join(ways)),))
        yield Note("\n".join(say_rule(self.rule)), Tone.QUIET)

    def _no_light(self) -> str:
        if not self.is_signed:
            return _("It has no light: it is not signed.")
        status = say_status(self.status).value
        return _("It has no light: it is {status}.").format(status=status)

    def _turns(self) -> Iterator[tuple[str, Cell]]:
        for name, since, day in (
            (_("Yellow from"), _("Yellow since"), self.yellow_on),
            (_("Red from"), _("Red since"), self.red_on),
        ):
            if day is None:
                yield name, Toned(_("never, as things stand"), Tone.QUIET)
            else:
                yield (since if day <= self.as_of else name), day

    def _table(self, one: Light) -> Table:
        columns = (
            Column("rule", _("Rule")),
            Column("light", _("Light")),
            Column("facts", _("Judged by"), grow=True),
            Column("yellow", _("Yellow from"), "day"),
            Column("red", _("Red from"), "day"),
        )
        return Table(columns, tuple(map(_row, one.judgements)), title=_("Rules"))

    def _ways(self, one: Light) -> Iterator[str]:
        """Yield what would turn each rule that is yellow or red; all of it has to happen."""
        for judged in one.judgements:
            if judged.colour not in {"yellow", "red"}:
                continue
            match judged.rule:
                case "no-progress":
                    yield _(
                        "Any progress: a stage, funds, a follow-up that moves on, a note: "
                        'dealtrack note {ref} "…"'
                    ).format(ref=self.ref)
                case "missed-month":
                    yield _(
                        "Reaching the stage {stage}: dealtrack advance {ref} {key}; or "
                        "planning it anew: dealtrack plan {ref} {key} DAY"
                    ).format(stage=STAGES.name(judged.stage), key=judged.stage, ref=self.ref)
                case "behind-plan" if self.missing_funds:
                    yield _(
                        "More than {amount} more in place: dealtrack fund {ref} AMOUNT"
                    ).format(amount=money(self.missing_funds), ref=self.ref)


def explain(one: Agreement, day: date, rule: Rule = NO_PROGRESS) -> Explained:
    """Explain the light that *one* has on *day*."""
    shown = light(one, day, rule)
    judged = shown.judgements if shown else ()
    return Explained(
        as_of=day,
        ref=one.ref,
        title=one.title,
        rule=rule,
        status=one.status(day),
        is_signed=one.was_signed(day),
        light=shown,
        yellow_on=min((j.yellow_on for j in judged if j.yellow_on), default=None),
        red_on=min((j.red_on for j in judged if j.red_on), default=None),
        missing_funds=_missing_funds(facts_of(one, day), rule, day, judged),
    )


def _row(one: Judgement) -> Row:
    return (
        say_rule_name(one.rule),
        say_hue(one.colour),
        say_judgement(one),
        one.yellow_on,
        one.red_on,
    )


def _missing_funds(
    facts: Facts, rule: Rule, day: date, judged: tuple[Judgement, ...]
) -> Amount | None:
    """Return the funds beyond which the plan would be kept within its yellow limit."""
    is_behind = any(
        one.rule == "behind-plan" and one.colour in {"yellow", "red"} for one in judged
    )
    signed, finish, amount = facts.signed, facts.finish, facts.amount
    if not is_behind or signed is None or finish is None or amount is None:
        return None
    total = (finish - signed).days
    passed = Decimal(min((day - signed).days, total)) / total
    wanted = amount.value * (passed - Decimal(rule.behind_plan_yellow) / 100)
    missing = (wanted - in_place(amount, facts.funds)).quantize(_CENT, ROUND_UP)
    return Amount(value=missing, currency=amount.currency)
