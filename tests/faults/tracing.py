"""The program under strace, which lets a system call fail, or kills at it."""

import subprocess
import sys
from pathlib import Path

from tests.cli.home import Answer, Home
from tests.faults.work import FILES, Way

_INDEXED = (
    "from dealtrack.store.tiny import TinyStore; "
    "TinyStore.__init__.__kwdefaults__['indexed_from'] = 0; "
)
_START = "from dealtrack.cli.main import main; raise SystemExit(main())"


def injected(home: Home, way: Way, calls: str, fault: str) -> tuple[Answer, bool]:
    """Run a command; return what came out, and whether it met the *fault*.

    Counted are *calls* on the files of the ledger only.
    """
    for name, text in FILES.items():
        (home.folder / name).write_text(text.replace("{n}", "1"), encoding="utf-8")
    trace = home.folder / "trace"
    done = subprocess.run(
        [
            *("strace", "-f", "-qq", "--seccomp-bpf", "-o", str(trace)),
            *(part for path in _files(home) for part in ("-P", str(path))),
            *("-e", f"trace={calls}", "-e", f"inject={calls}:{fault}"),
            *(sys.executable, "-c", (_INDEXED if way.is_indexed else "") + _START),
            *(word.replace("{n}", "1").replace("{last}", "0") for word in way.words),
        ],
        env=home.variables(),
        capture_output=True,
        text=True,
        timeout=60,
        cwd=home.folder,
        check=False,
    )
    traced = trace.read_text(encoding="utf-8", errors="replace")
    trace.unlink()
    is_met = "INJECTED" in traced or "killed by SIGKILL" in traced
    return Answer(done.returncode, done.stdout, done.stderr, b""), is_met


def _files(home: Home) -> list[Path]:
    """Return every file that the program may touch beside the ledger, there or not."""
    folder = home.ledger.parent
    names = (
        "ledger.json",
        "ledger.journal",
        "ledger.lock",
        "ledger.index",
        "ledger-2025.journal",
    )
    usual = [folder / name for name in names]
    made = [path.with_name(f"{path.name}.new") for path in usual]
    return [folder, folder / "backups", *usual, *made, folder / "ledger.index-journal"]
