"""Mappings as TOML: what is written reads back; what is wrong is told with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.errors import CannotRead, FileRefused
from dealtrack.exchange.columns.days import ORDERS
from dealtrack.exchange.columns.fields import every_field
from dealtrack.exchange.columns.mapping import Column, Mapping, positions
from dealtrack.exchange.columns.mappingfile import changed, parse, write

HERE = Path("office.toml")

names = st.text(min_size=1, max_size=12).filter(lambda name: name.strip() == name)
words = st.text(max_size=12)
units = st.sampled_from(["", "万元", "亿元", "USD", "million USD"])
keys = st.sampled_from([field.key for field in every_field()])
columns = st.builds(
    Column,
    of=st.lists(names, min_size=1, max_size=3).map(tuple),
    split=words,
    unit=units,
    days=st.sampled_from(["", *ORDERS]),
)
lists = st.lists(names, max_size=3).map(tuple)
mappings = st.builds(
    Mapping,
    name=st.just("office"),
    book=words,
    rows=st.sampled_from(["agreement", "follow-up"]),
    key=lists,
    days=st.sampled_from(["", *ORDERS]),
    year=st.integers(0, 3000),
    split=words,
    unit=units,
    empty=lists,
    skip=lists,
    fill=lists,
    sheet=words,
    header=st.integers(0, 99),
    columns=st.dictionaries(keys, columns, max_size=5),
    always=st.dictionaries(keys, words, max_size=3),
    values=st.dictionaries(
        keys, st.dictionaries(names, words, min_size=1, max_size=3), max_size=3
    ),
)


@given(mappings)
def test_every_mapping_that_is_written_reads_back_the_same(mapping: Mapping) -> None:
    assert parse(write(mapping), HERE) == mapping


@given(mappings, st.sampled_from(["", *ORDERS]), units)
def test_a_mapping_that_is_changed_in_place_says_the_new_thing(
    mapping: Mapping, days: str, unit: str
) -> None:
    from msgspec.structs import replace

    new = replace(mapping, days=days, unit=unit)

    assert parse(changed(write(mapping), new, mapping), HERE) == new


def test_comments_stay_when_a_mapping_is_changed() -> None:
    text = '# ours\ndays = "dmy"  # European\n\n[columns]\ntitle = "名称"  # first\n'
    was = parse(text, HERE)
    now = Mapping(name="office", days="mdy", unit="万元", columns=was.columns)

    assert changed(text, now, was) == (
        '# ours\ndays = "mdy"  # European\nunit = "万元"\n\n[columns]\n'
        'title = "名称"  # first\n'
    )


def test_everything_that_is_wrong_is_told_with_its_line() -> None:
    text = """days = "american"
colums = {}

[columns]
titel = "名称"
amount = { column = "金额", unit = "kg" }
stages = { opened = "开工" }

[values.kinds]
"a" = 3
"""
    with pytest.raises(FileRefused) as refused:
        parse(text, HERE)

    told = [(one.line, one.path) for one in refused.value.problems]
    assert told == [
        *((1, "days"), (2, "colums"), (5, "columns.titel"), (6, "columns.amount.unit")),
        *((7, "columns.stages.opened"), (9, "values.kinds")),
    ]
    assert "Did you mean title" in str(refused.value)


def test_what_is_no_toml_is_told_as_such() -> None:
    with pytest.raises(CannotRead):
        parse("days = ", HERE)


def test_a_name_may_stand_for_several_columns() -> None:
    header = ("number", "c1", "c2", "c3", "consolidated", "c*", "名 称")

    assert positions("c1..c3", header) == (1, 2, 3)
    assert positions("c[0-9]", header) == (1, 2, 3)
    assert positions("c*", header) == (5,)
    assert positions("名称", header) == (6,)
    assert positions("d*", header) == ()
