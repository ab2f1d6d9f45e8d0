"""A process that has the program loaded, and forks a child for every order.

``python -m tests.faults.nursery``: an order comes as a line of JSON on stdin; the
child's number goes out as a line, and another line when it has ended.  What a child
runs is `dealtrack.cli.main.main`, as a start from the shell would, but for the tenth
of a second that loading takes; so hundreds of them can be killed in a minute.
"""

import io
import os
import resource
import shutil
import signal
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from dealtrack.cli.catalogue import every_command
from dealtrack.cli.main import main
from dealtrack.store import ledger
from dealtrack.store.disk import snapshot
from dealtrack.store.tiny import TinyStore
from tests.faults.breaking import Breaking
from tests.faults.orders import ACKNOWLEDGED, INDEXED, MET, OUTSIDE, Ended, Order, defaults
from tests.faults.power import Recording


def serve() -> None:
    """Carry out orders until there are no more."""
    list(every_command())
    child = 0
    for line in sys.stdin.buffer:
        if child:  # not before: until now its number might have been sent a signal
            os.waitpid(child, 0)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        child = os.fork()
        if not child:
            _obey(msgspec.json.decode(line, type=Order))
        _say(str(child))
        ended = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        assert ended is not None
        sign = 1 if ended.si_code == os.CLD_EXITED else -1
        _say(msgspec.json.encode(Ended(sign * ended.si_status)).decode())


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _obey(order: Order) -> None:
    """Be the child.  Does not return."""
    code = 99
    try:
        _move_in(order)
        code = _run(order)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _move_in(order: Order) -> None:
    for number, ending in ((1, ".out"), (2, ".err")):
        opened = os.open(order.said + ending, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, encoding="utf-8", closefd=False)
        for number, mode in enumerate(("r", "w", "w"))
    )
    os.environ.clear()
    os.environ.update(order.environment)
    time.tzset()
    os.chdir(order.folder)
    _adjust(order)


def _adjust(order: Order) -> None:
    """Take away what the order takes away."""
    if every := order.checkpoint:
        due = property(lambda found: found.revision % every == 0)
        snapshot.State.is_checkpoint_due = due  # type: ignore[method-assign,assignment]
    if INDEXED in order.environment:
        defaults(TinyStore)["indexed_from"] = 0
    if order.moved:
        _move_clock(timedelta(seconds=order.moved))
    if order.largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.largest, order.largest))
    if order.user:
        _load(order)
        os.setgroups([])
        os.setgid(order.user)
        os.setuid(order.user)
    if order.fault:
        folder = Path(order.environment["DEALTRACK_LEDGER"]).parent
        Breaking(order.fault, folder, Path(f"{order.said}.{MET}"))
    if order.record:
        Recording(Path(order.folder), Path(order.record))


def _load(order: Order) -> None:
    """Run the commands on a copy: another user may not be allowed to read our libraries."""
    with TemporaryDirectory() as name:
        copy = Path(name) / "home"
        shutil.copytree(order.folder, copy)
        for key, value in order.environment.items():
            os.environ[key] = value.replace(order.folder, str(copy))
        os.chdir(copy)
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            _run(order)
        os.chdir(order.folder)
        os.environ.update(order.environment)


def _move_clock(by: timedelta) -> None:
    class Moved:
        @staticmethod
        def now() -> datetime:
            return datetime.now() + by

    ledger.datetime = Moved  # type: ignore[attr-defined,assignment]


def _run(order: Order) -> int:
    """Run the commands and return the exit code of the last."""
    code, number = 0, order.first
    for _ in range(order.rounds):
        for words in order.commands:
            for name, text in order.files.items():
                Path(name).write_text(_numbered(text, number), encoding="utf-8")
            sys.argv = ["dealtrack", *(_numbered(word, number) for word in words)]
            code = _main()
            if order.rounds > 1:
                _say(f"{ACKNOWLEDGED}{number} {code} {' '.join(sys.argv[1:])}")
            number += 1
    return code


def _main() -> int:
    """Run the program; an interrupt may come from its first moment to its last."""
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        code = main()
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    except KeyboardInterrupt:
        return OUTSIDE
    return code


def _numbered(text: str, number: int) -> str:
    return text.replace("{n}", str(number)).replace("{last}", str(number - 1))


if __name__ == "__main__":
    serve()
