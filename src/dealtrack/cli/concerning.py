"""What has to be read of a ledger to tell everything about a trip, or about a name."""

from collections.abc import Sequence
from datetime import date

from dealtrack.model import Agreement, Trip
from dealtrack.query.asked import Excerpt, Scope
from dealtrack.query.expr import EVERYTHING, Expr, Op, Or, Term, both
from dealtrack.query.questions import EVER, begun, called, known, naming
from dealtrack.store.base import Store


def at_hand(store: Store, where: Expr, as_of: date) -> Excerpt:
    """Return what answers *where*, to put many questions to."""
    return Excerpt(
        store.agreements.at_hand(where, as_of=as_of),
        store.trips.at_hand(where, as_of=as_of),
        None if where == EVERYTHING else Scope(store.agreements, where, as_of),
    )


def from_trips(store: Store, trips: Sequence[Trip]) -> list[Agreement]:
    """Return the agreements made on *trips*."""
    found = {
        a.id: a
        for made_on_them in called("trip", (trip.ref for trip in trips))
        for a in store.agreements.search(made_on_them, as_of=EVER)
    }
    return [found[id_] for id_ in sorted(found)]


def since_heard(
    store: Store, trips: Sequence[Trip], as_of: date
) -> tuple[tuple[str, str], ...]:
    """Return what agreements follow from, of all that may have come of *trips* by *as_of*.

    None of them is read for it: their words are in the index.
    """
    from dealtrack.report.people import folded

    if not any(trip.all_intentions for trip in trips):
        return ()
    became = {id_ for trip in trips for one in trip.all_intentions for id_ in one.became}
    may = Or((known("follows"), *(Term("id", Op.EQ, id_) for id_ in sorted(became))))
    asked = both(may, begun(as_of))
    rows = store.agreements.rows(("id", "follows"), asked, as_of=as_of)
    return tuple((str(id_[0]), folded(str(text[0])) if text else "") for id_, text in rows)


def naming_records(store: Store, name: str) -> tuple[list[Agreement], list[Trip]]:
    """Return the records in which *name* is a part of a name, and those that belong to them."""
    trips = store.trips.search(naming(name), as_of=EVER)
    own = store.agreements.search(naming(name), as_of=EVER)
    found = {a.id: a for a in (*own, *from_trips(store, trips))}
    return [found[id_] for id_ in sorted(found)], trips


def everything(store: Store) -> tuple[list[Agreement], list[Trip]]:
    """Return every record: to offer what is near, after a slip."""
    return store.agreements.search(as_of=EVER), store.trips.search(as_of=EVER)
