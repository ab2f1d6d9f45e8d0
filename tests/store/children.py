"""Other processes that work on the same ledger."""

import subprocess
import sys
from pathlib import Path

_BEGIN = """
import sys
from pathlib import Path
from dealtrack.model import Draft
from dealtrack.store.tiny import TinyStore
store = TinyStore(Path(sys.argv[1]), author=sys.argv[2])
print("ready", flush=True)
"""


def start(ledger: Path, code: str, author: str = "child") -> subprocess.Popen[str]:
    """Run *code* in a process of its own, with `store` open; wait until it begins."""
    child = subprocess.Popen(
        [sys.executable, "-c", _BEGIN + code, str(ledger), author],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def say(child: subprocess.Popen[str]) -> None:
    """Answer the `input()` that *child* waits for."""
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


def finish(child: subprocess.Popen[str]) -> list[str]:
    """Return the lines that *child* still says until it ends.

    Not `communicate`, which would miss what came in together with "ready".
    """
    assert child.stdin is not None
    assert child.stdout is not None
    with child.stdin, child.stdout:
        said = child.stdout.read().splitlines()
    child.wait(timeout=30)
    return said
