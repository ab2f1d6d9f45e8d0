"""What stands in a column of a table that goes out: a field, as a cell for people and programs.

Unlike a question, a column says a day as far as it is known, a person once, and a word in
the reader's language.  What there are several of stands in one cell, as `joined` writes it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from dealtrack.days import PartialDay
from dealtrack.model import (
    Agreement,
    Amount,
    Entry,
    Intention,
    Kept,
    Person,
    Source,
    Trip,
    entries,
)
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import RELATIONS
from dealtrack.query import readers
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS, OF_RECORDS
from dealtrack.query.headings import heading
from dealtrack.query.words import CODES
from dealtrack.report.page import Cell, Column
from dealtrack.text import _, language
from dealtrack.text.cells import joined

Write = Callable[[Entry], Cell]
"""How a cell is written of an entry."""

_YUAN = "CNY"
_OF_BOTH = frozenset({"ref", "owner", "unit", "note", "problem", "solver"})
"""What a record can say as well as each of its follow-ups."""
_SINGLE = frozenset(
    {"title", "owner", "unit", "follows", "task", "condition", "keeper", "office", "uid"}
)
"""The fields that have one text at most, which stands in its cell as it is."""
_KINDS = {Kind.DATE: "day", Kind.NUMBER: "number", Kind.MONEY: "number", Kind.REF: "ref"}
_WIDE = frozenset({"title", "task", "theirs", "note", "party"})


def columns_of(fields: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns of *fields*, headed in the language spoken now."""
    names = tuple(fields)
    return tuple(
        Column(
            name,
            heading(name, in_yuan=_is_in_yuan(name, names)),
            _KINDS.get(FIELDS[name].kind, "text"),  # type: ignore[arg-type]  # four kinds
            grow=name in _WIDE,
        )
        for name in names
    )


def writers_of(fields: Iterable[str], *, by_task: bool) -> tuple[Write, ...]:
    """Return what writes the cells of a row: of a follow-up, if *by_task*, else of a record.

    The row of a record tells of all of its follow-ups at once where it has to.
    """
    names = tuple(fields)
    return tuple(
        _writer(name, by_task=by_task, in_yuan=_is_in_yuan(name, names)) for name in names
    )


def _is_in_yuan(name: str, names: tuple[str, ...]) -> bool:
    """Whether a bare number in the column *name* is in yuan: no column tells the currency."""
    is_money = FIELDS[name].kind is Kind.MONEY
    return is_money and (name != "amount" or "currency" not in names)


def _writer(name: str, *, by_task: bool, in_yuan: bool) -> Write:
    write = _of_entry(name, in_yuan=in_yuan)
    if by_task or name in OF_RECORDS:
        return write
    if name in _OF_BOTH:
        return lambda entry: write(entry._replace(follow_up=None))

    def of_all(entry: Entry) -> Cell:
        cells = [write(one) for one in entries(entry.record, entry.as_of)]
        if len(cells) == 1 and not isinstance(cells[0], str):
            return cells[0]
        if all(cell is None for cell in cells):
            return None
        return joined(map(_plain, cells))  # one for each, so that columns go together

    return of_all


def _of_entry(name: str, *, in_yuan: bool) -> Write:
    field = FIELDS[name]
    read = _READERS.get(name, field.read)
    words = field.vocabulary
    match field.kind:
        case Kind.MONEY:
            say: Callable[[Any], Cell] = _money(in_yuan)
        case Kind.WORD if words:
            say = _as_it_is if words is CODES and language() == "en" else words.name
        case Kind.FLAG:
            say = _yes_or_no
        case _:
            say = _as_it_is
    is_one = name in _SINGLE

    def write(entry: Entry) -> Cell:
        cells = [say(value) for value in read(entry)]
        if not cells:
            return None
        if len(cells) == 1 and (is_one or not isinstance(cells[0], str)):
            return cells[0]
        return joined(map(_plain, cells))

    return write


def _plain(cell: Cell) -> str:
    """Return *cell* as a text among others in one cell."""
    if cell is None:
        return ""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _as_it_is(value: Any) -> Cell:
    cell: Cell = value
    return cell


def _yes_or_no(value: bool) -> Cell:
    return _("yes") if value else _("no")


def _money(in_yuan: bool) -> Callable[[Amount], Cell]:
    """Return how an amount is said: as a number, in another currency than yuan as a text."""

    def say(amount: Amount) -> Cell:
        if in_yuan and amount.currency != _YUAN:
            return f"{amount.currency} {amount.value:f}"
        return amount.value

    return say


def _of_agreement(read: Callable[[Agreement, date], Iterable[Any]]) -> readers.Read:
    def reader(entry: Entry) -> readers.Values:
        record = entry.record
        return tuple(read(record, entry.as_of)) if isinstance(record, Agreement) else ()

    return reader


def _of_trip(read: Callable[[Trip], Iterable[Any]]) -> readers.Read:
    return lambda entry: tuple(read(entry.record)) if isinstance(entry.record, Trip) else ()


def _known(day: PartialDay | None) -> Iterator[PartialDay]:
    """Yield *day* as far as it is known; a question sees but the earliest it may be."""
    if day:
        yield day


def _reached(stage: str) -> readers.Read:
    return _of_agreement(lambda a, d: _known(a.reached_by(stage, d)))


def _planned(agreement: Agreement, day: date) -> PartialDay | None:
    planned = agreement.next_planned(day)
    return planned[1] if planned else None


def _names(people: Iterable[Person | None]) -> Iterator[str]:
    """Yield each of *people* once, with post and organisation."""
    yield from dict.fromkeys(str(one) for one in people if one)


def intention_text(intention: Intention) -> str:
    """Say an intention in one text: ``text (whose)``."""
    return f"{intention.text} ({intention.by})" if intention.by else intention.text


def _place(entry: Entry) -> readers.Values:
    record = entry.record
    if isinstance(record, Agreement):
        return (record.place,) if record.place else ()
    return tuple(dict.fromkeys(place for place in readers.places(record) if place))


def _sources(record: Kept) -> Iterator[str]:
    for source in record.sources:
        yield _source(source)


def _source(source: Source) -> str:
    """Say a source in one text: ``title <address>``."""
    name, address = source.title, source.url or source.file
    return f"{name} <{address}>" if name and address else name or address


def _notes(entry: Entry) -> Iterator[str]:
    """Yield what was noted by then, the oldest first, each with its day."""
    own = entry.follow_up.notes if entry.follow_up else entry.record.notes
    known = (note for note in own if note.on <= entry.as_of)
    return (f"{note.on} {note.text}" for note in sorted(known, key=lambda note: note.on))


_READERS: dict[str, readers.Read] = {
    "ref": lambda entry: (entry.ref,),
    "place": _place,
    "person": lambda entry: tuple(_names(readers.people(entry.record))),
    "source": lambda entry: tuple(filter(None, _sources(entry.record))),
    "note": lambda entry: tuple(_notes(entry)),
    "signatory": _of_agreement(lambda a, d: _names(readers.signatories(a))),
    "witness": _of_agreement(lambda a, d: _names(a.witnesses)),
    "signed": _of_agreement(lambda a, d: _known(readers.signed(a))),
    "expires": _of_agreement(lambda a, d: _known(a.expires)),
    "registered": _reached("registered"),
    "started": _reached("started"),
    "completed": _reached("completed"),
    "produced": _reached("in-production"),
    "planned": _of_agreement(lambda a, d: _known(_planned(a, d))),
    "finish": _of_agreement(lambda a, d: _known(a.planned_end(d))),
    "plan": _of_agreement(
        lambda a, d: (f"{STAGES.name(stage)} {by}" for stage, by in a.planned(d).items())
    ),
    "link": _of_agreement(
        lambda a, d: (f"{RELATIONS.name(link.relation)} {link.to}" for link in a.links)
    ),
    "start": _of_trip(lambda t: _known(t.start)),
    "end": _of_trip(lambda t: _known(t.end)),
    "lead": _of_trip(lambda t: _names((t.lead,))),
    "met": _of_trip(lambda t: _names(t.people_met)),
    "visit": _of_trip(lambda t: dict.fromkeys(v.organisation for v in t.visits)),
    "intention": _of_trip(lambda t: map(intention_text, t.all_intentions)),
}
"""How a column is read where a question reads it another way."""
