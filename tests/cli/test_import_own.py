"""Tables that went out come in again: the same columns, whatever the texts hold."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dealtrack.days import PartialDay
from dealtrack.model import Amount, Assignment, Draft, Funds, Party, Person, Planned, TripDraft
from dealtrack.model.vocabulary import KINDS, SECTORS
from dealtrack.model.words import folded
from tests import strategies as s
from tests.cli.home import Home

amounts = (s.amounts | st.builds(Amount, value=s.extremes)).map(
    lambda one: Amount(value=Decimal(f"{one.value.normalize():f}"), currency=one.currency)
)
"""Without zeros at the end: a workbook keeps numbers, not how they were typed."""

arrived = st.builds(
    Amount,
    value=st.integers(1, 10**12).map(Decimal),
    currency=st.sampled_from(["CNY", "USD", "JPY"]),
)
MONEY = "title,signed,expires,funds,plan,status,party"
"""What follows from days, and money in several currencies."""

drafts = st.builds(
    Draft,
    title=s.titles,
    kind=st.sampled_from(["", *KINDS.keys]),
    signed=st.none() | s.partial_days,
    place=s.texts.map(str.strip),
    parties=st.lists(
        st.builds(Party, name=s.titles, side=st.none() | s.sides),
        max_size=3,
        unique_by=lambda party: party.name,
    ).map(tuple),
    witnesses=st.lists(
        st.builds(Person, name=st.sampled_from(["张示例", "Li Sample"]), post=st.just("mayor")),
        max_size=2,
        unique=True,
    ).map(tuple),
    sectors=st.lists(st.sampled_from(SECTORS.keys), max_size=2, unique=True).map(tuple),
    amount=st.none() | amounts,
    expires=st.none() | s.partial_days,
    plan=s.plans,
    funds=st.lists(
        st.builds(Funds, amount=arrived, on=st.just(date(2026, 10, 1))), max_size=4
    ).map(tuple),
    tags=st.lists(s.titles, max_size=3, unique=True).map(tuple),
    assignments=st.just(())
    | st.builds(Assignment, unit=s.titles, owner=s.titles).map(lambda a: (a,)),
)
ledgers = st.lists(
    drafts.map(s.in_order("signed", "expires")).filter(s.fits_a_workbook),
    min_size=1,
    max_size=4,
    unique_by=lambda draft: folded(draft.title),
)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=20, deadline=None, phases=[Phase.generate])
@given(
    records=ledgers,
    language=st.sampled_from(["en", "zh"]),
    columns=st.sampled_from([(), ("--columns", MONEY)]),
)
def test_a_table_that_went_out_comes_in_with_the_same_columns(
    kind: str, records: list[Draft], language: str, columns: tuple[str, ...]
) -> None:
    with TemporaryDirectory() as name:
        here, there = (Home(Path(name) / side, language=language) for side in ("a", "b"))
        for home in (here, there):
            home.folder.mkdir()
        with here.store() as store, store.transaction():
            for draft in records:
                store.agreements.add(draft)
        path = here.folder / f"table.{kind}"
        assert here.run("export", kind, "-o", path, *columns).code == 0

        answer = there.run("import", path)

        assert answer.code == 0, answer.out + answer.err
        again = there.folder / "again.csv"
        wanted = here.folder / "wanted.csv"
        there.run("export", "csv", "-o", again, *columns)
        here.run("export", "csv", "-o", wanted, *columns)
        assert again.read_text(encoding="utf-8-sig") == wanted.read_text(encoding="utf-8-sig")


def test_a_follow_up_of_a_trip_is_left_out_and_makes_no_agreement(tmp_path: Path) -> None:
    here, there = (Home(tmp_path / side) for side in ("a", "b"))
    for home in (here, there):
        home.folder.mkdir()
    here.run("log", "Port", "--party", "Sample Ltd")
    with here.store() as store, store.transaction():
        store.trips.add(TripDraft(title="To Nanyu"))
    for ref in ("1", "T1"):
        assert here.run("follow", ref, "Ring them").code == 0
    table = here.folder / "tasks.csv"
    here.run("export", "csv", "--rows", "follow-ups", "-o", table)

    answer = there.run("import", table)

    assert "Row 3 is left out: a follow-up of a trip" in answer.out
    with there.store() as store:
        assert store.agreements.last_id == 1


def test_a_table_of_follow_ups_is_grouped_by_its_agreements(tmp_path: Path) -> None:
    here, there = (Home(tmp_path / side) for side in ("a", "b"))
    for home in (here, there):
        home.folder.mkdir()
    for title in ("Port", "Bridge"):
        assert here.run("log", title, "--party", "Sample Ltd").code == 0
    for ref, task in (("1", "Draft"), ("1", "Sign"), ("2", "Visit")):
        assert here.run("follow", ref, task, "--due", "2026-12-01").code == 0
    table = here.folder / "tasks.csv"
    here.run("export", "csv", "--rows", "follow-ups", "-o", table)

    assert there.run("import", table, "--quiet").out == "1\n2\n"

    with there.store() as store:
        held = [store.agreements.get(id_) for id_ in (1, 2)]
    assert [[one.task for one in record.follow_ups] for record in held] == [
        ["Draft", "Sign"],
        ["Visit"],
    ]


class TestStatus:
    LATE = Draft(
        title="Port",
        plan=(Planned(stage="started", by=PartialDay.read("2026-05")),),
    )

    def exported(self, home: Home, columns: str) -> Path:
        with home.store() as store, store.transaction():
            store.agreements.add(self.LATE)
        path = home.folder / "table.csv"
        assert home.run("export", "csv", "--columns", columns, "-o", path).code == 0
        return path

    def test_delayed_is_derived_again_from_the_plan_and_never_stored(
        self, tmp_path: Path
    ) -> None:
        here, there = (Home(tmp_path / side) for side in ("a", "b"))
        for home in (here, there):
            home.folder.mkdir()
        path = self.exported(here, "title,signed,plan,status")

        answer = there.run("import", path)

        assert "odd" not in answer.out
        with there.store() as store:
            (one,) = store.agreements.search(as_of=date(2026, 11, 2))
        assert (one.statuses, one.status(date(2026, 11, 2))) == ((), "delayed")
        assert one.status(date(2026, 5, 1)) == "ongoing"

    def test_delayed_without_a_plan_is_pointed_at(self, tmp_path: Path) -> None:
        here, there = (Home(tmp_path / side) for side in ("a", "b"))
        for home in (here, there):
            home.folder.mkdir()
        path = self.exported(here, "title,signed,status")

        answer = there.run("import", path)

        assert "“delayed” is not taken over: it follows from a plan" in answer.out
