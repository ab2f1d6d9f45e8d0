"""Organisations under one name: other names, what belongs to what, and merging two."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.actions.logs import WrongStep
from dealtrack.errors import BrokenRule, Conflict
from dealtrack.model.registered import Organisation
from dealtrack.query.registry import Organisations
from dealtrack.query.words import plain
from dealtrack.store.base import Store
from dealtrack.text import _, listed

FACTS = ("parent", "kind", "region", "code")
"""What can be said of an organisation beside its names."""


class Renamed(NamedTuple):
    """What a change makes of an organisation, and which others are gone into it."""

    before: Organisation
    after: Organisation
    gone: tuple[Organisation, ...] = ()

    @property
    def is_nothing_new(self) -> bool:
        """Whether it is so already."""
        return self.before == self.after and not self.gone

    @property
    def new_names(self) -> tuple[str, ...]:
        """The names that it did not have before."""
        return tuple(name for name in self.after.names if name not in self.before.names)


def described(known: Organisations, name: str, /, **facts: str) -> Renamed:
    """Return what *facts* make of *name*; "" says that a fact is not known after all.

    A new *name* among them is the one to print; the one before stays an alias.

    Raises:
        WrongStep: if it would belong to itself, or be called like another one.
        BrokenRule: if a fact breaks one.
    """
    before = _of(known, name)
    new_name = facts.pop("name", "") or before.name
    after = replace(before, **facts)
    if new_name != before.name:
        rest = tuple(one for one in before.names if one != new_name)
        after = replace(after, name=new_name, aliases=rest)
    return _allowed(known, Renamed(before, after))


def called(known: Organisations, name: str, aliases: Iterable[str]) -> Renamed:
    """Return *name* with other names as well; see `described`."""
    before = _of(known, name)
    return _allowed(known, Renamed(before, before.also_called(tuple(aliases))))


def not_called(known: Organisations, name: str, aliases: Iterable[str]) -> Renamed:
    """Return *name* without some of its other names.

    Raises:
        WrongStep: if it has none of that name, or is printed under it.
    """
    before = _of(known, name)
    for one in aliases:
        if plain(one) == plain(before.name):
            raise WrongStep(
                _("{name} is the name to print, not one of the others.").format(name=one),
                _('Choose another one first: dealtrack party set "{name}" --name …').format(
                    name=before.name
                ),
            )
        if not before.is_called(one):
            raise WrongStep(
                _("{name} is not called {alias}.").format(name=before.name, alias=one)
            )
    unwanted = {plain(one) for one in aliases}
    kept = tuple(one for one in before.aliases if plain(one) not in unwanted)
    return Renamed(before, replace(before, aliases=kept))


def merged(known: Organisations, name: str, others: Iterable[str]) -> Renamed:
    """Return *name* with all *others* in it: their names, and their facts where it has none.

    Raises:
        WrongStep: if their credit codes tell that they are two, or it would belong to itself.
    """
    before = after = _of(known, name)
    gone: list[Organisation] = []
    for other in others:
        found = known.find(other)
        if found is None or found == before:
            after = after.also_called((other,))
            continue
        if found in gone:
            continue
        _refuse_two_codes(after, found)
        gone.append(found)
        after = after.also_called(found.names)
        empty = {fact: getattr(found, fact) for fact in FACTS if not getattr(after, fact)}
        after = replace(after, **empty)
        if after.is_called(after.parent):  # a child that is one with its parent
            is_own = after.is_called(found.parent)
            after = replace(after, parent="" if is_own else found.parent)
    return _allowed(known, Renamed(before, after, tuple(gone)))


def save(store: Store, make: Callable[[Organisations], Renamed], seen: Renamed) -> Renamed:
    """Keep the change that *make* makes, in one step, if it still is the one *seen*.

    What nothing is said of any more but its name is struck from the register.

    Raises:
        Conflict: if somebody else changed something of it meanwhile.
    """
    with store.transaction():
        change = make(Organisations(store.organisations.all()))
        if change != seen:
            raise Conflict(change.before.ref if change.before.id else change.before.name)
        for one in change.gone:
            store.organisations.remove(one.id)
        if change.before != change.after:
            return change._replace(after=_kept(store, change.after))
    return change


def _kept(store: Store, one: Organisation) -> Organisation:
    if not one.id:
        return store.organisations.add(one)
    if one.aliases or any(getattr(one, fact) for fact in FACTS):
        return store.organisations.save(one)
    store.organisations.remove(one.id)
    return one


def _of(known: Organisations, name: str) -> Organisation:
    return known.find(name) or Organisation(name=name)


def _allowed(known: Organisations, change: Renamed) -> Renamed:
    """Return *change*, or raise what is wrong about it."""
    after = change.after
    gone = {one.id for one in change.gone}
    others = [e for e in known.entries if e.id not in gone and e != change.before]
    rest = Organisations(others)
    for name in change.new_names:
        if taken := rest.find(name):
            raise WrongStep(
                _("{name} is a name of {other} already.").format(name=name, other=taken.name),
                _('If they are one: dealtrack party merge "{one}" "{other}"').format(
                    one=change.before.name, other=taken.name
                ),
            )
    try:
        after.check()
    except BrokenRule as broken:
        if broken.field == "parent":
            raise ring_of(after.name, after.name) from None
        raise
    whole = Organisations((*others, after))
    if whole.is_in_ring(after.name):
        raise ring_of(after.name, *whole.above(after.name), after.name)
    return change


def ring_of(*chain: str) -> WrongStep:
    """Return the refusal of a *chain* of parents that ends where it begins."""
    return WrongStep(
        _("{name} would belong to itself: {chain}.").format(
            name=chain[0], chain=" → ".join(chain)
        ),
        _("Say first that it does not: dealtrack party set NAME --parent none"),
    )


def _refuse_two_codes(one: Organisation, other: Organisation) -> None:
    if one.code and other.code and one.code != other.code:
        raise WrongStep(
            _("{names} have different credit codes: they are two organisations.").format(
                names=listed((one.name, other.name))
            ),
            _("If a code is wrong: dealtrack party set NAME --code CODE"),
        )
