"""A bar on stderr for work that lasts: only on a terminal, and only after a second."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dealtrack.cli.run import Run

PATIENCE = 1.0
"""Seconds after which somebody who sees nothing begins to wonder."""


@contextmanager
def progress(run: Run, label: str) -> Iterator[Callable[[float], None]]:
    """Yield what is told how much is done, from 0 to 1; nothing told, the bar just moves.

    The bar leaves nothing behind.
    """
    if run.quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _done: None
        return
    from threading import Timer

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True, no_color=not run.screen.colour, emoji=False, highlight=False)
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task(label, total=None)
    start = Timer(PATIENCE, bar.start)
    start.daemon = True
    start.start()
    try:
        yield lambda done: bar.update(task, total=1.0, completed=done)
    finally:
        start.cancel()
        start.join()
        bar.stop()
