"""Files as text: what is not UTF-8 is refused, with a guess at what it is."""

from pathlib import Path

from dealtrack.errors import CannotRead, reason
from dealtrack.text import _

LARGEST = 8_000_000
"""Bytes; a trip file of a year of trips has some ten thousand."""


def decode_file(path: Path) -> str:
    """Return the text of a file.

    Raises:
        CannotRead: if there is no such file, or it is no text in UTF-8.
    """
    return decode(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, and no more than one more than there may be.

    Raises:
        CannotRead: if there is no such file.
    """
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as fault:
        raise CannotRead(str(path), reason(fault)) from None


def decode(content: bytes, name: str) -> str:
    """Return *content*, read from *name*, as text; a byte order mark is dropped.

    Raises:
        CannotRead: if it is no text in UTF-8, or far too long.
    """
    if len(content) > LARGEST:
        raise CannotRead(name, _("it is larger than {n} MB").format(n=LARGEST // 1_000_000))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise CannotRead(name, _encoding(content, line)) from None


def _encoding(content: bytes, line: int) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        likely = "UTF-16"
    elif _is_chinese(content):
        likely = "GBK"
    else:
        return _("line {line} is not UTF-8. Save it as UTF-8").format(line=line)
    return _("line {line} is not UTF-8, it seems to be {encoding}. Save it as UTF-8").format(
        line=line, encoding=likely
    )


def _is_chinese(content: bytes) -> bool:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= character <= "\u9fff" for character in text)
