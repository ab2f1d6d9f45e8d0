"""Texts that were looked at once and must stay as they are.

Run the tests with ``UPDATE_GOLDEN=1`` to write them anew, then read the difference.
"""

import os
from pathlib import Path


def check(path: Path, text: str) -> None:
    """Hold *text* against the file at *path*."""
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert path.exists(), f"{path} is missing: run with UPDATE_GOLDEN=1 and look at it"
    assert text == path.read_bytes().decode()
