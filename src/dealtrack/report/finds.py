"""What holds certain words, in whichever of its texts: ``find``."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

import msgspec
from msgspec import Struct

from dealtrack.model import Agreement, FollowUp, Kept
from dealtrack.model.codec import encode
from dealtrack.model.vocabulary import KINDS, SECTORS
from dealtrack.report.overdue import rows_left_out
from dealtrack.report.page import Column, Page, Table
from dealtrack.text import _, plural

_LONGEST = 60
_WORDS = {"kind": KINDS, "sectors": SECTORS}
_CODES = {
    *("uid", "key", "sha256", "side", "stage", "status", "state", "step", "relation"),
    *("priority", "currency", "count"),
}
"""Fields whose text is a key, or means nothing to a person."""


_PLAIN = re.compile(r"[0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff]+")
_ODD = re.compile(
    r"[^\x00-\x7f\u3001-\u3011\u3400-\u4dbf\u4e00-\u9fff\u2013-\u201d\u00b7\u2026"
    r"\uff01-\uff0f\uff1a-\uff20]"
)
"""What may be folded to letters, digits or Chinese characters: to look for one is far quicker
than to fold a whole text, and hardly any text holds one."""

_WRITTEN_OTHERWISE = {'"', "\\"}

Names = Callable[[str], Iterable[str]]
"""The names in full that a word may stand for."""


def _no_others(_word: str) -> Iterable[str]:
    return ()


class Hit(Struct, frozen=True, kw_only=True):
    """A record or a follow-up that holds the words, and the text they stand in."""

    ref: str
    title: str
    text: str


class Finds(Struct, frozen=True, kw_only=True):
    """Everything that holds all of *words*; *total* counts what a limit left out too."""

    schema: Literal["dealtrack/find/1"] = "dealtrack/find/1"
    as_of: date
    words: tuple[str, ...]
    total: int
    hits: tuple[Hit, ...]

    def page(self) -> Page:
        """Lay the report out."""
        return Page(
            plural("{n} place found", "{n} places found", self.total),
            (
                Table(
                    columns=(
                        Column("ref", _("Ref"), "ref"),
                        Column("title", _("Agreement or trip"), grow=True),
                        Column("text", _("Found in"), grow=True),
                    ),
                    rows=tuple((h.ref, h.title, h.text) for h in self.hits),
                    empty=_("Nothing in the ledger holds these words."),
                    more=rows_left_out(len(self.hits), self.total),
                ),
            ),
            subtitle=_("as of {day}").format(day=self.as_of),
            is_list=True,
            hint=_("Look at one: dealtrack show {ref}").format(ref=self.hits[0].ref)
            if self.hits
            else "",
        )


def find_words(
    records: Iterable[Kept],
    words: Iterable[str],
    as_of: date,
    limit: int | None = None,
    names: Names = _no_others,
) -> Finds:
    """Find the records and follow-ups whose texts hold all of *words*, case and width apart.

    A word is there as well where a text is one of the *names* that it stands for.
    """
    wanted = tuple(Word.of(word, names(word)) for word in words)
    may = (record for record in records if _may_hold(record, wanted))
    hits = tuple(hit for record in may for hit in _hits(record, wanted))
    return Finds(as_of=as_of, words=tuple(words), total=len(hits), hits=hits[:limit])


class Word(NamedTuple):
    """A word that is looked for, and the names in full that it stands for; both folded.

    It *is plain* where no folding of ordinary text makes any of them.
    """

    text: str
    names: frozenset[str] = frozenset()
    is_plain: bool = False

    @classmethod
    def of(cls, text: str, names: Iterable[str]) -> "Word":
        """Return *text* with the *names* that it stands for."""
        word, others = _folded(text), frozenset(map(_folded, names))
        return cls(word, others, all(_PLAIN.fullmatch(one) for one in (word, *others)))

    def is_in(self, text: str) -> bool:
        """Whether a folded *text* holds the word, or is one of the names."""
        return self.text in text or text in self.names

    def may_be_in(self, written: str) -> bool:
        """Whether it may be in one of the texts of a folded JSON.

        What JSON writes otherwise than people do is not looked for in it.
        """
        return any(
            not text.isprintable() or not _WRITTEN_OTHERWISE.isdisjoint(text) or text in written
            for text in (self.text, *self.names)
        )


def _may_hold(record: Kept, wanted: tuple[Word, ...]) -> bool:
    """Whether the words stand anywhere in what is written of *record*, keys and all.

    To go through its texts one by one takes twenty times as long.
    """
    named = (_WORDS[name].name(key) for name, key in _keys(record))
    written = "\n".join((encode(record).decode(), *named))
    if all(word.is_plain for word in wanted) and not _ODD.search(written):
        written = written.lower()
    else:
        written = _folded(written)
    return all(word.may_be_in(written) for word in wanted)


def _keys(record: Kept) -> Iterator[tuple[str, str]]:
    if isinstance(record, Agreement):
        yield "kind", record.kind
        yield from (("sectors", key) for key in record.sectors)


def _hits(record: Kept, wanted: tuple[Word, ...]) -> Iterator[Hit]:
    own = msgspec.structs.replace(record, follow_ups=())
    if text := _where(own, wanted):
        yield Hit(ref=record.ref, title=record.title, text=text)
    for one in record.follow_ups:
        if text := _where(one, wanted):
            yield Hit(ref=f"{record.ref}.{one.number}", title=record.title, text=text)


def _where(thing: Kept | FollowUp, wanted: tuple[Word, ...]) -> str:
    """Return the text of *thing* that holds the first word, if its texts hold them all."""
    texts = list(_texts(thing))
    folded = [_folded(text) for text in texts]
    if not wanted or not all(any(map(word.is_in, folded)) for word in wanted):
        return ""
    first = next(
        text for text, plain in zip(texts, folded, strict=True) if wanted[0].is_in(plain)
    )
    return _around(first, wanted[0].text)


def _texts(thing: Struct) -> Iterator[str]:
    """Yield what people wrote in *thing*, and the names of its kind and its sectors.

    In one loop: generators inside of generators take twice the time.
    """
    ahead: list[tuple[object, str]] = [(thing, "")]
    while ahead:
        value, name = ahead.pop()
        if isinstance(value, str):
            if name not in _CODES:
                yield _WORDS[name].name(value) if name in _WORDS else value
        elif isinstance(value, tuple):
            ahead += [(part, name) for part in reversed(value)]
        elif isinstance(value, Struct):
            inside = [(getattr(value, field), field) for field in value.__struct_fields__]
            ahead += [one for one in reversed(inside) if isinstance(one[0], _MAY_HOLD)]


_MAY_HOLD = (str, tuple, Struct)


def _around(text: str, word: str) -> str:
    """Return the piece of *text* around *word*, dots where something is left out."""
    if len(text) <= _LONGEST:
        return text
    at = _place(text, word)
    begin = max(at - _LONGEST // 3, 0)
    if begin and (space := text.find(" ", begin, at)) >= 0:
        begin = space + 1  # with a whole word
    end = begin + _LONGEST
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")


def _place(text: str, word: str) -> int:
    """Return where in *text*, which may get longer or shorter by folding, *word* begins."""
    plain = _folded(text)
    at = max(plain.find(word), 0)
    if len(plain) == len(text):
        return at
    return bisect_left(range(len(text)), at, key=lambda n: len(_folded(text[:n])))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
