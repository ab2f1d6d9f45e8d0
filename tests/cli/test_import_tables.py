"""``import FILE`` for tables: judged, approved, written at once, known again."""

import csv
import json
import stat
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from dealtrack.model import Agreement
from tests.cli.home import Home

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "import"
MAPPINGS = Path(__file__).parents[2] / "sample_data" / "mappings"
REGISTER = Path(__file__).parents[2] / "sample_data" / "register-zh.xlsx"

TABLE = """协议名称,签约时间,甲方,乙方,金额（万元）,行业
示例协议,2026-03-01,示例区,样本公司,350,能源
样本协议,2026-04-01,示例区,范例公司,200,物流
"""


def written(home: Home, text: str = TABLE, name: str = "台账.csv") -> Path:
    path = home.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def all_of(home: Home) -> list[Agreement]:
    with home.store() as store:
        return store.agreements.search(as_of=date(2026, 11, 22))


def revision(home: Home) -> int:
    with home.store() as store:
        return store.revision


class TestImporting:
    def test_a_table_comes_in_as_one_change(self, home: Home) -> None:
        answer = home.run("import", written(home), "--yes")

        assert answer.code == 0
        assert [a.title for a in all_of(home)] == ["示例协议", "样本协议"]
        assert all_of(home)[0].amount is not None
        assert all_of(home)[0].amount.value == Decimal(3_500_000)  # type: ignore[union-attr]
        assert revision(home) == 1
        home.run("undo", "--yes")
        assert all_of(home) == []

    def test_the_same_file_again_is_nothing_new(self, home: Home) -> None:
        home.run("import", written(home), "--yes")
        before = home.ledger.parent.joinpath("ledger.journal").read_bytes()
        answer = home.on("2026-11-05").run("import", written(home), "--yes")

        assert (answer.code, answer.out.splitlines()[-1]) == (
            0,
            "Nothing new: the ledger has all 2 of it.",
        )
        assert home.ledger.parent.joinpath("ledger.journal").read_bytes() == before

    def test_a_dry_run_saves_nothing(self, home: Home) -> None:
        answer = home.run("import", written(home), "--dry-run")

        assert answer.code == 0
        assert "new   2" in answer.out
        assert "dry run" in answer.err
        assert not home.ledger.parent.exists()
        assert sorted(path.name for path in home.folder.glob("台账*")) == ["台账.csv"]

    def test_without_a_terminal_somebody_has_to_say_yes(self, home: Home) -> None:
        answer = home.run("import", written(home))

        assert answer.code == 2
        assert "--yes" in answer.err
        assert not home.ledger.exists()

    def test_on_a_terminal_the_columns_are_shown_and_asked_about(self, home: Home) -> None:
        no = home.terminal("import", written(home), answers=[("[Y/n]", "n\n")])
        yes = home.terminal("import", written(home), answers=[("[Y/n]", "y\n")])

        assert "签约时间" in no.out
        assert "Nothing was imported" in no.out
        assert "2 (1–2)" in yes.out

    def test_quiet_prints_the_refs_and_json_the_report(self, home: Home) -> None:
        quiet = home.run("import", written(home), "--yes", "--quiet")
        told = json.loads(home.run("import", written(home), "--yes", "--json").out)

        assert quiet.out == "1\n2\n"
        assert (told["schema"], told["known"], told["saved"]) == (
            "dealtrack/intake/1",
            2,
            False,
        )


class TestUnknownSectors:
    TABLE = """协议名称,签约时间,甲方,乙方,行业
一号,2026-03-01,示例区,样本公司,低空经济
二号,2026-04-01,示例区,范例公司,低空经济
三号,2026-05-01,示例区,试样公司,冷链物流
"""

    def test_a_column_is_known_by_its_heading_though_no_word_in_it_is(self, home: Home) -> None:
        answer = home.run("import", written(home, self.TABLE), "--yes")

        assert answer.code == 4
        assert "行业" in answer.out.partition("Left out")[0]
        assert "2 names in the column of sectors are none:" in answer.out
        assert "低空经济 · 2 rows" in answer.out
        assert "dealtrack sector add NAME" in " ".join(answer.out.split())
        assert all_of(home) == []

    def test_once_they_are_added_the_same_table_comes_in(self, home: Home) -> None:
        for name in ("低空经济", "冷链物流"):
            assert home.run("sector", "add", name, "--yes").code == 0

        answer = home.run("import", written(home, self.TABLE), "--yes")

        assert answer.code == 0, answer.err
        assert [len(one.sectors) for one in all_of(home)] == [1, 1, 1]

    def test_a_column_that_is_only_called_alike_needs_words_that_are_known(
        self, home: Home
    ) -> None:
        table = self.TABLE.replace(",行业", ",行业情况说明文字")

        answer = home.run("import", written(home, table), "--yes")

        assert answer.code == 0, answer.out
        assert [one.sectors for one in all_of(home)] == [(), (), ()]


class TestChanges:
    CHANGED = TABLE.replace("350", "400")

    def test_they_are_shown_and_written_only_when_that_is_wanted(self, home: Home) -> None:
        home.run("import", written(home), "--yes", "--save-map", "office")
        told = home.run("import", written(home, self.CHANGED), "--map", "office")
        assert told.code == 4
        assert "CNY 3.5 million" in told.out
        assert "--update" in told.err

        home.run("import", written(home, self.CHANGED), "--map", "office", "--update")
        first = all_of(home)[0]
        assert first.amount is not None
        assert (first.amount.value, first.version) == (Decimal(4_000_000), 2)

    def test_a_day_that_was_corrected_is_a_change_of_the_same_agreement(
        self, home: Home
    ) -> None:
        home.run("import", written(home), "--yes")
        answer = home.run(
            "import", written(home, TABLE.replace("2026-03-01", "2026-03-02")), "--dry-run"
        )

        assert "changed  1" in answer.out
        assert "known    1" in answer.out

    def test_what_has_no_day_is_noted_once(self, home: Home) -> None:
        text = "协议名称,进展,到位资金（万元）,履约状态\n甲,已供地,100,终止\n"
        home.run("import", written(home, text), "--yes")
        again = home.on("2026-11-20").run("import", written(home, text), "--yes")
        more = home.on("2026-11-20").run(
            "import", written(home, text.replace("100", "150")), "--update", "--yes"
        )

        assert "Nothing new" in again.out
        assert more.code == 0
        [one] = all_of(home)
        assert [str(note.on) for note in one.notes] == ["2026-11-02"]
        assert [f"{f.amount.value:f}" for f in one.funds] == ["1000000", "500000"]


class TestRefusals:
    BAD = TABLE + "坏协议,2026-02-30,示例区,甲公司,约三百,低空经济\n"

    def test_nothing_is_saved_and_every_reason_is_told(self, home: Home) -> None:
        answer = home.run("import", written(home, self.BAD), "--yes")

        assert answer.code == 4
        for value in ("2026-02-30", "约三百", "低空经济"):
            assert value in answer.out
        assert "Nothing was saved" in answer.err
        assert not home.ledger.exists()

    def test_the_refused_rows_are_mended_in_their_file_and_imported(self, home: Home) -> None:
        home.run(
            "import", written(home, self.BAD), "--yes", "--skip-bad", "--save-map", "office"
        )
        refused = home.folder / "台账.refused.csv"
        lines = list(csv.reader(refused.open(encoding="utf-8-sig", newline="")))

        assert len(all_of(home)) == 2
        assert stat.S_IMODE(refused.stat().st_mode) == 0o600
        assert [line[0] for line in lines] == ["协议名称", "坏协议"]
        assert lines[0][-1] == "Refused because"

        mended = refused.read_text(encoding="utf-8-sig")
        for wrong, right in (("02-30", "02-28"), ("约三百", "300"), ("低空经济", "物流")):
            mended = mended.replace(wrong, right, 1)
        refused.write_text(mended, encoding="utf-8-sig")
        answer = home.run("import", refused, "--map", "office")

        assert answer.code == 0
        assert [a.title for a in all_of(home)] == ["示例协议", "样本协议", "坏协议"]

    def test_refused_rows_of_a_workbook_are_mended_in_a_workbook(self, home: Home) -> None:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "台账 2026"
        sheet.append(("招商台账",))
        sheet.append(("协议名称", "签约时间", "甲方", "乙方", "金额（万元）"))
        sheet.append(("好协议", date(2026, 3, 1), "示例区", "样本公司", 350))
        sheet.append(("坏协议", date(2026, 4, 1), "示例区", "=范例公司", "约三百"))
        sheet.append(("又一份", "2026-02-30", "示例区", "范例公司", 12.5))
        source, refused = home.folder / "台账.xlsx", home.folder / "待改.xlsx"
        book.save(source)
        given = ("--skip-bad", "--refused", refused, "--save-map", "office")
        answer = home.run("import", source, "--yes", *given)

        assert answer.code == 0, answer.err
        assert stat.S_IMODE(refused.stat().st_mode) == 0o600
        mended = openpyxl.load_workbook(refused)
        page = mended["台账 2026"]
        assert [cell.value for cell in page[2]][-1] == "Refused because"
        assert (page["A1"].value, page["B3"].value) == ("招商台账", datetime(2026, 4, 1))
        assert (page["E4"].value, page["D3"].data_type) == (12.5, "s")
        page["E3"], page["B4"] = 300, date(2026, 2, 28)
        page["D3"] = "范例公司"
        mended.save(refused)
        again = home.run("import", refused, "--map", "office")

        assert again.code == 0, again.out + again.err
        assert [a.title for a in all_of(home)] == ["好协议", "坏协议", "又一份"]

    def test_what_stands_above_the_table_stands_above_the_refused_rows(
        self, home: Home
    ) -> None:
        text = "台账,,\n单位：万元,,\n名称,签约时间,总投资\n甲,2026-02-30,3\n乙,2026-02-28,5\n"
        home.run("import", written(home, text), "--yes", "--skip-bad")
        refused = home.folder / "台账.refused.csv"
        mended = refused.read_text(encoding="utf-8-sig").replace("02-30", "02-28", 1)
        refused.write_text(mended, encoding="utf-8-sig")
        answer = home.run("import", refused, "--yes")

        assert answer.code == 0
        amounts = [a.amount.value for a in all_of(home) if a.amount]
        assert amounts == [Decimal(50_000), Decimal(30_000)]

    def test_a_file_that_was_begun_to_mend_is_not_overwritten(self, home: Home) -> None:
        home.run("import", written(home, self.BAD), "--yes")
        first = home.folder / "台账.refused.csv"
        home.run("import", written(home, self.BAD), "--yes")
        assert [p.name for p in home.folder.glob("*.refused*")] == [first.name]

        first.write_text("mine")
        home.run("import", written(home, self.BAD), "--yes")
        assert first.read_text() == "mine"
        assert (home.folder / "台账.refused-2.csv").exists()

    def test_an_order_of_days_that_nobody_knows_is_refused_with_the_remedy(
        self, home: Home
    ) -> None:
        path = written(home, "title,date signed\nA,03/04/2021\n", "days.csv")

        assert "--days" in home.run("import", path, "--yes").out
        assert home.run("import", path, "--yes", "--days", "mdy").code == 0
        assert str(all_of(home)[0].signed) == "2021-03-04"

    def test_an_unknown_order_or_unit_is_wrong_use(self, home: Home) -> None:
        assert home.run("import", written(home), "--days", "american").code == 2
        assert home.run("import", written(home), "--unit", "kg").code == 2
        assert home.run("import", written(home), "--map", "nowhere").code == 2

    def test_a_table_without_a_title_says_how_to_go_on(self, home: Home) -> None:
        nameless = written(home, "甲项目,2026-03-01\n乙项目,2026-03-02\n")
        answer = home.run("import", nameless, "--dry-run", "--save-map", "office")

        assert (answer.code, answer.out) == (4, "")
        assert "甲项目, 2026-03-01" in answer.err
        assert "--save-map NAME" in answer.err
        kept = Path(answer.err.splitlines()[0].removeprefix("Mapping kept: "))
        kept.write_text(kept.read_text(encoding="utf-8") + 'title = "甲项目"\n', "utf-8")
        assert home.run("import", nameless, "--map", "office", "--quiet").out == "1\n"

    def test_a_table_of_headings_alone_is_told_as_such(self, home: Home) -> None:
        answer = home.run("import", written(home, "项目名称,签约时间\n"), "--yes")

        assert answer.code == 4
        assert "there are no rows" in answer.err

    def test_a_row_that_is_told_twice_is_listed_with_the_first(self, home: Home) -> None:
        twice = written(home, TABLE + TABLE.splitlines()[1] + "\n")
        told = json.loads(home.run("import", twice, "--dry-run", "--json").out)

        assert (told["repeated"], told["repeats"]) == (1, [{"row": 4, "first": 2}])
        answer = home.run("import", twice, "--dry-run")
        assert "Row 4 says no more than row 2" in answer.out

    def test_a_name_that_may_be_two_is_pointed_at(self, home: Home) -> None:
        answer = home.run(
            "import", written(home, "项目名称,签约方\n甲,市政府与腾讯云\n"), "--dry-run"
        )

        assert "row 2: “市政府与腾讯云” is taken for one name" in answer.out

    def test_the_refused_rows_take_the_place_of_no_other_file(self, home: Home) -> None:
        table = written(home, "项目名称,签约时间\n甲,2026-02-30\n乙,2026-03-01\n")
        other = written(home, "precious", "other.csv")
        before = table.read_bytes()

        itself = home.run("import", table, "--yes", "--skip-bad", "--refused", table)
        assert (itself.code, table.read_bytes()) == (2, before)
        answer = home.run("import", table, "--dry-run", "--refused", other)
        assert (answer.code, other.read_text()) == (4, "precious")
        assert "Use --yes to overwrite it" in answer.err
        assert not all_of(home)
        assert [path.name for path in home.folder.glob(".dealtrack*")] == []
        home.run("import", table, "--yes", "--skip-bad", "--refused", other)
        assert "2026-02-30" in other.read_text(encoding="utf-8-sig")

    def test_a_full_disk_is_told_with_its_folder(
        self, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(home.folder / "gone"))
        answer = home.run("import", written(home), "--yes")

        assert answer.code == 7
        assert f"{home.folder / 'gone'} cannot be written" in answer.err


class TestAsking:
    def test_a_unit_that_nobody_says_is_asked_for(self, home: Home) -> None:
        path = written(home, "名称,投资额\n甲,350\n乙,200\n")
        answer = home.terminal(
            "import", path, answers=[("[Y/n]", "y\n"), ("counted?", "万元\n")]
        )

        assert "投资额" in answer.out
        amounts = [a.amount.value for a in all_of(home) if a.amount]
        assert amounts == [Decimal(3_500_000), Decimal(2_000_000)]

    def test_an_order_of_days_that_nobody_knows_is_asked_for(self, home: Home) -> None:
        path = written(home, "title,date signed\nA,03/04/2021\n")
        home.terminal("import", path, answers=[("[Y/n]", "y\n"), ("(d, m)", "d\n")])

        assert str(all_of(home)[0].signed) == "2021-04-03"


class TestMappings:
    def test_a_mapping_is_kept_by_name_and_used_by_it(self, home: Home) -> None:
        home.run("import", written(home), "--dry-run", "--save-map", "office")
        answer = home.run("import", written(home), "--map", "office")

        assert answer.code == 0
        assert [a.key[:7] for a in all_of(home)] != []

    def test_a_mapping_is_not_overwritten_unasked(self, home: Home) -> None:
        home.run("import", written(home), "--dry-run", "--save-map", "office")
        other = written(home, TABLE.replace("行业", "产业"))

        assert home.run("import", other, "--dry-run", "--save-map", "office").code == 4

    def test_the_sheet_has_to_be_said_where_several_could_be_meant(self, home: Home) -> None:
        from openpyxl import Workbook

        book = Workbook()
        for name in ("一月", "二月"):
            sheet = book.create_sheet(name)
            sheet.append(["协议名称", "签约时间"])
            sheet.append([f"{name}协议", "2026-01-01"])
        del book["Sheet"]
        path = home.folder / "book.xlsx"
        book.save(path)

        answer = home.run("import", path, "--yes")
        assert (answer.code, "一月, 二月" in answer.err) == (2, True)
        home.run("import", path, "--yes", "--sheet", "二月")
        assert [a.title for a in all_of(home)] == ["二月协议"]


def test_the_sample_register_needs_three_answers(home: Home) -> None:
    bad = home.run(
        "import", REGISTER, "--yes", "--skip-bad", "--refused", home.folder / "r.csv"
    )
    first = all_of(home)[0]

    assert bad.code == 0
    assert "低空经济" in bad.out
    assert "3月20日" in bad.out
    assert [a.title for a in all_of(home)] == [
        *("示例云数据中心项目", "样本机器人产业园", "示例新能源储能基地"),
        *("范例生物医药中试平台", "样本冷链食品加工"),
    ]
    assert [(one.task, str(one.due)) for one in first.follow_ups] == [
        ("办理用地预审", "2026-11-30"),
        ("提交能评报告", "2026-11-13"),
    ]
    assert first.amount is not None
    assert first.amount.value == Decimal(350_000_000)


COUNTS = {
    "GPTAD.csv": ("gptad", 352, 351, 1, 0),
    "DESTA.csv": ("desta", 1217, 1217, 0, 0),
    "HUGGO_clean.csv": ("huggo", 4532, 4523, 0, 9),
    "heidi_dataset.xlsx": ("heidi", 2280, 2280, 0, 0),
}


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.skipif(not SHARED.exists(), reason="the files of others are not here")
def test_the_files_of_others_come_in_and_are_known_again(home: Home, name: str) -> None:
    mapping, rows, new, repeated, refused = COUNTS[name]
    words = ("--map", MAPPINGS / f"{mapping}.toml", "--skip-bad", "--json")
    elsewhere = ("--refused", home.folder / "refused.csv")
    first = json.loads(home.run("import", SHARED / name, *words, *elsewhere).out)
    again = json.loads(home.run("import", SHARED / name, *words, *elsewhere).out)

    assert len((MAPPINGS / f"{mapping}.toml").read_text().splitlines()) <= 15
    counted = (first["rows"], first["new"], first["repeated"], first["refused"])
    assert counted == (rows, new, repeated, refused)
    assert rows == new + repeated + refused
    assert (again["known"], again["new"], again["changed"]) == (new, 0, 0)
    assert len({cell["row"] for cell in first["cells"]}) == refused


class TestNames:
    LIKE = """协议名称,签约时间,甲方,乙方
一号协议,2026-03-01,深圳市腾讯云计算有限公司,样本公司
二号协议,2026-03-02,深圳市腾讯云计算有限责任公司,样本公司
三号协议,2026-03-03,深圳市腾讯云计算有限责任公司,示例公司
四号协议,2026-03-04,第一示例厂,第二示例厂
"""

    def test_a_new_name_that_is_like_another_is_told_once(self, home: Home) -> None:
        told = json.loads(
            home.run("import", written(home, self.LIKE), "--yes", "--dry-run", "--json").out
        )

        assert told["alike"] == [
            {"name": "深圳市腾讯云计算有限责任公司", "other": "深圳市腾讯云计算有限公司"}
        ]

    def test_it_is_held_against_the_ledger_and_what_to_do_is_said(self, home: Home) -> None:
        home.run("log", "旧协议", "--party", "深圳市腾讯云计算有限公司", "--signed", "2025")
        only = "".join(self.LIKE.splitlines(keepends=True)[i] for i in (0, 2, 3))

        answer = home.run("import", written(home, only), "--yes")

        assert "1 name that is new is much like another one:" in answer.out
        assert "“深圳市腾讯云计算有限责任公司” – “深圳市腾讯云计算有限公司”" in answer.out
        assert "dealtrack party duplicates" in answer.out

    def test_names_that_are_known_to_be_one_are_not_told(self, home: Home) -> None:
        home.run("log", "旧协议", "--party", "深圳市腾讯云计算有限公司", "--signed", "2025")
        home.run(
            *("party", "alias", "深圳市腾讯云计算有限公司", "深圳市腾讯云计算有限责任公司"),
        )

        answer = home.run("import", written(home, self.LIKE), "--yes")

        assert "much like" not in answer.out

    def test_two_that_sign_with_one_another_are_two(self, home: Home) -> None:
        text = "协议名称,签约时间,甲方,乙方\n协议,2026-03-01,示例科技有限公司,示例科技集团\n"

        assert "much like" not in home.run("import", written(home, text), "--yes").out

    def test_an_agreement_is_known_by_any_name_of_its_parties(self, home: Home) -> None:
        home.run("import", written(home), "--yes")
        home.run("party", "alias", "样本公司", "Sample Ltd")
        again = TABLE.replace("样本公司", "Sample Ltd").replace("350", "400")

        answer = home.run("import", written(home, again, "other.csv"), "--yes", "--json")

        told = json.loads(answer.out)
        assert (told["new"], told["changed"], told["known"]) == (0, 1, 1)
        assert [one["fact"] for one in told["changes"]] == ["amount"]
        assert [p.name for p in all_of(home)[0].parties] == ["示例区", "样本公司"]


class TestSectors:
    def test_one_that_is_unknown_is_told_how_it_gets_into_the_list(self, home: Home) -> None:
        more = "三,2026-05-01,示例区,样本公司,1,仙术\n四,2026-05-02,示例区,样本公司,1,能原\n"
        text = TABLE + more

        told = json.loads(home.run("import", written(home, text), "--yes", "--json").out)

        first, second = [cell["why"] for cell in told["cells"]]
        assert first == "仙术 is not a sector. If it is a new one: dealtrack sector add 仙术"
        assert second == (
            "能原 is not a sector. Did you mean energy? "
            "If it is a new one: dealtrack sector add 能原"
        )

    def test_one_that_was_merged_or_renamed_is_still_understood(self, home: Home) -> None:
        home.run("sector", "merge", "energy", "other", "--yes")
        assert home.run("sector", "rename", "logistics", "现代流通", "--yes").code == 0

        answer = home.run("import", written(home), "--yes")

        assert answer.code == 0, answer.err
        assert [a.sectors for a in all_of(home)] == [("other",), ("logistics",)]
