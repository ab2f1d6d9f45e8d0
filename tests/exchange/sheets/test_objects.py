import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.errors import TableRefused
from dealtrack.exchange.sheets import objects, open_book
from tests.exchange.sheets.made import only, written


def lines(*values: object) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def test_objects_on_lines_are_rows_with_a_column_for_each_key(tmp_path: Path) -> None:
    content = lines({"标题": "协议", "amount": 3.0}, {"amount": 2.5, "done": True, "note": ""})

    book = open_book(written(tmp_path, content, "t.jsonl"))
    (sheet,) = book.sheets

    assert (book.format, sheet.header) == ("jsonl", ("标题", "amount", "done", "note"))
    assert only(book) == [("协议", 3, None, None), (None, 2.5, True, None)]
    assert sheet.total == 2


def test_an_object_within_is_told_by_its_keys_and_a_list_joined(tmp_path: Path) -> None:
    value = {
        "a": {"b": 1, "c": {"d": 2}},
        "names": ["甲", "乙"],
        "more": [{"x": 1}],
        "none": [],
    }

    book = open_book(written(tmp_path, lines(value), "t.jsonl"))

    assert book.sheets[0].header == ("a.b", "a.c", "names", "more", "none")
    assert only(book) == [(1, '{"d":2}', "甲; 乙", '{"x":1}', None)]


def test_a_line_that_is_no_object_is_told_and_the_next_one_read(tmp_path: Path) -> None:
    content = (
        lines({"a": 1})
        + '{"a": \n[1]\n\n{"a": NaN}\n'
        + '{"a":' * 100_000
        + "\n"
        + lines({"a": 2})
    )

    (sheet,) = open_book(written(tmp_path, content, "t.jsonl")).sheets

    rows = list(sheet.rows())
    assert [(row.number, bool(row.fault)) for row in rows] == [
        (1, False), (2, True), (3, True), (5, True), (6, True), (7, False),
    ]  # fmt: skip
    assert "JSON" in rows[1].fault


def test_a_line_far_too_long_is_told(tmp_path: Path) -> None:
    content = lines({"a": 1}, {"a": "x" * 3_000_000}, {"a": 2})

    (sheet,) = open_book(written(tmp_path, content, "t.jsonl")).sheets

    assert [(row.number, bool(row.fault)) for row in sheet.rows()] == [
        (1, False),
        (2, True),
        (3, False),
    ]


@pytest.mark.parametrize(
    "value",
    [
        [{"a": 1}, {"a": 2}],
        {"records": [{"a": 1}, {"a": 2}]},
        {"version": 1, "empty": [], "tags": ["x"], "data": [{"a": 1}, {"a": 2}]},
    ],
)
def test_the_list_of_objects_is_found(tmp_path: Path, value: object) -> None:
    book = open_book(written(tmp_path, json.dumps(value), "t.json"))

    assert (book.format, only(book)) == ("json", [(1,), (2,)])
    assert [row.number for row in book.sheets[0].rows()] == [1, 2]


def test_lines_of_objects_may_be_called_json(tmp_path: Path) -> None:
    book = open_book(written(tmp_path, lines([1, 2], {"a": 1}), "t.jsonl"))
    assert only(book) == [(None,), (1,)]
    assert [bool(row.fault) for row in book.sheets[0].rows()] == [True, False]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[1, 2", "no JSON"),
        ("[]", "no list of objects"),
        ('{"a": 1}', "no list of objects"),
        ('{"a": [{"x": 1}], "b": [{"y": 1}]}', "several lists in it: a, b"),
        ("[" * 200_000, "no JSON"),
        ("", "empty"),
    ],
)
def test_what_is_no_list_of_objects_is_refused(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(TableRefused, match=told):
        open_book(written(tmp_path, content, "t.json"))


def test_a_value_too_large_to_be_taken_in_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "LARGEST", 10)

    with pytest.raises(TableRefused, match=r"larger(.|\n)*jsonl"):
        open_book(written(tmp_path, '[{"a": "xxxxxxxx"}]', "t.json"))


def test_very_many_keys_are_refused(tmp_path: Path) -> None:
    content = lines(*({f"k{n}": 1} for n in range(20_000)))

    with pytest.raises(TableRefused, match="keys"):
        open_book(written(tmp_path, content, "t.jsonl"))


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1),
)


@given(st.lists(st.dictionaries(st.sampled_from("abc"), VALUES, min_size=1), min_size=1))
def test_what_was_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, values: list[dict[str, object]]
) -> None:
    path = tmp_path_factory.mktemp("json") / "t.jsonl"
    path.write_text(lines(*values), encoding="utf-8", newline="")

    (sheet,) = open_book(path).sheets

    read = [
        {k: v for k, v in zip(sheet.header, row.cells, strict=True) if v is not None}
        for row in sheet.rows()
    ]
    wanted = [{k: v for k, v in value.items() if v is not None} for value in values]
    assert read == [value for value in wanted if value]
