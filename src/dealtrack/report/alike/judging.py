"""Whether two names are those of one organisation, and why: the one place that decides."""

from collections.abc import Iterator
from typing import Literal

from dealtrack.report.alike import forms, places
from dealtrack.report.alike.shape import Shape, shape

Likeness = Literal["written", "form", "seat", "short", "order", "slip"]
"""Written otherwise · another legal form · the city left out · short · word order · a slip."""

_SHORTEST = {True: 2, False: 4}
"""Characters of the short form of a name at least: Chinese, Latin."""
_SURE = {True: 4, False: 6}
"""Characters that a name, or a Latin word, needs for one of them to look like a slip."""


def likeness(one: str, other: str) -> Likeness | None:
    """Return why *one* and *other* seem to be names of one organisation; None: they do not.

    Two that differ by a number or by a place are two, and so are two companies of one name
    with legal forms of different countries.
    """
    a, b = shape(one), shape(other)
    if a.is_chinese != b.is_chinese:
        return None
    if a.bare == b.bare:
        return "written"
    if a.branches == b.branches and _may_have_both_forms(a, b):
        if a.core == b.core:
            return _but_for_seat(a, b)
        if _is_zone_in_short(a, b) or _is_zone_in_short(b, a):
            return "short"
        if a.seat == b.seat and (_is_turned(a, b) or _is_slip(a, b)):
            return "order" if _is_turned(a, b) else "slip"
    return "short" if _is_short(a, b) or _is_short(b, a) else None


def keys(name: str) -> Iterator[str]:
    """Yield keys, one of which two names share that are alike."""
    own = shape(name)
    yield own.bare
    yield own.core
    yield forms.ZONE.sub("开发区", own.core)
    yield from _stems(own)
    if own.words:
        yield " ".join(sorted(own.words))
    for at, sign in enumerate(own.core):  # two with a slip between them are one without it
        if sign not in forms.NUMERALS:  # and another number is no slip
            yield f"{own.core[:at]}*{own.core[at + 1 :]}"
            yield f"{own.core[:at]}{own.core[at + 1 :]}"


def _stems(own: Shape) -> Iterator[str]:
    """Yield what *own* may be called in short: its core without usual words at the end."""
    if own.words:
        words = own.words
        while len(words) > 1 and words[-1] in forms.USUAL_WORDS | places.LATIN:
            words = words[:-1]
            yield "".join(words)
    else:
        for end in range(_SHORTEST[True], len(own.core)):
            if forms.USUAL.fullmatch(own.core[end:]):
                yield own.core[:end]


def _may_have_both_forms(a: Shape, b: Shape) -> bool:
    if a.is_group != b.is_group and a.is_company and b.is_company:
        return False
    return not (a.form and b.form) or a.form == b.form


def _but_for_seat(a: Shape, b: Shape) -> Likeness | None:
    if a.seat == b.seat:
        return "form"
    is_left_out = not (a.seat and b.seat) and (a.is_company or b.is_company)
    return "seat" if is_left_out else None


def _is_short(a: Shape, b: Shape) -> bool:
    """Whether *a* is the company *b* in short: its own words, and none of the usual ones."""
    if a.is_company or a.branches or a.seat or not b.is_company:
        return False
    if len(a.core) < _SHORTEST[a.is_chinese] or places.is_place(a.core):
        return False
    return a.core == b.core or a.core in _stems(b)


def _is_zone_in_short(a: Shape, b: Shape) -> bool:
    """Whether *a* is the zone *b*, without saying what kind of zone it is."""
    is_short = a.core.endswith("开发区") and not a.core.endswith("经济开发区")
    return is_short and a.core == forms.ZONE.sub("开发区", b.core) and a.seat == b.seat


def _is_turned(a: Shape, b: Shape) -> bool:
    """Whether *a* and *b* are an office of the same words in another order."""
    return sorted(a.words) == sorted(b.words) and not forms.INSTITUTIONS.isdisjoint(a.words)


def _is_slip(a: Shape, b: Shape) -> bool:
    if a.is_chinese:
        return _is_slip_of(a.core, b.core, is_chinese=True)
    if len(a.words) == len(b.words):
        odd = [pair for pair in zip(a.words, b.words, strict=True) if pair[0] != pair[1]]
        return len(odd) == 1 and _is_slip_of(*odd[0], is_chinese=False)
    return False


def _is_slip_of(one: str, other: str, *, is_chinese: bool) -> bool:
    """Whether one of two words looks like the other, mistyped in one place."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- 15 ms, wanted for a new name only

    if min(len(one), len(other)) < _SURE[is_chinese]:
        return False
    if OSA.distance(one, other, score_cutoff=1) != 1:
        return False
    return _is_heard(one, other) if is_chinese else _is_mistyped(one, other)


def _is_mistyped(one: str, other: str) -> bool:
    if one[0] != other[0] or any(sign.isdigit() for sign in one + other):
        return False
    return not (forms.PINYIN.fullmatch(one) and forms.PINYIN.fullmatch(other))


def _is_heard(one: str, other: str) -> bool:
    """Whether two Chinese names differ by a turn, or by characters that sound the same.

    That is how slips come about on a keyboard; any other character makes another name, and
    one in the name of a place another place.
    """
    if len(one) != len(other):
        return False
    odd = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    signs = {text[at] for text in (one, other) for at in odd}
    if signs & forms.NUMERALS or _is_in_place(one, odd[0]) or _is_in_place(other, odd[0]):
        return False
    if len(odd) == 2:
        return True
    from dealtrack.report.alike import pinyin  # noqa: PLC0415 -- 170 ms, for such a pair

    may_sound = pinyin.may_sound_same(one[odd[0]], other[odd[0]])  # fifty times as quick
    return may_sound and pinyin.sound(one, odd[0]) == pinyin.sound(other, odd[0])


def _is_in_place(text: str, at: int) -> bool:
    """Whether the character *at* belongs to the place that *text* begins with."""
    seat = places.seat_of(text)
    end = next((n for n, sign in enumerate(text[:6]) if n > 1 and sign in places.ENDS), 0)
    return at < max(len(seat), end + 1 if end else 0)
