"""What is behind a number: the formula in words, the records that count, and those left out."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.errors import WrongUse
from dealtrack.query.expr import EVERYTHING, Expr
from dealtrack.query.figure import Figure
from dealtrack.query.words import nearest
from dealtrack.report.answers import Behind, answer, behind
from dealtrack.report.figures import Rounding, say_percent
from dealtrack.report.ledger import Ledger
from dealtrack.report.page import Block, Column, Facts, Note, Page, Table, Tone
from dealtrack.report.rate import Rate, name_of, rates_of, say_left_out
from dealtrack.text import _, listed
from dealtrack.text.hidden import visible


class Reason(Struct, frozen=True):
    """The records that a figure leaves out for a reason, given by its *key*."""

    key: str
    refs: tuple[str, ...]


class Portion(Struct, frozen=True):
    """How much of a figure is due to the record *ref*, which is called *title*."""

    ref: str
    title: str
    n: int


class Explained(Struct, frozen=True, kw_only=True):
    """A figure with the refs behind it.

    *numbers* has one line, of money one for each currency; *d* is None in what is no
    share.  *numerator* and *denominator* are the questions, as they can be typed.  What
    counts something within records tells by *parts* how much there is in each of them.
    *as_closed* is of a closed month: whether this was kept with it, and so stays as it
    was, or is counted on the ledger as it is now.
    """

    schema: Literal["dealtrack/explained/1"] = "dealtrack/explained/1"
    as_of: date
    figure: str
    formula: str
    numbers: tuple[Rate, ...]
    is_share: bool
    counted: str
    numerator: str
    denominator: str
    counting: tuple[str, ...]
    others: tuple[str, ...]
    left_out: tuple[Reason, ...]
    parts: tuple[Portion, ...] = ()
    as_closed: bool | None = None

    @property
    def refs(self) -> tuple[str, ...]:
        """Everything that is behind it: counted, counted in the denominator, left out."""
        return (
            *self.counting,
            *self.others,
            *(ref for one in self.left_out for ref in one.refs),
        )

    def page(self) -> Page:
        """Lay the report out."""
        return Page(
            _("What is behind {figure}").format(figure=self.figure),
            (self._numbers(), *self._refs(), *self._notes()),
            subtitle=_("as of {day}").format(day=self.as_of),
        )

    def _numbers(self) -> Facts:
        pairs: list[tuple[str, str]] = [(_("Formula"), self.formula)]
        for rate in self.numbers:
            name = _("Value, {currency}").format(currency=rate.currency)
            pairs.append((name if rate.currency else _("Value"), self._said(rate)))
        return Facts(tuple(pairs))

    def _said(self, rate: Rate) -> str:
        if not self.is_share:
            return rate.said(rate.n)
        return _("{n} / {d} = {percent}").format(
            n=rate.said(rate.n), d=rate.said(rate.d), percent=say_percent(rate.percent)
        )

    def _refs(self) -> Iterable[Block]:
        if self.parts:
            yield self._parts()
            return
        rows = [(_("counted"), self.counting)]
        if self.is_share:
            rows[0] = (_("in the numerator"), self.counting)
            rows.append((_("only in the denominator"), self.others))
        rows += [
            (_("left out: {reason}").format(reason=say_left_out(one.key)), one.refs)
            for one in self.left_out
        ]
        columns = (
            Column("part", _("Part")),
            Column("n", _("Number"), "number"),
            Column("refs", _("Refs"), grow=True),
        )
        yield Table(columns, tuple((name, len(refs), listed(refs)) for name, refs in rows))

    def _parts(self) -> Table:
        columns = (
            Column("ref", _("Ref"), "ref"),
            Column("title", _("Title"), grow=True),
            Column("n", _("Number"), "number"),
        )
        return Table(columns, tuple((one.ref, one.title, one.n) for one in self.parts))

    def _notes(self) -> Iterable[Block]:
        if self.as_closed is False:
            yield Note(
                _(
                    "The month is closed, but this figure was not kept with it: "
                    "it is counted on the ledger as it is now."
                ),
                Tone.WARN,
            )
        sentences = {
            "projects": _(
                "Several papers of one project count once, under the ref of the first one."
            ),
            "money": _(
                "An amount that an earlier agreement of the project has named "
                "is not added again."
            ),
            "new": _("What follows an earlier agreement is not a new project."),
        }
        if self.counted in sentences:
            yield Note(sentences[self.counted], Tone.QUIET)
        if self.numerator:
            asked = _("The question: {query}").format(query=self.numerator)
            yield Note(asked, Tone.QUIET)


def explain(
    ledger: Ledger, figure: Figure, rounding: Rounding, where: Expr = EVERYTHING
) -> Explained:
    """Explain *figure*."""
    from dealtrack.query.parse import unparse  # noqa: PLC0415 -- 5 ms, and few figures are explained

    found = answer(ledger, [figure], where=where)[""][figure.name]
    refs = behind(ledger, figure, where)
    return Explained(
        as_of=ledger.as_of,
        figure=figure.name,
        formula=_(figure.about),
        numbers=rates_of(figure.name, found, rounding),
        is_share=figure.d is not None,
        counted=figure.among,
        numerator=unparse(figure.numerator),
        denominator="" if figure.d is None else unparse(figure.d),
        counting=refs.n,
        others=refs.rest,
        left_out=_reasons(refs),
    )


def _reasons(refs: Behind) -> tuple[Reason, ...]:
    return tuple(Reason(key, found) for key, found in refs.left_out)


class Named(Struct, frozen=True):
    """A figure that can be explained, and its formula."""

    name: str
    formula: str


class Names(Struct, frozen=True, kw_only=True):
    """The figures that can be explained."""

    schema: Literal["dealtrack/figures/1"] = "dealtrack/figures/1"
    figures: tuple[Named, ...]

    def page(self) -> Page:
        """Lay the report out."""
        columns = (
            Column("figure", _("Figure"), "ref"),
            Column("formula", _("Formula"), grow=True),
        )
        rows = tuple((one.name, one.formula) for one in self.figures)
        return Page(_("Figures that can be explained"), (Table(columns, rows),), is_list=True)


def names_of(figures: Iterable[Figure], listed_ones: Iterable[Explained] = ()) -> Names:
    """List *figures*, and those that are explained already."""
    asked = (Named(one.name, _(one.about)) for one in figures)
    others = (Named(one.figure, one.formula) for one in listed_ones)
    return Names(figures=(*asked, *others))


def chosen(figures: Sequence[Figure], name: str, others: tuple[str, ...] = ()) -> Figure:
    """Return the one of *figures* that is called *name*; there are *others* besides.

    A rate may be called as it is printed.

    Raises: `WrongUse`, with the names that are near.
    """
    for one in figures:
        if name.strip() in {one.name, name_of(one.name)}:
            return one
    near = nearest(name, [*(one.name for one in figures), *others])
    remedy = _("--explain ? prints the names.")
    if near:
        remedy = _("Did you mean {names}? {remedy}").format(names=listed(near), remedy=remedy)
    raise WrongUse(_("No figure is called {name}.").format(name=visible(name)), remedy)
