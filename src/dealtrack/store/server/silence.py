"""Who waits for an answer that never comes: after some time the connection is taken for dead.

A computer that is gone is noticed by the system (keepalives); a server that hangs, or a box
on the way that swallows everything, is not.
"""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

_OFTEN = 10
"""How often within the time that is waited it is looked."""


class Silence:
    """Ends a connection that has said nothing for *longest* seconds while it was waited for."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._since: float | None = None
        self._is_over = Event()

    def watch(self, descriptor: Callable[[], int]) -> None:
        """Look after the connection whose socket is *descriptor*, and no other one any more."""
        self._is_over.set()
        self._since, self._is_over = None, Event()
        watching = (descriptor, self._is_over)
        Thread(target=self._watch, args=watching, daemon=True).start()

    def begin(self) -> None:
        """Take note that the server is waited for, or has been heard."""
        self._since = time.monotonic()

    def end(self) -> None:
        """Take note that it is not waited for."""
        self._since = None

    def close(self) -> None:
        """Look no more."""
        self._is_over.set()

    def _watch(self, descriptor: Callable[[], int], is_over: Event) -> None:
        while not is_over.wait(self._longest / _OFTEN):
            since = self._since
            if since is not None and time.monotonic() - since > self._longest:
                _hang_up(descriptor)
                return


def _hang_up(descriptor: Callable[[], int]) -> None:
    """End what the socket says and hears: whoever waits for it is woken."""
    with suppress(Exception):  # it has been closed this moment
        line = socket.socket(fileno=descriptor())
        try:
            line.shutdown(socket.SHUT_RDWR)
        finally:
            line.detach()
