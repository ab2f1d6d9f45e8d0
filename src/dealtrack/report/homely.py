"""Paths as people write them: with ``~`` for their home."""

import re


def shortened(text: str, home: str) -> str:
    """Return *text* with ``~`` for the *home* that a path in it begins with."""
    if len(home) < 2:  # the home of nobody is the root
        return text
    return re.sub(rf"(?<!\S){re.escape(home)}(?=[/\\]|$|\s)", "~", text)
