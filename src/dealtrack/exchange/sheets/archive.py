"""The parts of a zip file, read piece by piece and never beyond a limit.

What a zip says about itself may be a lie: every part that is XML is inflated here
before another reader sees the file, and counted.
"""

import zlib
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from dealtrack.errors import TableRefused
from dealtrack.exchange.sheets.kinds import save_as_xlsx
from dealtrack.text import _

MOST_PARTS = 10_000
LARGEST = 1 << 30
"""Bytes of XML in all: some 25 million cells."""

UNSUSPECTED = 1 << 25
"""Bytes of XML that no ratio makes suspicious."""

RATIO = 100
"""Times that a part may be as large as it is packed; a table of nothing but 0 reaches 15."""

_PIECE = 1 << 16


class Archive:
    """A zip file that is fit to be read."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            TableRefused: if it is no sound zip, or would become far too large.
        """
        self.path = path
        try:
            self._zip = ZipFile(path)
        except (BadZipFile, OSError, ValueError, NotImplementedError):
            raise self.refusal(_("it is damaged")) from None
        self.parts = {part.filename: part for part in self._zip.infolist()}
        self._refuse_unfit()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self._zip.close()

    def refusal(self, why: str, remedy: str = "") -> TableRefused:
        """Return the error that says *why* this file is not read."""
        return TableRefused(str(self.path), why, remedy or save_as_xlsx())

    def read(self, name: str) -> Iterator[bytes]:
        """Yield a part in pieces.

        Raises:
            TableRefused: if it is damaged, packed in an unknown way, or too large.
        """
        part = copy(self.parts[name])
        told, part.file_size = part.file_size, LARGEST  # read to its real end
        size = 0
        try:
            with self._zip.open(part) as file:
                while piece := file.read(_PIECE):
                    size += len(piece)
                    self._refuse_large(part, size)
                    yield piece
        except (BadZipFile, EOFError, OSError, ValueError, zlib.error):
            raise self.refusal(_("it is damaged")) from None
        if size != told:
            raise self.refusal(_("it does not say truly how large it is"))

    def _refuse_unfit(self) -> None:
        parts = self._zip.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise self.refusal(_("it is protected by a password"))
        if len(parts) > MOST_PARTS:
            raise self.refusal(_("it is a zip of very many files"))
        if len(self.parts) < len(parts):
            raise self.refusal(_("it is a zip that holds a file twice"))
        if any(part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in parts):
            raise self.refusal(_("it is packed in an unusual way"))
        for part in parts:
            self._refuse_large(part, part.file_size)
        if (whole := sum(part.file_size for part in parts)) > LARGEST:
            raise self._too_large(whole)

    def _refuse_large(self, part: ZipInfo, size: int) -> None:
        if size > LARGEST or (size > UNSUSPECTED and size > RATIO * part.compress_size):
            raise self._too_large(size)

    def _too_large(self, size: int) -> TableRefused:
        why = _("unpacked it has {n} MB or more").format(n=size // 1_000_000)
        return self.refusal(why, _("Copy the table alone into a new file, as values."))
