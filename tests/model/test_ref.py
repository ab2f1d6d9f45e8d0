"""Refs: what people call the things of the ledger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.model.ref import Ref

numbers = st.integers(0, 999_999)
ids = st.integers(0, 999_999_999)
tables = st.sampled_from(["agreements", "trips"])
refs: st.SearchStrategy[Ref] = st.one_of(
    st.tuples(tables, ids),
    st.tuples(tables, ids, numbers),
    st.tuples(tables, ids, numbers, numbers),
).map(lambda parts: Ref(*parts))


@given(refs)
def test_a_ref_is_read_back_as_it_is_said(ref: Ref) -> None:
    assert Ref.read(str(ref)) == ref


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("17", Ref("agreements", 17)),
        ("17.2", Ref("agreements", 17, 2)),
        ("17.2.1", Ref("agreements", 17, 2, 1)),
        ("17.0.1", Ref("agreements", 17, 0, 1)),
        ("T3", Ref("trips", 3)),
        ("t3.1", Ref("trips", 3, 1)),
        (" #17 ", Ref("agreements", 17)),
        ("#T3", Ref("trips", 3)),
        ("１７.２", Ref("agreements", 17, 2)),
        ("１７．２", Ref("agreements", 17, 2)),
        ("17。2", Ref("agreements", 17, 2)),
        ("Ｔ３", Ref("trips", 3)),
        ("017", Ref("agreements", 17)),
    ],
)
def test_people_write_refs_in_several_ways(text: str, ref: Ref) -> None:
    assert Ref.read(text) == ref


@pytest.mark.parametrize(
    "text",
    ["", "T", "#", "tencent", "17.", ".2", "17.2.1.1", "-1", "1e3", "T 3", "3T", "1" * 10, "²"],
)
def test_what_is_no_ref_is_none(text: str) -> None:
    assert Ref.read(text) is None


@given(refs)
def test_whatever_belongs_to_a_record_leads_to_it(ref: Ref) -> None:
    assert ref.record == Ref(ref.table, ref.id)
    assert ref.record.record == ref.record
