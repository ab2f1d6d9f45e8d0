"""How targets are typed on the command line, and what is told of them."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Literal
from unicodedata import normalize

import msgspec

from dealtrack.actions.targets import Wanted
from dealtrack.cli.options import read, some_amount
from dealtrack.cli.run import Run
from dealtrack.cli.talk import joined, telling
from dealtrack.days import parse_year
from dealtrack.errors import WrongUse
from dealtrack.model import Amount
from dealtrack.model.target import OF_MONEY, Measured, Target
from dealtrack.model.vocabulary import MEASURES
from dealtrack.report.words import money
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible
from dealtrack.text.numerals import in_digits

Result = Literal["new", "revised", "same", "removed"]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A target that was set, or would be, under its *ref* if it has one."""

    ref: str = ""
    year: int
    measure: Measured
    unit: str = ""
    value: int | Amount
    outcome: Result

    @property
    def name(self) -> str:
        """What it is a target of, in words."""
        parts = (str(self.year), MEASURES.name(self.measure), self.unit)
        return " · ".join(part for part in parts if part)


class Set(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a command that sets or removes targets, as JSON."""

    schema: Literal["dealtrack/targets-set/1"] = "dealtrack/targets-set/1"
    saved: bool = True
    targets: tuple[Told, ...]


def imported(report: Set) -> Iterator[str]:
    """Say what is new and what is revised, a line each, and how much there is of it."""
    words = {"new": _("New: {target}: {value}"), "revised": _("Revised: {target}: {value}")}
    for one in report.targets:
        if one.outcome in words:
            yield words[one.outcome].format(target=one.name, value=said(one.value))
    same = sum(1 for one in report.targets if one.outcome == "same")
    n = len(report.targets) - same
    done = plural("{n} target set", "{n} targets set", n)
    if not report.saved:
        done = plural("{n} target would be set", "{n} targets would be set", n)
    yield joined(
        (done, plural("{n} is so already", "{n} are so already", same) if same else "")
    )


def tell(run: Run, report: Set, lines: tuple[str, ...]) -> None:
    """Tell what came of it: as JSON, as the bare refs, or in words."""
    refs = [one.ref for one in report.targets if one.ref]
    with telling(listed(refs)):
        if run.json:
            run.answer(report)
        elif run.quiet:
            run.tell("\n".join(refs))
        else:
            for line in lines:
                run.tell(visible(line))


def warn(run: Run, odd: Iterable[str]) -> None:
    """Say that a unit is new here though the ledger knows one that is much like it."""
    for sentence in odd:
        run.say(_("Note: {sentence}").format(sentence=visible(sentence)))


def told(target: Target, outcome: Result) -> Told:
    """Return what is told of a *target* that was set."""
    return Told(
        ref=target.ref,
        year=target.year,
        measure=target.measure,
        unit=target.unit,
        value=_plain(target.aims[-1].value),
        outcome=outcome,
    )


def foretold(wanted: Wanted, outcome: Result) -> Told:
    """Return what is told of a target that would be set."""
    return Told(
        year=wanted.year,
        measure=wanted.measure,
        unit=wanted.unit,
        value=_plain(wanted.value),
        outcome=outcome,
    )


def read_year(text: str, today: date) -> int:
    """Read a year as it is typed for YEAR: ``2026``, ``2026年``, ``next year``, 今年."""
    return read("YEAR", lambda: parse_year(text, today))


def value_of(text: str, measure: str) -> Decimal | Amount:
    """Read the value of a target of *measure*; an error names it."""
    if measure in OF_MONEY:
        return some_amount(text, "VALUE")
    bare = in_digits(normalize("NFKC", text).strip()).replace(",", "")
    if not (bare.isascii() and bare.isdigit() and 0 < int(bare) < 10**9):
        raise WrongUse(
            _("VALUE {text}: {measure} is a count.").format(
                text=visible(text), measure=MEASURES.name(measure)
            ),
            _("Give a whole number, 1 or more."),
        )
    return Decimal(int(bare))


def _plain(value: Decimal | Amount) -> int | Amount:
    return value if isinstance(value, Amount) else int(value)


def said(value: int | Decimal | Amount | None) -> str:
    """Say a value; None is one that is not set."""
    if value is None:
        return _("not set")
    return money(value) if isinstance(value, Amount) else f"{value:,}"
