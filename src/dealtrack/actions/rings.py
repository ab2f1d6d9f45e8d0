"""The rules of waiting that need the ledger: for something there is, and never for itself."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Protocol

from msgspec.structs import replace

from dealtrack.actions.logs import WrongStep
from dealtrack.errors import NotFound
from dealtrack.model import Kept
from dealtrack.model.ref import Ref
from dealtrack.model.rules import say_ring
from dealtrack.model.wait import Ring, Wait, ring_from
from dealtrack.text import _


class Register(Protocol):
    """Records by their ids, as far as the rules of waiting need them."""

    @property
    def last_id(self) -> int:
        """The last id that was given."""

    def get(self, id_: int) -> Kept:
        """Return the record with that id, or raise `NotFound`."""


class Registers(Protocol):
    """Agreements and trips: a ledger, or one as it would be."""

    @property
    def agreements(self) -> Register:
        """The agreements."""

    @property
    def trips(self) -> Register:
        """The trips."""


def check_waits(store: Registers, record: Kept) -> None:
    """Refuse what follow-ups of *record*, saved or about to be, cannot wait for.

    To be asked inside the transaction that saves it, so that nobody closes a ring
    from the other side meanwhile.

    Raises:
        WrongStep: if one waits for what never was, or would wait for itself; it says which.
    """
    for one in record.follow_ups:
        if one.waits and one.number:
            name = f"{record.ref}.{one.number}"
            _refuse_unknown(store, record, name, one.waits)
            ring = ring_from(name, lambda ref: _waits_of(store, ref, record))
            if ring:
                fault = _("{ref} {fault}.").format(ref=name, fault=say_ring(ring))
                raise WrongStep(fault, _remedy(ring))


def _refuse_unknown(store: Registers, record: Kept, name: str, waits: tuple[Wait, ...]) -> None:
    """Refuse a ref that was never given: one day it will be, to something else."""
    for wait in waits:
        ref = Ref.read(wait.on)
        if ref and str(ref.record) != record.ref and not _was_given(store, ref):
            raise WrongStep(
                _("{ref} would wait for {other}, and there is no such follow-up.").format(
                    ref=name, other=ref
                )
            )


def _register(store: Registers, ref: Ref) -> Register:
    return store.trips if ref.table == "trips" else store.agreements


def _was_given(store: Registers, ref: Ref) -> bool:
    """Whether there is, or once was, the follow-up *ref*; no number is given twice."""
    register = _register(store, ref)
    try:
        record = register.get(ref.id)
    except NotFound:
        return ref.id <= register.last_id
    return (ref.number or 0) <= record.last_number


def _remedy(ring: Ring) -> str:
    first, before = ring.refs[0], ring.refs[-2]
    if first == before:
        return ""
    if ring.day == date.max:
        said = _("End another wait first: dealtrack wait {ref} --not-for {other}")
        return said.format(ref=before, other=first)
    said = _("Give a day with --on on which the other wait is over, or mend it: {command}")
    return said.format(command=f"dealtrack edit {before.partition('.')[0]}")


def _waits_of(store: Registers, name: str, changed: Kept) -> Iterator[Wait]:
    """Yield what the follow-up *name* waits for, by refs, if its record were *changed*."""
    ref = Ref.read(name)
    if ref is None:
        return
    with suppress(NotFound):  # it was removed: nothing has to wait for it any more
        is_own = str(ref.record) == changed.ref
        record = changed if is_own else _register(store, ref).get(ref.id)
        for wait in record.follow_up(ref.number or 0).waits:
            yield replace(wait, on=f"{record.ref}{wait.on}") if wait.on[:1] == "." else wait
