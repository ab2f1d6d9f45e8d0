"""A table as a mapping reads it: which of its rows are records, and what those say."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any, Literal

from dealtrack.exchange.columns.binding import Bound, Layout, bind
from dealtrack.exchange.columns.cells import (
    Unfit,
    is_heading,
    is_more_of_remark,
    is_remark,
    is_signed_off,
    is_total,
    shown,
)
from dealtrack.exchange.columns.drafts import (
    links_of,
    make_draft,
    make_task,
    told_without_reason,
)
from dealtrack.exchange.columns.mapping import OWN, Mapping
from dealtrack.exchange.columns.outcomes import Item, Passed, Passing, Refusal, Refused, Taken
from dealtrack.exchange.columns.own import is_of_trip
from dealtrack.exchange.columns.survey import Survey, survey
from dealtrack.exchange.columns.values import Values
from dealtrack.exchange.sheets import Row, Sheet
from dealtrack.model import Draft, FollowUp, TripDraft
from dealtrack.model.rules import find_problems
from dealtrack.text import _


def prefixed(mapping: Mapping, key: str) -> str:
    """Return the key that a row has in the ledger: behind the name of its book."""
    return f"{mapping.prefix}/{key}" if mapping.prefix else key


_PLACES = {
    "follow_ups": "task",
    "sources": "source",
    "assignments": "unit",
    "statuses": "status",
}
"""The fields of a mapping, by those of a record, where the names differ."""

_MANY = ("parties", "people", "texts", "sectors", "notes")
_OF_TASKS = "task"


class Table:
    """A sheet as a mapping reads it; what has no day of its own is noted *on* that day."""

    def __init__(self, sheet: Sheet, mapping: Mapping, on: date) -> None:
        self.sheet = sheet
        self.mapping = mapping
        self.layout: Layout = bind(mapping, sheet)
        self._on = on
        self._groups = mapping.rows == "follow-up"
        plain = Values(mapping, self.layout, {})
        self.survey: Survey = survey(
            sheet, self.layout, plain.group_of if self._groups else None
        )
        self._values = Values(mapping, self.layout, self.survey.orders)
        self._skip = frozenset(mapping.skip)
        self._is_simple = not (self._groups or mapping.fill)

    def items(self) -> Iterator[Item]:
        """Yield what becomes of the rows, in their order; may be asked again."""
        if not self._groups:
            for row in self.rows():
                yield row if isinstance(row, Passed) else self._item((row,))
            return
        for group in self._grouped():
            yield group if isinstance(group, Passed) else self._item(group)

    def rows(self) -> Iterator[Row | Passed]:
        """Yield the rows, filled down where the mapping says, and those to be passed over."""
        last: dict[int, Any] = {}
        why: Passing | Literal[""] = ""
        for row in self.sheet.rows():
            why = "" if row.fault else self._passing(row, why)
            if why:
                yield Passed(row, why)
                continue
            yield self._filled(row, last) if self.layout.fill else row

    def _filled(self, row: Row, last: dict[int, Any]) -> Row:
        cells = list(row.cells)
        for at in self.layout.fill:
            if cells[at] is None:
                cells[at] = last.get(at)
            last[at] = cells[at]
        return row._replace(cells=tuple(cells))

    def _passing(self, row: Row, above: Passing | Literal[""]) -> Passing | Literal[""]:
        """Say what a row is that is no agreement, and what the one *above*; "" if it may be."""
        if self.mapping.split == OWN:
            # no row of a table that dealtrack wrote adds up, or tells of the table
            return "trip" if self._groups and is_of_trip(self.sheet, row) else ""
        first = [cell for cell in row.cells[:6] if isinstance(cell, str)][:3]
        texts = [text.strip() for text in first]
        if is_total(texts):
            return "total"
        if self._skip and any(
            isinstance(c, str) and c.strip() in self._skip for c in row.cells
        ):
            return "chosen"
        if texts and texts[0] == self._first_header and self._repeats_header(row):
            return "header"
        if len(row.cells) <= 2 or not (len(texts) == 1 or is_signed_off(texts)):
            return ""
        told = sum(cell is not None for cell in row.cells)
        return _beside(texts, told, above) if told == len(texts) else ""

    @property
    def _first_header(self) -> str:
        return self.sheet.header[0]

    def _repeats_header(self, row: Row) -> bool:
        names = [shown(cell).strip() for cell in row.cells[: len(self.sheet.header)]]
        same = sum(one == name for one, name in zip(names, self.sheet.header, strict=False))
        return same > len(self.sheet.header) // 2

    def _grouped(self) -> Iterator[tuple[Row, ...] | Passed]:
        """Yield the rows of each agreement together, whether or not they stand together."""
        last = 0
        names: dict[str, int] = {}

        def group(row: Row | Passed) -> int:
            nonlocal last
            if isinstance(row, Passed) or row.fault:
                return -row.number if isinstance(row, Row) else -row.row.number
            try:
                name = self._values.group_of(row)
            except Unfit:
                return -row.number
            if name:
                known = names.get(name) if self.survey.is_scattered else None
                last = known or row.number if name != current[0] else last
                names.setdefault(name, last)
                current[0] = name
            return last or -row.number

        current = [""]
        if not self.survey.is_scattered:
            for number, rows in groupby(self.rows(), group):
                yield from _together(number, rows)
            return
        kept: dict[int, list[Row | Passed]] = {}
        for row in self.rows():
            kept.setdefault(group(row), []).append(row)
        for number, those in kept.items():
            yield from _together(number, those)

    def _item(self, rows: tuple[Row, ...]) -> Taken | Refused:
        """Return the agreement that *rows* tell of, or all that is wrong in them."""
        refusals: list[Refusal] = []
        told = [self.said_by(row, refusals) for row in rows]
        said = told[0] if len(rows) == 1 else self._joined(told, rows, refusals)
        tasks = tuple(self._tasks(told, rows, said, refusals))
        key = self.key_of(rows, refusals)
        if refusals:
            return Refused(rows, tuple(refusals))
        draft = make_draft(said, tasks, key, self._on)
        if broken := tuple(self.broken(draft, rows[0])):
            return Refused(rows, broken)
        odd = tuple(told_without_reason(said, draft, self._on))
        return Taken(draft, rows, links_of(said), bool(key), odd)

    def _tasks(
        self,
        told: list[dict[str, Any]],
        rows: tuple[Row, ...],
        said: dict[str, Any],
        refusals: list[Refusal],
    ) -> Iterator[FollowUp]:
        """Yield the follow-ups of rows; their due days may be counted from the signing."""
        signed = {"signed": said["signed"]} if "signed" in said else {}
        for whole, row in zip(told, rows, strict=True):
            if "task" not in whole:
                continue
            try:
                yield make_task({**whole, **signed}, self._values, self._on)
            except Unfit as fault:
                refusals.append(
                    Refusal(row.number, self._header("due"), fault.value, fault.why)
                )

    def key_of(self, rows: tuple[Row, ...], refusals: list[Refusal]) -> str:
        """Return the key of a record in the ledger: its own, behind that of the table."""
        for row in rows:
            try:
                key = "" if row.fault else self._values.key_of(row)
            except Unfit as fault:
                name = self.mapping.key[0]
                refusals.append(Refusal(row.number, name, fault.value, fault.why))
                continue
            if key:
                return prefixed(self.mapping, key)
        return ""

    def said_by(self, row: Row, refusals: list[Refusal]) -> dict[str, Any]:
        """Return what a row says, and note what cannot be taken over."""
        if row.fault:
            refusals.append(Refusal(row.number, "", "", row.fault))
            return {}
        if len(row.cells) > len(self.sheet.header):
            value = shown(row.cells[len(self.sheet.header)])
            why = _("the row has more cells than the table has columns")
            refusals.append(Refusal(row.number, "", value, why))
            return {}
        said, faults = self._values.of(row)
        refusals += [Refusal(row.number, f.column, f.value, f.why) for f in faults]
        return said

    def _joined(
        self, told: list[dict[str, Any]], rows: tuple[Row, ...], refusals: list[Refusal]
    ) -> dict[str, Any]:
        """Return what all rows of an agreement say: each may add, but none say otherwise."""
        said = {key: told[0][key] for key in self.mapping.always if key in told[0]}
        for bound in self._of_agreement():
            key = bound.field.key
            for whole, row in zip(told, rows, strict=True):
                if key not in whole:
                    continue
                if key not in said or key in self.mapping.always:
                    said[key] = whole[key]
                elif bound.field.sort in _MANY:
                    said[key] = tuple(dict.fromkeys((*said[key], *whole[key])))
                elif said[key] != whole[key]:
                    refusals.append(self._contradiction(bound, row, rows[0]))
        return said

    @staticmethod
    def _contradiction(bound: Bound, row: Row, first: Row) -> Refusal:
        why = _("says otherwise than row {row}, which is of the same agreement")
        value = shown(row.cells[bound.at[0]]) if bound.at else ""
        return Refusal(row.number, bound.header, value, why.format(row=first.number))

    def _of_agreement(self) -> tuple[Bound, ...]:
        return tuple(b for b in self.layout.bounds if b.field.of != _OF_TASKS)

    def broken(self, draft: Draft | TripDraft, row: Row) -> Iterator[Refusal]:
        """Yield the rules of a ledger that what *row* tells breaks."""
        for broken in find_problems(draft):
            field = broken.field.partition("[")[0].partition(".")[0]
            key = _PLACES.get(field, field)
            bound = self.layout.of(key)
            value = shown(row.cells[bound.at[0]]) if bound and bound.at else ""
            yield Refusal(row.number, self._header(key), value, broken.why)

    def _header(self, key: str) -> str:
        bound = self.layout.of(key)
        return bound.header if bound else key


def _beside(texts: list[str], told: int, above: Passing | Literal[""]) -> Passing | Literal[""]:
    """Say what a row is whose only cells are these *texts*: a heading, a remark, or ""."""
    if is_signed_off(texts):
        return "remark"
    if told > 1:
        return ""
    if is_heading(texts[0]):
        return "heading"
    goes_on = above == "remark" and is_more_of_remark(texts[0])
    return "remark" if goes_on or is_remark(texts[0]) else ""


def _together(number: int, rows: Iterable[Row | Passed]) -> Iterator[tuple[Row, ...] | Passed]:
    if number < 0:
        for one in rows:
            yield one if isinstance(one, Passed) else (one,)
    else:
        yield tuple(one for one in rows if isinstance(one, Row))
