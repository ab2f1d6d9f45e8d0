"""A word of the field with its names, and a vocabulary of such words.

Each word has a key (the API: stored, asked for, printed in JSON), a name in
each language, and synonyms that people may type instead.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from dealtrack.text import language


class Word(NamedTuple):
    """One word: its key, its two names, and what else it is called."""

    key: str
    en: str
    zh: str
    synonyms: tuple[str, ...] = ()
    code: str = ""
    meaning_en: str = ""
    meaning_zh: str = ""

    @property
    def name(self) -> str:
        """The word in the language spoken now."""
        return self.zh if language() == "zh" else self.en

    @property
    def meaning(self) -> str:
        """Its definition in the language spoken now, empty if it needs none."""
        return self.meaning_zh if language() == "zh" else self.meaning_en


class Vocabulary:
    """Words of one sort, in their order, found by key, name or synonym."""

    def __init__(self, sort: str, words: Iterable[Word]) -> None:
        self.sort = sort
        self.usual = tuple(words)
        self.adopt(self.usual)

    def adopt(self, words: Iterable[Word], former: Iterable[Word] = ()) -> None:
        """Take *words* instead: an office speaks of its own sectors and stages.

        Like the language, this is chosen once, when the program starts; the words
        that came with the program stay in *usual*.  A name goes before a synonym of
        another word, and a key before a name.  *former* words are in use no more, and
        only named where they were used.
        """
        self.words = tuple(words)
        self.former = {word.key: word for word in former}
        self._by_key = {word.key: word for word in self.words}
        synonyms = ((synonym, w.key) for w in self.words for synonym in w.synonyms)
        names = ((name, w.key) for w in self.words for name in (w.zh, w.en))
        keys = ((key, key) for key in self._by_key)
        self._by_name = {folded(name): key for name, key in (*synonyms, *names, *keys)}

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> Word:
        return self._by_key[key]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key, in order."""
        return tuple(self._by_key)

    @property
    def choices(self) -> tuple[str, ...]:
        """What to offer for typing, in order: the keys, to readers of Chinese the names."""
        return tuple(w.zh for w in self.words) if language() == "zh" else self.keys

    def find(self, text: str) -> str | None:
        """Return the key that *text* names, if it names one."""
        return self._by_name.get(folded(text))

    def name(self, key: str) -> str:
        """Return the name of *key* in the language spoken now; an unknown key is its own."""
        word = self._by_key.get(key) or self.former.get(key)
        return word.name if word else key

    def all_keys(self, key: str) -> tuple[str, ...]:
        """Return *key*, and the former keys that mean the same now."""
        return (key, *(one for one in self.former if self.find(one) == key))

    def nearest(self, text: str, most: int = 3) -> tuple[str, ...]:
        """Return the keys whose names are closest to *text*, to offer for a misspelled one."""
        from difflib import get_close_matches  # noqa: PLC0415 -- 6 ms, wanted only after a slip

        cutoff = 0.6 if text.isascii() else 0.5  # 能原 shares one character of two with 能源
        close = get_close_matches(folded(text), self._by_name, n=most, cutoff=cutoff)
        return tuple(dict.fromkeys(self._by_name[name] for name in close))


def folded(text: str) -> str:
    """Return *text* as names are compared: no case, width, spaces, hyphens or underscores."""
    plain = normalize("NFKC", text).casefold()
    return "".join(plain.split()).replace("-", "").replace("_", "")
