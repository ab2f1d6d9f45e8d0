"""A proxy before a server, whose lines fail where they are told to."""

import socket
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from urllib.parse import urlsplit

from tests.postgres.line import Fault, Line
from tests.postgres.server import HOST


class Proxy:
    """Takes connections at a port of its own, and passes them to the *port* of a server."""

    def __init__(self, port: int) -> None:
        """Begin to listen."""
        self._server = port
        self._faults: deque[Fault | None] = deque()
        self.lines: list[Line] = []
        """The lines there have been."""
        self.delay = 0.0
        """How long each message to the server takes, in seconds, on lines to come."""
        self.port = 0
        self._open_door()

    def plan(self, *faults: Fault | None) -> None:
        """Give the next connections one of *faults* each; those after them have none."""
        self._faults.extend(faults)

    def clear(self) -> None:
        """Let the next connections have no faults, and end the lines there are."""
        self._faults.clear()
        for line in self.lines:
            line.close()

    def url(self, address: str) -> str:
        """Return the *address* of a database, by way of the proxy."""
        parts = urlsplit(address)
        user, _, _ = parts.netloc.rpartition("@")
        return parts._replace(netloc=f"{user}@{HOST}:{self.port}").geturl()

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Refuse connections meanwhile, as a computer does where no server listens."""
        self._close_door()
        yield
        self._open_door()

    def close(self) -> None:
        """Take no more connections, and end all lines."""
        self._close_door()
        for line in self.lines:
            line.close()

    def _open_door(self) -> None:
        self._door = socket.create_server((HOST, self.port))
        self.port = int(self._door.getsockname()[1])
        Thread(target=self._welcome, args=[self._door], daemon=True).start()

    def _close_door(self) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)  # wakes who waits there
        self._door.close()

    def _welcome(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                self._connect(door.accept()[0])

    def _connect(self, client: socket.socket) -> None:
        """Make a line to the server; a server that is not there shows as a line that ends."""
        fault = self._faults.popleft() if self._faults else None
        try:
            server = socket.create_connection((HOST, self._server))
        except OSError:
            client.close()
            return
        line = Line(client, server, fault)
        self.lines.append(line)
        Thread(target=line.listen_to_client, args=[self.delay], daemon=True).start()
        Thread(target=line.listen_to_server, daemon=True).start()


@contextmanager
def a_proxy(port: int) -> Iterator[Proxy]:
    """Put a proxy before the server at *port*; end its lines at the end."""
    proxy = Proxy(port)
    try:
        yield proxy
    finally:
        proxy.close()
