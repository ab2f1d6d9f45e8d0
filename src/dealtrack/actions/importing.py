"""Writing what a table tells: all of it in one transaction, which one undo takes back."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.errors import Conflict
from dealtrack.exchange.columns.spool import Entry, Spool
from dealtrack.exchange.plan import Changed, New, TripStep
from dealtrack.model import Draft, Link
from dealtrack.store.base import Store

_STEP = 500  # entries between two looks at the bar


class Written(NamedTuple):
    """The ids of the agreements that are new, first and last; how many links found no end."""

    first: int
    last: int
    loose: int


def take_in(
    store: Store,
    spool: Spool,
    id_of: Callable[[str], int | None],
    seen: int,
    progress: Callable[[float], None] = lambda _done: None,
) -> Written:
    """Write every entry of *spool*; the ledger must still be at the revision *seen*.

    *id_of* returns the id of an agreement that the ledger has, by its key.  New agreements
    get their ids in the order of the spool, so that they may name one another.
    """
    with store.transaction():
        if store.revision != seen:
            raise Conflict("")
        first = store.agreements.last_id + 1
        ids = _ids(spool, first)
        loose = 0
        for at, entry in enumerate(spool):
            if entry.record is not None:
                store.agreements.save(entry.record)
            elif entry.draft is not None:
                links = tuple(_links(entry, ids, id_of)) if entry.links else ()
                loose += len(_meant(entry)) - len(links) if entry.links else 0
                store.agreements.add(_linked(entry.draft, links))
            if at % _STEP == 0:
                progress(at / (spool.new + spool.changed))
        return Written(first, store.agreements.last_id, loose)


def take_in_trips(store: Store, steps: Iterable[TripStep], seen: int) -> tuple[str, ...]:
    """Write the trips of a table; return the refs of those that are new.

    The ledger must still be at the revision *seen*.
    """
    with store.transaction():
        if store.revision != seen:
            raise Conflict("")
        refs = []
        for step in steps:
            match step:
                case New(draft):
                    refs.append(store.trips.add(draft).ref)
                case Changed(record=record):
                    store.trips.save(record)
        return tuple(refs)


def loose_ends(spool: Spool, id_of: Callable[[str], int | None]) -> int:
    """Return how many links name an agreement that neither the table nor the ledger has."""
    ids = _ids(spool, 1)
    return sum(len(_meant(entry)) - len(tuple(_links(entry, ids, id_of))) for entry in spool)


def _ids(spool: Spool, first: int) -> dict[str, int]:
    """Return the ids that new agreements will have, by their keys; none if nobody asks."""
    if not spool.has_links:
        return {}
    drafts = (entry.draft for entry in spool if entry.draft is not None)
    return {draft.key: first + at for at, draft in enumerate(drafts)}


def _meant(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return the links of an entry, without those that lead back to it."""
    own = entry.draft.key if entry.draft else ""
    return tuple(link for link in entry.links if link[1] != own)


def _links(
    entry: Entry, ids: dict[str, int], id_of: Callable[[str], int | None]
) -> Iterator[Link]:
    for relation, key in _meant(entry):
        id_ = ids.get(key) or id_of(key)
        if id_:
            yield Link(relation=relation, to=id_)  # type: ignore[arg-type]  # a key of RELATIONS


def _linked(draft: Draft, links: Iterable[Link]) -> Draft:
    more = tuple(links)
    return replace(draft, links=(*draft.links, *more)) if more else draft
