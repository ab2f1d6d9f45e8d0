"""What writes a ledger that is copied into files."""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from dealtrack import __version__
from dealtrack.store.disk import checkpoint, journal
from dealtrack.store.disk.attachments import FOLDER
from dealtrack.store.disk.checkpoint import TABLES, Meta, Place
from dealtrack.store.disk.files import Files, make_folder, replacing
from dealtrack.store.disk.journal import Transaction
from dealtrack.store.kinds import KINDS
from dealtrack.store.moving.loading import Step
from dealtrack.store.moving.source import Source


class _Records:
    """A table of *source* as a checkpoint lists it, read as it is written."""

    def __init__(self, source: Source, table: str, step: Step) -> None:
        self._source, self._table, self._step = source, table, step

    def items(self) -> Iterator[tuple[str, msgspec.Raw]]:
        for id_, raw in self._source.records(self._table):
            yield str(id_), raw
            self._step(1)


def build(source: Source, made: Files, step: Step) -> None:
    """Write *source* into the files *made*, of which there are none yet.  Raises: `OSError`."""
    place, last = _write_journal(source, made, step)
    meta = Meta(
        revision=source.revision,
        counters=dict(source.counters),
        journal=place,
        written=last.at if last else None,
        program=f"dealtrack {__version__}",
    )
    tables = {name: _Records(source, name, step) for name in _tables(source)}
    checkpoint.write(made.checkpoint, meta, tables)
    for name in source.attachments():
        folder = made.checkpoint.parent / FOLDER
        make_folder(folder)
        with replacing(folder / name) as file:
            file.write(source.attachment(name))
        step(1)


def _tables(source: Source) -> Iterable[str]:
    """Return the tables of records, and those into which anything was ever put."""
    used = {*TABLES, *source.tables, *source.counters}
    return [name for name in KINDS if name in used]


def _write_journal(source: Source, made: Files, step: Step) -> tuple[Place, Transaction | None]:
    place, says = Place(), None
    with replacing(made.journal) as file:
        for told in source.lines():
            says = replace(told.says, previous=place.last)
            line = journal.Pieces(says)
            file.writelines(line)
            place = Place(place.offset + line.length, line.sum)
            step(1)
    return place, says
