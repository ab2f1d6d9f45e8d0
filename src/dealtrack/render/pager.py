"""Long output, a screenful at a time."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from typing import TextIO

from dealtrack.render.screen import REPLACE, Screen


def show(pieces: Iterable[str], screen: Screen, stream: TextIO) -> None:
    """Write *pieces* to *stream*, or to the pager if they are taller than *screen*."""
    coming = iter(pieces)
    held: list[str] = []
    high = 1  # the prompt that follows
    for piece in coming:
        held.append(piece)
        high += piece.count("\n")
        if high > screen.height:
            break
    everything = chain(held, coming)
    pager = _started(screen, stream) if high > screen.height else None
    if pager is None:
        stream.writelines(everything)
    else:
        _feed(pager, everything)


def _started(screen: Screen, stream: TextIO) -> "subprocess.Popen[str] | None":
    """Start the pager of *screen*; None if there is none to start."""
    words = screen.pager_words
    if not words or words == ["cat"] or not shutil.which(words[0]):
        return None
    stream.flush()
    # F: leave if it fits after all · R: show colours · X: leave the text on the screen
    habits = {"LESS": "FRX", "LV": "-c"}
    if screen.encoding.lower() in {"utf-8", "utf8"}:
        habits["LESSCHARSET"] = "utf-8"
    with suppress(OSError):
        return subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            env={**habits, **os.environ},
            encoding=screen.encoding,
            errors=REPLACE,
        )
    return None


def _feed(pager: "subprocess.Popen[str]", pieces: Iterable[str]) -> None:
    """Give *pieces* to *pager* and wait until the reader has left it."""
    if pager.stdin is not None:
        with suppress(BrokenPipeError):  # the reader has seen enough
            pager.stdin.writelines(pieces)
        with suppress(BrokenPipeError):
            pager.stdin.close()
    while pager.poll() is None:
        with suppress(KeyboardInterrupt):  # Ctrl-C is for the pager
            pager.wait()
