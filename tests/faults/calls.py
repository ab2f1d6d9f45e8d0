"""The functions of `os` by which the program touches files, with something around them."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

CALLS = ("open", "write", "fsync", "ftruncate", "replace", "unlink", "mkdir", "fchmod")
"""What the program does to files, by way of Python's `os`."""


class Call(NamedTuple):
    """A call that is about to be made, on a file or folder of the ledger called *path*."""

    name: str
    path: Path
    real: Callable[..., Any]
    given: tuple[Any, ...]
    named: dict[str, Any]

    def make(self) -> Any:
        """Let it happen."""
        return self.real(*self.given, **self.named)


class Calls:
    """All calls on files in *folder*, led through *around*; lasts as long as the process."""

    def __init__(self, folder: Path, around: Callable[[Call], Any]) -> None:
        self._folder = folder
        self._around = around
        self._paths: dict[int, Path] = {}
        for name in CALLS:
            setattr(os, name, self._wrapped(name, getattr(os, name)))
        setattr(os, "fdopen", _fdopen)  # noqa: B010 -- it has other overloads

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            path = self._path(given[0])
            if path is None:
                return real(*given, **named)
            result = self._around(Call(name, path, real, given, named))
            if name == "open":
                self._paths[result] = path
            return result

        return call

    def _path(self, first: Any) -> Path | None:
        if isinstance(first, int):
            return self._paths.get(first)
        path = Path(os.fsdecode(first))
        return path if path.is_relative_to(self._folder) else None


def _fdopen(descriptor: int, mode: str = "r", *rest: Any, **named: Any) -> Any:
    """Open files for writing so that they write through `os.write`."""
    if mode != "wb":
        return open(descriptor, mode, *rest, **named)
    return io.BufferedWriter(_Raw(descriptor))


class _Raw(io.FileIO):
    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "wb")

    def write(self, text: Any, /) -> int:
        return os.write(self.fileno(), bytes(text))
