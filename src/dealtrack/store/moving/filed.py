"""A ledger in files, as it is copied."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dealtrack.errors import CannotRead, LedgerDamaged, reason
from dealtrack.store.disk import attached, snapshot, years
from dealtrack.store.disk.attachments import FOLDER
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.forwards import forwards
from dealtrack.store.disk.journal import Flawed
from dealtrack.store.moving.source import Kept, Told
from dealtrack.text import _


class FileSource:
    """The ledger in *files*, as it is when this is made.  See `Source`.

    The records lie in memory, not decoded; the journal is read as it is asked for.

    Raises: `LedgerDamaged`, `LedgerTooNew`, `CannotRead`, here and wherever it is read.
    """

    def __init__(self, files: Files) -> None:
        if not (files.checkpoint.exists() or files.journal.exists()):
            raise CannotRead(str(files.checkpoint), _("there is no ledger"))
        self._files = files
        self._now = snapshot.read(files)
        self.place = str(files.checkpoint)

    @property
    def revision(self) -> int:
        """See `Source.revision`."""
        return self._now.revision

    @property
    def counters(self) -> Mapping[str, int]:
        """See `Source.counters`."""
        return self._now.counters

    @property
    def tables(self) -> Iterable[str]:
        """See `Source.tables`."""
        return [name for name, table in self._now.tables.items() if table]

    def count(self) -> int:
        """See `Source.count`."""
        return self._now.count()

    def records(self, table: str, after: int = 0) -> Iterator[Kept]:
        """See `Source.records`."""
        return (one for one in self._now.all(table) if one[0] > after)

    def some(self, table: str, ids: Iterable[int]) -> Iterator[Kept]:
        """See `Source.some`."""
        for id_ in ids:
            raw = self._now.get(table, id_)
            if raw is not None:
                yield id_, raw

    def lines(self, after: int = 0) -> Iterator[Told]:
        """See `Source.lines`."""
        try:
            for line in forwards(self._files, self.revision):
                if line.says.revision > after:
                    yield Told("", line.says)
        except Flawed as error:
            raise snapshot.flawed(error) from None
        except OSError as error:
            raise CannotRead(
                str(error.filename or self._files.journal), reason(error)
            ) from None

    def mark(self, revision: int) -> str:
        """See `Source.mark`: each line of a file has its checksum."""
        if revision == self.revision:
            return self._now.place.last
        try:
            found = (line.sum for line in forwards(self._files, revision))
            return deque(found, maxlen=1)[0]
        except (Flawed, OSError, IndexError):
            return ""

    def attachments(self) -> Iterable[str]:
        """See `Source.attachments`: those that the ledger names, or once named."""
        lying = attached.lying_in(self._folder)
        known = set[str]()
        if lying:
            for path in self._texts():
                with path.open("rb") as file:
                    known.update(name for line in file for name in attached.named_in(line))
        return sorted(known & lying.keys())

    def attachment(self, name: str) -> bytes:
        """See `Source.attachment`."""
        try:
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise CannotRead(str(self._folder / name), reason(error)) from None

    def again(self) -> "FileSource":
        """See `Source.again`: what somebody has changed meanwhile is not the same any more."""
        found = FileSource(self._files)
        return found if found.revision == self.revision else self

    def unreadable(self, ref: str) -> LedgerDamaged:
        """See `Source.unreadable`."""
        return LedgerDamaged(self._files.checkpoint, "record", ref)

    @property
    def _folder(self) -> Path:
        return self._files.checkpoint.parent / FOLDER

    def _texts(self) -> Iterator[Path]:
        files = self._files
        there = (files.checkpoint, *years.known(files).values(), files.journal)
        return (path for path in there if path.exists())
