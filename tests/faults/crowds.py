"""Processes that write to one ledger on a server, and tell what they were told."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_ROOT = Path(__file__).parents[2]

_BEGIN = """
import sys, time
from msgspec.structs import replace
from dealtrack.errors import Conflict, DealtrackError, SaveUnknown
from dealtrack.model import Draft
from dealtrack.store.opening import open_store
from tests.builders import TODAY, a_draft, a_slip, a_target, a_trip_draft
url, name = sys.argv[1:]
def opened(patience=30):
    return open_store(url, words=name, patience=patience)
print("ready", flush=True)
input()
"""


class Writer(NamedTuple):
    """A process that writes under a name."""

    name: str
    process: "subprocess.Popen[str]"

    def go(self) -> None:
        """Let it begin."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self, patience: float = 120) -> list[str]:
        """Return the lines that it says until it ends."""
        assert self.process.stdout is not None
        with self.process.stdout:
            said = self.process.stdout.read().splitlines()
        assert self.process.wait(timeout=patience) == 0, said
        return said


def start(
    url: str, code: str, names: list[str], environment: Mapping[str, str] | None = None
) -> list[Writer]:
    """Run *code* once for each of *names*, all at once, when every process is ready."""
    variables = {**os.environ, **(environment or {})}
    variables["PYTHONPATH"] = f"{_ROOT / 'src'}{os.pathsep}{_ROOT}"
    writers = [
        Writer(
            name,
            subprocess.Popen(
                [sys.executable, "-c", _BEGIN + code, url, name],
                env=variables,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            ),
        )
        for name in names
    ]
    for writer in writers:
        assert writer.process.stdout is not None
        assert writer.process.stdout.readline() == "ready\n"
    for writer in writers:
        writer.go()
    return writers
