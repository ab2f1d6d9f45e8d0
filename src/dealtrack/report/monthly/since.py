"""A closed month beside the ledger of now: what differs, and because of which records."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dealtrack.model.closing import Closing
from dealtrack.query.figure import Figure
from dealtrack.report.explained import Explained
from dealtrack.report.figures import Rounding
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import Monthly
from dealtrack.report.monthly import figures as named
from dealtrack.report.monthly.closed import (
    Frozen,
    behind_all,
    counting,
    numbers_of,
    own_figures,
)
from dealtrack.report.monthly.restated import Difference, Restated, differ
from dealtrack.report.rate import Rate
from dealtrack.report.terms import Terms
from dealtrack.text import _


def restated(
    closing: Closing,
    ledger: Ledger,
    terms: Terms,
    rounding: Rounding,
    month: Monthly | None = None,
) -> Restated:
    """Return what *ledger* would say now of a closed month that it did not say then.

    With *month*, the summary as it would be now, its lists are compared too: lights,
    trips, what was closed on time.
    """
    frozen = closing.reported(Frozen)
    found = [*_of_questions(closing, frozen, ledger, terms, rounding)]
    if month is not None:
        found.extend(_of_lists(frozen.month, month))
    return Restated(
        month=closing.month,
        closed_on=closing.on,
        closed_by=closing.by,
        differences=tuple(one for one in found if _is_other(one)),
    )


def _of_questions(
    closing: Closing, frozen: Frozen, ledger: Ledger, terms: Terms, rounding: Rounding
) -> Iterator[Difference]:
    was = frozen.numbers
    own = [one for one in own_figures(terms) if one.name in was]
    groups = [one for one in named.of_groups(terms, frozen.month) if one.name in was]
    now = numbers_of(ledger, (*own, *groups), rounding)
    refs = behind_all(ledger, terms, own)
    for one in (*own, *groups):
        yield _difference(
            (one.name, _(one.about)),
            (was[one.name], now[one.name]),
            _Behind.kept(closing.behind, one),
            _Behind.kept(refs, one),
        )


def _of_lists(before: Monthly, after: Monthly) -> Iterator[Difference]:
    now = {one.figure: one for one in named.listed_figures(after)}
    for one in named.listed_figures(before):
        its = now[one.figure]
        yield _difference(
            (one.figure, one.formula),
            (one.numbers, its.numbers),
            _Behind.listed(one),
            _Behind.listed(its),
        )


class _Behind(NamedTuple):
    """The refs that a figure counts, and those that only its denominator does."""

    counted: tuple[str, ...]
    rest: tuple[str, ...]

    @classmethod
    def kept(cls, refs: dict[str, tuple[str, ...]], figure: Figure) -> "_Behind":
        return cls(counting(refs, figure.name), refs.get(f"{figure.name} of", ()))

    @classmethod
    def listed(cls, one: Explained) -> "_Behind":
        return cls(one.counting, one.others)


def _difference(
    called: tuple[str, str],
    numbers: tuple[tuple[Rate, ...], tuple[Rate, ...]],
    before: _Behind,
    after: _Behind,
) -> Difference:
    counted = _Moved.of(before.counted, after.counted)
    every = _Moved.of((*before.counted, *before.rest), (*after.counted, *after.rest))
    whole = every.without(counted)
    return Difference(
        figure=called[0],
        formula=called[1],
        was=numbers[0],
        now=numbers[1],
        added=counted.added,
        gone=counted.gone,
        added_of=whole.added,
        gone_of=whole.gone,
    )


def _is_other(one: Difference) -> bool:
    moved = (one.added, one.gone, one.added_of, one.gone_of)
    return differ(one.was, one.now) or any(moved)


class _Moved(NamedTuple):
    """The refs that came in since a month was closed, and those that are gone."""

    added: tuple[str, ...]
    gone: tuple[str, ...]

    @classmethod
    def of(cls, before: Sequence[str], after: Sequence[str]) -> "_Moved":
        old, new = set(before), set(after)
        return cls(
            tuple(ref for ref in after if ref not in old),
            tuple(ref for ref in before if ref not in new),
        )

    def without(self, other: "_Moved") -> "_Moved":
        """Return these but for those that *other* names already."""
        return _Moved(
            tuple(ref for ref in self.added if ref not in other.added),
            tuple(ref for ref in self.gone if ref not in other.gone),
        )
