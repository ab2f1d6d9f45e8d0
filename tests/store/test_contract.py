"""What every store promises.  A new store joins by joining the fixture."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from dealtrack.errors import BrokenRule, Conflict, NotFound
from dealtrack.model import Agreement, Amount, Draft, Trip, TripDraft
from dealtrack.model.codec import encode
from dealtrack.query.expr import EVERYTHING
from dealtrack.query.measures import Measure
from dealtrack.query.order import parse_order
from dealtrack.query.parse import parse
from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from tests.builders import (
    TODAY,
    a_draft,
    a_follow_up,
    a_slip,
    a_trip,
    a_trip_draft,
    an_agreement,
)
from tests.store.conftest import Opener
from tests.strategies import drafts, trip_drafts


def test_what_is_added_is_found_again(store: Store) -> None:
    added = store.agreements.add(a_draft(follow_ups=(a_follow_up(),)))

    assert store.agreements.get(added.id) == added
    assert isinstance(added, Agreement)


def test_a_trip_is_found_again(store: Store) -> None:
    added = store.trips.add(a_trip_draft())

    assert store.trips.get(added.id) == added
    assert isinstance(added, Trip)


def test_a_record_keeps_what_was_reported(store: Store) -> None:
    draft = a_draft(title="战略合作协议 “A”", amount=Amount(value=Decimal("3.50")))

    added = store.agreements.add(draft)

    assert (added.title, added.amount, added.version) == (draft.title, draft.amount, 1)


def test_what_is_added_is_there_for_the_next_who_opens(store: Store, opened: Opener) -> None:
    added = store.agreements.add(a_draft())

    assert opened().agreements.get(added.id) == added


def test_an_open_store_sees_what_others_add(store: Store, opened: Opener) -> None:
    store.agreements.add(a_draft())
    opened().agreements.add(a_draft(title="theirs"))

    assert store.agreements.get(2).title == "theirs"


def test_ids_count_up_from_one_in_each_collection(store: Store) -> None:
    agreements = [store.agreements.add(a_draft()).id for _ in range(3)]
    trips = [store.trips.add(a_trip_draft()).id for _ in range(2)]

    assert (agreements, trips) == ([1, 2, 3], [1, 2])


def test_ids_never_return(store: Store, opened: Opener) -> None:
    store.agreements.remove(store.agreements.add(a_draft()).id)

    assert store.agreements.last_id == 1
    assert opened().agreements.add(a_draft()).id == 2


def test_an_empty_ledger_has_nothing(store: Store) -> None:
    assert store.agreements.search(as_of=TODAY) == []
    assert store.trips.entries(as_of=TODAY) == []
    assert (store.agreements.last_id, store.revision, store.note_about_recovery) == (0, 0, "")


def test_search_without_a_question_finds_all_by_id(store: Store) -> None:
    ledger = [store.agreements.add(a_draft(title=title)) for title in ("two", "one")]

    assert store.agreements.search(as_of=TODAY) == ledger
    assert store.agreements.search(as_of=TODAY, limit=1) == ledger[:1]


def test_a_question_is_put_to_each_follow_up_with_its_record(store: Store) -> None:
    tasks = (a_follow_up("visit", owner="Li"), a_follow_up("call", owner="Wu"))
    added = store.agreements.add(a_draft(follow_ups=tasks))

    both = store.agreements.search(parse("task:visit owner:Li", TODAY), as_of=TODAY)
    neither = store.agreements.search(parse("task:visit owner:Wu", TODAY), as_of=TODAY)

    assert (both, neither) == ([added], [])


def test_entries_are_those_that_answer(store: Store) -> None:
    tasks = (a_follow_up("visit"), a_follow_up("call"))
    store.agreements.add(a_draft(follow_ups=tasks))
    store.agreements.add(a_draft())

    refs = [e.ref for e in store.agreements.entries(as_of=TODAY)]
    found = store.agreements.entries(parse("task:call", TODAY), as_of=TODAY)

    assert refs == ["1.1", "1.2", "2"]
    assert [e.ref for e in found] == ["1.2"]


def test_an_order_sorts_records_and_entries(store: Store) -> None:
    for title in ("b", "c", "a"):
        store.agreements.add(a_draft(title=title))

    found = store.agreements.search(as_of=TODAY, order=parse_order("-title"), limit=2)
    entries = store.agreements.entries(as_of=TODAY, order=parse_order("title"))

    assert [a.title for a in found] == ["c", "b"]
    assert [e.ref for e in entries] == ["3", "1", "2"]


def test_a_tally_counts_the_entries_that_answer(store: Store) -> None:
    store.agreements.add(a_draft(title="Port"))
    store.agreements.add(a_draft(title="Fair"))
    measure = Measure("all", EVERYTHING, "", "records")

    both = store.agreements.tally([measure], as_of=TODAY)
    one = store.agreements.tally([measure], as_of=TODAY, where=parse("title:Port", TODAY))

    assert [figures["all"] for figures in both.values()] == [2]
    assert [figures["all"] for figures in one.values()] == [1]


def test_saving_raises_the_version(store: Store) -> None:
    added = store.agreements.add(a_draft())

    saved = store.agreements.save(replace(added, title="new"))

    assert (saved.version, saved.title) == (2, "new")
    assert store.agreements.get(1) == saved


def test_saving_keeps_the_uid(store: Store) -> None:
    added = store.agreements.add(a_draft())

    assert store.agreements.save(replace(added, uid="other")).uid == added.uid


def test_saving_an_old_copy_is_a_conflict_that_names_who_was_first(
    store: Store, opened: Opener
) -> None:
    old = store.agreements.add(a_draft())
    first = opened(author="Wang").agreements.save(replace(old, title="first"))

    with pytest.raises(Conflict) as caught:
        store.agreements.save(replace(old, title="second"))

    assert (caught.value.ref, caught.value.who) == ("1", "Wang")
    assert caught.value.when
    assert store.agreements.get(1) == first


def test_two_people_changing_different_records_both_stay(store: Store, opened: Opener) -> None:
    one, two = (store.agreements.add(a_draft()) for _ in range(2))
    other = opened(author="Wang")

    other.agreements.save(replace(one, title="theirs"))
    store.agreements.save(replace(two, title="ours"))

    assert [a.title for a in other.agreements.search(as_of=TODAY)] == ["theirs", "ours"]


def test_what_is_removed_is_returned_and_gone(store: Store) -> None:
    added = store.agreements.add(a_draft())

    assert store.agreements.remove(added.id) == added
    with pytest.raises(NotFound):
        store.agreements.get(added.id)


def test_what_was_never_added_is_not_found(store: Store) -> None:
    added = store.trips.add(a_trip_draft())

    with pytest.raises(NotFound, match="T7"):
        store.trips.get(7)
    with pytest.raises(NotFound, match="T7"):
        store.trips.save(replace(added, id=7))
    with pytest.raises(NotFound, match="T7"):
        store.trips.remove(7)


def test_a_record_that_breaks_a_rule_does_not_get_in(store: Store) -> None:
    added = store.agreements.add(a_draft())

    with pytest.raises(BrokenRule, match="title"):
        store.agreements.add(a_draft(title=" "))
    with pytest.raises(BrokenRule, match="title"):
        store.agreements.save(replace(added, title=" "))

    assert store.agreements.search(as_of=TODAY) == [added]
    assert store.agreements.last_id == 1


def test_the_office_says_which_sectors_there_are(store: Store) -> None:
    with pytest.raises(BrokenRule, match="whaling"):
        store.agreements.add(a_draft(sectors=("whaling",)))


def test_follow_ups_get_numbers_and_uids(store: Store) -> None:
    added = store.agreements.add(a_draft(follow_ups=(a_follow_up(), a_follow_up())))

    assert [f.number for f in added.follow_ups] == [1, 2]
    assert len({f.uid for f in added.follow_ups} - {""}) == 2


def test_numbers_of_follow_ups_never_return(store: Store) -> None:
    added = store.agreements.add(a_draft(follow_ups=(a_follow_up(), a_follow_up())))
    without = store.agreements.save(replace(added, follow_ups=added.follow_ups[:1]))

    again = replace(without, follow_ups=(*without.follow_ups, a_follow_up()), last_number=0)
    saved = store.agreements.save(again)

    assert [f.number for f in saved.follow_ups] == [1, 3]
    assert saved.follow_ups[0] == added.follow_ups[0]


def test_a_failed_transaction_keeps_nothing(store: Store) -> None:
    kept = store.agreements.add(a_draft())

    def change_everything_and_fail() -> None:
        with store.transaction():
            store.agreements.add(a_draft())
            store.agreements.save(replace(kept, title="changed"))
            store.trips.add(a_trip_draft())
            store.agreements.add(a_draft(title=" "))

    with pytest.raises(BrokenRule):
        change_everything_and_fail()

    assert store.agreements.search(as_of=TODAY) == [kept]
    assert store.trips.search(as_of=TODAY) == []
    assert (store.revision, store.agreements.last_id) == (1, 1)


def test_a_transaction_sees_its_own_changes(store: Store) -> None:
    with store.transaction():
        added = store.agreements.add(a_draft())
        saved = store.agreements.save(replace(added, title="new"))
        found = store.agreements.search(as_of=TODAY)

    assert found == [saved]


def test_what_is_changed_while_it_is_gone_through_answers_anew(store: Store) -> None:
    question = parse("title:old", TODAY)
    for _ in range(3):
        store.agreements.add(a_draft(title="old"))

    with store.transaction():
        for record in store.agreements.each(question, as_of=TODAY):
            store.agreements.save(replace(record, title="new"))
            store.agreements.save(replace(store.agreements.get(3), title="new"))
        found = store.agreements.search(question, as_of=TODAY)

    assert found == []
    assert store.agreements.count(parse("title:new", TODAY), as_of=TODAY) == 3


def test_others_see_a_transaction_only_when_it_is_over(store: Store, opened: Opener) -> None:
    other = opened()

    with store.transaction():
        store.agreements.add(a_draft())
        meanwhile = other.agreements.search(as_of=TODAY)

    assert (meanwhile, len(other.agreements.search(as_of=TODAY))) == ([], 1)


def test_a_transaction_inside_another_joins_it(store: Store) -> None:
    def add_inside_and_fail_outside() -> None:
        with store.transaction():
            with store.transaction():
                store.agreements.add(a_draft())
            store.agreements.add(a_draft(title=" "))

    with pytest.raises(BrokenRule):
        add_inside_and_fail_outside()

    assert store.agreements.search(as_of=TODAY) == []


def test_a_revision_is_a_transaction_that_changed_something(store: Store) -> None:
    with store.transaction():
        store.agreements.add(a_draft())
        store.trips.add(a_trip_draft())
    with store.transaction():
        pass

    assert store.revision == 1


def test_the_history_tells_who_did_what_to_a_record(store: Store, opened: Opener) -> None:
    added = store.agreements.add(a_draft())
    store.agreements.add(a_draft(title="another"))
    saved = opened("Wang", "edit 1").agreements.save(replace(added, title="new"))
    store.agreements.remove(1)

    history = store.history("1")

    assert [(c.before, c.after) for c in history] == [
        (None, added),
        (added, saved),
        (saved, None),
    ]
    assert [(c.revision, c.by, c.what) for c in history] == [
        (1, "Li", "log"),
        (3, "Wang", "edit 1"),
        (4, "Li", "log"),
    ]
    assert all(c.at.tzinfo for c in history)


def test_the_history_of_a_follow_up_is_that_of_its_record(store: Store) -> None:
    added = store.trips.add(a_trip_draft(follow_ups=(a_follow_up(),)))

    (change,) = store.history("T1.1")

    assert change.after == added


def test_several_changes_of_a_record_in_a_transaction_are_one(store: Store) -> None:
    with store.transaction():
        added = store.agreements.add(a_draft())
        last = store.agreements.save(added)

    (change,) = store.history("1")

    assert (change.before, change.after) == (None, last)


@pytest.mark.parametrize("ref", ["7", "T1", "nonsense", ""])
def test_what_has_no_history_is_not_found(store: Store, ref: str) -> None:
    store.agreements.add(a_draft())

    with pytest.raises(NotFound):
        store.history(ref)


def test_a_store_closes_behind_a_with_block(opened: Opener) -> None:
    with opened() as store:
        store.agreements.add(a_draft())

    assert opened().revision == 1


def test_an_address_of_something_else_is_refused_without_its_password() -> None:
    with pytest.raises(Exception, match="not a ledger") as caught:
        open_store("mysql://me:secret@host/ledger")

    assert "secret" not in str(caught.value)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(draft=drafts)
def test_any_agreement_comes_back_as_it_went_in(store: Store, draft: Draft) -> None:
    added = store.agreements.add(draft)

    again = store.agreements.get(added.id)

    assert again == added
    assert encode(again) == encode(added)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(draft=trip_drafts)
def test_any_trip_comes_back_as_it_went_in(store: Store, draft: TripDraft) -> None:
    added = store.trips.add(draft)

    assert store.trips.get(added.id) == added


def test_a_record_of_another_ledger_enters_as_it_was(store: Store, opened: Opener) -> None:
    there = an_agreement(17, sectors=("our-own-sector",), follow_ups=(a_follow_up(uid="f"),))
    there = replace(there, uid="u-17", version=4)

    entered = store.agreements.enter(there)

    assert entered == there == opened().agreements.get(17)
    assert opened().agreements.add(a_draft()).id == 18
    assert store.agreements.save(entered).version == 5


def test_nothing_enters_under_an_id_that_was_given_before(store: Store) -> None:
    store.agreements.remove(store.agreements.add(a_draft()).id)
    store.trips.add(a_trip_draft())

    with pytest.raises(Conflict):
        store.agreements.enter(an_agreement(1))
    with pytest.raises(Conflict):
        store.trips.enter(a_trip(1))
    assert store.agreements.search(as_of=TODAY) == []
    assert store.counters["agreements"] == 1


def test_what_enters_keeps_the_rules(store: Store) -> None:
    with pytest.raises(BrokenRule):
        store.agreements.enter(an_agreement(3, title=""))

    assert store.agreements.add(a_draft()).id == 1


def test_ids_that_another_ledger_gave_are_not_given_again(store: Store, opened: Opener) -> None:
    store.count_from({"agreements": 40, "slips_2026": 7})
    store.count_from({"agreements": 12})

    later = opened()
    assert (store.revision, later.counters["agreements"]) == (1, 40)
    assert later.agreements.add(a_draft()).id == 41
    assert later.slips.add(a_slip()).number == 8
    assert later.trips.add(a_trip_draft()).id == 1


def test_a_text_comes_back_sign_by_sign(store: Store) -> None:
    text = r'\ \\ \n \t \N \. \x41 " \" % %s ? {} , 😀 “中”'
    kept = store.agreements.add(Draft(title=text, areas=(text,)))

    assert store.agreements.get(kept.id) == kept
    assert store.history("1")[0].after == kept
