"""The characters that a document may hold: XML has no way to write some, not even escaped."""

import re
from html import escape

_NONE = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"


def writable(text: str) -> str:
    """Return *text* with a sign in the place of what XML 1.0 cannot hold (its 2.2)."""
    return text if text.isprintable() else re.sub(_NONE, "\ufffd", text)


def escaped(text: str) -> str:
    """Return *text* as HTML or XML that says just that."""
    return escape(writable(text))
