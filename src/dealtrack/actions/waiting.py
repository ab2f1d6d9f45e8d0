"""Changes to what waits for what."""

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from dealtrack.actions.logs import WrongStep
from dealtrack.actions.registers import collection
from dealtrack.actions.rings import check_waits
from dealtrack.model import FollowUp, Kept
from dealtrack.model.ref import Ref
from dealtrack.model.wait import Wait
from dealtrack.store.base import Store
from dealtrack.text import _


def wait_for(store: Store, ref: Ref, refs: Iterable[Ref], on: date) -> tuple[Kept, FollowUp]:
    """Note that a follow-up has to wait for those called *refs* from the day *on*.

    Raises:
        NotFound: if there is no such follow-up.
        WrongStep: if it waits for one of them already, or they would wait for one another.
    """
    with store.transaction():
        record: Kept = collection(store, ref).get(ref.id)
        one = record.follow_up(ref.number or 0)
        names = {stored(other, ref.record): other for other in refs}
        for name, other in names.items():
            collection(store, other).get(other.id).follow_up(other.number or 0)
            if any(wait.on == name and not wait.until for wait in one.waits):
                raise WrongStep(
                    _("{ref} waits for {other} already.").format(ref=ref, other=other)
                )
        waits = (*one.waits, *(Wait(on=name, since=on) for name in names))
        return _saved(store, ref, record, replace(one, waits=waits))


def wait_no_more(
    store: Store, ref: Ref, refs: Iterable[Ref], on: date
) -> tuple[Kept, FollowUp]:
    """Note that a follow-up need not wait for those called *refs* any more, from *on*.

    Raises:
        WrongStep: if it does not wait for one of them.
    """
    with store.transaction():
        record: Kept = collection(store, ref).get(ref.id)
        one = record.follow_up(ref.number or 0)
        ended = {stored(other, ref.record): other for other in refs}
        open_ = {wait.on for wait in one.waits if not wait.until}
        for name, other in ended.items():
            if name not in open_:
                raise WrongStep(
                    _("{ref} does not wait for {other}.").format(ref=ref, other=other)
                )
        waits = (
            replace(wait, until=on) if wait.on in ended and not wait.until else wait
            for wait in one.waits
        )
        return _saved(store, ref, record, replace(one, waits=tuple(waits)))


def stored(ref: Ref, record: Ref) -> str:
    """Return the follow-up *ref* as *record* names it: by its number, if it is its own."""
    return f".{ref.number}" if ref.record == record else str(ref)


def _saved(store: Store, ref: Ref, record: Kept, one: FollowUp) -> tuple[Kept, FollowUp]:
    changed = record.with_follow_up(one)
    check_waits(store, changed)
    saved: Kept = collection(store, ref).save(changed)
    return saved, saved.follow_up(ref.number or 0)
