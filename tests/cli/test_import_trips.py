"""``import FILE`` for tables of trips: what went out comes in, and nothing known is lost."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dealtrack.days import PartialDay
from dealtrack.model import Person, Trip, TripDraft, Visit
from dealtrack.model.words import folded
from tests import strategies as s
from tests.cli.home import TODAY, Home

COLUMNS = "title,start,end,place,lead,visit,met,intention,unit,owner,tag"

OFFICE = """序号,活动名称,开始日期,结束日期,目的地,带队领导,走访企业,会见人员,备注
1,赴南屿招商,2026-03-01,2026-03-03,南屿市,鲁知行,甲示例公司、乙示例公司,余子期（董事长）,2026-03-02：看了厂房
2,赴东衡招商,2026-04-01,,东衡市,,丙示例公司,,
"""


def _stripped(draft: TripDraft) -> TripDraft:
    """Return *draft* without follow-ups, which stand in a table of their own."""
    from msgspec.structs import replace

    return replace(draft, follow_ups=(), last_number=0, key="")


ledgers = st.lists(
    s.trip_drafts.map(_stripped).filter(s.fits_a_workbook),
    min_size=1,
    max_size=4,
    unique_by=lambda d: folded(d.title),
)


def homes(folder: Path, language: str = "en") -> tuple[Home, Home]:
    found = tuple(Home(folder / side, language=language) for side in ("a", "b"))
    for home in found:
        home.folder.mkdir()
    return found  # type: ignore[return-value]


def trips_of(home: Home) -> list[Trip]:
    from datetime import date

    with home.store() as store:
        return store.trips.search(as_of=date.fromisoformat(TODAY))


def table(home: Home, columns: str = "") -> str:
    chosen = ("--columns", columns) if columns else ()
    return home.run("export", "csv", "--rows", "trips", *chosen).out


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=25, deadline=None, phases=[Phase.generate])
@given(
    drafts=ledgers,
    language=st.sampled_from(["en", "zh"]),
    columns=st.sampled_from(["", COLUMNS]),
)
def test_a_table_of_trips_that_went_out_comes_in_with_the_same_columns(
    kind: str, drafts: list[TripDraft], language: str, columns: str
) -> None:
    with TemporaryDirectory() as name:
        here, there = homes(Path(name), language)
        with here.store() as store, store.transaction():
            for draft in drafts:
                store.trips.add(draft)
        path = here.folder / f"table.{kind}"
        chosen = ("--columns", columns) if columns else ()
        here.run("export", kind, "--rows", "trips", *chosen, "-o", path)

        answer = there.run("import", path)

        assert answer.code == 0, answer.out + answer.err
        assert table(there, columns) == table(here, columns)


class TestKnownTrips:
    KNOWN = TripDraft(
        title="To Nanyu",
        start=PartialDay.read("2026-03-01"),
        visits=(
            Visit(
                organisation="Sample Ltd",
                on=PartialDay.read("2026-03-02"),
                met=(Person(name="Yu", post="chairman"),),
                saw="the plant",
            ),
        ),
    )

    def test_a_table_of_what_the_ledger_has_is_nothing_new(self, home: Home) -> None:
        with home.store() as store, store.transaction():
            store.trips.add(self.KNOWN)
        path = home.folder / "trips.csv"
        path.write_text(table(home), encoding="utf-8")

        answer = home.run("import", path)

        assert "Nothing new: the ledger has all 1 of it." in answer.out
        assert trips_of(home)[0].version == 1

    def test_what_a_table_adds_leaves_a_visit_as_it_is_known(self, home: Home) -> None:
        with home.store() as store, store.transaction():
            store.trips.add(self.KNOWN)
        path = home.folder / "trips.csv"
        more = table(home).replace("Sample Ltd", "Sample Ltd; Other Ltd")
        path.write_text(more, encoding="utf-8")

        told = home.run("import", path)
        assert told.code == 4
        assert "--update" in told.err
        home.run("import", path, "--update")

        (trip,) = trips_of(home)
        assert trip.visits == (*self.KNOWN.visits, Visit(organisation="Other Ltd"))


class TestTablesOfOthers:
    def test_headings_of_a_trip_make_a_table_of_trips(self, home: Home) -> None:
        path = home.folder / "外出.csv"
        path.write_text(OFFICE, encoding="utf-8")

        shown = home.run("import", path, "--dry-run")
        quiet = home.run("import", path, "--yes", "--quiet")

        assert "Each row is a trip." in shown.out
        assert quiet.out == "T1\nT2\n"
        first = trips_of(home)[0]
        assert [visit.organisation for visit in first.visits] == ["甲示例公司", "乙示例公司"]
        assert first.visits[0].met == (Person(name="余子期", post="董事长"),)
        assert [note.text for note in first.notes] == ["看了厂房"]
        again = home.on("2026-11-05").run("import", path, "--yes")
        assert "Nothing new" in again.out

    def test_a_mapping_says_that_rows_are_trips(self, home: Home) -> None:
        path = home.folder / "list.csv"
        path.write_text("What,When,Whom\nTo Nanyu,2026-03-01,Sample Ltd\n", encoding="utf-8")
        mapping = home.folder / "trips.toml"
        mapping.write_text(
            'rows = "trip"\n[columns]\ntitle = "What"\nstart = "When"\nvisits = "Whom"\n',
            encoding="utf-8",
        )

        answer = home.run("import", path, "--map", mapping, "--json")

        assert json.loads(answer.out)["first"] == "T1"
        assert trips_of(home)[0].visits == (Visit(organisation="Sample Ltd"),)

    @pytest.mark.parametrize(
        ("rows", "field", "why"),
        [
            ("trip", "amount", "a trip has no such field"),
            ("agreement", "visits", "only a trip"),
        ],
    )
    def test_a_field_of_other_rows_is_refused(
        self, home: Home, rows: str, field: str, why: str
    ) -> None:
        path = home.folder / "list.csv"
        path.write_text("A,B\nTo Nanyu,1\n", encoding="utf-8")
        mapping = home.folder / "m.toml"
        text = f'rows = "{rows}"\n[columns]\ntitle = "A"\n{field} = "B"\n'
        mapping.write_text(text, encoding="utf-8")

        answer = home.run("import", path, "--map", mapping)

        assert answer.code == 4
        assert why in answer.err

    def test_a_row_that_cannot_be_taken_goes_to_the_file_of_refused_rows(
        self, home: Home
    ) -> None:
        path = home.folder / "外出.csv"
        path.write_text(OFFICE.replace("2026-04-01", "开春"), encoding="utf-8")

        answer = home.run("import", path, "--yes", "--skip-bad")

        assert "开春" in answer.out
        assert [trip.title for trip in trips_of(home)] == ["赴南屿招商"]
        assert "赴东衡招商" in (home.folder / "外出.refused.csv").read_text(encoding="utf-8")

    def test_a_table_of_agreements_with_a_leader_is_still_one_of_agreements(
        self, home: Home
    ) -> None:
        path = home.folder / "台账.csv"
        names = "协议名称,签约时间,开始时间,带队,会见,走访企业"
        text = f"{names}\n示例协议,2026-03-01,,鲁知行,余,样本公司\n"
        path.write_text(text, encoding="utf-8")

        assert home.run("import", path, "--yes", "--quiet").out == "1\n"
