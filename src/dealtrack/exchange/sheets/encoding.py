"""In which encoding a file of text is written, judged by all of it.

UTF-8 and the encodings with a byte order mark prove themselves; GB18030 takes nearly
anything for Chinese, and is believed only if what comes out is common Chinese.
"""

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

from dealtrack.errors import CannotRead, TableRefused, WrongUse, reason
from dealtrack.text import _

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BAD = re.compile("[\x00\ud800-\udfff]")
"""What no cell may hold: NUL, and the bytes that are no text in the encoding."""

_PIECE = 1 << 16
_SAMPLE = 1 << 21
_ASCII = bytes(range(128))
_VALID = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[^\x00-\x7f]")
_PAIR = re.compile(rb"[\x81-\xfe].", re.DOTALL)
_COMMON = re.compile(rb"[\xa1-\xa9\xb0-\xd7][\xa1-\xfe]")  # signs, and hanzi of the first level
_LENIENT = "dealtrack-bytes"


class Text(NamedTuple):
    """A file of text: its encoding, about how many lines, whether every byte of it is text."""

    path: Path
    encoding: str
    lines: int
    is_clean: bool

    def open(self) -> IO[str]:
        """Open it; a byte that is no text is read as a lone surrogate, and found by `BAD`."""
        return self.path.open(encoding=self.encoding, errors=_LENIENT, newline="")


def find_encoding(path: Path, wanted: str = "") -> Text:
    """Return the text at *path* with its encoding.

    A byte order mark decides, then what is *wanted*.

    Raises:
        CannotRead: if the file cannot be read.
        WrongUse: if Python knows no encoding of the *wanted* name.
        TableRefused: if the file is no text, or in an encoding that cannot be told.
    """
    start = read_start(path)
    marked = next((name for mark, name in MARKS if start.startswith(mark)), "")
    name = marked or (_known(wanted) if wanted else _by_zeros(start))
    if not name and start.count(0) * 100 > len(start):
        raise TableRefused(str(path), _("it is no text"), _("Save it as .xlsx or as .csv."))
    return _measure(path, name) if name else _judge(path)


def read_start(path: Path, size: int = 1 << 16) -> bytes:
    """Return the first bytes of a file.

    Raises:
        CannotRead: if there is none, or no plain one, which alone can be read twice.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise CannotRead(str(path), _("it is no plain file"))
        with path.open("rb") as file:
            return file.read(size)
    except OSError as fault:
        raise CannotRead(str(path), reason(fault)) from None


def _known(name: str) -> str:
    try:
        known = codecs.lookup(name)
        "a".encode(known.name)  # an encoding of bytes, such as base64, says that it is none
        codecs.getincrementaldecoder(known.name)(_LENIENT).decode(b"a\n", True)
    except (LookupError, ValueError):
        raise WrongUse(
            _("There is no encoding {name}.").format(name=name),
            _("Such as: utf-8, gb18030, big5, utf-16, cp1252."),
        ) from None
    return "utf-8" if known.name == "ascii" else known.name


def _by_zeros(start: bytes) -> str:
    """Tell UTF-16 without a mark by the halves of its ASCII characters that are zero."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) * 8 < len(start):
        return ""
    if even * 20 < odd:
        return "utf-16-le"
    return "utf-16-be" if odd * 20 < even else ""


def _measure(path: Path, name: str) -> Text:
    """Return the file as text of the encoding *name*, whether all of it is or not."""
    decoder = codecs.getincrementaldecoder(name)()
    breaks, is_clean = 0, True
    for piece in _pieces(path):
        breaks += piece.count(b"\n") or piece.count(b"\r")
        is_clean = is_clean and _decodes(decoder, piece)
    return Text(path, name, breaks, is_clean)


def _decodes(decoder: codecs.IncrementalDecoder, piece: bytes) -> bool:
    try:
        return "\x00" not in decoder.decode(piece, not piece)
    except UnicodeError:
        return False


def _judge(path: Path) -> Text:
    """Return it as UTF-8 or GB18030, whichever fits all of it, or else most of it."""
    text = _measure(path, "utf-8")
    if text.is_clean or _is_nearly_utf_8(path):
        return text
    if not _is_common_chinese(path):
        raise TableRefused(str(path), *_unknown(path))
    return _measure(path, "gb18030")


def _is_nearly_utf_8(path: Path) -> bool:
    """Whether of what is beyond ASCII nine tenths are UTF-8; so is ASCII with NUL alone."""
    bad = good = 0
    for piece in _not_ascii(path):
        found = _VALID.findall(piece)
        good += len(found)
        bad += len(piece.translate(None, _ASCII)) - sum(map(len, found))
    return good >= 10 * bad


def _is_common_chinese(path: Path) -> bool:
    """Whether six tenths of its characters beyond ASCII are common ones, read as GB18030."""
    pairs = common = 0
    for piece in _not_ascii(path):
        found = _PAIR.findall(piece)
        pairs += len(found)
        common += len(list(filter(_COMMON.fullmatch, found)))
    return common * 10 >= pairs * 6


def _not_ascii(path: Path) -> Iterator[bytes]:
    """Yield pieces of a sample of the file that hold more than ASCII."""
    pieces = (piece for piece in _pieces(path) if not piece.isascii())
    return islice(pieces, _SAMPLE // _PIECE)


def _unknown(path: Path) -> tuple[str, str]:
    line = 1
    for piece in _pieces(path):
        if found := _HIGH.search(piece):
            line += piece.count(b"\n", 0, found.start())
            break
        line += piece.count(b"\n")
    why = _("line {line} is neither UTF-8 nor GB18030").format(line=line)
    return why, _("Say what it is (--encoding cp1252, --encoding big5 …), or save it as UTF-8.")


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield the file in pieces, and an empty one at its end."""
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except OSError as fault:
        raise CannotRead(str(path), reason(fault)) from None
    yield b""


def _as_surrogates(fault: UnicodeError) -> tuple[str, int]:
    """Read a byte that is no text as a surrogate, and go on behind it."""
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    is_wide = fault.encoding.lower().startswith(("utf-16", "utf-32", "utf16", "utf32"))
    end = fault.end if is_wide else fault.start + 1
    return "".join(chr(0xDC00 + byte) for byte in fault.object[fault.start : end]), end


codecs.register_error(_LENIENT, _as_surrogates)
