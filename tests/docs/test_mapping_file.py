"""The page on mappings names every field and every key, and its example is one."""

import re
from pathlib import Path

import pytest

from dealtrack.exchange.columns.fields import every_field, fields_of_trips
from dealtrack.exchange.columns.mappingfaults import CHOICES, LISTS, NUMBERS, TEXTS
from dealtrack.exchange.columns.mappingfile import load, parse
from tests.docs.session import ROOT

PAGE = (ROOT / "docs" / "reference" / "mapping-file.md").read_text(encoding="utf-8")
SHIPPED = sorted((ROOT / "sample_data" / "mappings").glob("*.toml"))


def test_its_example_is_a_mapping() -> None:
    found = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)

    assert found
    assert parse(found[1], Path("office.toml")).columns["stages.in-production"].of == (
        "投产时间",
    )


@pytest.mark.parametrize("key", [*CHOICES, *TEXTS, *LISTS, *NUMBERS])
def test_every_key_is_told(key: str) -> None:
    assert f"`{key}`" in PAGE


FIELDS = {f.key.partition(".")[0] for f in (*every_field(), *fields_of_trips())}


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_every_field_is_told(field: str) -> None:
    assert f"`{field}`" in PAGE


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_mappings_that_come_along_are_mappings(path: Path) -> None:
    assert "title" in load(path)[0].columns
