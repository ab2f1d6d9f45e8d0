"""The guide to the query language."""

import re
import shlex

import pytest

from dealtrack.query.expr import EVERYTHING
from dealtrack.query.fields import FIELDS
from dealtrack.query.parse import parse
from dealtrack.query.states import STATES
from dealtrack.report.guide import query_guide
from dealtrack.report.page import Facts, Section, Table
from dealtrack.text import speak
from tests.builders import TODAY


def section(number: int) -> Facts | Table:
    found = query_guide().blocks[number]
    assert isinstance(found, Section)
    (block,) = found.blocks
    assert isinstance(block, Facts | Table)
    return block


def test_names_every_field_with_its_aliases() -> None:
    table = section(2)
    assert isinstance(table, Table)

    assert [row[0] for row in table.rows] == list(FIELDS)
    assert all(len(row) == len(table.columns) and all(row) for row in table.rows)


def test_names_every_state() -> None:
    table = section(3)
    assert isinstance(table, Table)

    assert [row[0] for row in table.rows] == [state.name for state in STATES]


def test_the_examples_can_be_asked() -> None:
    examples = section(1)
    assert isinstance(examples, Facts)

    for query, about in examples.pairs:
        assert about
        assert parse(shlex.split(query), TODAY) != EVERYTHING


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_grammar_shows_what_can_be_read(language: str) -> None:
    speak(language)
    try:
        grammar = section(0)
    finally:
        speak("en")
    assert isinstance(grammar, Facts)

    for query, _about in grammar.pairs:
        if re.fullmatch(r"[a-z]+[:=][^ …]+", query):
            parse(query, TODAY)


def test_a_field_has_a_name_of_its_own() -> None:
    names = [name for field in FIELDS.values() for name in (field.name, *field.aliases)]

    assert sorted(set(names)) == sorted(names)
