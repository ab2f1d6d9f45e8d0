"""How Chinese names sound: found by their first letters, or by whole syllables."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from dealtrack.report.alike.forms import SIMPLER

_DOUBLE = ("zh", "ch", "sh")
_LEAST = 2
"""Letters that are enough to look for."""


def is_pinyin(word: str) -> bool:
    """Whether *word* may be meant as pinyin: nothing but some letters of the alphabet."""
    return len(word) >= _LEAST and word.isascii() and word.isalpha()


def matches(word: str, name: str) -> bool:
    """Whether *word* spells a part of *name*: ``txy`` and ``tengxunyun`` do so for 腾讯云.

    Each syllable is written out or begun; a character with several sounds has the one it
    has in the words around it: 重庆 is ``cq``.
    """
    said = syllables(name)
    wanted = word.casefold()
    return any(_continues(wanted, said, at) for at in range(len(said)))


def spelled(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of *names* of which *word* spells a part; none unless it may be pinyin."""
    if not is_pinyin(word):
        return ()
    wanted = word.casefold()
    may = (name for name in names if not name.isascii() and _may_spell(wanted, name))
    return tuple(name for name in may if matches(word, name))


def _may_spell(wanted: str, name: str) -> bool:
    """Whether it spells a part of *name* if each character has any of its sounds.

    Which one it has in its words takes fifty times as long to tell.
    """
    said = tuple(map(_any_sound, name.translate(SIMPLER)))
    return any(_continues(wanted, said, at) for at in range(len(said)))


def _continues(rest: str, said: tuple[frozenset[str], ...], at: int) -> bool:
    """Whether *rest* is spelled by the syllables from *at* on."""
    if not rest:
        return True
    if at == len(said):
        return False
    return any(_continues(rest[n:], said, at + 1) for n in _taken(rest, said[at]))


@lru_cache(maxsize=16_384)  # the names of an office are made of a few hundred characters
def _taken(rest: str, sounds_: frozenset[str]) -> set[int]:
    """Return how many letters of *rest* may stand for a syllable with one of the *sounds_*."""
    taken = set[int]()
    for sound in sounds_:
        shared = next(
            (n for n, (a, b) in enumerate(zip(rest, sound, strict=False)) if a != b),
            min(len(rest), len(sound)),
        )
        if shared:
            taken.add(1)
        if shared >= 2 and sound.startswith(_DOUBLE):
            taken.add(2)
        if shared == len(sound) or shared == len(rest):  # whole, or begun last
            taken.add(shared)
    return taken


@lru_cache(maxsize=16_384)
def syllables(name: str) -> tuple[frozenset[str], ...]:
    """Return the sounds of each character of *name*, those of letters and digits too."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 -- 170 ms, 90 of it for its phrases

    plain = name.translate(SIMPLER)
    said = pinyin(plain, style=Style.NORMAL, heteronym=True, errors=_each)
    return tuple(frozenset(one.casefold() for one in each) for each in said)


@cache
def _any_sound(sign: str) -> frozenset[str]:
    (said,) = syllables(sign)
    return said


def may_sound_same(one: str, other: str) -> bool:
    """Whether two characters share one of the sounds that they have in some word."""
    return not _any_sound(one).isdisjoint(_any_sound(other))


def sound(text: str, at: int) -> str:
    """Return how the character *at* a place of *text* sounds there: 长 is chang in 长江."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 -- see above

    return lazy_pinyin(text, style=Style.NORMAL, errors=_each)[at]


def _each(text: str) -> Any:
    """Take what has no sound sign by sign, as pypinyin allows though its types do not say."""
    return list(text)
