"""What the other end of stdout can show."""

import codecs
import os
from collections.abc import Mapping
from typing import NamedTuple, TextIO

from dealtrack.render.cells import width

_BOXES = "─│╭╮╰╯█▏▁"
_STAND_INS = str.maketrans("–—−·•…→←“”‘’×", "---..." + "><\"\"''x")
_NARROWEST = 20


class Screen(NamedTuple):
    """A terminal, or a pipe if it *is_terminal* not; *pager* is a command or nothing."""

    is_terminal: bool = False
    width: int = 80
    height: int = 24
    colour: bool = False
    encoding: str = "utf-8"
    boxes: bool = True
    pager: str = ""

    @classmethod
    def detect(
        cls, stream: TextIO, environment: Mapping[str, str], no_color: bool = False
    ) -> "Screen":
        """Look at *stream* and *environment*; FORCE_COLOR is not listened to."""
        terminal = stream.isatty()
        dumb = environment.get("TERM") == "dumb"
        encoding = getattr(stream, "encoding", None) or "utf-8"
        columns, lines = _size(stream, environment)
        return cls(
            is_terminal=terminal,
            width=columns,
            height=lines,
            colour=terminal and not (dumb or no_color or environment.get("NO_COLOR")),
            encoding=encoding,
            boxes=_holds(encoding, _BOXES) and not _is_on(environment, "DEALTRACK_ASCII"),
            pager=environment.get("PAGER", "less") if terminal and not dumb else "",
        )

    @property
    def pager_words(self) -> list[str]:
        """The pager's command, word by word; none if it cannot be understood."""
        import shlex  # noqa: PLC0415 -- only for what is taller than the screen

        try:
            return shlex.split(self.pager)
        except ValueError:  # an open quote
            return []


def tolerant(stream: TextIO) -> TextIO:
    """Make *stream* replace what its encoding cannot hold instead of raising; return it."""
    if reconfigure := getattr(stream, "reconfigure", None):
        reconfigure(errors=REPLACE)
    return stream


def _replace(error: UnicodeError) -> tuple[str, int]:
    """Write a similar sign or question marks, as wide as what they stand for."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    shown = (_stand_in(character) for character in lost)
    return "".join(shown), error.end


def _stand_in(character: str) -> str:
    similar = character.translate(_STAND_INS)
    return similar if similar != character else "?" * width(character)


REPLACE = "dealtrack.replace"
"""The name of the error handler that `tolerant` sets."""

codecs.register_error(REPLACE, _replace)


def _size(stream: TextIO, environment: Mapping[str, str]) -> tuple[int, int]:
    """Return columns and lines: COLUMNS and LINES first, then what the terminal says."""
    try:
        columns, lines = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError, AttributeError):
        columns, lines = 80, 24
    columns = _number(environment.get("COLUMNS", "")) or columns or 80
    lines = _number(environment.get("LINES", "")) or lines or 24
    return max(columns, _NARROWEST), lines


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _is_on(environment: Mapping[str, str], name: str) -> bool:
    return environment.get(name, "") not in {"", "0"}


def _holds(encoding: str, text: str) -> bool:
    """Whether *encoding* can write *text*."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
