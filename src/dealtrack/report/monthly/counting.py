"""Part 12 of the monthly summary: how it was counted, and what is not known exactly."""

from msgspec import Struct

from dealtrack.model.stages import STAGES
from dealtrack.query.asked import refs_of
from dealtrack.query.expr import Not, both
from dealtrack.query.questions import UNDATED, begun, known
from dealtrack.report.answers import behind
from dealtrack.report.figures import Rounding
from dealtrack.report.ledger import Ledger
from dealtrack.report.lights import NO_PROGRESS, Rule, say_rule
from dealtrack.report.monthly import questions
from dealtrack.report.page import Facts, Note, Section, Tone
from dealtrack.report.terms import Terms
from dealtrack.text import _, listed

_SHOWN = 12
_COUNTED = ("signed", "registered", "started", "completed", "in-production")


class Counting(Struct, frozen=True, kw_only=True):
    """The rules that were used, and the records they cannot be sure about."""

    rounding: Rounding
    lights: Rule
    imprecise: tuple[str, ...]
    unknown: tuple[str, ...]
    unknown_papers: tuple[str, ...]
    several_papers: tuple[str, ...]
    without_amount: tuple[str, ...]
    repeating: tuple[str, ...]
    undated: tuple[str, ...]
    inexact_trips: tuple[str, ...]

    def section(self) -> Section:
        """Lay the part out."""
        rules = "\n".join(self._rules())
        blocks = (Note(rules, Tone.QUIET), _stages(), self._exceptions())
        return Section(_("How it was counted"), blocks)

    def _rules(self) -> tuple[str, ...]:
        rounding = {
            "half-up": _(
                "Percentages are rounded half up, decimals: {n}. "
                "“—” stands where there is nothing to divide by."
            ),
            "truncate": _(
                "Percentages are cut off, decimals: {n}. "
                "“—” stands where there is nothing to divide by."
            ),
        }
        return (
            _(
                "An agreement is one record of the ledger. It counts as signed "
                "whatever became of it later."
            ),
            _(
                "A day known in part counts from its earliest day. "
                "An unknown day counts in the totals and in no month."
            ),
            _(
                "Money is summed per currency. An agreement that implements, renews or "
                "supersedes one with an amount in the same currency adds none; "
                "a supplement or a capital increase adds its own."
            ),
            _("A class of size includes the amount that it begins with."),
            _(
                "A rate counts projects: all papers of one project once, at its first signing, "
                "as far as any of them has come. Registration, start and production are "
                "told of building projects only: not of strategic and framework agreements, "
                "memoranda, letters of intent."
            ),
            _(
                "Funds in place are compared with the amounts of agreements that name one, "
                "currency by currency."
            ),
            _(
                "An agreement belongs to the unit that answers for it on the as-of day. "
                "Shares are rounded one by one, and need not add up to exactly 100%."
            ),
            _(
                "A follow-up is overdue from the day after its due day, as postponed. "
                "Closed on time is judged on the original due day."
            ),
            *say_rule(self.lights),
            rounding[self.rounding.mode].format(n=self.rounding.decimals),
        )

    def _exceptions(self) -> Facts:
        parts = (
            (_("Signed on a day known in part"), self.imprecise),
            (_("Signed on an unknown day"), self.unknown),
            (_("Unknown number of papers"), self.unknown_papers),
            (_("Several papers in one record"), self.several_papers),
            (_("Signed without an amount"), self.without_amount),
            (_("Amount counted with an earlier agreement"), self.repeating),
            (_("Open follow-ups without a due day"), self.undated),
            (_("Trips whose days are not known exactly"), self.inexact_trips),
        )
        return Facts(tuple((label, _said(refs)) for label, refs in parts))


def _stages() -> Facts:
    """Return what the office means by the stages that are counted."""
    words = [STAGES[key] for key in _COUNTED]
    pairs = tuple((word.name, word.meaning) for word in words if word.meaning)
    return Facts(pairs, title=_("What the stages mean"))


def sum_counting(
    ledger: Ledger, terms: Terms, rounding: Rounding, rule: Rule = NO_PROGRESS
) -> Counting:
    """Sum up what has to be known to read the figures rightly."""
    day = ledger.as_of
    inexact = both(Not(known("days")), begun(day))
    trips = ledger.book.trips.rows(("id",), inexact, as_of=day)
    undated = both(UNDATED, begun(day))
    found = {one.name: behind(ledger, one).n for one in questions.exceptions(terms)}
    return Counting(
        rounding=rounding,
        lights=rule,
        imprecise=found["counted.imprecise"],
        unknown=found["counted.unknown-day"],
        unknown_papers=found["counted.unknown-papers"],
        several_papers=found["counted.several-papers"],
        without_amount=found["counted.without-amount"],
        repeating=tuple(one.ref for one in ledger.lineage.repeating),
        undated=tuple(refs_of(ledger.book, undated, as_of=day)),
        inexact_trips=tuple(f"T{row[0][0]}" for row in trips),
    )


def _said(refs: tuple[str, ...]) -> str:
    """Say how many there are and which, the first ones at least."""
    if not refs:
        return "0"
    shown = listed(refs[:_SHOWN]) + (" …" if len(refs) > _SHOWN else "")
    return _("{n} ({refs})").format(n=f"{len(refs):,}", refs=shown)
