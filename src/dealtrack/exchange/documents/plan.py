"""What taking in a document would do to the ledger: add, leave alone, change.

The plan writes nothing.  A record is known by its uid; a target also by what it is for, a
closed month by its month, and an organisation by any of its names, since of these there can
be only one.  Records that are new keep
their ids if none so high was ever given here, as in an empty ledger; else all of their table
get the next ones, and whoever names them names them so.
"""

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.exchange.documents.form import counter_of, id_of, number_of
from dealtrack.exchange.documents.moving import Immovable, moved, named_by
from dealtrack.exchange.documents.read import Document, Item
from dealtrack.exchange.documents.signs import Namesakes, Sign, joined, signs_of
from dealtrack.model.codec import encode
from dealtrack.model.held import Held, name_of

Place = tuple[str, int]
"""Where a record was kept in the ledger that it came from: its table and its id."""


class There(NamedTuple):
    """What the ledger holds of what a document tells of, by table, and what it has counted."""

    counters: Mapping[str, int]
    records: Mapping[str, tuple[Held, ...]]


class New(NamedTuple):
    """A record that the ledger does not have, and its id there."""

    item: Item
    id: int

    @property
    def ref(self) -> str:
        """What people will call it."""
        return name_of(self.item.table, self.id)


class Known(NamedTuple):
    """A record that says nothing new."""

    record: Held


class Changed(NamedTuple):
    """A record that the document tells otherwise: as it is, and as it would be."""

    was: Held
    record: Held


class Behind(NamedTuple):
    """A record that has been changed here since: the document has an earlier version."""

    record: Held


class Left(NamedTuple):
    """A record that cannot come along: it names *what*, which has no number here.

    Or it is an organisation with a name that *what* has, another one.
    """

    item: Item
    what: str


class Lost(NamedTuple):
    """What a record names and is neither in the document nor here."""

    ref: str
    what: str


Step = New | Known | Changed | Behind | Left


class Plan(NamedTuple):
    """What becomes of each record, and which numbers must not be given out any more."""

    steps: tuple[Step, ...]
    lost: tuple[Lost, ...]
    counters: Mapping[str, int]
    numbers: "Numbers"

    @property
    def new(self) -> tuple[New, ...]:
        """The records to enter, table by table, by the id that they will have."""
        return tuple(step for step in self.steps if isinstance(step, New))

    @property
    def changes(self) -> tuple[Changed, ...]:
        """The steps that would change a record of the ledger."""
        return tuple(step for step in self.steps if isinstance(step, Changed))

    def record(self, step: New) -> Held:
        """Return the record of a *step* as it is to be entered."""
        return moved(step.item.record(), step.id, self.numbers.here)


class Numbers(NamedTuple):
    """Which ids records have here: those of the document, and others that it names.

    *given* had been counted here before; in the counters that *moved*, records got other ids
    than they had, now or when they came in.
    """

    ids: Mapping[Place, int]
    given: Mapping[str, int]
    moved: frozenset[str]

    def here(self, table: str, id_: int, named: frozenset[Place] = frozenset()) -> int | None:
        """Return the id here of what is called *id_* there, None if there is none.

        What the record of this ledger has *named* already is meant by its number; and a
        number that was never given is kept for what is gone.
        """
        place = (table, id_)
        if place in self.ids:
            return self.ids[place]
        counter = counter_of(table, id_)
        is_free = number_of(table, id_) > self.given.get(counter, 0)
        return id_ if place in named or (counter not in self.moved and is_free) else None


def plan(document: Document, there: There) -> Plan:
    """Find out what of *document* the ledger knows already, and what the rest would become."""
    found = dict(_pairs(document, there))
    numbers = _numbers(document, there, {place: one.id for place, one in found.items()})
    namesakes = Namesakes.of(there.records.get("organisations", ()))
    steps: list[Step] = []
    lost: dict[Lost, None] = {}
    for item in document.all:
        was = found.get((item.table, item.id))
        step, gone = _step(item, was, numbers, namesakes)
        steps.append(step)
        if isinstance(step, New | Changed):
            ref = step.ref if isinstance(step, New) else step.record.ref
            lost |= {Lost(ref, name_of(*place)): None for place in gone}
    kept = {n: count for n, count in document.counters.items() if n not in numbers.moved}
    return Plan(tuple(steps), tuple(lost), kept, numbers)


def _pairs(document: Document, there: There) -> Iterable[tuple[Place, Held]]:
    """Yield which record here each record of *document* is, if it is one."""
    for table, items in document.items.items():
        held = there.records.get(table, ())
        by_uid = {one.uid: one for one in held}
        by_sign = {sign: one for one in held[::-1] for sign in signs_of(one)}
        taken = {item.uid for item in items}
        for item in items:
            same = by_uid.get(item.uid)
            if same is None and by_sign:
                same = _same(signs_of(item.record()), by_sign, taken)
            if same:
                taken.add(same.uid)
                yield (table, item.id), same


def _same(
    signs: Iterable[Sign], by_sign: Mapping[Sign, Held], taken: Container[str]
) -> Held | None:
    """Return the one with any of the *signs* that no other record of the document is."""
    alike = (by_sign[sign] for sign in signs if sign in by_sign)
    return next((one for one in alike if one.uid not in taken), None)


def _numbers(document: Document, there: There, known: Mapping[Place, int]) -> Numbers:
    """Give a number to every record of *document* that is not *known* here."""
    new: dict[str, list[Item]] = {}
    for item in document.all:
        if (item.table, item.id) not in known:
            new.setdefault(counter_of(item.table, item.id), []).append(item)
    ids = dict(known)
    elsewhere = {counter_of(*place) for place, here in known.items() if place[1] != here}
    for counter, items in new.items():
        last = there.counters.get(counter, 0)
        numbers = [number_of(one.table, one.id) for one in items]
        if numbers[0] <= last:
            elsewhere.add(counter)
            numbers = list(range(last + 1, last + 1 + len(items)))
        for one, number in zip(items, numbers, strict=True):
            ids[one.table, one.id] = id_of(one.table, one.id, number)
    return Numbers(ids, there.counters, frozenset(elsewhere))


def _step(
    item: Item, was: Held | None, numbers: Numbers, namesakes: Namesakes
) -> tuple[Step, tuple[Place, ...]]:
    """Return what becomes of *item*, and what it could no longer name."""
    id_ = numbers.ids[item.table, item.id]
    named = named_by(was) if was else frozenset()
    gone: dict[Place, None] = {}

    def move(table: str, there: int) -> int | None:
        here = numbers.here(table, there, named)
        if here is None:
            gone[table, there] = None
        return here

    try:
        record = moved(item.record(), id_, move)
    except Immovable as fault:
        return Left(item, str(fault)), ()
    if other := namesakes.other(record, was):
        return Left(item, other), ()
    step = _compared(item, was, record) if was else New(item, id_)
    return step, tuple(gone)


def _compared(item: Item, was: Held, record: Held) -> Step:
    told = record if item.uid == was.uid else joined(was, record)
    would_be: Held = replace(told, uid=was.uid, version=was.version)
    if encode(would_be) == encode(was):
        return Known(was)
    is_older = item.uid == was.uid and item.version < was.version
    return Behind(was) if is_older else Changed(was, would_be)
