"""The codes of sectors: sections of two classifications."""

import pytest

from dealtrack.model.sectors import USUAL, Sections, is_code, sections


@pytest.mark.parametrize(
    ("code", "gb", "isic"),
    [
        ("C", ("C",), ("C",)),
        ("Q C", ("Q", "C"), ("Q", "C")),
        ("I/J", ("I",), ("J",)),
        ("R H L/R, I", ("R", "H", "L"), ("R", "I")),
        ("C39/C26", ("C39",), ("C26",)),
        ("C/", ("C",), ()),
        ("", (), ()),
    ],
)
def test_a_code_is_read_as_sections(
    code: str, gb: tuple[str, ...], isic: tuple[str, ...]
) -> None:
    assert sections(code) == Sections(gb, isic)
    assert is_code(code)


@pytest.mark.parametrize("code", ["Z", "c", "U", "C/V", "C123456", "manufacturing", "C;D"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert not is_code(code)


def test_every_usual_sector_but_the_rest_has_a_section_of_both() -> None:
    assert all(is_code(word.code) for word in USUAL)
    assert [word.key for word in USUAL if not all(sections(word.code))] == ["other"]


def test_no_name_of_a_usual_sector_means_another_one() -> None:
    names = [name for word in USUAL for name in {word.key, word.en, word.zh, *word.synonyms}]

    assert len(names) == len(set(names))
