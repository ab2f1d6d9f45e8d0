r"""Characters that a reader cannot see, and what is shown in their place.

Escape sequences, control characters and direction overrides in a ledger could
repaint a terminal or turn a sentence round (CWE-150).  What people type is
refused if it holds one; what is stored all the same is shown as ``\x1b``.
"""

import re

# C0, DEL, C1 · line and paragraph separators · bidirectional marks, embeddings,
# overrides and isolates · lone surrogates · the byte order mark
HIDDEN = (
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff]"
)
"""None of them is printable, as nearly every text is: the expression, which takes a
millisecond to compile, is left to the cache of `re`."""


def find_hidden(text: str) -> str | None:
    """Return the first character of *text* that cannot be seen, if there is one."""
    if text.isprintable():
        return None
    found = re.search(HIDDEN, text)
    return found.group() if found else None


def visible(text: str) -> str:
    """Return *text* with every hidden character spelled out."""
    if text.isprintable():
        return text
    return re.sub(HIDDEN, lambda found: spelled(found.group()), text)


def spelled(character: str) -> str:
    r"""Return *character* as its escape: ``\x1b``, ``\u202e``."""
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
