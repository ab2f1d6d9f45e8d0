"""Files of a ledger that say something else, and whose checksums are right all the same."""

import re
from collections.abc import Callable

from dealtrack.store.disk.checkpoint import checksum, written
from dealtrack.store.disk.files import Files

Change = Callable[[bytes], bytes]

_START = b'{"_meta": {"1": {"checksum":"'
_SUM = re.compile(rb',"sum":"[0-9a-f]{8}"\}\n')


def forge(files: Files, change: Change) -> None:
    """Make *change* in every record of the checkpoint and in every line of the journal."""
    last = b""
    lines = []
    for body in _SUM.split(files.journal.read_bytes())[:-1]:
        told = re.sub(rb'"previous":"[0-9a-f]*"', b'"previous":"%s"' % last, change(body))
        last = written(checksum(told)).encode()
        lines.append(told + b',"sum":"%s"}\n' % last)
    files.journal.write_bytes(b"".join(lines))
    ends = {n: sum(map(len, lines[:n])) for n in range(len(lines) + 1)}
    sums = {n: line[-11:-3] for n, line in enumerate(lines, 1)}

    def placed(text: bytes) -> bytes:
        at = int(re.search(rb'"revision":(\d+)', text)[1])  # type: ignore[index]
        place = b'"journal":{"offset":%d,"last":"%s"}' % (ends[at], sums[at])
        return re.sub(rb'"journal":\{[^}]*\}', place, change(text), count=1)

    forge_checkpoint(files, placed)


def forge_checkpoint(files: Files, change: Change) -> None:
    """Make *change* in the checkpoint alone."""
    files.checkpoint.write_bytes(sealed(change(files.checkpoint.read_bytes())))


def sealed(text: bytes) -> bytes:
    """Return the checkpoint *text* with the checksum that it should have."""
    end = len(_START) + 8
    blank = text[: len(_START)] + b"0" * 8 + text[end:]
    return text[: len(_START)] + written(checksum(blank)).encode() + text[end:]
