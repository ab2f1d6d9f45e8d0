"""People under one name, where their organisations agree."""

from collections.abc import Iterable, Mapping

from dealtrack.actions.logs import WrongStep
from dealtrack.model.registered import Individual
from dealtrack.query.registry import Registry
from dealtrack.report.namesakes import Seen
from dealtrack.store.base import Store
from dealtrack.text import _, listed


def merge(
    store: Store, name: str, others: Iterable[str], seen: Mapping[str, Seen]
) -> Individual:
    """Keep that *others* are names of *name* too, in one step.

    Raises:
        WrongStep: if they are named with organisations that have nothing in common.
    """
    with store.transaction():
        known = Registry(store.people.all())
        before = after = known.find(name) or Individual(name=name, organisation=_of(seen, name))
        for other in others:
            _check_same(name, other, seen)
            found = known.find(other)
            if found and found.id != before.id:
                store.people.remove(found.id)
            after = after.also_called(found.names if found else (other,))
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
