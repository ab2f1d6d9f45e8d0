"""What the cells of a row say, field by field."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec.structs import replace

from dealtrack.days import PartialDay
from dealtrack.exchange.columns.binding import Bound, Layout
from dealtrack.exchange.columns.cells import Unfit, is_blank, shown, text_of
from dealtrack.exchange.columns.days import Found, Order, Reading, Written, read_day
from dealtrack.exchange.columns.fields import find_field, plain_header
from dealtrack.exchange.columns.mapping import ANY, OWN, Column, Mapping, filled_in, names_in
from dealtrack.exchange.columns.money import read_amount, unit_in
from dealtrack.exchange.columns.names import once_each, parties_in, people_in, split_names
from dealtrack.exchange.columns.tablewords import ROLES, STAGE_WORDS, STATE_WORDS, STATUS_WORDS
from dealtrack.exchange.place import and_remedy, and_suggest
from dealtrack.exchange.sheets import Cell, Row
from dealtrack.model import Amount, Party, Person, Planned, Source
from dealtrack.model.stages import STAGES
from dealtrack.model.values import Side
from dealtrack.model.vocabulary import KINDS, PRIORITIES, SECTORS, STATES, STATUSES
from dealtrack.model.words import Vocabulary, folded
from dealtrack.money import format_amount
from dealtrack.settings.sectors import new_sector
from dealtrack.text import _, language, listed
from dealtrack.text.cells import parted, unguarded

_REACHED = {"√", "✓", "✔", "是", "y", "yes", "x", "已", "已完成", "true"}
_NOT_REACHED = {
    "否",
    "×",
    "✗",
    "no",
    "n",
    "未",
    "false",
    "未开工",
    "未投产",
    "未竣工",
    "未注册",
}
_DATED = re.compile(
    r"(\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?)\s*[:：,，、 ]?\s*(\S.*)"
)
_VERBATIM = {"title", "task", "follows", "owner", "unit", "task_owner", "task_unit"}
"""The texts that our own tables have only one of, and write as they are."""

_SIDES: dict[str, Side] = {"ours": "ours", "theirs": "theirs", "third": "third"}


Read = Callable[[Bound, tuple[Cell, ...]], Any]

_REPEATED = {"sectors", "texts", "people", "kind", "stage", "status", "state", "priority"}
"""The sorts of fields whose cells say the same in row after row."""
_MOST = 20_000


class Line(NamedTuple):
    """A line of progress in a cell, with the day that it begins with, if it does."""

    on: PartialDay | None
    text: str


class Worded(NamedTuple):
    """A vocabulary as tables use it: with more words, and the sentence that refuses one.

    *new* says how a word that is none gets to be one.
    """

    words: Vocabulary
    more: dict[str, str]
    refusal: str
    new: Callable[[str], str] | None = None


def _worded() -> dict[str, Worded]:
    return {
        "kind": Worded(KINDS, {}, _("{name} is not a kind of agreement")),
        "sectors": Worded(SECTORS, {}, _("{name} is not a sector"), new_sector),
        "stage": Worded(STAGES, STAGE_WORDS, _("{name} is not a stage")),
        "status": Worded(STATUSES, STATUS_WORDS, _("{name} is not a status")),
        "state": Worded(STATES, STATE_WORDS, _("{name} is not a state")),
        "priority": Worded(PRIORITIES, {}, _("{name} is not a priority")),
    }


class Values:
    """Reads the fields of one row after the other, by a mapping bound to a table."""

    def __init__(self, mapping: Mapping, layout: Layout, orders: dict[int, Order]) -> None:
        self._mapping = mapping
        self._layout = layout
        self._orders = orders
        self._empty = {folded(text) for text in mapping.empty}
        self._words = _worded()
        self._is_own = mapping.split == OWN
        self._named: dict[tuple[str, str], str] = {}
        self._told: dict[tuple[str, str, str], tuple[Party, ...]] = {}
        self._days: dict[tuple[int, str], Any] = {}
        self._units = {
            at: bound.column.unit or unit_in(bound.headers[place]) or mapping.unit
            for bound in layout.bounds
            if bound.field.sort == "amount"
            for place, at in enumerate(bound.at)
        }
        self._readings = {b.field.key: self._reading(b) for b in layout.bounds}
        plain = [b for b in layout.bounds if not b.column.template]
        self._plain = [(b, self._reader(b)) for b in sorted(plain, key=lambda one: one.at)]
        self._templates = [b for b in layout.bounds if b.column.template]
        self._fixed = self._always()
        self._money = layout.of("currency")
        self._currency = ""

    def of(self, row: Row) -> tuple[dict[str, Any], list[Unfit]]:
        """Return what a row says, by the keys of the fields, and what cannot be taken over."""
        said, faults = dict(self._fixed), []
        cells = row.cells
        if self._money:
            try:
                self._currency = self._first(self._money, cells)
            except Unfit:
                self._currency = ""
        for bound, read in self._plain:
            if row.filled and bound.field.sort == "amount" and set(bound.at) & {*row.filled}:
                continue  # an amount in a merged cell is that of its first row, and counts once
            try:
                value = read(bound, cells)
            except Unfit as fault:
                faults.append(Unfit(fault.why, fault.value, fault.column or bound.header))
            else:
                if value:
                    said[bound.field.key] = value
        for bound in self._templates:
            if text := self._from_template(bound, row, said):
                said[bound.field.key] = text
        return said, faults

    def key_of(self, row: Row) -> str:
        """Return what tells a row from others, "" if nothing in it does."""
        return self._joined(row, self._layout.key)

    def group_of(self, row: Row) -> str:
        """Return what tells the agreement of a row from others: its key, else its title."""
        title = self._layout.of("title")
        return self._joined(row, self._layout.key or (title.at if title else ()))

    def _joined(self, row: Row, places: tuple[int, ...]) -> str:
        texts = [self._text(row.cells[at]) for at in places]
        return " · ".join(texts) if any(texts) else ""

    def _always(self) -> dict[str, Any]:
        """Return what holds for all rows."""
        said: dict[str, Any] = {}
        for key, text in self._mapping.always.items():
            field = find_field(key)
            assert field, key  # what is not known has been refused when the mapping was read
            bound = Bound(field, Column(of=(key,)), (0,), (key,))
            self._readings[key] = Reading()
            said[key] = self._reader(bound)(bound, (text,))
        return said

    def _reader(self, bound: Bound) -> Read:
        if bound.field.sort in _REPEATED:
            return _remembering(self._reader_of(bound), bound.at)
        return self._reader_of(bound)

    def _reader_of(self, bound: Bound) -> Read:
        return {
            "text": self._first,
            "link": self._first,
            "due": self._due,
            "day": self._day,
            "amount": self._amount,
            "parties": self._parties,
            "people": self._people,
            "texts": self._texts,
            "number": self._number,
            "notes": self._lines,
            "source": self._source,
            "sectors": self._sectors,
            "sayings": self._sayings,
            "plan": self._plan,
            "funds": self._funds,
        }.get("funds" if bound.field.key == "funds" else bound.field.sort, self._word)

    def _text(self, cell: Cell) -> str:
        """Return the text of a cell, "" for one that stands for nothing."""
        if cell is None:
            return ""
        if self._is_own and isinstance(cell, str):
            return unguarded(cell)
        text = unguarded(text_of(cell))
        if is_blank(text) or (self._empty and folded(text) in self._empty):
            return ""
        return text

    def _meant(self, key: str, text: str) -> str:
        """Return what the mapping says that *text* means in a field."""
        table = self._mapping.values.get(key)
        if not table or not text:
            return text
        for name, meant in table.items():
            if folded(name) == folded(text):
                return meant
        return table.get(ANY, text)

    def _first(self, bound: Bound, cells: tuple[Cell, ...]) -> str:
        for at in bound.at:
            if text := self._meant(bound.field.key, self._text(cells[at])):
                is_joined = self._is_own and bound.field.key not in _VERBATIM
                return parted(text)[0] if is_joined else text
        return ""

    def _from_template(self, bound: Bound, row: Row, said: dict[str, Any]) -> str:
        known = {
            name: self._spoken(name, row, said) for name in names_in(bound.column.template)
        }
        return filled_in(bound.column.template, known)

    def _spoken(self, name: str, row: Row, said: dict[str, Any]) -> str:
        """Return what a name in a template stands for: a field, else a column."""
        if name in said:
            return spoken(name, said[name])
        if name in self._layout.header:
            try:
                return self._text(row.cells[self._layout.header.index(name)])
            except Unfit:
                return ""
        return ""

    def _reading(self, bound: Bound) -> Reading:
        own: Written = bound.column.days or self._mapping.days
        return Reading(own, self._mapping.year, bool(own))

    def _day(self, bound: Bound, cells: tuple[Cell, ...]) -> Any:
        for at in bound.at:
            cell = cells[at]
            text = self._meant(bound.field.key, self._text(cell))
            if not text:
                continue
            if "." in bound.field.key and folded(text) in _REACHED:
                return True
            if "." in bound.field.key and folded(text) in _NOT_REACHED:
                return None
            known = self._days.get((at, text))
            if known is None:
                reading = self._readings[bound.field.key]
                order = self._orders.get(at) or Order()
                known = read_day(cell if text == shown(cell) else text, reading, order)
                if len(self._days) < 50_000:
                    self._days[at, text] = known
            return known
        return None

    def _due(self, bound: Bound, cells: tuple[Cell, ...]) -> Any:
        for at in bound.at:
            if text := self._meant(bound.field.key, self._text(cells[at])):
                return (at, cells[at] if text == shown(cells[at]) else text)
        return None

    def day_in(self, key: str, at: int, cell: Cell) -> Any:
        """Read the day of a field, which had to wait for others."""
        return read_day(cell, self._readings[key], self._orders.get(at) or Order())

    def _amount(self, bound: Bound, cells: tuple[Cell, ...]) -> Amount | None:
        for at in bound.at:
            text = self._text(cells[at])
            meant = self._meant(bound.field.key, text)
            if meant:
                cell = cells[at] if meant == text else meant
                return read_amount(
                    cell, self._units.get(at, self._mapping.unit), self._currency
                )
        return None

    def _funds(self, bound: Bound, cells: tuple[Cell, ...]) -> tuple[Amount, ...]:
        """Return the money in place, one amount for each currency that a cell names."""
        if self._is_own:
            parts = parted(self._text(cells[bound.at[0]]))
        else:
            parts = tuple(re.findall(r"[^；;\n]+", self._cell_of_lines(cells[bound.at[0]])))
        if len(parts) > 1 or self._is_own:
            unit = self._units.get(bound.at[0], self._mapping.unit)
            return tuple(read_amount(part, unit) for part in parts)
        one = self._amount(bound, cells)
        return (one,) if one else ()

    def _plan(self, bound: Bound, cells: tuple[Cell, ...]) -> tuple[Planned, ...]:
        """Return by when which stage is planned: ``started 2026-05``, 开工 2026-05."""
        return tuple(map(self._planned, self._sayings(bound, cells)))

    def _planned(self, text: str) -> Planned:
        name, _blank, day = text.rpartition(" ")
        stage = self._find("stage", name or text)
        return Planned(stage=stage, by=read_day(day, Reading(), Order()).day)

    def _parties(self, bound: Bound, cells: tuple[Cell, ...]) -> Any:
        found: list[Party] = []
        for header, at in zip(bound.headers, bound.at, strict=True):
            if text := self._cell_of_lines(cells[at]):
                found += self._named_in(bound, header, text)
        return once_each(found)

    def _named_in(self, bound: Bound, header: str, text: str) -> tuple[Party, ...]:
        """Return the parties that a cell names; the same ones come in many rows."""
        here = bound.field.key, header, text
        if (known := self._told.get(here)) is not None:
            return known
        role, side = ROLES.get(plain_header(header), ""), _SIDES.get(bound.field.key)
        rule = bound.column.split or self._mapping.split
        found = []
        for party in parties_in(text, rule, role=role, side=side):
            name = self._meant(bound.field.key, party.name)
            if name and (self._is_own or not is_blank(name)):
                found.append(party if name == party.name else replace(party, name=name))
        if len(self._told) < _MOST:
            self._told[here] = tuple(found)
        return tuple(found)

    def _people(self, bound: Bound, cells: tuple[Cell, ...]) -> Any:
        texts = [self._cell_of_lines(cells[at]) for at in bound.at]
        rule = bound.column.split or (OWN if self._is_own else "")
        people = [person for text in texts if text for person in people_in(text, rule)]
        return tuple(dict.fromkeys(people))

    def _texts(self, bound: Bound, cells: tuple[Cell, ...]) -> tuple[str, ...]:
        rule = bound.column.split or self._mapping.split or "；;、|,"
        texts = [self._cell_of_lines(cells[at]) for at in bound.at]
        names = [name for text in texts if text for name in split_names(text, rule)]
        meant = (self._meant(bound.field.key, name) for name in names)
        return tuple(dict.fromkeys(name for name in meant if name))

    def _sayings(self, bound: Bound, cells: tuple[Cell, ...]) -> tuple[str, ...]:
        """Return sentences, which commas do not part: one a line, or behind a semicolon."""
        texts = [text for at in bound.at if (text := self._cell_of_lines(cells[at]))]
        if self._is_own:
            return tuple(one for text in texts for one in parted(text))
        rule = bound.column.split or self._mapping.split or "；;"
        return tuple(dict.fromkeys(one for text in texts for one in split_names(text, rule)))

    def _sectors(self, bound: Bound, cells: tuple[Cell, ...]) -> tuple[str, ...]:
        found = []
        for name in self._texts(bound, cells):
            whole = self._words["sectors"].words.find(name)
            parts = [name] if whole else split_names(name, "/")
            found += [self._find("sectors", part) for part in parts]
        return tuple(dict.fromkeys(found))

    def _word(self, bound: Bound, cells: tuple[Cell, ...]) -> str:
        text = self._first(bound, cells)
        return self._find(bound.field.sort, text) if text else ""

    def _find(self, sort: str, text: str) -> str:
        if known := self._named.get((sort, text)):
            return known
        words, more, refusal, new = self._words[sort]
        key = words.find(text) or more.get(text.strip().lower())
        if not key:
            near = [words.name(one) for one in words.nearest(text)]
            why = and_suggest(refusal.format(name=text), near)
            raise Unfit(and_remedy(why, near, new(text)) if new else why, text)
        self._named[sort, text] = key
        return key

    def _number(self, bound: Bound, cells: tuple[Cell, ...]) -> int | None:
        text = self._first(bound, cells)
        if text and not (text.isascii() and text.isdigit() and 0 < int(text) < 10**6):
            raise Unfit(_("must be a whole number"), text)
        return int(text) if text else None

    def _source(self, bound: Bound, cells: tuple[Cell, ...]) -> Source | None:
        text = self._first(bound, cells)
        if not text:
            return None
        is_address = re.fullmatch(r"https?://[^\s/?#]+\S*", text, re.IGNORECASE)
        return Source(url=text) if is_address else Source(title=text)

    def _lines(self, bound: Bound, cells: tuple[Cell, ...]) -> tuple[Line, ...]:
        found = []
        for header, at in zip(bound.headers, bound.at, strict=True):
            text = self._cell_of_lines(cells[at])
            for line in text.splitlines() if text else ():
                if bare := " ".join(line.split()):
                    found.append(_line(bare, header if len(bound.at) > 1 else ""))
        return tuple(found)

    def _cell_of_lines(self, cell: Cell) -> str:
        """Return the text of a cell with its line breaks."""
        if self._is_own or not self._text(cell):
            return self._text(cell)
        return unguarded(cell.strip()) if isinstance(cell, str) else self._text(cell)


def _remembering(read: Read, at: tuple[int, ...]) -> Read:
    """Return what reads cells as *read* does, and the same texts *at* their places but once."""
    known: dict[tuple[Cell, ...], Any] = {}

    def reader(bound: Bound, cells: tuple[Cell, ...]) -> Any:
        told = tuple([cells[place] for place in at])
        if told in known:
            return known[told]
        value = read(bound, cells)
        if len(known) < _MOST and all(isinstance(cell, str | None) for cell in told):
            known[told] = value
        return value

    return reader


def _line(text: str, header: str) -> Line:
    """Read a line of progress; 2026-03-05：选址完成 begins with its day."""
    dated = _DATED.fullmatch(text)
    if dated:
        try:
            day = read_day("".join(dated[1].split()), Reading(), Order()).day
            return Line(day, f"{header}: {dated[2]}" if header else dated[2])
        except Unfit:
            pass
    return Line(None, f"{header}: {text}" if header else text)


def spoken(key: str, value: Any) -> str:
    """Return a value as a title made of it says it."""
    match value:
        case str():
            words = {"kind": KINDS, "stage": STAGES, "status": STATUSES}.get(key)
            return words.name(value) if words else value
        case Amount():
            return format_amount(value.value, value.currency, language())
        case Found(day=day):
            return str(day)
        case tuple():
            names = (SECTORS.name(one) if key == "sectors" else one for one in value)
            return listed(
                one.name if isinstance(one, Party | Person) else str(one) for one in names
            )
        case _:
            return str(value)
