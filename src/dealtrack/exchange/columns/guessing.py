"""Which column is which field, guessed from what it is called and what it holds.

A guess is only shown; whoever knows the table says yes, or changes the mapping.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from msgspec.structs import replace

from dealtrack.exchange.columns.cells import Unfit, is_total, text_of
from dealtrack.exchange.columns.contents import Contents
from dealtrack.exchange.columns.field import Field
from dealtrack.exchange.columns.fields import (
    IGNORED,
    KEYS,
    every_field,
    find_field,
    plain_header,
)
from dealtrack.exchange.columns.guess import (
    BY_CONTENT,
    BY_NAME,
    EMPTY,
    IS_KEY,
    NO_FIELD,
    OTHERWISE,
    RUNNING,
    TAKEN,
    Guess,
    Told,
)
from dealtrack.exchange.columns.guessingtrips import guess_trips
from dealtrack.exchange.columns.headers import by_name, names_in
from dealtrack.exchange.columns.mapping import Column, Mapping
from dealtrack.exchange.columns.money import unit_in
from dealtrack.exchange.columns.refusedfile import REASONS
from dealtrack.exchange.sheets import Row, Sheet
from dealtrack.text import _

SAMPLE = 200
"""How many rows are looked at."""

_LISTS = (
    "parties",
    "ours",
    "theirs",
    "third",
    "witnesses",
    "areas",
    "notes",
    "tags",
    "problems",
)
_WITHIN = {"unit": "task_unit", "owner": "task_owner", "notes": "task_notes", "status": "state"}
"""What is of the task rather than of the agreement if it differs from row to row."""

_OF_PIVOT = re.compile(
    r"(?:计数|求和|平均值|最大值|最小值)项\s*[:：]|(?:count|sum|average|max|min) of ",
    re.IGNORECASE,
)
"""What a pivot table puts before the name of a column that it adds up."""


class _Match(NamedTuple):
    at: int
    field: str
    strength: float
    why: str


def guess(sheet: Sheet) -> Guess:
    """Guess a mapping for *sheet*."""
    rows = tuple(islice((row for row in sheet.rows() if not _is_noise(row)), SAMPLE))
    return _Guessing(sheet, rows).guess()


def _is_noise(row: Row) -> bool:
    return bool(row.fault) or is_total([c.strip() for c in row.cells[:6] if isinstance(c, str)])


class _Guessing:
    def __init__(self, sheet: Sheet, rows: Sequence[Row]) -> None:
        self._sheet = sheet
        self._rows = rows
        self._contents = [
            Contents(tuple(_texts(rows, at)), tuple(row.cells[at] for row in rows))
            for at in range(len(sheet.header))
        ]
        self._why: dict[int, str] = {}
        self._field: dict[int, str] = {}

    def guess(self) -> Guess:
        if trips := guess_trips(self._sheet):
            return Guess(trips, tuple(self._of_trips(trips)))
        key = self._key()
        self._assign(key)
        self._by_content()
        rows = "follow-up" if self._is_of_tasks() else "agreement"
        if rows == "follow-up":
            self._to_tasks()
            key = None  # it differs from row to row: it tells tasks apart, not agreements
        self._settle_done()
        mapping = Mapping(
            rows=rows,  # type: ignore[arg-type]
            key=(self._sheet.header[key],) if key is not None else (),
            unit=self._unit_above(),
            columns=self._columns(),
        )
        return Guess(_titled(mapping), tuple(self._told(key)))

    def _of_trips(self, mapping: Mapping) -> Iterator[Told]:
        fields = {column.of[0]: key for key, column in mapping.columns.items()}
        for at, header in enumerate(self._sheet.header):
            example = next(iter(self._contents[at].texts), "")
            field = fields.get(header, "")
            yield Told(header, example, field, _(BY_NAME if field else NO_FIELD))

    def _key(self) -> int | None:
        """Return the column that tells the rows apart, if one is called so."""
        known = {plain_header(name) for name in KEYS}
        for at, header in enumerate(self._sheet.header):
            texts = self._contents[at].texts
            is_called_so = plain_header(header) in known and len(texts) == len(self._rows)
            if is_called_so and texts and len(set(texts)) == len(texts):
                return at
        return None

    def _assign(self, key: int | None) -> None:
        """Give every field the columns that are called like it and hold what it needs."""
        matches = [
            match
            for at, header in enumerate(self._sheet.header)
            if at != key
            for match in self._matches(at, header)
        ]
        given: dict[str, int] = {}
        for match in sorted(matches, key=lambda one: (-one.strength, one.at)):
            if match.at in self._field:
                continue
            if match.field in given and match.field not in _LISTS:
                self._why.setdefault(match.at, TAKEN)
                continue
            given[match.field] = match.at
            self._field[match.at] = match.field
            self._why[match.at] = match.why

    def _matches(self, at: int, header: str) -> Iterator[_Match]:
        """Yield the fields that a column may be: by its name, and by a part of it."""
        plain = plain_header(header)
        if header in REASONS.values() or _OF_PIVOT.match(header):
            return
        if plain in {plain_header(name) for name in IGNORED}:
            self._why[at] = RUNNING if header[:1] in "序行Nn#" else NO_FIELD
            return
        if not self._contents[at].texts:
            self._why[at] = EMPTY
            return
        for name, strength, why in names_in(header):
            field = by_name().get(name)
            if field is None:
                continue
            fitting = self._fitting(field, at)
            if not fitting and field.sort == "sectors" and why is BY_NAME:
                fitting = (
                    field.key
                )  # its words may all be new to the office: they are asked for
            if fitting:
                yield _Match(at, fitting, strength, why)
            else:
                self._why.setdefault(at, OTHERWISE)

    def _fitting(self, field: Field, at: int) -> str:
        """Return the field that the column can be: *field*, or what its free text is."""
        contents = self._contents[at]
        if contents.is_fit(field.sort):
            return field.key
        return {"stage": "notes", "status": "notes", "state": "task_notes"}.get(field.key, "")

    def _by_content(self) -> None:
        """Take what nobody named for what it holds, where only one column can be that."""
        free = [
            at
            for at, contents in enumerate(self._contents)
            if at not in self._field and len(contents.texts) > 2 and at not in self._why
        ]
        for key in ("signed", "kind", "sectors", "stage"):
            if key in self._field.values():
                continue
            field = find_field(key)
            assert field
            fits = [at for at in free if self._contents[at].is_clearly(field.sort)]
            if len(fits) == 1:
                self._field[fits[0]], self._why[fits[0]] = key, BY_CONTENT
                free.remove(fits[0])

    def _is_of_tasks(self) -> bool:
        """Whether several rows are one agreement: each a task, titles repeated or left out."""
        title, task = self._at("title"), self._at("task")
        if title is None or task is None:
            return False
        names = [_safe(row, title) for row in self._rows]
        return any(not name or name == before for before, name in pairwise(names))

    def _to_tasks(self) -> None:
        title = self._at("title")
        taken = {*self._field.values()}
        for at, key in list(self._field.items()):
            of_task = _WITHIN.get(key, "")
            if not of_task or of_task in taken or title is None:
                continue
            field = find_field(of_task)
            assert field
            if self._differs_within(at, title) and self._contents[at].is_fit(field.sort):
                self._field[at] = of_task

    def _differs_within(self, at: int, title: int) -> bool:
        """Whether the rows of one agreement say different things in a column."""
        name, seen = "", ""
        for row in self._rows:
            own, value = _safe(row, title), _safe(row, at)
            if own and own != name:
                name, seen = own, value
            elif value and value != seen:
                return True
        return False

    def _settle_done(self) -> None:
        """Take 完成时间 for the due day where no column is called like one."""
        done = self._at("done")
        if done is None or self._at("due") is not None or self._at("task") is None:
            return
        if plain_header(self._sheet.header[done]) in {"完成时间", "完成日期"}:
            self._field[done] = "due"

    def _at(self, key: str) -> int | None:
        return next((at for at, field in self._field.items() if field == key), None)

    def _columns(self) -> dict[str, Column]:
        found: dict[str, list[int]] = {}
        for at in sorted(self._field):
            found.setdefault(self._field[at], []).append(at)
        order = {field.key: place for place, field in enumerate(every_field())}
        return {
            key: self._column(key, found[key]) for key in sorted(found, key=order.__getitem__)
        }

    def _column(self, key: str, places: list[int]) -> Column:
        field = find_field(key)
        assert field
        names = tuple(self._sheet.header[at] for at in places)
        column = Column(of=names)
        if field.sort == "parties":
            return replace(column, split=self._contents[places[0]].comma())
        return column

    def _unit_above(self) -> str:
        """Return the unit that stands above the table: 单位：万元."""
        for row in self._sheet.preamble:
            for cell in row.cells:
                if isinstance(cell, str) and (unit := unit_in(cell)):
                    return unit
        return ""

    def _told(self, key: int | None) -> Iterator[Told]:
        for at, header in enumerate(self._sheet.header):
            texts = self._contents[at].texts
            field = "key" if at == key else self._field.get(at, "")
            why = IS_KEY if at == key else self._why.get(at, NO_FIELD)
            surprises = not field and why in {OTHERWISE, TAKEN}
            yield Told(header, texts[0] if texts else "", field, _(why), surprises)


def _titled(mapping: Mapping) -> Mapping:
    """Return *mapping* with a title made of the parties where no column is one."""
    if "title" in mapping.columns:
        return mapping
    named = [key for key in ("theirs", "parties", "ours") if key in mapping.columns]
    if not named:
        return mapping
    kind = " {kind}" if "kind" in mapping.columns else ""
    title = Column(of=(f"{{{named[0]}}}{kind}",))
    return replace(mapping, columns={"title": title, **mapping.columns})


def _texts(rows: Sequence[Row], at: int) -> Iterator[str]:
    for row in rows:
        if text := _safe(row, at):
            yield text


def _safe(row: Row, at: int) -> str:
    """Return the text of a cell, "" if it cannot be read."""
    try:
        return text_of(row.cells[at])
    except Unfit:
        return ""
