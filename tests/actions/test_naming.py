"""Organisations under one name: what is refused, and what always holds."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealtrack.actions import naming
from dealtrack.actions.logs import WrongStep
from dealtrack.actions.naming import Renamed
from dealtrack.errors import Conflict
from dealtrack.model import Agreement, Party
from dealtrack.model.registered import Organisation
from dealtrack.query.expr import Op, Or, Term
from dealtrack.query.parse import parse
from dealtrack.query.registry import Known, Organisations
from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from dealtrack.store.tiny import TinyStore
from tests.builders import TODAY, a_draft, an_organisation

CLOUD = an_organisation("腾讯云", aliases=("Tencent Cloud",), parent="腾讯", id=1)
WHOLE = an_organisation("腾讯", aliases=("Tencent",), kind="company", id=2)
OLD_CODE, NEW_CODE = "91110000600037341L", "91440300708461136T"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "ledger.json")) as opened:
        yield opened


def known(*entries: Organisation) -> Organisations:
    return Organisations(entries)


def test_a_merge_takes_over_names_and_what_is_not_known() -> None:
    other = an_organisation("TX Cloud", aliases=("TXC",), region="深圳", kind="company", id=3)

    change = naming.merged(known(CLOUD, other), "tencent cloud", ["TX Cloud", "云公司"])

    assert change.after.name == "腾讯云"
    assert change.after.aliases == ("Tencent Cloud", "TX Cloud", "TXC", "云公司")
    assert (change.after.region, change.after.kind, change.after.parent) == (
        *("深圳", "company"),
        "腾讯",
    )
    assert change.gone == (other,)


def test_two_credit_codes_are_two_organisations() -> None:
    one, other = (
        an_organisation(name, aliases=(), code=code, id=id_)
        for id_, (name, code) in enumerate([("A", OLD_CODE), ("B", NEW_CODE)], start=1)
    )

    with pytest.raises(WrongStep, match="different credit codes"):
        naming.merged(known(one, other), "A", ["B"])


@pytest.mark.parametrize(("keep", "other"), [("腾讯", "腾讯云"), ("腾讯云", "腾讯")])
def test_a_child_that_is_merged_with_its_parent_does_not_belong_to_itself(
    keep: str, other: str
) -> None:
    change = naming.merged(known(CLOUD, WHOLE), keep, [other])

    assert change.after.parent == ""
    assert change.after.kind == "company"


@pytest.mark.parametrize("parent", ["腾讯", "Tencent", "腾讯云", "腾讯会议"])
def test_nothing_belongs_to_itself(parent: str) -> None:
    below = an_organisation("腾讯会议", aliases=(), parent="Tencent Cloud", id=3)

    with pytest.raises(WrongStep, match="would belong to itself"):
        naming.described(known(CLOUD, WHOLE, below), "Tencent", parent=parent)


def test_a_merge_that_would_close_a_ring_is_refused() -> None:
    below = an_organisation("腾讯会议", aliases=(), parent="腾讯云", id=3)

    with pytest.raises(WrongStep, match="腾讯 → 腾讯云 → 腾讯"):
        naming.merged(known(CLOUD, WHOLE, below), "腾讯", ["腾讯会议"])


def test_a_name_is_that_of_one_organisation() -> None:
    with pytest.raises(WrongStep, match="party merge"):
        naming.called(known(CLOUD, WHOLE), "腾讯", ["tencent-cloud"])
    with pytest.raises(WrongStep, match="Tencent Cloud is a name of 腾讯云"):
        naming.described(known(CLOUD, WHOLE), "腾讯", name="Tencent Cloud")


def test_the_name_to_print_can_be_another_one() -> None:
    change = naming.described(known(CLOUD), "腾讯云", name="Tencent Cloud")

    assert change.after.names == ("Tencent Cloud", "腾讯云")


def test_the_name_to_print_cannot_be_taken_away() -> None:
    with pytest.raises(WrongStep, match="name to print"):
        naming.not_called(known(CLOUD), "腾讯云", ["腾讯云"])
    with pytest.raises(WrongStep, match="is not called"):
        naming.not_called(known(CLOUD), "腾讯云", ["Tencent"])


def test_what_nothing_is_said_of_any_more_leaves_the_register(store: Store) -> None:
    saved(store, "called", "腾讯云", ["Tencent Cloud"])

    saved(store, "not_called", "腾讯云", ["Tencent Cloud"])

    assert store.organisations.all() == []


def test_what_somebody_else_changed_meanwhile_is_not_written_over(store: Store) -> None:
    seen = naming.called(known(), "腾讯云", ["Tencent Cloud"])
    saved(store, "called", "腾讯云", ["TX Cloud"])

    with pytest.raises(Conflict):
        naming.save(store, lambda now: naming.called(now, "腾讯云", ["Tencent Cloud"]), seen)


def saved(store: Store, what: str, name: str, others: list[str]) -> Renamed:
    def make(now: Organisations) -> Renamed:
        change: Renamed = getattr(naming, what)(now, name, others)
        return change

    return naming.save(store, make, make(Organisations(store.organisations)))


NAMES = ["腾讯", "Tencent", "腾讯云", "Tencent Cloud", "优必选", "UBTECH", "金华市"]
names = st.sampled_from(NAMES)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("called"), names, st.lists(names, min_size=1, max_size=2)),
        st.tuples(st.just("merged"), names, st.lists(names, min_size=1, max_size=3)),
        st.tuples(st.just("parent"), names, st.lists(names, min_size=1, max_size=1)),
    ),
    max_size=8,
)


def tried(store: Store, what: str, name: str, others: list[str]) -> None:
    """Make a change unless it is refused."""

    def make(now: Organisations) -> Renamed:
        if what == "parent":
            return naming.described(now, name, parent=others[0])
        change: Renamed = getattr(naming, what)(now, name, others)
        return change

    try:
        seen = make(Organisations(store.organisations))
    except WrongStep:
        return
    naming.save(store, make, seen)


def signed_with(store: Store, query: str) -> set[str]:
    """Return whom the agreements that *query* finds were signed with; memory must agree."""
    widened = Known(store.organisations).widened(parse([query], TODAY))
    found: list[Agreement] = store.agreements.search(widened, as_of=TODAY)
    return {party.name for one in found for party in one.parties}


@settings(max_examples=40, deadline=None)
@given(made=changes)
def test_whatever_is_said_names_stay_apart_no_ring_closes_and_every_name_finds_the_same(
    made: list[tuple[str, str, list[str]]],
) -> None:
    with TemporaryDirectory() as folder:
        plain = TinyStore(Path(folder) / "plain.json", indexed_from=None)
        large = TinyStore(Path(folder) / "large.json", indexed_from=0)
        for store in (plain, large):
            with store.transaction():
                for name in NAMES:
                    store.agreements.add(a_draft(parties=(Party(name=name),)))
            for what, name, others in made:
                tried(store, what, name, others)
        now = Organisations(plain.organisations)
        every = [name for one in now.entries for name in one.names]

        assert len(set(every)) == len(every)
        for one in now.entries:
            assert not now.is_in_ring(one.name)
            for name in one.names:
                assert set(one.names) <= signed_with(plain, f"party={name}")
                assert signed_with(plain, f"party:{name}") >= set(now.family(one.name))
        for name in NAMES:
            for sign in ":=":
                asked = f"party{sign}{name}"
                assert signed_with(plain, asked) == signed_with(large, asked)
        assert {one.parties[0].name for one in plain.agreements.search(as_of=TODAY)} == {*NAMES}
        plain.close()
        large.close()


@settings(max_examples=40, deadline=None)
@given(made=changes, name=names, others=st.lists(names, min_size=1, max_size=3))
def test_merging_is_undone_in_one_step_and_changes_nothing_the_second_time(
    made: list[tuple[str, str, list[str]]], name: str, others: list[str]
) -> None:
    with TemporaryDirectory() as folder, open_store(f"{folder}/ledger.json") as store:
        for change in made:
            tried(store, *change)
        before = [content(one) for one in store.organisations]
        revision = store.revision
        tried(store, "merged", name, others)
        after, steps = [content(one) for one in store.organisations], store.revision - revision
        tried(store, "merged", name, others)

        assert [content(one) for one in store.organisations] == after
        assert store.revision - revision == steps <= 1
        if steps:
            store.undo()
            assert [content(one) for one in store.organisations] == before
            store.redo()
            assert [content(one) for one in store.organisations] == after


def content(one: Organisation) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in one.__struct_fields__ if name != "version")


def test_a_question_is_widened_wherever_a_name_stands_in_it() -> None:
    known_names = Known([CLOUD, WHOLE])
    other = Term("party", Op.EQ, "Tencent Cloud")

    asked = known_names.widened(
        parse("not (theirs:腾讯云 or due:..2026-12-01) party=腾讯云", TODAY)
    )

    assert "Tencent Cloud" in str(asked)
    assert known_names.widened(Term("party", Op.EQ, "腾讯云")) == Or(
        (Term("party", Op.EQ, "腾讯云"), Or((other,)))
    )
    assert known_names.widened(parse("party:优必选", TODAY)) == parse("party:优必选", TODAY)
    assert known_names.widened(parse("due:2026-12", TODAY)) == parse("due:2026-12", TODAY)


def test_very_many_names_are_asked_for_in_groups_that_a_database_takes(tmp_path: Path) -> None:
    names_ = tuple(f"别名{n}号" for n in range(2_500))
    store = TinyStore(tmp_path / "ledger.json", indexed_from=0)
    store.agreements.add(a_draft(parties=(Party(name=names_[-1]),)))
    store.organisations.add(an_organisation("腾讯云", aliases=names_))

    assert signed_with(store, "party:腾讯云") == {names_[-1]}
    store.close()
