"""Reading whole records: what is no document of ours, or damaged, is told with its place."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from dealtrack.errors import BrokenRule, CannotRead, FileProblem, FileRefused, reason
from dealtrack.exchange.documents.form import HIGHEST, SCHEMA, Called, Head, number_of
from dealtrack.model import Agreement, Record
from dealtrack.model.closing import Closing
from dealtrack.model.codec import decode
from dealtrack.model.held import Held, name_of
from dealtrack.model.rules import find_problems
from dealtrack.model.vocabulary import SECTORS
from dealtrack.store.kinds import KINDS
from dealtrack.text import _

_OURS = re.compile(rb'"schema"\s*:\s*"dealtrack/')
_MARK = b"\xef\xbb\xbf"
_BEGIN = 65_536


class Item(NamedTuple):
    """A record of a document, not decoded: its table, where it stands, what it is called."""

    table: str
    path: str
    line: int
    raw: msgspec.Raw
    id: int
    uid: str
    version: int

    @property
    def ref(self) -> str:
        """What people called it in the ledger that it came from."""
        return name_of(self.table, self.id)

    def record(self) -> Held:
        """Return the record."""
        return _sound(decode(self.raw, KINDS[self.table]))


class Document(NamedTuple):
    """What a document holds: its records by table and id, and what had been counted."""

    counters: Mapping[str, int]
    items: Mapping[str, tuple[Item, ...]]

    @property
    def all(self) -> Iterator[Item]:
        """Every record, table by table."""
        return (item for items in self.items.values() for item in items)


def is_document(path: Path) -> bool:
    """Whether the file seems to be JSON that dealtrack itself has written.

    The keys may stand in any order, as some tools leave them.

    Raises:
        CannotRead: if it cannot be read.
    """
    if path.suffix.lower() not in {".json", ".jsonl", ".ndjson"}:
        return False
    content = _bytes(path)
    begin = content[:_BEGIN].removeprefix(_MARK).lstrip()
    return begin.startswith(b"{") and bool(_OURS.search(content))


def read(path: Path) -> Document:
    """Read a document, and check every record of it.

    Raises:
        CannotRead: if there is no such file.
        FileRefused: if it is none, or anything in it is wrong; it names every place.
    """
    return read_bytes(_bytes(path), path.name)


def read_bytes(content: bytes, name: str) -> Document:
    """Read the document *content* of a file called *name*; see `read`."""
    try:
        content.decode()
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise FileRefused(name, (FileProblem("", line, _("is not UTF-8")),)) from None
    reading = _Reading(name)
    content = content.removeprefix(_MARK)
    first, _line_end, rest = content.lstrip().partition(b"\n")
    if rest.strip() and _is_whole(first):
        counters = reading.lines(content)
    else:
        counters = reading.object(content)
    return reading.document(counters)


class _Reading:
    """Reading one file: what was found so far, and what was wrong with it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._items: dict[str, list[Item]] = {table: [] for table in KINDS}
        self._problems: list[FileProblem] = []

    def document(self, counters: Mapping[str, int]) -> Document:
        """Return what was read; raise `FileRefused` if anything was wrong."""
        for items in self._items.values():
            items.sort(key=lambda item: item.id)
            self._once(items)
        for item in chain.from_iterable(self._items.values()):
            for problem in _faults(item):
                self._tell(problem, item.line, item.path)
        for counter, number in counters.items():
            if not 0 <= number <= HIGHEST:
                self._tell(_("is no count"), 1, f"counters.{counter}")
        self._raise()
        return Document(counters, {t: tuple(items) for t, items in self._items.items()})

    def object(self, content: bytes) -> Mapping[str, int]:
        """Read the one object that *content* is; return the counters."""
        parts = self._parts(content, 0)
        head = self._head(parts)
        if not parts.keys() - {*Head.__struct_fields__}:
            self._tell(_("its end is missing, or records of it: it was cut off"))
        for table, raw in parts.items():
            if table in KINDS:
                for number, one in enumerate(self._list(raw, table), start=1):
                    self._add(table, one, 0, f"{table}[{number}]")
            elif table not in Head.__struct_fields__:
                self._unknown(table, 0)
        return head.counters

    def lines(self, content: bytes) -> Mapping[str, int]:
        """Read JSON lines; return the counters."""
        head: Head | None = None
        end: dict[str, int] | None = None
        for number, line in enumerate(content.split(b"\n"), start=1):
            if not line.strip():
                continue
            if head is None:
                head = self._head(self._parts(line, number))
                continue
            for table, raw in self._parts(line, number).items():
                if table == "end":
                    end = self._decoded(raw, dict[str, int], number, "end")
                elif table in KINDS:
                    self._add(table, raw, number, "")
                else:
                    self._unknown(table, number)
        counts = {table: len(items) for table, items in self._items.items() if items}
        if not self._problems and (end is None or _told(end) != counts):
            self._tell(_("its end is missing, or records of it: it was cut off"))
        return head.counters if head else {}

    def _parts(self, text: bytes, line: int) -> dict[str, msgspec.Raw]:
        found = self._decoded(text, dict[str, msgspec.Raw], line, "")
        if found is None and not line:
            self._raise()
        return found or {}

    def _list(self, raw: msgspec.Raw, table: str) -> list[msgspec.Raw]:
        return self._decoded(raw, list[msgspec.Raw], 0, table) or []

    def _head(self, parts: Mapping[str, msgspec.Raw]) -> Head:
        """Return what stands before the records; raise `FileRefused` if it is of no use."""
        own = {key: raw for key, raw in parts.items() if key in Head.__struct_fields__}
        head = self._decoded(msgspec.json.encode(own), Head, 0, "")
        if head and head.schema != SCHEMA:
            self._tell(_other(head))
        self._raise()
        found: Head = head
        return found

    def _add(self, table: str, raw: msgspec.Raw, line: int, path: str) -> None:
        called = self._decoded(raw, Called, line, path)
        if called is None:
            return
        if not (called.uid and called.version > 0 and _is_id(table, called.id)):
            self._tell(_("has no id, uid and version that a record could have"), line, path)
            return
        named = Item(table, path, line, raw, called.id, called.uid, called.version)
        self._items[table].append(named)

    def _once(self, items: Iterable[Item]) -> None:
        seen: set[object] = set()
        for item in items:
            if item.id in seen or item.uid in seen:
                self._tell(_("{ref} is there twice").format(ref=item.ref), item.line, item.path)
            seen |= {item.id, item.uid}

    def _decoded(self, text: Any, kind: Any, line: int, path: str) -> Any:
        try:
            return msgspec.json.decode(text, type=kind)
        except msgspec.MsgspecError as error:
            self._tell(_("is no JSON of this form: {why}").format(why=error), line, path)
            return None

    def _unknown(self, table: str, line: int) -> None:
        self._tell(
            _("{name} is nothing that this program knows: a later one wrote it").format(
                name=table
            ),
            line,
        )

    def _tell(self, why: str, line: int = 0, path: str = "") -> None:
        self._problems.append(FileProblem(path, line, why))

    def _raise(self) -> None:
        if self._problems:
            raise FileRefused(self._name, tuple(self._problems))


def _other(head: Head) -> str:
    """Say what a document is that is none of whole records in this form."""
    name, _slash, number = head.schema.removeprefix("dealtrack/").partition("/")
    if name == "records" and number.isdecimal():
        return _(
            "{schema} was written by a later program ({program}): this one reads {own}"
        ).format(schema=head.schema, program=head.program or "?", own=SCHEMA)
    return _(
        "{schema} tells of records, but does not hold them whole: write them with "
        "dealtrack export json"
    ).format(schema=head.schema)


def _faults(item: Item) -> Iterator[str]:
    """Yield what is wrong with a record: its form, or the rules that it breaks."""
    try:
        record = item.record()
    except msgspec.MsgspecError as error:
        yield _("{ref} is no record that can be read: {why}").format(ref=item.ref, why=error)
        return
    for broken in _broken(record):
        place = f"{item.ref}.{broken.field}"
        yield _("{place}: {why}").format(place=place, why=broken.why)


def _broken(record: Held) -> Iterator[BrokenRule]:
    if isinstance(record, Record):
        own = record.sectors if isinstance(record, Agreement) else ()
        yield from find_problems(record, (*SECTORS.keys, *own))
        return
    try:
        record.check()
    except BrokenRule as broken:
        yield broken


def _sound(record: Held) -> Held:
    """Return *record*; the report of a closed month as it was closed, however it is laid out.

    Tools that lay JSON out anew change no fact of it, but its bytes, which are proved.
    """
    if not isinstance(record, Closing) or record.is_as_closed:
        return record
    bare = msgspec.json.encode(msgspec.json.decode(record.report))
    return msgspec.structs.replace(record, report=msgspec.Raw(bare))


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except msgspec.MsgspecError:
        return False


def _is_id(table: str, id_: int) -> bool:
    return 0 < id_ <= HIGHEST and number_of(table, id_) > 0


def _told(counts: Mapping[str, int]) -> dict[str, int]:
    return {table: count for table, count in counts.items() if count}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise CannotRead(str(path), reason(fault)) from None
