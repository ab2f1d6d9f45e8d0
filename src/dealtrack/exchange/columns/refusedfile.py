"""The refused rows as a file that can be mended and imported again.

It has what stands above the table, the names of the columns, and the refused rows, each
with the reason in a last column; so it is read by the same mapping.
"""

import csv
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from stat import S_IRUSR, S_IWUSR
from tempfile import NamedTemporaryFile
from typing import Any

from dealtrack.errors import CannotWrite, FileExists, WrongUse, reason
from dealtrack.exchange.columns.cells import shown
from dealtrack.exchange.columns.reading import Refused
from dealtrack.exchange.sheets import Book, Row, Sheet
from dealtrack.text import _, language
from dealtrack.text.cells import guarded

REASONS = {"en": "Refused because", "zh": "拒绝原因"}
"""What the last column is called."""

_MARK = ".refused"


def _writable(folder: Path) -> Path:
    """Return *folder*, or the one that we are in where nobody may write there."""
    return folder if os.access(folder, os.W_OK) else Path()


class RefusedFile:
    """Writes the refused rows beside their file; nothing is there before the first one."""

    def __init__(
        self, book: Book, sheet: Sheet, path: Path | None = None, *, force: bool = False
    ) -> None:
        self._book = book
        self._sheet = sheet
        self._chosen = path
        self._force = force
        self._folder = _writable((path or book.path).parent)
        self._temporary: Any = None
        self._columns = [
            at for at, name in enumerate(sheet.header) if name not in REASONS.values()
        ]

    def add(self, refused: Refused) -> None:
        """Write rows, each with what is wrong in it."""
        try:
            if self._temporary is None:
                self._begin()
            for row in refused.rows:
                why = "; ".join(
                    f"{one.column}: {one.why}" if one.column else one.why
                    for one in refused.refusals
                    if one.row == row.number
                )
                own, more = self._cells(row)
                self._write([*own, why or _("belongs to a refused row"), *more])
        except OSError as fault:
            self.drop()
            raise CannotWrite(self._chosen or self._folder, reason(fault)) from None

    def keep(self) -> Path | None:
        """Bring the file to its place and return that; None if no row was refused.

        Raises:
            FileExists: if the chosen file says otherwise, and may not be replaced.
            WrongUse: if that is the table itself.
        """
        if self._temporary is None:
            return None
        written = Path(self._temporary.name)
        try:
            self._temporary.flush()
            os.fsync(self._temporary.fileno())
            self._temporary.close()
            target = self._target(written.read_bytes())
            written.replace(target)
        except OSError as fault:
            written.unlink(missing_ok=True)
            raise CannotWrite(self._chosen or self._folder, reason(fault)) from None
        self._temporary = None
        return target

    def _target(self, content: bytes) -> Path:
        """Return where *content* goes; the table itself is never replaced."""
        path = self._chosen
        if path is None:
            return self._free(content)
        if path.exists() and not _says(path, content):
            if path.samefile(self._book.path):
                raise WrongUse(
                    _("--refused {path}: this is the table itself.").format(path=path),
                    _("Name another file, or none: one is made beside the table."),
                )
            if not self._force:
                raise FileExists(path, "--yes")
        return path

    def drop(self) -> None:
        """Take away what was written."""
        if self._temporary is not None:
            self._temporary.close()
            with suppress(OSError):
                Path(self._temporary.name).unlink()
            self._temporary = None

    def _begin(self) -> None:
        self._temporary = NamedTemporaryFile(  # noqa: SIM115 -- closed by keep() or drop()
            dir=self._folder, prefix=".dealtrack-refused.", suffix=".csv", delete=False
        )
        Path(self._temporary.name).chmod(S_IRUSR | S_IWUSR)
        self._temporary.write(b"\xef\xbb\xbf")
        for line in self._above():
            self._write(line)
        names = [self._sheet.header[at] for at in self._columns]
        self._write([*map(guarded, names), REASONS[language()]])

    def _above(self) -> Iterator[list[str]]:
        """Yield what stands above the header, so that this stays in its row."""
        lines = {row.number: row for row in self._sheet.preamble}
        for number in range(1, self._sheet.header_row):
            yield (
                [guarded(shown(cell)) for cell in lines[number].cells]
                if number in lines
                else [""]
            )

    def _cells(self, row: Row) -> tuple[list[str], list[str]]:
        """Return the cells under the names of the columns, and those beyond them."""
        texts = [guarded(shown(cell)) for cell in row.cells]
        own = [texts[at] if at < len(texts) else "" for at in self._columns]
        return own, [] if row.fault else texts[len(self._sheet.header) :]

    def _write(self, cells: Iterable[str]) -> None:
        line = StringIO()
        delimiter = self._book.delimiter or ","
        csv.writer(line, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
        self._temporary.write(line.getvalue().encode("utf-8", "replace"))

    def _free(self, content: bytes) -> Path:
        """Return a name that is free, or that of a file which says just the same."""
        stem = self._book.path.stem.partition(_MARK)[0]
        number = 1
        while True:
            again = f"-{number}" if number > 1 else ""
            path = self._folder / f"{stem}{_MARK}{again}.csv"
            if not path.exists() or _says(path, content):
                return path
            number += 1


def _says(path: Path, content: bytes) -> bool:
    return path.stat().st_size == len(content) and path.read_bytes() == content
