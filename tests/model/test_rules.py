"""The rules of the model: each is broken once, alone, and names the field."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.days import PartialDay
from dealtrack.errors import BrokenRule
from dealtrack.model import (
    Amount,
    Evidence,
    FollowUp,
    Funds,
    Intention,
    Link,
    Note,
    Party,
    Person,
    Planned,
    Postponement,
    Problem,
    Promise,
    PromiseStep,
    Reached,
    Record,
    Source,
    StateChange,
    StatusChange,
    Visit,
)
from dealtrack.model.rules import LONGEST, check, find_problems, find_warnings, parts_of
from dealtrack.text.hidden import find_hidden
from tests.builders import a_draft, a_follow_up, a_trip_draft, an_agreement
from tests.strategies import HIDDEN, agreements, drafts, records, trip_drafts, trips

DAY = date(2026, 6, 10)  # a Wednesday
ON = PartialDay.of(DAY)

slow = settings(max_examples=60, deadline=None)


def cost(value: str, currency: str = "CNY") -> Amount:
    return Amount(value=Decimal(value), currency=currency)


def broken(record: Record) -> list[str]:
    """Return the fields of *record* that break a rule."""
    return [problem.field for problem in find_problems(record)]


def why(record: Record) -> str:
    (problem,) = find_problems(record)
    return problem.why


def a_promise(**facts: Any) -> FollowUp:
    return a_follow_up(due=None, promise=Promise(side="ours", **facts))


# Each rule


@pytest.mark.parametrize(
    ("record", "field", "says"),
    [
        (a_draft(title=" "), "title", "must not be empty"),
        (a_trip_draft(title=""), "title", "must not be empty"),
        (a_draft(kind="treaty"), "kind", "treaty is not a kind of agreement"),
        (a_draft(sectors=("energy", "magic")), "sectors[2]", "magic is not a sector"),
        (a_draft(count=0), "count", "must be 1 or more"),
        (
            a_draft(signed=ON, expires=PartialDay.read("2026-05")),
            "expires",
            "is before the signing",
        ),
        (a_trip_draft(start=ON, end=PartialDay.read("2026-05")), "end", "is before the start"),
        (
            a_draft(parties=(Party(name="A"), Party(name=""))),
            "parties[2].name",
            "must not be empty",
        ),
        (
            a_draft(parties=(Party(name="A"), Party(name="A"))),
            "parties[2].name",
            "A is there already",
        ),
        (
            a_draft(parties=(Party(name="A", signatory=Person(name="")),)),
            "parties[1].signatory.name",
            "must not be empty",
        ),
        (a_draft(witnesses=(Person(name=" "),)), "witnesses[1].name", "must not be empty"),
        (a_trip_draft(lead=Person(name="")), "lead.name", "must not be empty"),
        (a_trip_draft(members=(Person(name=""),)), "members[1].name", "must not be empty"),
        (
            a_trip_draft(visits=(Visit(organisation="A", met=(Person(name=""),)),)),
            "visits[1].met[1].name",
            "must not be empty",
        ),
        (a_trip_draft(visits=(Visit(organisation=""),)), "visits[1].organisation", "“?”"),
        (a_trip_draft(intentions=(Intention(text=""),)), "intentions[1].text", "empty"),
        (
            a_trip_draft(visits=(Visit(organisation="A", intentions=(Intention(text=""),)),)),
            "visits[1].intentions[1].text",
            "empty",
        ),
        (a_draft(notes=(Note(on=DAY, text=""),)), "notes[1].text", "empty"),
        (
            a_draft(problems=(Problem(number=1, text="", noted=DAY),)),
            "problems[1].text",
            "empty",
        ),
        (a_draft(follow_ups=(a_follow_up(""),)), "follow_ups[1].task", "empty"),
        (
            a_draft(
                follow_ups=(
                    a_follow_up(postponements=(Postponement(to=DAY, on=DAY, reason=""),)),
                )
            ),
            "follow_ups[1].postponements[1].reason",
            "empty",
        ),
        (a_draft(amount=cost("-1")), "amount.value", "0 or more"),
        (a_draft(amount=cost("-0")), "amount.value", "0 or more"),
        (a_draft(amount=cost("NaN")), "amount.value", "0 or more"),
        (a_draft(amount=cost("Infinity")), "amount.value", "0 or more"),
        (a_draft(amount=cost("1E18")), "amount.value", "18 digits"),
        (a_draft(amount=cost("0.0000000001")), "amount.value", "9 decimals"),
        (a_draft(amount=cost("1", "RMB")), "amount.currency", "RMB is not a currency code"),
        (
            a_draft(funds=(Funds(amount=cost("-1"), on=DAY),)),
            "funds[1].amount.value",
            "0 or more",
        ),
        (
            a_draft(follow_ups=(a_promise(amount=cost("-1")),)),
            "follow_ups[1].promise.amount.value",
            "0 or more",
        ),
        (
            a_draft(
                follow_ups=(
                    a_promise(
                        steps=(PromiseStep(step="partly", on=DAY, amount=cost("1", "X")),)
                    ),
                )
            ),
            "follow_ups[1].promise.steps[1].amount.currency",
            "4217",
        ),
        (a_draft(stages=(Reached(stage="begun"),)), "stages[1].stage", "begun is not a stage"),
        (
            an_agreement(7, links=(Link(relation="renews", to=7),)),
            "links[1].to",
            "cannot follow from itself",
        ),
        (a_draft(sources=(Source(url="ftp://a.b"),)), "sources[1].url", "must begin with"),
        (a_draft(sources=(Source(url="javascript:x"),)), "sources[1].url", "must begin with"),
        (a_draft(sources=(Source(url="https://"),)), "sources[1].url", "whole address"),
        (a_draft(sources=(Source(url="http:///a"),)), "sources[1].url", "whole address"),
        (a_draft(sources=(Source(url="https://a.b/c d"),)), "sources[1].url", "without spaces"),
        (a_draft(place="x" * (LONGEST + 1)), "place", "20,001 characters; 20,000 is the most"),
        (a_trip_draft(tags=("a", "b\x1b")), "tags[2]", "hidden character \\x1b"),
    ],
)
def test_a_broken_rule_names_its_field(record: Record, field: str, says: str) -> None:
    assert broken(record) == [field]
    assert says in why(record)


@pytest.mark.parametrize("part", ["follow_ups", "problems", "follow_ups[1].problems"])
def test_every_use_of_a_number_that_is_used_twice_is_named(part: str) -> None:
    tasks = (a_follow_up(number=2), a_follow_up(number=2), a_follow_up(number=3))
    twice = (Problem(number=1, text="a", noted=DAY), Problem(number=1, text="b", noted=DAY))
    records = {
        "follow_ups": a_draft(follow_ups=tasks),
        "problems": a_draft(problems=twice),
        "follow_ups[1].problems": a_draft(follow_ups=(a_follow_up(problems=twice),)),
    }

    assert broken(records[part]) == [f"{part}[1].number", f"{part}[2].number"]


def test_what_has_no_number_yet_is_no_repetition() -> None:
    assert broken(a_draft(follow_ups=(a_follow_up(), a_follow_up()))) == []


# What is allowed


@pytest.mark.parametrize(
    "record",
    [
        a_draft(kind="", sectors=(), signed=None, parties=()),
        a_draft(count="unknown", parties=(Party(name="?"), Party(name="?"))),
        a_draft(amount=cost("0")),
        a_draft(amount=cost("999999999999999999.999999999")),
        a_draft(sources=(Source(url="HTTPS://例子.中国/新闻?a=<b>"), Source(title="Book"))),
        a_draft(place="x" * LONGEST),
        a_draft(signed=PartialDay.read("2026"), expires=PartialDay.read("2026-03")),
        a_trip_draft(start=None, end=None, visits=(Visit(organisation="?"),)),
        an_agreement(7, links=(Link(relation="renews", to=6),)),
    ],
)
def test_what_is_not_known_and_what_is_just_within_the_limits_is_allowed(
    record: Record,
) -> None:
    assert broken(record) == []


def test_an_office_may_name_the_sectors_that_count() -> None:
    draft = a_draft(sectors=("energy", "magic"))

    assert [p.field for p in find_problems(draft, sectors=("magic",))] == ["sectors[1]"]


@pytest.mark.parametrize("text", ['a "quoted" word', "C:\\files", "全　角", "x" * LONGEST])
def test_what_json_would_escape_or_is_long_breaks_no_rule(text: str) -> None:
    assert broken(a_draft(title=text, place=text)) == []


def test_check_raises_the_first_broken_rule() -> None:
    with pytest.raises(BrokenRule, match="title"):
        check(a_draft(title="", kind="treaty"))

    check(a_draft())


# Every text


def every_text(path: str, part: object) -> bool:
    """Whether *part* is a text that somebody wrote, not a word that the program knows."""
    words = ("kind", "currency", "side", "step", "state", "status", "stage", "relation")
    known = path.startswith("sectors") or path.rpartition(".")[2] in (*words, "count")
    return isinstance(part, str) and not known


def full(record: Record) -> Record:
    """Return *record* with one of everything, so that every field of the model is there."""
    task = a_follow_up(
        due_text="signed+1m",
        uid="u",
        partners=("P",),
        assignments=record.assignments,
        notes=record.notes,
        problems=record.problems,
        states=(
            StateChange(
                state="done",
                on=DAY,
                note="n",
                author="a",
                evidence=(Evidence(file="f", sha256="0"),),
            ),
        ),
        postponements=(Postponement(to=DAY, on=DAY, reason="r", approver="a"),),
        promise=Promise(
            side="ours",
            condition="c",
            steps=(PromiseStep(step="met", on=DAY, amount=cost("1"), note="n"),),
        ),
    )
    return msgspec.structs.replace(record, follow_ups=(task,))


def replaced(value: Any, path: str, text: str, at: str = "") -> Any:
    """Return *value* with the text at *path* replaced."""
    if at == path:
        return text
    match value:
        case tuple():
            parts = enumerate(value, start=1)
            return tuple(replaced(one, path, text, f"{at}[{n}]") for n, one in parts)
        case msgspec.Struct():
            names = value.__struct_fields__
            held = {
                name: replaced(getattr(value, name), path, text, f"{at}.{name}".lstrip("."))
                for name in names
            }
            return type(value)(**held)
        case _:
            return value


@slow
@given(
    record=(agreements | trips).map(full),
    text=st.sampled_from(HIDDEN) | st.just("x" * (LONGEST + 1)),
    data=st.data(),
)
def test_no_text_anywhere_may_be_hidden_or_endless(
    record: Record, text: str, data: st.DataObject
) -> None:
    paths = [path for path, part in parts_of(record) if every_text(path, part)]
    path = data.draw(st.sampled_from(paths))

    assert path in broken(replaced(record, path, text))


@slow
@given(records)
def test_every_struct_and_text_of_a_record_is_looked_at(record: Record) -> None:
    plain = msgspec.to_builtins(
        record, builtin_types=(date, Decimal), enc_hook=lambda day: None
    )

    texts = {part for _, part in parts_of(record) if isinstance(part, str)}

    assert set(_texts(plain)) <= texts


def _texts(value: Any) -> list[str]:
    match value:
        case dict():
            return [text for part in value.values() for text in _texts(part)]
        case tuple() | list():
            return [text for part in value for text in _texts(part)]
        case str():
            return [value]
        case _:
            return []


# Laws


@slow
@given(drafts | trip_drafts | agreements | trips)
def test_what_people_report_and_what_a_ledger_holds_keeps_the_rules(record: Record) -> None:
    assert [str(problem) for problem in find_problems(record)] == []


@slow
@given(drafts)
def test_a_record_that_keeps_the_rules_can_be_shown_without_a_hidden_character(
    record: Record,
) -> None:
    texts = [part for _, part in parts_of(record) if isinstance(part, str)]

    assert not any(map(find_hidden, texts))


# Warnings


def warnings(record: Record, today: date = DAY) -> list[str]:
    return list(find_warnings(record, today))


LATER, EARLIER = PartialDay.read("2026-07"), PartialDay.read("2026-05-01")


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (a_draft(signed=LATER), "Signed in the future: 2026-07."),
        (
            a_draft(signed=ON, stages=(Reached(stage="started", on=LATER),)),
            "“started” is dated in the future: 2026-07.",
        ),
        (
            a_draft(signed=ON, stages=(Reached(stage="registered", on=EARLIER),)),
            (
                "“registered” is dated 2026-05-01, before the signing (2026-06-10); "
                "it counts as signed from the earlier day."
            ),
        ),
        (
            a_draft(signed=ON, plan=(Planned(stage="completed", by=EARLIER),)),
            "“completed” is planned by 2026-05-01, before the signing (2026-06-10).",
        ),
        (
            a_draft(
                signed=None,
                plan=(Planned(stage="started", by=EARLIER, since=date(2026, 6, 1)),),
            ),
            ("“started” is planned by 2026-05-01, before the day it was planned (2026-06-01)."),
        ),
        (
            a_draft(
                signed=None,
                plan=(
                    Planned(stage="completed", by=EARLIER),
                    Planned(stage="started", by=LATER),
                ),
            ),
            "“completed” is planned by 2026-05-01, before “started” (2026-07).",
        ),
        (
            a_draft(signed=ON, stages=(Reached(stage="signed", on=EARLIER),)),
            "Two days of signing are noted, 2026-06-10 and 2026-05-01; the first one counts.",
        ),
        (
            a_draft(signed=ON, amount=cost("0.001")),
            "0.001 CNY has more decimals than this currency.",
        ),
        (
            a_draft(signed=ON, funds=(Funds(amount=cost("0.5", "JPY"), on=DAY),)),
            "0.5 JPY has more decimals than this currency.",
        ),
        (
            a_draft(signed=ON, follow_ups=(a_promise(amount=cost("0.0001", "KWD")),)),
            "0.0001 KWD has more decimals than this currency.",
        ),
        (
            a_draft(signed=ON, follow_ups=(a_follow_up("Call", date(2026, 6, 9)),)),
            "“Call” is due on 2026-06-09, before the signing (2026-06-10).",
        ),
        (
            a_draft(signed=ON, follow_ups=(a_follow_up("Call", date(2031, 6, 25)),)),
            "“Call” is due on 2031-06-25, more than five years ahead.",
        ),
        (
            a_draft(signed=ON, follow_ups=(a_follow_up("Call", date(2026, 6, 13)),)),
            "“Call” is due on a day off (2026-06-13). The next working day is 2026-06-15.",
        ),
        (
            a_trip_draft(start=LATER, end=None),
            "The trip begins in the future: 2026-07.",
        ),
        (
            a_trip_draft(start=ON, end=ON, visits=(Visit(organisation="A", on=EARLIER),)),
            "The visit to “A” on 2026-05-01 is outside the days of the trip.",
        ),
        (
            a_trip_draft(
                start=EARLIER, end=EARLIER, visits=(Visit(organisation="A", on=LATER),)
            ),
            "The visit to “A” on 2026-07 is outside the days of the trip.",
        ),
        (
            a_draft(
                signed=ON,
                problems=(Problem(number=1, text="Land", noted=DAY, solved=date(2026, 6, 1)),),
            ),
            "“Land” is solved on 2026-06-01, before it was noted (2026-06-10).",
        ),
    ],
)
def test_what_is_odd_is_told_and_allowed(record: Record, says: str) -> None:
    assert warnings(record) == [says]
    assert broken(record) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: a_draft(signed=PartialDay.read("2026"), stages=(Reached(stage="started"),)),
        lambda: a_draft(signed=ON, stages=(Reached(stage="signed", on=ON),)),
        lambda: a_draft(signed=ON, stages=(Reached(stage="negotiating", on=EARLIER),)),
        lambda: a_draft(signed=ON, amount=cost("0.001", "KWD")),
        lambda: a_draft(signed=ON, statuses=(StatusChange(status="suspended", on=DAY),)),
        lambda: a_draft(signed=None, follow_ups=(a_follow_up(due=date(2026, 6, 9)),)),
        lambda: a_trip_draft(
            start=ON, end=ON, visits=(Visit(organisation="A", on=PartialDay.read("2026-06")),)
        ),
        lambda: a_trip_draft(start=ON, end=None, visits=(Visit(organisation="A"),)),
    ],
)
def test_what_may_well_be_so_calls_for_no_warning(make: Callable[[], Record]) -> None:
    assert warnings(make()) == []


def test_what_is_closed_calls_for_no_warning_about_its_day() -> None:
    saturday = a_follow_up(
        due=date(2026, 6, 13), states=(StateChange(state="cancelled", on=DAY),)
    )

    assert warnings(a_draft(signed=ON, follow_ups=(saturday,))) == []
