"""A real Chromium without a window, spoken to over a pipe in its DevTools protocol.

It shows a file as people see it: at a width, in light or dark, on a phone or on paper, and
tells what it complained of and what it asked the network for.
"""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select
from types import TracebackType
from typing import Any, Self

import pytest

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
PATIENCE = 60.0
"""Seconds to wait for an answer."""

needs_chromium = pytest.mark.skipif(
    PROGRAM is None, reason="no Chromium is installed: HTML is not opened in a browser"
)


class Browser:
    """A browser; *seen* holds its complaints, *asked* the addresses it wanted."""

    def __init__(self, folder: Path) -> None:
        own, theirs = os.pipe(), os.pipe()
        self._answers, self._questions = own[0], theirs[1]
        command = [str(PROGRAM), *_SWITCHES, f"--user-data-dir={folder}"]
        # The browser reads from its descriptor 3 and writes to 4.
        shell = f'exec 3<&{theirs[0]} 4>&{own[1]}; exec "$@"'
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", shell, "chromium", *command],
            pass_fds=(theirs[0], own[1]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs[0])
        os.close(own[1])
        self._number, self._held, self._session = 0, b"", ""
        self.seen: list[str] = []
        self.asked: list[str] = []
        self._loaded = False

    def __enter__(self) -> Self:
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session = ""
        with suppress(OSError, AssertionError):
            self.ask("Browser.close")
        os.close(self._questions)
        os.close(self._answers)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give a command and wait for its answer."""
        self._number += 1
        question: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            question["sessionId"] = self._session
        os.write(self._questions, json.dumps(question).encode() + b"\0")
        for message in self._messages():
            if message.get("id") == self._number:
                assert "error" not in message, (method, message["error"])
                return dict(message["result"])
        raise AssertionError(f"the browser is gone: {method}")

    def open(self, path: Path, width: int, *, dark: bool = False, phone: bool = False) -> None:
        """Show the file at *path* and wait until it stands."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=844 if phone else 900,
            deviceScaleFactor=2 if phone else 1,
            mobile=phone,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        self._loaded = False
        self.ask("Page.navigate", url=path.as_uri())
        messages = self._messages()
        while not self._loaded:
            next(messages)

    def value(self, expression: str) -> Any:
        """Return what *expression* is worth in the page."""
        found = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def picture(self) -> bytes:
        """Return the whole page as PNG."""
        shot = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def printed(self) -> bytes:
        """Return the page as PDF, on the paper that it asks for."""
        paper = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(paper["data"])

    def _messages(self) -> Iterator[dict[str, Any]]:
        """Yield what the browser says, noting its complaints on the way."""
        while True:
            while b"\0" not in self._held:
                ready, _, _ = select([self._answers], [], [], PATIENCE)
                assert ready, "the browser says nothing"
                read = os.read(self._answers, 1 << 16)
                if not read:
                    return
                self._held += read
            first, _, self._held = self._held.partition(b"\0")
            message = json.loads(first)
            self._note(message)
            yield message

    def _note(self, message: dict[str, Any]) -> None:
        parameters = message.get("params", {})
        match message.get("method"):
            case "Page.loadEventFired":
                self._loaded = True
            case "Log.entryAdded":
                self.seen.append(parameters["entry"]["text"])
            case "Runtime.exceptionThrown" | "Runtime.consoleAPICalled":
                self.seen.append(json.dumps(parameters))
            case "Network.requestWillBeSent":
                self.asked.append(parameters["request"]["url"])


_SWITCHES = (
    *("--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu"),
    *("--no-first-run", "--disable-extensions", "--disable-background-networking"),
    *("--disable-sync", "--disable-component-update", "--disable-dev-shm-usage"),
)


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start a browser that keeps its own things in *folder*."""
    with Browser(folder) as one:
        yield one
