"""The lines of a ledger's journal, the last one first, whoever else is writing."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

from dealtrack.errors import CannotRead, DealtrackError, reason
from dealtrack.store.disk import years
from dealtrack.store.disk.files import Files
from dealtrack.store.disk.journal import Flawed, Line, RecordChange, Transaction
from dealtrack.store.disk.snapshot import State, flawed
from dealtrack.text import plural

T = TypeVar("T")

_TRIES = 10


def ask(
    files: Files,
    state: Callable[[], State],
    question: Callable[[Iterator[Line]], T],
    *,
    is_held: bool,
) -> T:
    """Return what *question* makes of the lines; it is put again if they were replaced.

    As much is read as it looks at.  *state* is the ledger as it is then, which cannot
    change while its lock *is_held*.

    Raises: `LedgerDamaged`, `CannotRead`.
    """
    for _try in range(_TRIES):
        now = state()
        try:
            return question(years.backwards(files, now.place, now.revision))
        except Flawed as error:
            fault: DealtrackError = flawed(error)
        except OSError as error:
            fault = CannotRead(str(error.filename or files.journal), reason(error))
        if is_held or now.is_fresh(files):
            break
    raise fault


def of_record(
    lines: Iterator[Line], table: str, id_: int, most: int | None
) -> list[tuple[Transaction, RecordChange]]:
    """Return what *lines* tell of one record; no more is read than *most* changes need."""
    found = (
        (line.says, change)
        for line in lines
        for change in line.says.changes
        if (change.table, change.id) == (table, id_)
    )
    return list(islice(found, most))


def say_torn(torn: int) -> str:
    """Say that the last line, of so many bytes, had not been written whole."""
    return plural(
        "The last change before this one had been cut off while it was written, and was never "
        "saved; {n} byte of it was taken away.",
        "The last change before this one had been cut off while it was written, and was never "
        "saved; {n} bytes of it were taken away.",
        torn,
    )
