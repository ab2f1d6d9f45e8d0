"""How words are compared in questions, and the words that only questions need."""

from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize

from dealtrack.model.words import Vocabulary, Word, folded
from dealtrack.money import CURRENCIES


def fold(text: str) -> str:
    """Return *text* as texts are compared: without case, full width made half."""
    return text.lower() if text.isascii() else normalize("NFKC", text).casefold()


@lru_cache(maxsize=8192)  # the same names return in record after record
def plain(name: str) -> str:
    """Return *name* as names are compared: without case, width, blanks and hyphens."""
    return folded(fold(name))


def nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of plain *names* that are closest to *name*, to offer after a slip."""
    from difflib import get_close_matches  # noqa: PLC0415 -- 6 ms, only after a slip

    return tuple(get_close_matches(plain(name), list(names), n=3, cutoff=0.6))


_ALSO = {"CNY": ("人民币", "RMB"), "USD": ("美金", "dollar", "dollars")}
CODES = Vocabulary(
    "currency",
    (Word(c.code, c.english, c.chinese, _ALSO.get(c.code, ())) for c in CURRENCIES.values()),
)
RECORDS = Vocabulary(
    "record",
    (
        Word("agreement", "agreement", "协议", ("agreements",)),
        Word("trip", "trip", "外出活动", ("trips", "活动")),
    ),
)
