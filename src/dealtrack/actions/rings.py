"""The one rule that needs the whole ledger: nothing waits, by whatever way, for itself."""

from datetime import date

from dealtrack.actions.logs import WrongStep
from dealtrack.actions.registers import collection
from dealtrack.errors import NotFound
from dealtrack.model import Entry, Kept
from dealtrack.model.ref import Ref
from dealtrack.model.rules import say_ring
from dealtrack.model.wait import ring_from
from dealtrack.store.base import Store
from dealtrack.text import _


def refuse_rings(store: Store, record: Kept) -> None:
    """Refuse follow-ups of *record*, saved or about to be, that would wait for themselves.

    To be asked inside the transaction that saves it, so that nobody closes the ring
    from the other side meanwhile.

    Raises:
        WrongStep: if one would; it names the ring.
    """

    def waits_for(name: str) -> tuple[str, ...]:
        ref = Ref.read(name)
        return _waits_for(store, ref, record) if ref else ()

    for one in record.follow_ups:
        name = f"{record.ref}.{one.number}"
        if one.waits and one.number and (ring := ring_from(name, waits_for)):
            fault = _("{ref} {fault}.").format(ref=name, fault=say_ring(ring))
            remedy = _("End another wait first: dealtrack wait {ref} --not-for {other}")
            is_own = len(ring) == 2
            raise WrongStep(fault, "" if is_own else remedy.format(ref=ring[-2], other=name))


def _waits_for(store: Store, ref: Ref, changed: Kept) -> tuple[str, ...]:
    """Return what the follow-up *ref* still waits for, if its record were *changed*."""
    try:
        is_own = str(ref.record) == changed.ref
        record: Kept = changed if is_own else collection(store, ref).get(ref.id)
        return Entry(record, record.follow_up(ref.number or 0), date.max).waits_for
    except NotFound:  # it was removed: nothing has to wait for it any more
        return ()
