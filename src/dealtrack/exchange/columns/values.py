"""What the cells of a row say, field by field."""

import re
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from dealtrack.exchange.columns.binding import Bound, Layout
from dealtrack.exchange.columns.celldays import CellDays
from dealtrack.exchange.columns.cells import Unfit, is_blank
from dealtrack.exchange.columns.celltexts import CellTexts
from dealtrack.exchange.columns.cellwords import CellWords
from dealtrack.exchange.columns.days import Order, Reading, read_day
from dealtrack.exchange.columns.fields import find_field, plain_header
from dealtrack.exchange.columns.mapping import OWN, Column, Mapping, filled_in, names_in
from dealtrack.exchange.columns.money import read_amount, unit_in
from dealtrack.exchange.columns.names import once_each, parties_in, people_in, split_names
from dealtrack.exchange.columns.progress import Line, read_line
from dealtrack.exchange.columns.spoken import spoken
from dealtrack.exchange.columns.tablewords import ROLES
from dealtrack.exchange.sheets import Cell, Row
from dealtrack.model import Amount, Party, Planned, Source
from dealtrack.model.values import Side
from dealtrack.text import _
from dealtrack.text.cells import parted

_SIDES: dict[str, Side] = {"ours": "ours", "theirs": "theirs", "third": "third"}


Read = Callable[[Bound, tuple[Cell, ...]], Any]

_REPEATED = {"sectors", "texts", "people", "kind", "stage", "status", "state", "priority"}
"""The sorts of fields whose cells say the same in row after row."""
_MOST = 20_000


class Values:
    """Reads the fields of one row after the other, by a mapping bound to a table."""

    def __init__(self, mapping: Mapping, layout: Layout, orders: dict[int, Order]) -> None:
        self._mapping = mapping
        self._layout = layout
        self._texts = CellTexts(mapping)
        self._days = CellDays(mapping, layout, orders, self._texts)
        self._words = CellWords()
        self._is_own = mapping.split == OWN
        self._told: dict[tuple[str, str, str], tuple[Party, ...]] = {}
        self._units = {
            at: bound.column.unit or unit_in(bound.headers[place]) or mapping.unit
            for bound in layout.bounds
            if bound.field.sort == "amount"
            for place, at in enumerate(bound.at)
        }
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
                self._currency = self._texts.first(self._money, cells)
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
        texts = [self._texts.of(row.cells[at]) for at in places]
        return " · ".join(texts) if any(texts) else ""

    def _always(self) -> dict[str, Any]:
        """Return what holds for all rows."""
        said: dict[str, Any] = {}
        for key, text in self._mapping.always.items():
            field = find_field(key)
            assert field, key  # what is not known has been refused when the mapping was read
            bound = Bound(field, Column(of=(key,)), (0,), (key,))
            self._days.always(key)
            said[key] = self._reader(bound)(bound, (text,))
        return said

    def _reader(self, bound: Bound) -> Read:
        if bound.field.sort in _REPEATED:
            return _remembering(self._reader_of(bound), bound.at)
        return self._reader_of(bound)

    def _reader_of(self, bound: Bound) -> Read:
        return {
            "text": self._texts.first,
            "link": self._texts.first,
            "due": self._days.due,
            "day": self._days.of,
            "amount": self._amount,
            "parties": self._parties,
            "people": self._people,
            "texts": self._names,
            "number": self._number,
            "notes": self._lines,
            "source": self._source,
            "sectors": self._sectors,
            "sayings": self._sayings,
            "plan": self._plan,
            "funds": self._funds,
        }.get("funds" if bound.field.key == "funds" else bound.field.sort, self._word)

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
                return self._texts.of(row.cells[self._layout.header.index(name)])
            except Unfit:
                return ""
        return ""

    def day_in(self, key: str, at: int, cell: Cell) -> Any:
        """Read the day of a field, which had to wait for others."""
        return self._days.read(key, at, cell)

    def _amount(self, bound: Bound, cells: tuple[Cell, ...]) -> Amount | None:
        for at in bound.at:
            text = self._texts.of(cells[at])
            meant = self._texts.meant(bound.field.key, text)
            if meant:
                cell = cells[at] if meant == text else meant
                return read_amount(
                    cell, self._units.get(at, self._mapping.unit), self._currency
                )
        return None

    def _funds(self, bound: Bound, cells: tuple[Cell, ...]) -> tuple[Amount, ...]:
        """Return the money in place, one amount for each currency that a cell names."""
        if self._is_own:
            parts = parted(self._texts.of(cells[bound.at[0]]))
        else:
            parts = tuple(re.findall(r"[^；;\n]+", self._texts.lines(cells[bound.at[0]])))
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
        stage = self._words.find("stage", name or text)
        return Planned(stage=stage, by=read_day(day, Reading(), Order()).day)

    def _parties(self, bound: Bound, cells: tuple[Cell, ...]) -> Any:
        found: list[Party] = []
        for header, at in zip(bound.headers, bound.at, strict=True):
            if text := self._texts.lines(cells[at]):
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
            name = self._texts.meant(bound.field.key, party.name)
            if name and (self._is_own or not is_blank(name)):
                found.append(party if name == party.name else replace(party, name=name))
        if len(self._told) < _MOST:
            self._told[here] = tuple(found)
        return tuple(found)

    def _people(self, bound: Bound, cells: tuple[Cell, ...]) -> Any:
        texts = [self._texts.lines(cells[at]) for at in bound.at]
        rule = bound.column.split or (OWN if self._is_own else "")
        people = [person for text in texts if text for person in people_in(text, rule)]
        return tuple(dict.fromkeys(people))

    def _names(self, bound: Bound, cells: tuple[Cell, ...]) -> tuple[str, ...]:
        rule = bound.column.split or self._mapping.split or "；;、|,"
        texts = [self._texts.lines(cells[at]) for at in bound.at]
        names = [name for text in texts if text for name in split_names(text, rule)]
        meant = (self._texts.meant(bound.field.key, name) for name in names)
        return tuple(dict.fromkeys(name for name in meant if name))

    def _sayings(self, bound: Bound, cells: tuple[Cell, ...]) -> tuple[str, ...]:
        """Return sentences, which commas do not part: one a line, or behind a semicolon."""
        texts = [text for at in bound.at if (text := self._texts.lines(cells[at]))]
        if self._is_own:
            return tuple(one for text in texts for one in parted(text))
        rule = bound.column.split or self._mapping.split or "；;"
        return tuple(dict.fromkeys(one for text in texts for one in split_names(text, rule)))

    def _sectors(self, bound: Bound, cells: tuple[Cell, ...]) -> tuple[str, ...]:
        found = []
        for name in self._names(bound, cells):
            found += self._words.sectors(name)
        return tuple(dict.fromkeys(found))

    def _word(self, bound: Bound, cells: tuple[Cell, ...]) -> str:
        text = self._texts.first(bound, cells)
        return self._words.find(bound.field.sort, text) if text else ""

    def _number(self, bound: Bound, cells: tuple[Cell, ...]) -> int | None:
        text = self._texts.first(bound, cells)
        if text and not (text.isascii() and text.isdigit() and 0 < int(text) < 10**6):
            raise Unfit(_("must be a whole number"), text)
        return int(text) if text else None

    def _source(self, bound: Bound, cells: tuple[Cell, ...]) -> Source | None:
        text = self._texts.first(bound, cells)
        if not text:
            return None
        is_address = re.fullmatch(r"https?://[^\s/?#]+\S*", text, re.IGNORECASE)
        return Source(url=text) if is_address else Source(title=text)

    def _lines(self, bound: Bound, cells: tuple[Cell, ...]) -> tuple[Line, ...]:
        found = []
        for header, at in zip(bound.headers, bound.at, strict=True):
            text = self._texts.lines(cells[at])
            for line in text.splitlines() if text else ():
                if bare := " ".join(line.split()):
                    found.append(read_line(bare, header if len(bound.at) > 1 else ""))
        return tuple(found)


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
