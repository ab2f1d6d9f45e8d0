"""The grammar that the documentation prints is the one that is read."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.days import Lean, PartialDay, parse_day, spoken
from dealtrack.days.grammar import DAYS, SERIES
from dealtrack.days.recurring import parse_recurrence
from dealtrack.errors import NotADay
from dealtrack.text import speak
from tests.days.sentences import sentences

TODAY = date(2026, 11, 2)
KNOWN = {name: PartialDay.of(TODAY) for name in ("signed", "trip.end", "trip.start", "due")}
CANNOT_BE = {"calendar", "two ways", "range", "weekday"}
"""Why a sentence of the grammar may be no day: there is none, or there are two."""


@settings(max_examples=1500, deadline=None)
@given(sentences(DAYS, "day"), st.sampled_from(Lean))
def test_every_sentence_of_the_grammar_is_read_or_is_no_day_of_the_calendar(
    text: str, lean: Lean
) -> None:
    assert _why_not(text, lean) in {"", *CANNOT_BE}


def _why_not(text: str, lean: Lean) -> str:
    try:
        parse_day(text, TODAY, lean=lean, anchors=KNOWN)
    except NotADay as fault:
        return fault.why
    return ""


@settings(max_examples=500, deadline=None)
@given(sentences(SERIES, "recurrence"))
def test_every_sentence_about_what_comes_again_is_read(text: str) -> None:
    one = parse_recurrence(text)

    assert one.first(TODAY) >= TODAY


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from(["en", "zh"]))
def test_a_day_as_it_is_said_is_read_back(day: date, language: str) -> None:
    speak(language)
    said = spoken(day, TODAY)
    speak("en")

    parts = said.replace("，", ", ").split(", ")
    assert parse_day(", ".join(parts[:2]), TODAY) == day
