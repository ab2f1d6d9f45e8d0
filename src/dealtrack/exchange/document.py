"""A record as a text to be edited: everything known about it, and what could be.

The words are those of the trip file.  What is taken out of the text is taken
out of the record; follow-ups and problems are known again by their number.
"""

from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from dealtrack.errors import FileProblem
from dealtrack.exchange.check import check
from dealtrack.exchange.keys import digest_of
from dealtrack.exchange.place import Anchors, Context, Place, Reading
from dealtrack.exchange.shape import agreement, trip
from dealtrack.exchange.syntax import parse
from dealtrack.exchange.tables import Table, hint, said
from dealtrack.exchange.toml import comment
from dealtrack.model import Agreement, FollowUp, Trip
from dealtrack.model.vocabulary import SECTORS
from dealtrack.model.words import Vocabulary
from dealtrack.text import _

K = TypeVar("K", Agreement, Trip)

_OWN = ("id", "uid", "version", "last_number")


def write_record(record: Agreement | Trip, trip_of: Trip | None = None) -> str:
    """Write *record*, signed on *trip_of* if it is an agreement, as a text to be edited."""
    table = _table(record)
    head = _(
        "{ref} as the ledger has it. Change it, save it, close the editor.\n"
        "A line begins to count when its # is taken away; what is deleted here is deleted\n"
        "in the ledger. Leave every “number” as it is; what is new has none."
    ).format(ref=record.ref)
    is_found_again = record.key == digest_of(record, trip_of)
    known = replace(record, key="") if is_found_again else record
    lines = table.lines(known, Context(_anchors(trip_of)), hints=True)
    return "\n".join((comment(head), "", *lines, "", *_spare(table), ""))


def _spare(table: Table) -> list[str]:
    """Return a new follow-up as comment lines."""
    form = next(key.form for key in table.keys if key.name == "follow_up")
    inner: Table = form.table  # type: ignore[attr-defined]  # follow-ups are blocks
    lines = [
        hint(key).removeprefix("# ")
        for key in inner.keys
        if key.example and key.name != "number"
    ]
    return ["# [[follow_up]]", *(f"# {line}" for line in lines)]


def read_record(
    text: str,
    record: K,
    today: date,
    sectors: Vocabulary = SECTORS,
    trip_of: Trip | None = None,
) -> tuple[K | None, tuple[FileProblem, ...]]:
    """Read the edited text of *record*; with problems there is no changed record."""
    text = text.removeprefix("\ufeff")
    values = parse(text)
    if isinstance(values, FileProblem):
        return None, (values,)
    reading = Reading(text, today, sectors, anchors=_anchors(trip_of), once=True)
    draft = _table(record).read(Place(values, (), reading))
    for steps, _relation, name in reading.links:
        reading.refuse(steps, _("{name} is not the ref of an agreement").format(name=name))
    if draft is None:
        return None, reading.problems()
    own = {name: getattr(record, name) for name in _OWN}
    known = tuple(_known(one, record, reading) for one in draft.follow_ups)
    told = {**said(draft), **own, "key": draft.key or record.key, "follow_ups": known}
    changed = type(record)(**told)
    check(changed, reading, ())
    problems = reading.problems()
    return (None, problems) if problems else (changed.numbered(), ())


def _known(one: FollowUp, record: Agreement | Trip, reading: Reading) -> FollowUp:
    """Return *one* with what the text does not show of it."""
    if not one.number:
        return one
    old = next((f for f in record.follow_ups if f.number == one.number), None)
    if old is None:
        steps = (*(reading.place_of(one) or ()), "number")
        reading.refuse(steps, _("there is no such follow-up; a new one has no number"))
        return one
    return reading.keep(replace(one, uid=old.uid), reading.place_of(one) or ())


def _table(record: Agreement | Trip) -> Table:
    shape = agreement if isinstance(record, Agreement) else trip
    return shape(numbered=True)


def _anchors(trip_of: Trip | None) -> Anchors:
    return {"trip.start": trip_of.start, "trip.end": trip_of.end} if trip_of else {}
