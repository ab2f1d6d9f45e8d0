"""Every problem of a trip file is told, with its path, its line and its reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.errors import FileRefused
from dealtrack.exchange.trip import read
from tests.exchange.records import EXAMPLE, TODAY, read_example


@pytest.mark.parametrize(
    ("change", "to", "path", "line", "why"),
    [
        ("places =", "place =", "trip.place", 6, "no such key. Did you mean places?"),
        ("[[visit]]", "[[visits]]", "visits", 11, "Did you mean visit"),
        (
            'kind      = "strategic"',
            'kind = "stratgic"',
            "agreement[1].kind",
            22,
            "Did you mean",
        ),
        (
            '["digital economy"]',
            '["digitl economy"]',
            "agreement[1].sectors[1]",
            27,
            "Did you mean",
        ),
        ("= 2025-05-12\n", '= "03/04/2025"\n', "trip.start", 4, "two ways"),
        ("= 2025-05-12\n", "= 2025-05-12T10:00:00\n", "trip.start", 4, "without a time"),
        ("= 2025-05-12\n", "= 2025-06-12\n", "trip.end", 5, "is before the start"),
        ("= 2025-05-12\n", '= "yesterday"\n', "trip.start", 4, "another day"),
        ("= 2025-05-12\n", "= true\n", "trip.start", 4, "must be a day"),
        ('"signed+1m"', '"+2w"', "agreement[1].follow_up[1].due", 35, "another day"),
        ('"signed+1m"', '"someday"', "agreement[1].follow_up[1].due", 35, "not a day"),
        ('"3.5亿"', '"1.234,5"', "agreement[1].amount", 31, "commas"),
        ('"3.5亿"', "true", "agreement[1].amount", 31, "must be an amount"),
        ('"3.5亿"', "inf", "agreement[1].amount", 31, "must be an amount"),
        ('"3.5亿"', "1e999999999", "agreement[1].amount", 31, "must be an amount"),
        ('"3.5亿"', '{ value = "-1" }', "agreement[1].amount.value", 31, "0 or more"),
        (
            '"3.5亿"',
            '{ value = 1, currency = "XXY" }',
            "agreement[1].amount.currency",
            31,
            "4217",
        ),
        (
            '["Zhang Example"]',
            '"Zhang Example"',
            "agreement[1].witnesses",
            26,
            "must be a list",
        ),
        ('["Zhang Example"]', '["", 5]', "agreement[1].witnesses[1]", 26, "begin with a name"),
        ('["Zhang Example"]', '["A", 5]', "agreement[1].witnesses[2]", 26, "must be a text"),
        ('"ours"', '"our"', "agreement[1].commitment[1].by", 40, "Did you mean ours?"),
        ('by    = "ours"\n', "", "agreement[1].commitment[1].by", 39, "is missing"),
        (
            '"Example Cloud (theirs)"',
            '"Riverside Development Zone"',
            "agreement[1].parties[2].name",
            25,
            "is there already",
        ),
        ("https://example", "ftp://example", "trip.source.url", 9, "must begin with https"),
        (
            '"Port City"\n',
            '"Port\\u001b City"\n',
            "agreement[1].place",
            24,
            "hidden character \\x1b",
        ),
        ('"Port City"\n', '"Port\\u202e City"\n', "agreement[1].place", 24, "hidden character"),
        (
            "[[agreement.follow_up]]",
            "[agreement.follow_up]",
            "agreement[1].follow_up",
            33,
            "[[follow_up]]",
        ),
        (
            'owner = "Li Sample"\n',
            'owner = "Li"\nevery = "often"\n',
            "agreement[1].follow_up[1].every",
            37,
            "does not say how often",
        ),
        ("[trip]", "[[trip]]", "trip", 2, "write [trip]"),
        ('unit      = "', 'count = 0\nunit = "', "agreement[1].count", 29, "1 or more"),
        (
            'unit      = "',
            'trip = "T3"\nunit = "',
            "agreement[1].trip",
            29,
            "of this file already",
        ),
        (
            'unit      = "',
            'implements = "x"\nunit = "',
            "agreement[1].implements",
            29,
            "neither a ref",
        ),
        (
            'title     = "Str',
            'key = ["x"]\ntitle = "Str',
            "agreement[1].key",
            21,
            "must be a text",
        ),
        (
            'unit      = "',
            '"地点" = "x"\nunit = "',
            "agreement[1].地点",
            29,
            "already as place",
        ),
        (
            'saw  = "data',
            'saw = "x"\norganisatoin = "data',
            "visit[1].organisatoin",
            15,
            "Did you mean",
        ),
    ],
)
def test_a_problem_has_its_path_its_line_and_its_reason(
    change: str, to: str, path: str, line: int, why: str
) -> None:
    problems = read_example(change, to).problems

    assert (path, line) in [(p.path, p.line) for p in problems]
    assert why in " ".join(p.why for p in problems if p.path == path)


def test_all_problems_are_told_in_the_order_of_the_lines() -> None:
    text = (
        EXAMPLE.replace("title", "titel")
        .replace("task", "tusk")
        .replace("[trip]", "[trip]\nx=1")
    )

    problems = read(text, TODAY).problems

    assert len(problems) > 5
    assert [p.line for p in problems] == sorted(p.line for p in problems)


def test_a_broken_rule_is_told_beside_what_cannot_be_read() -> None:
    text = '[[agreement]]\ntitle = "A"\nsigned = 2025-01-01\nexpires = 2024\nkind = "?"\n'

    assert [p.path for p in read(text, TODAY).problems] == [
        "agreement[1].expires",
        "agreement[1].kind",
    ]


def test_a_dropped_item_does_not_shift_the_place_of_a_later_problem() -> None:
    text = '[[agreement]]\ntitle = "A"\nsource = "x"\nsources = [5, { url = "ftp://x" }]\n'

    assert [p.path for p in read(text, TODAY).problems] == [
        "agreement[1].sources[1]",
        "agreement[1].sources[2].url",
    ]


def test_two_agreements_that_cannot_be_told_apart_need_keys() -> None:
    twin = '[[agreement]]\ntitle = "A"\n'

    (problem,) = read(twin + twin, TODAY).problems

    assert (problem.path, problem.line) == ("agreement[2]", 3)
    assert read(f'{twin}key = "1"\n{twin}key = "2"\n', TODAY).problems == ()


def test_a_name_that_could_be_two_people_is_refused() -> None:
    text = '[[agreement]]\ntitle = "A"\nwitnesses = ["Li, mayor", "Li, chair", "Li"]\n'

    (problem,) = read(text, TODAY).problems

    assert problem.path == "agreement[1].witnesses[3]"
    assert "Li, mayor / Li, chair" in problem.why


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("title = “战略”", 1, "straight quotation marks"),
        ("x = 1\ny", 2, "followed by ="),
        ("标题 = 1", 1, "letters than a-z"),
        ("x = 1\nx = 2", 2, "there already"),
        ("[trip]\n[trip]", 2, "there already"),
        ('x = "a', 1, "not closed"),
        ("x = [1,\n2", 2, "not closed"),
        ("x = 2021-02-30", 1, "calendar"),
        ("x = 1 2", 1, "same line"),
        ('x = "\\q"', 1, "backslash"),
        ("x = 1\r", 1, ""),
        ("x = \x00", 1, ""),
        (f"x = {'9' * 5000}", 0, "too long"),
        (f"x = {'[' * 5000}", 0, "nested"),
    ],
)
def test_a_fault_of_form_is_told_with_its_line(text: str, line: int, why: str) -> None:
    (problem,) = read(text, TODAY).problems

    assert problem.line == line
    assert why in problem.why


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing", "\ufeff"])
def test_a_file_that_brings_nothing_is_a_problem(text: str) -> None:
    (problem,) = read(text, TODAY).problems

    assert str(problem) == "it holds neither a [trip] nor an [[agreement]]"


def test_what_was_heard_belongs_to_a_trip() -> None:
    text = '[[visit]]\norganisation = "X"\n[[agreement]]\ntitle = "A"\n'

    assert [p.path for p in read(text, TODAY).problems] == ["visit"]


def test_the_refusal_lists_them_all() -> None:
    problems = read('[[agreement]]\ntitel = "A"\n', TODAY).problems

    assert str(FileRefused("x.toml", problems)) == (
        "x.toml has 2 problems. Nothing was saved.\n"
        "  line 1, agreement[1].title: is missing\n"
        "  line 2, agreement[1].titel: there is no such key. Did you mean title?"
    )


@given(st.text(max_size=80))
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    assert read(text, TODAY).problems


@given(
    st.integers(0, len(EXAMPLE)), st.integers(0, 12), st.text("[]{}=\"\n.,#a1'\\", max_size=4)
)
def test_no_damage_makes_the_reader_stumble(start: int, length: int, other: str) -> None:
    text = EXAMPLE[:start] + other + EXAMPLE[start + length :]

    for problem in read(text, TODAY).problems:
        assert 0 <= problem.line <= text.count("\n") + 1
