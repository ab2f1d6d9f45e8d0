"""The refused rows as a file that can be mended and imported again.

It has what stands above the table, the names of the columns, and the refused rows, each
with the reason in a last column; so it is read by the same mapping.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_IRUSR, S_IWUSR
from tempfile import mkstemp

from dealtrack.errors import CannotWrite, FileExists, WrongUse, reason
from dealtrack.exchange.columns.cells import shown
from dealtrack.exchange.columns.outcomes import Refused
from dealtrack.exchange.sheets import Book, Cell, Row, Sheet
from dealtrack.exchange.sheets.writing import Delimited, Paper, Writing
from dealtrack.text import _, language

REASONS = {"en": "Refused because", "zh": "拒绝原因"}
"""What the last column is called."""

_MARK = ".refused"
_WORKBOOK = ".xlsx"


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
        self._temporary: Path | None = None
        self._writing: Writing | None = None
        self._columns = [
            at for at, name in enumerate(sheet.header) if name not in REASONS.values()
        ]

    def add(self, refused: Refused) -> None:
        """Write rows, each with what is wrong in it."""
        try:
            writing = self._writing or self._begin()
            for row in refused.rows:
                why = "; ".join(
                    f"{one.column}: {one.why}" if one.column else one.why
                    for one in refused.refusals
                    if one.row == row.number
                )
                own, more = self._cells(row)
                writing.write([*own, why or _("belongs to a refused row"), *more])
        except OSError as fault:
            self.drop()
            raise CannotWrite(self._chosen or self._folder, reason(fault)) from None

    def keep(self) -> Path | None:
        """Bring the file to its place and return that; None if no row was refused.

        Raises:
            FileExists: if the chosen file says otherwise, and may not be replaced.
            WrongUse: if that is the table itself.
        """
        if self._temporary is None or self._writing is None:
            return None
        written, writing = self._temporary, self._writing
        self._writing = None
        try:
            writing.close()
            target = self._target(written.read_bytes())
            written.replace(target)
        except OSError as fault:
            written.unlink(missing_ok=True)
            raise CannotWrite(self._chosen or self._folder, reason(fault)) from None
        self._temporary = self._writing = None
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
            with suppress(OSError):
                if self._writing:
                    self._writing.close()
            self._temporary.unlink(missing_ok=True)
            self._temporary = self._writing = None

    def _begin(self) -> Writing:
        handle, name = mkstemp(
            dir=self._folder, prefix=".dealtrack-refused.", suffix=self._ending
        )
        os.close(handle)
        self._temporary = Path(name)
        self._temporary.chmod(S_IRUSR | S_IWUSR)
        if self._ending == _WORKBOOK:
            name = self._sheet.name if self._book.format == "xlsx" else "Sheet1"
            self._writing = Paper(self._temporary, name, shown)
        else:
            delimiter = self._book.delimiter or ","
            self._writing = Delimited(self._temporary, delimiter, shown)
        for line in self._above():
            self._writing.write(line)
        names = [self._sheet.header[at] for at in self._columns]
        self._writing.write([*names, REASONS[language()]])
        return self._writing

    @property
    def _ending(self) -> str:
        """What the file is to be: a workbook if it is called so, else a csv."""
        chosen = self._chosen.suffix.lower() if self._chosen else ""
        return _WORKBOOK if chosen == _WORKBOOK else ".csv"

    def _above(self) -> Iterator[tuple[Cell, ...]]:
        """Yield what stands above the header, so that this stays in its row."""
        lines = {row.number: row for row in self._sheet.preamble}
        for number in range(1, self._sheet.header_row):
            yield lines[number].cells if number in lines else ("",)

    def _cells(self, row: Row) -> tuple[list[Cell], tuple[Cell, ...]]:
        """Return the cells under the names of the columns, and those beyond them."""
        own = [row.cells[at] if at < len(row.cells) else None for at in self._columns]
        return own, () if row.fault else row.cells[len(self._sheet.header) :]

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
