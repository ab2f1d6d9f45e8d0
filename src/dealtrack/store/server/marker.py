"""The mark that a copy to a server is not finished: until it is gone, there is no ledger."""

from datetime import UTC, datetime
from typing import NamedTuple

from dealtrack.errors import CopyUnfinished, WrongUse
from dealtrack.store.server.server import Server
from dealtrack.store.sql.dialect import Sql
from dealtrack.text import _

_COLUMNS = "source", "target", "revision", "mark", "kept", "batches", "touched"
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)


class Marker(NamedTuple):
    """How far a copy is.

    It goes from the address *source* to the address *target*, and began when the source was
    at *revision*, whose line is told by *mark*.  The tables were *kept* if they were there
    before.  So many *batches* were committed, the last at the moment *touched*.
    """

    source: str
    target: str
    revision: int
    mark: str
    kept: int
    batches: int
    touched: str

    @property
    def moment(self) -> datetime:
        """When it last went on, by the clock of whoever asks."""
        return datetime.fromisoformat(self.touched).astimezone()

    def unfinished(self, place: str) -> CopyUnfinished:
        """Return the error that there is no ledger at *place* before the copy is done."""
        when = f"{self.moment:%Y-%m-%d %H:%M:%S}"
        return CopyUnfinished(place, self.source, self.target, when)


def read(server: Server) -> Marker | None:
    """Return the mark of the copy that is not finished, None if there is none."""
    if not server.has("copying"):
        return None
    for row in server.rows(Sql(f'SELECT {_NAMES} FROM "copying"')):
        return Marker(*row)
    return None


def write(server: Server, marker: Marker) -> None:
    """Set the mark; in the transaction that makes the tables."""
    kinds = server.kinds
    of = {str: kinds.text, int: kinds.number}
    cells = (f'"{name}" {of[type(cell)]} NOT NULL' for name, cell in marker._asdict().items())
    server.run(Sql(f'CREATE TABLE "copying" ({", ".join(cells)})'))
    marks = ", ".join("?" * len(marker))
    server.run(Sql(f'INSERT INTO "copying" ({_NAMES}) VALUES ({marks})', tuple(marker)))


def advance(server: Server, marker: Marker) -> Marker:
    """Count one batch more, in its transaction.

    Raises: `WrongUse` if somebody else has gone on with the copy meanwhile.
    """
    touched = datetime.now(UTC).isoformat(timespec="seconds")
    text = 'UPDATE "copying" SET "batches" = ?, "touched" = ? WHERE "batches" = ?'
    further = marker._replace(batches=marker.batches + 1, touched=touched)
    if not server.run(Sql(text, (further.batches, touched, marker.batches))):
        raise WrongUse(
            _("Somebody else is copying to {place} just now.").format(place=server.place),
            _("Wait until that is done, and look: dealtrack doctor"),
        )
    return further


def remove(server: Server) -> None:
    """Take the mark away; in the transaction that ends the copy."""
    server.run(Sql('DROP TABLE "copying"'))
