"""Calls that fail, or kill the process, at the Nth time."""

import errno
import os
import signal
from pathlib import Path
from typing import Any

from tests.faults.calls import Call, Calls
from tests.faults.orders import Fault

ERRORS = {
    "open": ("EACCES", "EMFILE", "ENOSPC"),
    "write": ("ENOSPC", "EIO", "short"),
    "fsync": ("EIO", "ENOSPC"),
    "ftruncate": ("EIO",),
    "replace": ("EIO", "EACCES"),
    "unlink": ("EACCES",),
    "mkdir": ("ENOSPC", "EACCES"),
    "fchmod": ("EPERM",),
}
"""How each call may fail on a disk."""


class Breaking:
    """The *fault*, done in this process to files in *folder*; *met* is made when it happens."""

    def __init__(self, fault: Fault, folder: Path, met: Path) -> None:
        self._fault = fault
        self._met = met
        self._left = fault.nth
        self._is_broken = False
        Calls(folder, self._around)

    def _around(self, call: Call) -> Any:
        if not self._is_due(call.name):
            return call.make()
        self._met.touch()
        match self._fault.does:
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "kill after":
                return _signalled(call, signal.SIGKILL)
            case "interrupt":
                return _signalled(call, signal.SIGINT)
            case "short" if call.name == "write" and len(call.given[1]) > 1:
                descriptor, text = call.given
                return call.real(descriptor, text[: len(text) // 2])
        raise _error("ENOSPC" if self._fault.does == "short" else self._fault.does, call.path)

    def _is_due(self, name: str) -> bool:
        if self._is_broken:
            return self._fault.ever
        if name == self._fault.call:
            self._left -= 1
            self._is_broken = not self._left
        return self._is_broken


def _signalled(call: Call, number: signal.Signals) -> Any:
    try:
        return call.make()
    finally:
        os.kill(os.getpid(), number)


def _error(name: str, path: Path) -> OSError:
    number = getattr(errno, name)
    return OSError(number, os.strerror(number), str(path))
