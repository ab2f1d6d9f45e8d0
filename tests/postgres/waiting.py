"""Waiting for what a server or a system does soon, but not at once."""

import time
from collections.abc import Callable


def holds_before_long(statement: Callable[[], bool], patience: float = 5) -> bool:
    """Whether it becomes true within that many seconds."""
    deadline = time.monotonic() + patience
    while not (holds := statement()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return holds
