"""Records that move to another ledger: what they name by number is named anew.

A record names others by their ids: the trip it was signed on, earlier agreements, follow-ups
that are waited for, the matter of a slip.
"""

from collections.abc import Callable, Iterable
from functools import singledispatch
from typing import Any, TypeVar

from msgspec.structs import replace

from dealtrack.model import Agreement, FollowUp, Record, Trip
from dealtrack.model.closing import Closing
from dealtrack.model.held import Address, Held
from dealtrack.model.ref import Ref
from dealtrack.model.slip import Slip, SlipNumber
from dealtrack.model.target import Target
from dealtrack.model.trip import Intention

Move = Callable[[str, int], int | None]
"""Which id a record of a table has here; None: nobody knows, so that it cannot be named."""

H = TypeVar("H", bound=Held)


class Immovable(Exception):  # noqa: N818 -- it is what it is
    """A record makes no sense among other numbers; it names what it would have to name."""


def moved(record: H, id_: int, move: Move) -> H:
    """Return *record* under the *id_* it has here, naming others by their numbers here.

    Raises:
        Immovable: if it has to name what is not here, or must not be altered.
    """
    there: H = _renumbered(_moved(record, move), id_)
    return there


def named_by(record: Held) -> frozenset[tuple[str, int]]:
    """Return what *record* names: tables and ids."""
    found = set()

    def note(table: str, id_: int) -> int:
        found.add((table, id_))
        return id_

    _moved(record, note)
    return frozenset(found)


def _renumbered(record: Any, id_: int) -> Any:
    if isinstance(record, Slip):
        return record.named(SlipNumber.of(id_).number)
    return replace(record, id=id_)


@singledispatch
def _moved(record: Any, move: Move) -> Any:
    return record


@_moved.register
def _agreement(record: Agreement, move: Move) -> Agreement:
    links = ((link, move("agreements", link.to)) for link in record.links)
    return replace(
        record,
        trip=move("trips", record.trip) if record.trip else None,
        links=tuple(replace(link, to=to) for link, to in links if to),
        follow_ups=_tasks(record, move),
    )


@_moved.register
def _trip(record: Trip, move: Move) -> Trip:
    visits = tuple(replace(v, intentions=_heard(v.intentions, move)) for v in record.visits)
    heard = _heard(record.intentions, move)
    return replace(record, visits=visits, intentions=heard, follow_ups=_tasks(record, move))


@_moved.register
def _slip(record: Slip, move: Move) -> Slip:
    about = _ref(record.about, move)
    if not about:
        raise Immovable(record.about)
    before = SlipNumber.read(record.follows) if record.follows else None
    id_ = move("slips", before.id) if before else None
    return replace(record, about=about, follows=str(SlipNumber.of(id_)) if id_ else "")


@_moved.register
def _closing(record: Closing, move: Move) -> Closing:
    """Return it as it is, which is what it proves to have been, or let it not come along."""
    for refs in record.behind.values():
        for ref in refs:
            found = Address.read(ref)
            if found and move(*_place(found)) != found.id:
                raise Immovable(ref)
    return record


@_moved.register
def _target(record: Target, move: Move) -> Target:
    return record


def _place(address: Address) -> tuple[str, int]:
    return address.table, address.id


def _tasks(record: Record, move: Move) -> tuple[FollowUp, ...]:
    return tuple(_task(one, move) if one.waits else one for one in record.follow_ups)


def _task(task: FollowUp, move: Move) -> FollowUp:
    waits = ((wait, _ref(wait.on, move)) for wait in task.waits)
    return replace(task, waits=tuple(replace(wait, on=on) for wait, on in waits if on))


def _heard(intentions: Iterable[Intention], move: Move) -> tuple[Intention, ...]:
    def there(one: Intention) -> Intention:
        ids = (move("agreements", id_) for id_ in one.became)
        return replace(one, became=tuple(id_ for id_ in ids if id_))

    return tuple(map(there, intentions))


def _ref(text: str, move: Move) -> str:
    """Return what *text* names by the number it has here, "" if that is not here.

    What it names in its own record, ``.2``, stays.
    """
    ref = None if text.startswith(".") else Ref.read(text)
    if ref is None:
        return text
    id_ = move(ref.table, ref.id)
    return str(ref._replace(id=id_)) if id_ else ""
