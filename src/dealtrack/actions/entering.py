"""Take in the records of a document, in one transaction."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from dealtrack.actions.naming import ring_of
from dealtrack.exchange.documents.plan import Plan, There
from dealtrack.exchange.documents.read import Document
from dealtrack.model.held import Held
from dealtrack.model.registered import Organisation
from dealtrack.query.expr import EVERYTHING
from dealtrack.query.registry import Organisations
from dealtrack.store.base import Store
from dealtrack.store.kinds import ASIDE, KINDS


class TakenIn(NamedTuple):
    """What was entered and what was changed, as the ledger has it now."""

    entered: tuple[str, ...]
    changed: tuple[Held, ...]


def held_of(store: Store, document: Document, today: date) -> There:
    """Return what the ledger holds of what *document* tells of, and what it has counted."""
    return There(store.counters, {t: tuple(_held(store, document, t, today)) for t in KINDS})


def _held(store: Store, document: Document, table: str, today: date) -> Iterator[Held]:
    uids = {item.uid for item in document.items.get(table, ())}
    if not uids or not store.revision:
        return
    if table in ASIDE:
        yield from getattr(store, table)
        return
    for record in getattr(store, table).each(EVERYTHING, as_of=today):
        if record.uid in uids:
            yield record


def take_in(
    store: Store, make_plan: Callable[[Store], Plan], seen: Callable[[float], None]
) -> TakenIn:
    """Carry out the plan that *make_plan* makes of the ledger as it stands, all or nothing.

    *seen* is told how much is done.
    """
    with store.transaction():
        plan = make_plan(store)
        most = max(len(plan.new), 1)
        for number, step in enumerate(plan.new, start=1):
            _register(store, step.item.table).enter(plan.record(step))
            seen(number / most)
        changed = tuple(_save(store, step.was, step.record) for step in plan.changes)
        store.count_from(plan.counters)
    return TakenIn(tuple(step.ref for step in plan.new), changed)


def _save(store: Store, was: Held, record: Held) -> Held:
    table = next(name for name, kind in KINDS.items() if isinstance(was, kind))
    saved: Held = _register(store, table).save(record)
    return saved


def _register(store: Store, table: str) -> Any:
    """Return the register that keeps *table*, which the store names alike."""
    return getattr(store, table)


def refuse_rings(held: Iterable[Held], plan: Plan) -> None:
    """Refuse records that come in if what is known on both sides makes a ring of parents.

    Raises:
        WrongStep: naming the ring, if the ledger did not have it before.
    """
    own = {one.id: one for one in held if isinstance(one, Organisation)}
    come = (*(s.record for s in plan.changes), *map(plan.record, plan.new))
    new = {one.id: one for one in come if isinstance(one, Organisation)}
    if not new:
        return
    before, after = Organisations(own.values()), Organisations({**own, **new}.values())
    for one in after.entries:
        above = after.above(one.name)
        if above and after.parent(above[-1]) == one.name and not before.is_in_ring(one.name):
            raise ring_of(one.name, *above, one.name)
