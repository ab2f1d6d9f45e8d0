"""A real CalDAV server, Radicale, on this computer, for as long as a test lasts."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import Request, urlopen

USER, PASSWORD = "li", "geheim-und-lang"

_CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {users}
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {folder}
"""
_MAKE = """<?xml version="1.0"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>
<C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set>
</D:prop></D:set></C:mkcalendar>"""


class CalDAV(NamedTuple):
    """The server: its address, and the folder in which it keeps its files."""

    root: str
    folder: Path

    def calendar(self, name: str = "office") -> str:
        """Return the address of a calendar for tasks, made if it is not there."""
        url = f"{self.root}{USER}/{name}/"
        if not self.files(name).exists():
            self.ask("MKCALENDAR", url, _MAKE.encode())
        return url

    def files(self, name: str = "office") -> Path:
        """Return where the tasks of a calendar are."""
        return self.folder / "collection-root" / USER / name

    def ask(self, method: str, url: str, body: bytes = b"") -> int:
        """Send a request as the user, as another program would; return the status."""
        from base64 import b64encode

        token = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Content-Type": "text/calendar"}
        with urlopen(Request(url, body or None, headers, method=method), timeout=20) as answer:
            return int(answer.status)

    def tasks(self, name: str = "office") -> dict[str, str]:
        """Return the files of a calendar, by their names."""
        found = self.files(name).glob("*.ics")
        return {path.stem: path.read_bytes().decode() for path in found}

    def write(self, url: str, uid: str, text: str) -> None:
        """Write a task as another program would."""
        self.ask("PUT", f"{url}{uid}.ics", text.encode())


@contextmanager
def serving(folder: Path) -> Iterator[CalDAV]:
    """Start the server in *folder*, and stop it at the end."""
    port = _free_port()
    users, config = folder / "users", folder / "config"
    users.write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    data = folder / "data"
    data.mkdir()
    config.write_text(_CONFIG.format(port=port, users=users, folder=data), encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_for(port)
            yield CalDAV(f"http://127.0.0.1:{port}/", data)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int) -> None:
    for _try in range(300):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"no server at port {port}")
