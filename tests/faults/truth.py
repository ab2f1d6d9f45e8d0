"""What a ledger holds, told twice: by the program, and by the files without it.

`replayed` reads journals with nothing but json and zlib, in its own words, so that a
mistake of the program cannot hide behind itself.
"""

import json
import zlib
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from dealtrack.model import Agreement, Trip
from dealtrack.model.closing import Closing
from dealtrack.model.codec import decode
from dealtrack.model.held import Held
from dealtrack.model.registered import Individual, Organisation
from dealtrack.model.slip import Slip
from dealtrack.model.target import Target
from dealtrack.store.disk.files import Files
from dealtrack.store.opening import open_store
from tests.builders import TODAY
from tests.cli.hostile import plain

Records = dict[tuple[str, int], Any]

_KINDS: dict[str, type[Held]] = {
    "agreements": Agreement,
    "trips": Trip,
    "targets": Target,
    "slips": Slip,
    "closings": Closing,
    "organisations": Organisation,
    "people": Individual,
}
_TABLES = {kind: table for table, kind in _KINDS.items()}


class Truth(NamedTuple):
    """A ledger's revision and its records."""

    revision: int
    records: Records

    @property
    def content(self) -> dict[tuple[str, int], Any]:
        """The records as JSON without their uids, which no two runs have in common."""
        return {key: _without_uid(plain(record)) for key, record in self.records.items()}


def told(ledger: Path) -> Truth:
    """Return what the program reads; raises what it raises."""
    with open_store(str(ledger)) as store:
        kept: list[Held] = [
            *store.agreements.search(as_of=TODAY),
            *store.trips.search(as_of=TODAY),
            *(*store.targets, *store.slips, *store.closings),
            *(*store.organisations, *store.people),
        ]
        keys = [(_TABLES[type(one)], one.id) for one in kept]
        assert len(set(keys)) == len(keys)
        return Truth(store.revision, dict(zip(keys, kept, strict=True)))


def lines(ledger: Path) -> list[dict[str, Any]]:
    """Return all finished lines of the year files and the journal, checked as one chain."""
    files = Files.of(ledger)
    found: list[dict[str, Any]] = []
    for path in (*_years(files), files.journal):
        for body in path.read_bytes().split(b"\n")[:-1]:
            text, _, end = body.rpartition(b',"sum":"')
            says = json.loads(body)
            assert end == b'%08x"}' % zlib.crc32(text), (path.name, says["revision"])
            if found and says == found[-1]:  # what links a journal to the year before it
                continue
            last: dict[str, Any] = found[-1] if found else {"revision": 0, "sum": ""}
            assert says["previous"] == last["sum"], (path.name, says["revision"])
            assert says["revision"] == last["revision"] + 1
            found.append(says)
    return found


def replayed(ledger: Path) -> Truth:
    """Return what the lines, from the first on, come to."""
    records: Records = {}
    revision = 0
    for line in lines(ledger):
        revision = line["revision"]
        for change in line["changes"]:
            key = (change["table"], change["id"])
            records.pop(key, None)
            if change["after"] is not None:
                text = json.dumps(change["after"]).encode()
                records[key] = decode(text, _KINDS[change["table"]])
    return Truth(revision, records)


def commands(ledger: Path) -> "Counter[str]":
    """Return how often each command stands in the journal."""
    return Counter(line["what"] for line in lines(ledger))


def strays(folder: Path) -> list[str]:
    """Return the names of files in *folder* that some process was about to put in place."""
    return sorted(path.name for path in folder.glob("*.new*"))


def _years(files: Files) -> list[Path]:
    folder = files.checkpoint.parent
    return sorted(folder.glob(f"{files.name}-[0-9][0-9][0-9][0-9].journal"))


def _without_uid(value: Any) -> Any:
    match value:
        case dict():
            return {k: _without_uid(v) for k, v in value.items() if k != "uid"}
        case list():
            return [_without_uid(part) for part in value]
    return value
