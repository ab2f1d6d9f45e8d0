"""What is to be written, kept on the disk until all rows have been judged.

A table of 100,000 rows would fill the memory; so would its drafts.  The file is unlinked
while it is open: nobody else can read it, and it is gone with the process.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import Self

import msgspec

from dealtrack.errors import CannotWrite, reason
from dealtrack.model import Agreement, Draft
from dealtrack.model.codec import decode, encode

_LENGTH = 4


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A new agreement, or a changed one; the row that tells of it, and whom it follows."""

    row: int
    draft: Draft | None = None
    record: Agreement | None = None
    links: tuple[tuple[str, str], ...] = ()


class Spool:
    """Entries in their order; they are written first, and read then.

    All of it raises `CannotWrite` where the folder of temporary files is full.
    """

    def __init__(self) -> None:
        try:
            self._file = TemporaryFile(prefix="dealtrack-")  # noqa: SIM115 -- close() does
        except OSError as fault:
            raise _full(fault) from None
        self.new = 0
        self.changed = 0
        self.has_links = False

    def add(self, draft: Draft, row: int, links: tuple[tuple[str, str], ...] = ()) -> None:
        """Keep a new agreement; *links* are relations, and the keys of whom it follows."""
        self.new += 1
        self.has_links = self.has_links or bool(links)
        self._put(Entry(row=row, draft=draft, links=links))

    def change(self, record: Agreement, row: int) -> None:
        """Keep a changed agreement."""
        self.changed += 1
        self._put(Entry(row=row, record=record))

    def _put(self, entry: Entry) -> None:
        text = encode(entry)
        try:
            self._file.write(len(text).to_bytes(_LENGTH, "big"))
            self._file.write(text)
        except OSError as fault:
            raise _full(fault) from None

    def __iter__(self) -> Iterator[Entry]:
        try:
            self._file.seek(0)
        except OSError as fault:
            raise _full(fault) from None
        while length := self._file.read(_LENGTH):
            yield decode(self._file.read(int.from_bytes(length, "big")), Entry)

    def close(self) -> None:
        """Let the file go; what was not written yet is not wanted either."""
        with suppress(OSError):
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _full(fault: OSError) -> CannotWrite:
    """Return what is told where the system would not let it be written: in which folder."""
    try:
        folder = Path(gettempdir())
    except OSError:  # none of the usual ones can be written
        folder = Path()
    return CannotWrite(folder, reason(fault))
