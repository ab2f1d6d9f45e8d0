"""The attachments that a ledger names, and whether they are still what they were."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from dealtrack.model import Agreement, Kept
from dealtrack.store.disk.attachments import FOLDER

_PIECE = 1024 * 1024
_KEPT = rb"[0-9a-f]{16}-[^\"\\/]+"
_NAMED = re.compile(rb'"' + FOLDER.encode() + rb"/(" + _KEPT + rb')"')
_NAME = re.compile(_KEPT)


class Named(NamedTuple):
    """An attachment as a record names it: the *ref* of the record, the file, its digest."""

    ref: str
    file: str
    sha256: str


def named_in(text: bytes | memoryview) -> set[str]:
    """Return the names of the attachments that stand anywhere in *text*, past or present.

    A name holds nothing that JSON escapes: it was made of letters, digits and ``._-``.
    """
    return {name.decode() for name in _NAMED.findall(text)}


def named_by(records: Iterable[Kept]) -> Iterator[Named]:
    """Yield the attachments that *records* name now."""
    for record in records:
        for one in record.follow_ups:
            for change in one.states:
                for proof in change.evidence:
                    yield Named(f"{record.ref}.{one.number}", proof.file, proof.sha256)
        for source in record.sources if isinstance(record, Agreement) else ():
            if source.file.startswith(f"{FOLDER}/"):
                yield Named(record.ref, source.file, source.sha256)


def lying_in(folder: Path) -> Mapping[str, Path]:
    """Return the attachments that lie in *folder*, by their names."""
    if not folder.is_dir():
        return {}
    return {
        path.name: path
        for path in sorted(folder.iterdir())
        if _NAME.fullmatch(path.name.encode(errors="replace"))
    }


def digest(path: Path) -> str:
    """Return the SHA-256 of the file at *path*, "" if it cannot be read."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                found.update(piece)
    except OSError:
        return ""
    return found.hexdigest()
