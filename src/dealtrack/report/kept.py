"""How the commitments of a side, or of anybody, stand: counted, with the refs behind it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from dealtrack.model import Amount
from dealtrack.model.vocabulary import PROMISE_STATES, SIDES
from dealtrack.query import promises as questions
from dealtrack.query.asked import Book, refs_of
from dealtrack.query.expr import EVERYTHING, Expr, both
from dealtrack.query.measures import Figure, Measure
from dealtrack.report.figures import HALF_UP, Rounding, Share, added, say_amounts, say_share
from dealtrack.report.page import Cell
from dealtrack.report.rate import LeftOut
from dealtrack.report.words import quiet
from dealtrack.text import _

STATES = (*questions.OWED, "partly", "not-due", "unmet", "honoured", "waived")
"""The states of commitments, those that somebody has to act on first."""

_MEASURES = (
    *(Measure(key, questions.standing(key), unit="entries") for key in STATES),
    Measure("on_condition", questions.ON_CONDITION, unit="entries"),
    Measure("met", questions.MET, unit="entries"),
    Measure("not_met", questions.NOT_MET, unit="entries"),
    Measure("pledged", of="pledged", unit="entries"),
    Measure("whole", questions.HONOURED, "kept", unit="entries"),
    Measure("all", of="kept", unit="entries"),
)


class Conditions(Struct, frozen=True):
    """How many commitments hang on a condition, and of how many it is *met*.

    The rest was waived before its condition was met.
    """

    total: int
    met: int
    not_met: int


class Kept(Struct, frozen=True, kw_only=True):
    """How the commitments of a side stand; the total has no *side*.

    *states* counts them by the keys of `PROMISE_STATES`.  *share* is what was honoured of
    all that fell due; *left_out* is what is in question but not in it, by the reason.  Of
    the money *pledged*, *honoured* is that of commitments honoured whole, and *partly* what
    was honoured of others.  Formula: honoured / (honoured + due + overdue).
    """

    side: str = ""
    total: int
    states: dict[str, int]
    share: Share
    left_out: tuple[LeftOut, ...]
    conditions: Conditions
    pledged: tuple[Amount, ...]
    honoured: tuple[Amount, ...]
    partly: tuple[Amount, ...]

    @property
    def owed(self) -> dict[str, int]:
        """What fell due and was not honoured, by its state."""
        return {key: self.states[key] for key in questions.OWED}


class Balance(NamedTuple):
    """The commitments of each side that has any, and of all sides together."""

    sides: tuple[Kept, ...]
    total: Kept


def balance(
    book: Book, as_of: date, where: Expr = EVERYTHING, rounding: Rounding = HALF_UP
) -> Balance:
    """Count the commitments that answer *where* as they stood on *as_of*, side by side."""
    found = _figures(book, as_of, where, by="promise")
    everything = [figures for side in found.values() for figures in side]
    return Balance(
        tuple(_kept(found[key], rounding, key) for key in SIDES.keys if key in found),
        _kept(everything, rounding),
    )


def kept_by(
    book: Book, as_of: date, field: str, where: Expr = EVERYTHING, rounding: Rounding = HALF_UP
) -> dict[str, Kept]:
    """Count them by the value of *field*; "" is of those that have none."""
    found = _figures(book, as_of, where, by=field)
    return {key: _kept(figures, rounding) for key, figures in found.items()}


def refs_behind(
    book: Book, as_of: date, where: Expr = EVERYTHING
) -> dict[str, tuple[str, ...]]:
    """Return the refs of the commitments in each state: every number of `Kept` is of these."""
    asked = questions.commitments(as_of, where)
    return {
        key: tuple(refs_of(book, both(asked, questions.standing(key)), as_of=as_of))
        for key in STATES
    }


_Figures = dict[str, Figure]


def _figures(book: Book, as_of: date, where: Expr, by: str) -> dict[str, list[_Figures]]:
    """Return the figures of agreements and of trips, by the value of the field *by*."""
    asked, found = questions.commitments(as_of, where), dict[str, list[_Figures]]()
    for register in (book.agreements, book.trips):
        told = register.tally(_MEASURES, as_of=as_of, by=by, where=asked)
        for key, figures in told.items():
            found.setdefault(key, []).append(figures)
    return found


def _kept(figures: Sequence[_Figures], rounding: Rounding, side: str = "") -> Kept:
    states = {key: _count(figures, key) for key in STATES}
    whole = _money(figures, "whole")
    return Kept(
        side=side,
        total=sum(states.values()),
        states=states,
        share=share_honoured(states, rounding),
        left_out=tuple(LeftOut(one.key, states[one.key]) for one in questions.EXCLUDED),
        conditions=Conditions(
            *(_count(figures, name) for name in ("on_condition", "met", "not_met"))
        ),
        pledged=_money(figures, "pledged"),
        honoured=whole,
        partly=_less(_money(figures, "all"), whole),
    )


def share_honoured(states: dict[str, int], rounding: Rounding) -> Share:
    """Return how much of what fell due was honoured, of commitments counted by *states*.

    Source: 承诺兑现率; a condition that is not met is shown apart, and not in it.
    """
    honoured = states["honoured"]
    return Share.of(honoured, honoured + sum(states[key] for key in questions.OWED), rounding)


def _count(figures: Iterable[_Figures], name: str) -> int:
    return sum(n for one in figures if isinstance(n := one[name], int))


def _money(figures: Iterable[_Figures], name: str) -> tuple[Amount, ...]:
    sums = (one[name] for one in figures)
    return added(
        Amount(value=value, currency=code)
        for one in sums
        if not isinstance(one, int)
        for code, value in one.items()
    )


def _less(amounts: Iterable[Amount], others: Iterable[Amount]) -> tuple[Amount, ...]:
    gone = {one.currency: one.value for one in others}
    left = added([*amounts, *(Amount(value=-v, currency=c) for c, v in gone.items())])
    return tuple(one for one in left if one.value)


def say_kept(kept: Kept) -> tuple[Cell, ...]:
    """Say what was honoured of what fell due, what is not counted, and the money."""
    return (_say_due(kept), *(line for line in _rest(kept) if line))


def _say_due(kept: Kept) -> str:
    share = _("honoured of what fell due: {share}").format(share=say_share(kept.share))
    return " · ".join((share, *_counts(kept.owed)))


def _rest(kept: Kept) -> Iterator[Cell]:
    left = _counts({one.key: one.n for one in kept.left_out})
    if left:
        yield _("not counted, of {n} in all: {counts}").format(
            n=f"{kept.total:,}", counts=" · ".join(left)
        )
    conditions = kept.conditions
    if conditions.total:
        yield quiet(
            _("on a condition {n}: met {met} · not met {not_met}").format(
                n=f"{conditions.total:,}",
                met=f"{conditions.met:,}",
                not_met=f"{conditions.not_met:,}",
            )
        )
    if kept.pledged or kept.partly:
        yield quiet(say_money(kept))


def say_money(kept: Kept) -> str:
    """Say the money that was pledged, and what was honoured of it, whole or in part."""
    pledged = say_amounts(kept.pledged) or "–"
    honoured = say_amounts(added((*kept.honoured, *kept.partly))) or "–"
    partly = say_amounts(kept.partly)
    if partly:
        money = _("pledged {pledged}, honoured {honoured} (in part: {partly})")
        return money.format(pledged=pledged, honoured=honoured, partly=partly)
    money = _("pledged {pledged}, honoured {honoured}")
    return money.format(pledged=pledged, honoured=honoured)


def _counts(states: dict[str, int]) -> tuple[str, ...]:
    said = _("{state} {n}")
    return tuple(
        said.format(state=PROMISE_STATES.name(key), n=f"{n:,}")
        for key, n in states.items()
        if n
    )
