"""Lights: whether an agreement moves, by a rule applied on a day.

Source of the rule: published practice of supervision offices, no progress for
two months yellow, for three red.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.days import months_after
from dealtrack.model import Agreement
from dealtrack.report.page import Tone, Toned
from dealtrack.text import _, plural

Colour = Literal["red", "yellow", "green"]

_TONES: dict[Colour, Tone] = {"red": Tone.BAD, "yellow": Tone.WARN, "green": Tone.GOOD}
_ORDER = {"red": 0, "yellow": 1, "green": 2, None: 3}


class Rule(Struct, frozen=True):
    """After how many calendar months without progress a light turns."""

    yellow: int = 2
    red: int = 3


NO_PROGRESS = Rule()


class Light(Struct, frozen=True, kw_only=True):
    """The light of an agreement on a day, with the facts that made it.

    *days* have passed since the *last_progress*; *limit* is the number of them from which
    this colour shows, on green the number from which it will be yellow.  Without a dated
    fact nothing can be judged: no colour.
    """

    ref: str
    title: str
    colour: Colour | None = None
    last_progress: date | None = None
    days: int | None = None
    limit: int | None = None
    unit: str = ""
    owner: str = ""


def light(agreement: Agreement, day: date, rule: Rule = NO_PROGRESS) -> Light | None:
    """Return the light of *agreement* on *day*; None if it is not signed or not ongoing."""
    if not agreement.was_signed(day) or agreement.status(day) != "ongoing":
        return None
    who = agreement.assigned(day)
    last = agreement.last_progress(day)
    colour, limit = _judged(last, day, rule) if last else (None, None)
    return Light(
        ref=agreement.ref,
        title=agreement.title,
        colour=colour,
        last_progress=last,
        days=(day - last).days if last else None,
        limit=limit,
        unit=who.unit,
        owner=who.owner,
    )


def lights(
    agreements: Iterable[Agreement], day: date, rule: Rule = NO_PROGRESS
) -> tuple[Light, ...]:
    """Return the lights of *agreements*: red first, the longest without progress first."""
    shown = (one for a in agreements if (one := light(a, day, rule)))
    return tuple(sorted(shown, key=lambda one: (_ORDER[one.colour], -(one.days or 0))))


def say_colour(one: Light) -> Toned:
    """Say the colour of a light in a word."""
    if one.colour is None:
        return Toned(_("not judged"), Tone.QUIET)
    words = {"red": _("red"), "yellow": _("yellow"), "green": _("green")}
    return Toned(words[one.colour], _TONES[one.colour])


def say_reason(one: Light) -> str:
    """Say why a light has its colour: ``no progress for 94 days, limit 92``."""
    if one.days is None:
        return _("no dated fact to judge by")
    if one.colour == "green":
        if one.days == 0:
            return _("last progress today")
        return plural("last progress {n} day ago", "last progress {n} days ago", one.days)
    sentence = plural(
        "no progress for {n} day, limit {limit}",
        "no progress for {n} days, limit {limit}",
        one.days,
    )
    return sentence.format(limit=one.limit)


def _judged(last: date, day: date, rule: Rule) -> tuple[Colour, int]:
    red, yellow = months_after(last, rule.red), months_after(last, rule.yellow)
    if day >= red:
        return "red", (red - last).days
    return "yellow" if day >= yellow else "green", (yellow - last).days
