"""The journal through the years: lines of finished years lie in files of their own.

``ledger-2025.journal`` has lines like the journal's, which it goes on from: the files
of the years, the oldest first, and then the journal are one chain.  A year file is
made, or grows, only when somebody asks for it (`compact`).
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from dealtrack.errors import CannotWrite
from dealtrack.store.disk import journal
from dealtrack.store.disk.checkpoint import Place
from dealtrack.store.disk.files import Files, replacing, sync_folder
from dealtrack.store.disk.journal import BEGINNING, Flaw, Flawed, Line, Tail
from dealtrack.text import _

_YEAR = re.compile(r"-(\d{4})\.journal")


class Compacted(NamedTuple):
    """What was tidied up: the journal's size in bytes before and after, and year files.

    *written* are the years whose files were made or grew, *dropped* those that went.
    """

    before: int
    after: int
    written: tuple[int, ...]
    dropped: tuple[int, ...]


def known(files: Files) -> dict[int, Path]:
    """Return the files of finished years, the oldest first."""
    found = {}
    for path in files.journal.parent.glob("*.journal"):
        year = _YEAR.fullmatch(path.name.removeprefix(files.name))
        if year and not _is_anothers(path):
            found[int(year[1])] = path
    return dict(sorted(found.items()))


def _is_anothers(path: Path) -> bool:
    """Whether *path* is the journal of a ledger called ``ledger-2025.json``."""
    return path.with_suffix(".json").exists()


def read(files: Files, place: Place = BEGINNING, revision: int = 0) -> Tail:
    """Return the journal's lines after *place*; from the beginning, those of all years.

    Raises: `Flawed` where a year file is at fault; `OSError`.
    """
    tail = journal.read(files.journal, place, revision)
    if place != BEGINNING or not tail.flaw or tail.flaw != Flaw("order", 0):
        return tail
    here = journal.stretch(files.journal.read_bytes())
    first = here.lines[0].says.revision
    earlier = [line for line in _of_years(files) if line.says.revision < first]
    if not earlier or earlier[0].says.revision != 1 or not follows(here.lines[0], earlier[-1]):
        return tail
    return here._replace(lines=[*earlier, *here.lines], start=BEGINNING)


def lines(files: Files) -> Iterator[Line]:
    """Yield every line that is kept, the oldest first.  Raises: `Flawed`, `OSError`."""
    last: Line | None = None
    for line in _of_years(files):
        yield line
        last = line
    try:
        here = journal.stretch(files.journal.read_bytes())
    except FileNotFoundError:
        return
    for line in here.lines:
        if last and line.says.revision <= last.says.revision:
            continue  # in both: somebody was killed while it was moved
        if last and not follows(line, last):
            raise Flawed(files.journal, Flaw("order", 0))
        yield line
        last = None
    if here.flaw:
        raise Flawed(files.journal, here.flaw)


def backwards(files: Files, place: Place, revision: int) -> Iterator[Line]:
    """Yield the lines up to *place*, where *revision* ends, the last one first.

    As much is read as is asked for.

    Raises: `Flawed`, `OSError`.
    """
    wanted = revision, place.last
    if not revision:
        return
    for path, end in _ends(files, place):
        for line in journal.backwards(path, end):
            if line.says.revision > wanted[0]:
                continue  # in both files, as above
            if (line.says.revision, line.sum) != wanted:
                raise Flawed(path, Flaw("order", line.end))
            yield line
            wanted = wanted[0] - 1, line.says.previous
            if not wanted[0]:
                return


def _ends(files: Files, place: Place) -> Iterator[tuple[Path, int]]:
    yield files.journal, place.offset
    for path in reversed(known(files).values()):
        if not (size := path.stat().st_size):
            raise Flawed(path, Flaw("line", 0))
        yield path, size


def _of_years(files: Files) -> Iterator[Line]:
    last: Line | None = None
    for path in known(files).values():
        tail = journal.stretch(path.read_bytes())
        is_cut = tail.end < tail.size or not tail.lines
        flaw = tail.flaw or (Flaw("line", tail.end) if is_cut else None)
        if last and tail.lines and not follows(tail.lines[0], last):
            flaw = Flaw("order", 0)
        if flaw:
            raise Flawed(path, flaw)
        yield from tail.lines
        last = tail.lines[-1] if tail.lines else last


def follows(line: Line, last: Line) -> bool:
    """Whether *line* is the one after *last*."""
    return (line.says.revision - 1, line.says.previous) == (last.says.revision, last.sum)


def compact(
    files: Files, place: Place, year: int, keep: int | None, save: Callable[[Place], None]
) -> Compacted:
    """Move the journal's lines of the years before *year* to files of their own.

    Whoever calls this holds the lock; the journal ends at *place*.  *save* writes a
    checkpoint that stands at the place it is given.  With *keep*, the files of years
    more than so many before *year* go, and with them what can be undone and looked up.
    The journal always keeps its last line, which the chain goes on from.

    Killed at any point, the ledger is whole: the checkpoint needs none of the lines
    that are on their way, and finds its place again in a journal that begins later.

    Raises: `Flawed`, `CannotWrite` if a year file is another ledger's, `OSError`.
    """
    if place == BEGINNING:
        return Compacted(0, 0, (), ())
    save(place)
    text = files.journal.read_bytes()
    tail = journal.stretch(text)
    if tail.flaw:
        raise Flawed(files.journal, tail.flaw)
    gone = _finished(tail.lines, year)
    start = gone[-1].end if gone else 0
    written = tuple(_move(files, gone, text))
    if start or tail.end < tail.size:
        with replacing(files.journal) as file:
            file.write(_whole(text[start : tail.end]))
        save(Place(place.offset - start, place.last))
    dropped = tuple(_drop(files, year, keep))
    return Compacted(len(text), tail.end - start, written, dropped)


def _finished(found: list[Line], year: int) -> list[Line]:
    """Return the lines before the first one of *year*: a clock may have jumped back."""
    current = (at for at, line in enumerate(found) if line.says.at.year >= year)
    return found[: next(current, len(found) - 1)]


def _move(files: Files, gone: list[Line], text: bytes) -> Iterator[int]:
    """Add the lines that are *gone*, of the journal's *text*, to the files of their years."""
    there = known(files)
    year = max(there, default=0)
    last = next(iter(deque(_of_years(files), maxlen=1)), None)
    new = [line for line in gone if last is None or line.says.revision > last.says.revision]
    if last and new and not follows(new[0], last):
        raise Flawed(there[year], Flaw("order", last.end))
    fresh: dict[int, list[bytes]] = {}
    start = gone[-len(new) - 1].end if len(new) < len(gone) else 0
    for line in new:
        year = max(year, line.says.at.year)  # a clock that jumps back turns no order round
        fresh.setdefault(year, []).append(text[start : line.end])
        start = line.end
    for number, added in fresh.items():
        path = files.year(number)
        if _is_anothers(path):
            raise CannotWrite(path, _("it belongs to another ledger"))
        before = path.read_bytes() if number in there else b""
        with replacing(path) as file:
            file.write(before + b"".join(added))
        yield number


def _drop(files: Files, year: int, keep: int | None) -> Iterator[int]:
    if keep is None:
        return
    for number, path in known(files).items():
        if number < year - keep:
            path.unlink()
            sync_folder(path.parent)
            yield number


def _whole(text: bytes) -> bytes:
    return text if text.endswith(b"\n") or not text else text + b"\n"
