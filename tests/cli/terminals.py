"""A real terminal of a given size for a child process, with somebody who answers."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

Reply = tuple[str, str | Callable[[], str]]


def run(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    size: tuple[int, int],
    answers: Sequence[Reply] = (),
    patience: float = 30,
) -> tuple[int, bytes]:
    """Run *command* on a terminal of *size* (columns, lines); return its code and output.

    Each of *answers* is a pair: what to wait for on the screen, and what to type then,
    or what to do then, which gives back what to type.

    Raises:
        AssertionError: if it takes more than *patience* seconds, or never asks what
            an answer waits for.
    """
    keyboard, screen = pty.openpty()
    columns, lines = size
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    child = subprocess.Popen(
        command,
        stdin=screen,
        stdout=screen,
        stderr=screen,
        env=dict(environment),
        cwd=folder,
        start_new_session=True,
        preexec_fn=_own_terminal,  # noqa: PLW1509 -- no thread here
    )
    os.close(screen)
    try:
        shown = _talk(keyboard, list(answers), time.monotonic() + patience)
        return child.wait(timeout=patience), shown
    finally:
        os.close(keyboard)
        if child.poll() is None:
            child.kill()
            child.wait()


def _own_terminal() -> None:
    """Make the terminal the child's own, so that Ctrl-C typed there reaches it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _talk(keyboard: int, answers: list[Reply], deadline: float) -> bytes:
    shown, heard = b"", 0
    while time.monotonic() < deadline:
        if select.select([keyboard], [], [], 0.05)[0]:
            piece = _read(keyboard)
            if not piece:
                assert not answers, f"never asked {answers[0][0]!r}: {shown.decode()}"
                return shown
            shown += piece
        # People type when the screen has come to rest
        elif answers and (at := shown.find(answers[0][0].encode(), heard)) >= 0:
            heard = at + len(answers[0][0].encode())
            typed = answers.pop(0)[1]
            os.write(keyboard, (typed if isinstance(typed, str) else typed()).encode())
    waiting = f" for {answers[0][0]!r}" if answers else ""
    raise AssertionError(f"still waiting{waiting} after: {shown.decode()}")


def _read(keyboard: int) -> bytes:
    with suppress(OSError):  # EIO: the child has gone
        return os.read(keyboard, 65536)
    return b""
