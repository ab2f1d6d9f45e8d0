"""Carrying out what a trip file says, in one transaction."""

from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import asdict, replace

from dealtrack.actions.rings import Register, check_waits
from dealtrack.exchange.place import KeyLink
from dealtrack.exchange.plan import AgreementStep, Changed, Known, New, Plan, TripStep, linked
from dealtrack.model import Agreement, Kept, Trip, TripDraft
from dealtrack.model.rules import check
from dealtrack.store.base import Store


class Logged(NamedTuple):
    """What became of a file: its trip, and its agreements, in its order, as was planned."""

    trip: Trip | None
    agreements: tuple[Agreement, ...]
    plan: Plan

    @property
    def records(self) -> tuple[Kept, ...]:
        """Every record, in the order of the plan's steps."""
        return (*([self.trip] if self.trip else []), *self.agreements)


def log_file(store: Store, make_plan: Callable[[Store], Plan]) -> Logged:
    """Carry out the plan that *make_plan* makes of the ledger as it stands, all or nothing."""
    with store.transaction():
        plan = make_plan(store)
        trip = _trip(store, plan)
        agreements = [_agreement(store, step, trip) for step in plan.agreements]
        records: tuple[Kept, ...] = (*([trip] if trip else []), *agreements)
        for record in records:
            check_waits(store, record)
        return Logged(trip, tuple(_linked(store, plan, agreements)), plan)


class _Imagined(NamedTuple):
    """A register of the ledger, with records that nobody saved."""

    there: Register
    added: dict[int, Kept]

    @property
    def last_id(self) -> int:
        return max([self.there.last_id, *self.added])

    def get(self, id_: int) -> Kept:
        return self.added.get(id_) or self.there.get(id_)


class _Ledger(NamedTuple):
    """The ledger as it would be, in what the rules of waiting need."""

    agreements: _Imagined
    trips: _Imagined


def check_file(store: Store, plan: Plan) -> None:
    """Refuse what carrying out *plan* would refuse, and save nothing.

    Raises:
        BrokenRule: if a record would break the rules that need no ledger.
        WrongStep: if something would wait for what never was, or for itself.
    """
    ledger = _Ledger(_Imagined(store.agreements, {}), _Imagined(store.trips, {}))
    if plan.trip:
        _imagine(ledger.trips, plan.trip)
    for step in plan.agreements:
        _imagine(ledger.agreements, step)
    for record in (*ledger.trips.added.values(), *ledger.agreements.added.values()):
        check(record)
        check_waits(ledger, record)


def _imagine(register: _Imagined, step: TripStep | AgreementStep) -> None:
    match step:
        case New(draft):
            id_ = register.last_id + 1
            kind = Trip if isinstance(draft, TripDraft) else Agreement
            made: Kept = kind(id=id_, uid="", **asdict(draft))
            register.added[id_] = made.numbered()
        case Changed(record=record):
            register.added[record.id] = record.numbered()


def _trip(store: Store, plan: Plan) -> Trip | None:
    match plan.trip:
        case New(draft):
            return store.trips.add(draft)
        case Changed(record=changed):
            return store.trips.save(changed)
        case Known():
            known: Trip = plan.trip.record
            return known
        case None:
            return None


def _agreement(store: Store, step: AgreementStep, trip: Trip | None) -> Agreement:
    match step:
        case New(draft):
            return store.agreements.add(replace(draft, trip=trip.id) if trip else draft)
        case Changed(record=changed):
            return store.agreements.save(replace(changed, trip=trip.id) if trip else changed)
        case Known():
            known: Agreement = step.record
            return known


def _linked(store: Store, plan: Plan, saved: list[Agreement]) -> list[Agreement]:
    """Add the links among agreements of the file, which had to wait for their ids."""
    ids = {one.key: one.id for one in saved}
    waiting: list[tuple[KeyLink, ...]] = [
        () if isinstance(step, Known) else step.links for step in plan.agreements
    ]
    return [
        store.agreements.save(linked(one, links, ids)) if links else one
        for one, links in zip(saved, waiting, strict=True)
    ]
