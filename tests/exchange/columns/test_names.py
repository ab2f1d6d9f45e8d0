"""Several names in one cell: parted where that is safe, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.exchange.columns.names import (
    is_safe_comma,
    may_be_several,
    once_each,
    people_in,
    split_names,
)
from dealtrack.model import Party, Person


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("甲公司、乙公司", ["甲公司", "乙公司"]),
        ("甲公司；乙公司;丙公司", ["甲公司", "乙公司", "丙公司"]),
        ("甲公司\n乙公司", ["甲公司", "乙公司"]),
        ("示例市人民政府与样本能源集团", ["示例市人民政府", "样本能源集团"]),
        ("市发展改革局和商务局", ["市发展改革局", "商务局"]),
        ("市政府与样本大学", ["市政府", "样本大学"]),
        ("Sample Co., Ltd. and Example University", ["Sample Co., Ltd.", "Example University"]),
    ],
)
def test_names_are_parted(cell: str, names: list[str]) -> None:
    assert split_names(cell) == names


@pytest.mark.parametrize(
    "cell",
    [
        "和平区人民政府",
        "天津市和平区人民政府",
        "市发展和改革委员会",
        "中华人民共和国商务部",
        "呼和浩特市人民政府",
        "与众不同科技有限公司",
        "Trinidad and Tobago",
        "Johnson & Johnson",
        "Research and Development Bank",
        "Sample Cloud (Beijing) Co., Ltd.",
        "样本（北京、上海）有限公司",
        "A/S Sample",
    ],
)
def test_what_only_looks_like_several_names_is_one(cell: str) -> None:
    assert split_names(cell) == [cell]


def test_a_chosen_rule_parts_outside_of_brackets_only() -> None:
    cell = "Andean Community (Colombia, Ecuador), Brazil, and Chile"

    assert split_names(cell, ",") == ["Andean Community (Colombia, Ecuador)", "Brazil", "Chile"]


def test_commas_are_safe_unless_a_company_ends_behind_one() -> None:
    assert is_safe_comma("Algeria, Angola, Benin")
    assert not is_safe_comma("Sample, Inc., Example, LLC")
    assert not is_safe_comma("Algeria")


def test_a_party_named_twice_is_one_with_the_side_that_is_known() -> None:
    found = once_each((Party(name="甲"), Party(name="甲", side="ours"), Party(name="?")))

    assert found == (Party(name="甲", side="ours"), Party(name="?"))


def test_people_may_have_a_post_in_brackets() -> None:
    assert people_in("张示例（市长）、李样本") == [
        Person(name="张示例", post="市长"),
        Person(name="李样本"),
    ]


@given(st.lists(st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=6), min_size=1, unique=True))
def test_names_that_are_joined_by_a_mark_are_parted_by_it(names: list[str]) -> None:
    for mark in "、;；|":
        assert split_names(mark.join(names)) == names


@pytest.mark.parametrize(
    "name",
    ["市政府与腾讯云", "市政府和样本控股", "样本公司/范例公司", "Sample Ltd and Example"],
)
def test_a_name_behind_an_organisation_may_be_another_one(name: str) -> None:
    assert may_be_several(name)


@pytest.mark.parametrize(
    "name", ["和平区人民政府", "示例市发展和改革委员会", "Smith and Sons", "A/B", "样本公司"]
)
def test_one_name_is_not_doubted(name: str) -> None:
    assert not may_be_several(name)
