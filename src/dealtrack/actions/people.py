"""People under one name, where their organisations agree."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dealtrack.actions.logs import WrongStep
from dealtrack.model.registered import Individual
from dealtrack.query.registry import Registry
from dealtrack.report.namesakes import Seen
from dealtrack.store.base import Store
from dealtrack.text import _, listed


class United(NamedTuple):
    """What somebody is with other names as well, and which entries are gone into it."""

    before: Individual
    after: Individual
    gone: tuple[Individual, ...] = ()


def united(
    known: Registry[Individual], name: str, others: Iterable[str], seen: Mapping[str, Seen]
) -> United:
    """Return *name* with *others* as names too.

    Raises:
        WrongStep: if they are named with organisations that have nothing in common.
    """
    before = after = known.find(name) or Individual(name=name, organisation=_of(seen, name))
    gone: dict[int, Individual] = {}
    for other in others:
        _check_same(name, other, seen)
        found = known.find(other)
        if found and found.id != before.id:
            gone[found.id] = found
        after = after.also_called(found.names if found else (other,))
    return United(before, after, tuple(gone.values()))


def merge(
    store: Store, name: str, others: Iterable[str], seen: Mapping[str, Seen]
) -> Individual:
    """Keep that *others* are names of *name* too, in one step; see `united`."""
    with store.transaction():
        before, after, gone = united(Registry(store.people.all()), name, others, seen)
        for one in gone:
            store.people.remove(one.id)
        if after == before:
            return before
        return store.people.save(after) if before.id else store.people.add(after)


def _of(seen: Mapping[str, Seen], name: str) -> str:
    """Return the organisation that *name* is always named with, "" if there are several."""
    own = seen.get(name, Seen()).organisations
    return next(iter(own)) if len(own) == 1 else ""


def _check_same(name: str, other: str, seen: Mapping[str, Seen]) -> None:
    own, its = (seen.get(one, Seen()).organisations for one in (name, other))
    if own and its and not own & its:
        raise WrongStep(
            _("{name} is of {own}, {other} of {its}: they are two people.").format(
                name=name, own=listed(sorted(own)), other=other, its=listed(sorted(its))
            ),
            _("If these are one organisation: dealtrack party merge NAME OTHER"),
        )
