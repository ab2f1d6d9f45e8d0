"""A journal read from its beginning on, a line at a time, however long it is."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from dealtrack.store.disk.files import Files
from dealtrack.store.disk.journal import Flaw, Flawed, Line, is_sound, line_of
from dealtrack.store.disk.years import follows, known


def forwards(files: Files, last: int) -> Iterator[Line]:
    """Yield every line that is kept up to the revision *last*, the oldest first.

    Takes no lock.  Raises: `Flawed`, also if there is no line of that revision; `OSError`.
    """
    before: Line | None = None
    for path, line in _in_order(files):
        if before and line.says.revision <= before.says.revision:
            continue  # in both: it was moved to the file of its year meanwhile
        if before and not follows(line, before):
            raise Flawed(path, Flaw("order", line.end))
        if line.says.revision > last:
            break
        yield line
        before = line
        if line.says.revision == last:
            return
    if last:
        raise Flawed(files.journal, Flaw("seam", before.end if before else 0))


def _in_order(files: Files) -> Iterator[tuple[Path, Line]]:
    with ExitStack() as opened:
        # Opened first, it still has whatever is moved out of it while the years are read
        journal = opened.enter_context(files.journal.open("rb"))
        for path in known(files).values():
            with path.open("rb") as year:
                yield from _lines(path, year)
        yield from _lines(files.journal, journal)


def _lines(path: Path, file: BinaryIO) -> Iterator[tuple[Path, Line]]:
    end = 0
    for text in file:
        body = text.removesuffix(b"\n")
        if not is_sound(body):
            raise Flawed(path, Flaw("line", end))
        line = line_of(body, end + len(text))
        if line is None:
            raise Flawed(path, Flaw("layout", end))
        end = line.end
        yield path, line
