"""Which agreements belong to one project, and what of them counts once.

Source: a project counts once, at its first signing; a capital increase or a supplement
names only what it adds.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.model import Agreement, Reached
from dealtrack.model.stages import BEFORE_SIGNING
from dealtrack.query.asked import Asked, Records
from dealtrack.query.expr import Expr, both
from dealtrack.query.questions import SIGNED, begun, called, known
from dealtrack.query.readers import signed as signed_on

_REPLACES = ("implements", "renews", "supersedes")


class Lineage(NamedTuple):
    """The signed agreements of a day that stand in one line with others.

    *following* follow an earlier signed one; the amount of those in *repeating* was named
    by an earlier one already, one of *naming*: *funded* are these with the money that
    arrived on either; *converted* are implemented by a contract.  *members* are all
    that belong to a project of several, *projects* each such project as one agreement:
    under the ref of the first one, as far as any of them has come.
    """

    following: tuple[Agreement, ...] = ()
    repeating: tuple[Agreement, ...] = ()
    naming: tuple[Agreement, ...] = ()
    funded: tuple[Agreement, ...] = ()
    converted: tuple[Agreement, ...] = ()
    members: tuple[Agreement, ...] = ()
    projects: tuple[Agreement, ...] = ()

    def within(self, where: Expr, as_of: date) -> "Lineage":
        """Return what of it answers *where*: projects answer as a whole."""
        return Lineage(*(tuple(Records(part).search(where, as_of=as_of)) for part in self))


class _Pair(NamedTuple):
    """An agreement, an earlier one that it is linked to, and how."""

    later: Agreement
    earlier: Agreement
    relation: str


def lineage_of(agreements: Asked[Agreement], day: date) -> Lineage:
    """Return the lineage of *agreements* as of *day*."""
    linking = agreements.search(both(SIGNED, known("link"), begun(day)), as_of=day)
    if not linking:
        return Lineage()
    signed = {one.id: one for one in (*linking, *_targets(linking, agreements, day))}
    pairs = [
        _Pair(one, signed[link.to], link.relation)
        for one in linking
        for link in one.links
        if link.to in signed and _turn(signed[link.to]) < _turn(one)
    ]
    families, paid_for = _families(pairs), _paid_for(pairs)
    naming = _once(paid_for.values())
    return Lineage(
        following=_once(pair.later for pair in pairs),
        repeating=_once(pair.later for pair in pairs if _repeats(pair)),
        naming=naming,
        funded=tuple(_with_funds(one, paid_for, signed) for one in naming),
        converted=_once(pair.earlier for pair in pairs if _converts(pair)),
        members=_once(one for family in families for one in family),
        projects=tuple(_as_one(family, pairs) for family in families),
    )


def _targets(
    linking: list[Agreement], agreements: Asked[Agreement], day: date
) -> Iterator[Agreement]:
    """Yield the signed agreements that others are linked to, without those others."""
    wanted = {link.to for one in linking for link in one.links} - {one.id for one in linking}
    for these in called("id", sorted(wanted)):
        yield from agreements.search(both(these, SIGNED, begun(day)), as_of=day)


def _turn(one: Agreement) -> tuple[date, int]:
    on = signed_on(one)
    return (on.earliest if on else date.min, one.id)


def _repeats(pair: _Pair) -> bool:
    """Whether the later one names money that the earlier one has named."""
    amount, earlier = pair.later.amount, pair.earlier.amount
    if pair.relation not in _REPLACES or amount is None or earlier is None:
        return False
    return amount.currency == earlier.currency


def _paid_for(pairs: Iterable[_Pair]) -> dict[int, Agreement]:
    """Return the agreement that first named the amount of each that repeats one, by its id."""
    named_by = {pair.later.id: pair.earlier for pair in pairs if _repeats(pair)}

    def first(one: Agreement) -> Agreement:
        return first(named_by[one.id]) if one.id in named_by else one

    return {id_: first(one) for id_, one in named_by.items()}


def _with_funds(
    one: Agreement, paid_for: dict[int, Agreement], signed: dict[int, Agreement]
) -> Agreement:
    """Return *one* with all the money that arrived for the amount it names.

    What is in place is compared with what was contracted: where the amount counts, the
    money counts, on whichever paper it was noted.
    """
    others = (signed[id_] for id_, first in paid_for.items() if first.id == one.id)
    funds = (*one.funds, *(paid for other in others for paid in other.funds))
    return replace(one, funds=tuple(sorted(funds, key=lambda paid: paid.on)))


def _converts(pair: _Pair) -> bool:
    return pair.relation == "implements" and pair.later.binding == "contract"


def _once(found: Iterable[Agreement]) -> tuple[Agreement, ...]:
    return tuple(sorted({one.id: one for one in found}.values(), key=lambda one: one.id))


def _families(pairs: list[_Pair]) -> list[list[Agreement]]:
    """Return the agreements that are linked with one another, each family in its order."""
    family: dict[int, list[Agreement]] = {}
    for pair in pairs:
        own = family.setdefault(pair.earlier.id, [pair.earlier])
        other = family.setdefault(pair.later.id, [pair.later])
        if own is not other:
            own += other
            family.update((one.id, own) for one in other)
    different = {id(one): one for one in family.values()}.values()
    return sorted((sorted(one, key=_turn) for one in different), key=lambda f: f[0].id)


def _as_one(family: list[Agreement], pairs: list[_Pair]) -> Agreement:
    """Return a project as one agreement: what became of it stands in the valid paper.

    That is the last one that implements, renews or supersedes another; what only
    supplements does not replace.
    """
    first = family[0]
    replacing = {p.later.id for p in pairs if p.relation in _REPLACES}
    valid = next((one for one in reversed(family) if one.id in replacing), first)
    return replace(
        first,
        kind=valid.kind or first.kind,
        signed=signed_on(first),
        amount=first.amount or valid.amount,
        expires=valid.expires,
        statuses=valid.statuses,
        assignments=valid.assignments or first.assignments,
        sectors=tuple(dict.fromkeys(s for one in family for s in one.sectors)),
        parties=tuple(dict.fromkeys(p for one in family for p in one.parties)),
        stages=(*first.stages, *(r for one in family[1:] for r in _advances(one))),
        funds=tuple(f for one in family for f in one.funds),
        follow_ups=tuple(f for one in family for f in one.follow_ups),
        links=(),
    )


def _advances(one: Agreement) -> Iterator[Reached]:
    """Yield how far *one* came after it was signed."""
    before = (*BEFORE_SIGNING, "signed")
    return (reached for reached in one.stages if reached.stage not in before)
