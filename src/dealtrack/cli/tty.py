"""What a terminal really does, asked of itself."""

import os
import re
import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 0.5
"""Seconds for a terminal to answer; over a slow line it takes a tenth."""

_WHERE = b"\x1b[6n"
_ANSWER = re.compile(rb"\x1b\[\d+;(\d+)R")


def columns_of(text: str) -> int | None:
    """Return how many columns the terminal gives *text*; None if it does not say.

    The text is written at the beginning of the line, the cursor's place is asked for
    (DSR 6), and the line is wiped.  Nothing that was typed meanwhile is lost but to
    this question; the terminal is left as it was.
    """
    if os.name == "nt" or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    try:
        keyboard, screen = sys.stdin.fileno(), sys.stdout.fileno()
    except OSError:
        return None
    sys.stdout.flush()
    with _listening(keyboard):
        os.write(screen, b"\r" + text.encode(sys.stdout.encoding, "replace") + _WHERE)
        answer = _answer(keyboard)
        os.write(screen, b"\r\x1b[K")
    return int(answer[1]) - 1 if answer else None


@contextmanager
def _listening(keyboard: int) -> Iterator[None]:
    """Have every key at once, unseen; put the terminal back afterwards."""
    import termios
    import tty

    before = termios.tcgetattr(keyboard)
    try:
        tty.setcbreak(keyboard, termios.TCSANOW)
        yield
    finally:
        # What comes too late would be taken for typed: it is thrown away
        termios.tcsetattr(keyboard, termios.TCSAFLUSH, before)


def _answer(keyboard: int) -> re.Match[bytes] | None:
    heard = b""
    end = time.monotonic() + PATIENCE
    while (left := end - time.monotonic()) > 0:
        if select.select([keyboard], [], [], left)[0]:
            heard += os.read(keyboard, 64)
            if found := _ANSWER.search(heard):
                return found
    return None
