"""``export``: tables for people, and whole records for another ledger."""

import csv
import io
import subprocess
from datetime import datetime
from pathlib import Path
from stat import S_IMODE

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import MakeHome
from tests.cli.home import Home

SETTINGS = """
[views.province]
columns = ["名称", "signed", "theirs", "amount", "currency"]
query = "amount:1亿.."
sort = "-amount"

[views.tasks]
rows = "follow-ups"
query = "is:overdue"

[views.broken]
columns = ["nonsense"]
"""


def rows(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV file as spreadsheets read it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def settled(home: Home, text: str = SETTINGS) -> Home:
    """Return *home* with those settings."""
    path = home.folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return home.having(DEALTRACK_CONFIG=str(path))


def test_a_table_has_the_columns_that_were_chosen_in_their_order(reader: MakeHome) -> None:
    words = ("export", "csv", "signed:2026-10", "--columns", "title,signed,theirs,amount")

    english = rows(reader("en").run(*words).raw)
    chinese = rows(reader("zh").run(*words).raw)

    assert english[0] == ["Title", "Signed", "Their side", "Amount (CNY)"]
    assert chinese[0] == ["名称", "签约日期", "对方", "金额（元）"]
    assert [row[1] for row in english] == ["Signed", *(row[1] for row in chinese[1:])]
    assert all(row[1].startswith("2026-10-") for row in chinese[1:])


def test_columns_are_called_by_any_of_their_names(reader: MakeHome) -> None:
    same = [
        reader("zh").run("export", "csv", "id:1..5", "--columns", names).raw
        for names in ("title,signed", "名称，签约日期", "标题、Signed", " Title , 签约 ")
    ]

    assert len({*same}) == 1


def test_csv_is_what_excel_opens_as_it_is(home: Home) -> None:
    home.run("log", "=HYPERLINK(1)", "--party", "@cmd", "--place", "-5", "--signed", "2026-11")

    raw = home.run("export", "csv", "signed:2026-11", "--columns", "title,party,place").raw
    bare = home.run("export", "csv", "signed:2026-11", "--columns", "title", "--raw").raw

    assert raw == "\ufeffTitle,Parties,Place\r\n'=HYPERLINK(1),'@cmd,'-5\r\n".encode()
    assert bare == "\ufeffTitle\r\n=HYPERLINK(1)\r\n".encode()


def test_a_workbook_has_true_numbers_and_days_and_no_formula(home: Home) -> None:
    home.run(
        *("log", "=1+1", "--signed", "2026-11-01", "--amount", "3.5亿"),
        *("--party", "甲公司", "--party", "乙公司; 丙公司"),
    )
    home.run("log", "later", "--signed", "2026-11", "--amount", "5 USD")
    path = home.folder / "a.xlsx"

    answer = home.run("export", "xlsx", "signed:2026-11", "-o", path)

    sheet = load_workbook(path).worksheets[0]
    head, first, second = list(sheet.iter_rows())
    told = {h.value: (a, b) for h, a, b in zip(head, first, second, strict=True)}
    assert answer.code == 0
    assert (told["Title"][0].value, told["Title"][0].data_type) == ("=1+1", "s")
    assert told["Amount"][0].value == 350_000_000
    assert told["Currency"][0].value != told["Currency"][1].value
    assert told["Signed"][0].value == datetime(2026, 11, 1)
    assert told["Signed"][1].value == "2026-11"
    assert told["Parties"][0].value == "甲公司; 乙公司\\; 丙公司"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:T3")
    assert {s.title for s in load_workbook(path).worksheets} == {"Agreements"}


def test_the_same_ledger_makes_the_same_workbook(reader: MakeHome, tmp_path: Path) -> None:
    paths = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for path in paths:
        assert reader("zh").run("export", "xlsx", "-o", path).code == 0

    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_row_for_each_follow_up(reader: MakeHome) -> None:
    home = reader("en")
    words = ("--rows", "follow-ups", "--columns", "ref,task,late", "is:overdue")

    told = rows(home.run("export", "csv", *words).raw)

    overdue = home.run("overdue", "--all").lines
    assert told[0] == ["Ref", "Task", "Days late"]
    assert {row[0] for row in told[1:]} == {line.split("\t")[0] for line in overdue}
    assert all(int(row[2]) > 0 for row in told[1:])


def test_the_rows_of_agreements_tell_of_their_follow_ups_side_by_side(home: Home) -> None:
    home.run(
        *("log", "A", "--follow-up", "one; more @ 2026-12-01 @ Li", "--follow-up", "two"),
        *("--owner", "Wang"),
    )

    raw = home.run("export", "csv", "--columns", "owner,task,due,ref").raw

    assert rows(raw)[1] == ["Wang", "one\\; more; two", "2026-12-01; ", "1"]


def test_a_past_day_is_told_as_it_was(home: Home) -> None:
    home.run("log", "A", "--signed", "2026-01-05")
    home.run("advance", "1", "started", "--on", "2026-06-01")
    home.run("log", "B", "--signed", "2026-09-05")
    words = ("export", "csv", "--columns", "title,stage,started")

    assert rows(home.run(*words, "--as-of", "2026-05-01").raw)[1:] == [["A", "signed", ""]]
    assert rows(home.run(*words).raw)[1:] == [
        ["A", "started", "2026-06-01"],
        ["B", "signed", ""],
    ]


def test_other_currencies_than_yuan_name_themselves_where_no_column_does(home: Home) -> None:
    home.run("log", "A", "--amount", "1.5 USD")
    home.run("log", "B", "--amount", "3万")

    alone = rows(home.run("export", "csv", "--columns", "amount").raw)
    beside = rows(home.run("export", "csv", "--columns", "currency,amount").raw)

    assert alone == [["Amount (CNY)"], ["USD 1.5"], ["30000"]]
    assert [row[1] for row in beside] == ["Amount", "1.5", "30000"]


def test_a_view_of_the_settings_names_columns_query_and_order(reader: MakeHome) -> None:
    home = settled(reader("zh"))

    told = rows(home.run("export", "csv", "--view", "province", "signed:2026").raw)
    tasks = rows(home.run("export", "csv", "--view", "tasks").raw)
    over = rows(home.run("export", "csv", "--view", "province", "--columns", "编号").raw)

    amounts = [int(row[3]) for row in told[1:]]
    assert told[0] == ["名称", "签约日期", "对方", "金额", "币种"]
    assert all(row[1].startswith("2026") for row in told[1:])
    assert min(amounts) >= 10**8
    assert amounts == sorted(amounts, reverse=True)
    assert tasks[0][:4] == ["编号", "名称", "对方", "跟进事项"]
    assert (over[0], len(over) > len(told)) == (["编号"], True)


def test_columns_and_views_are_listed(reader: MakeHome) -> None:
    home = settled(reader("en"))

    answers = [home.run("export", "--columns", mark).out for mark in ("?", "？", "list")]

    assert len({*answers}) == 1
    assert "title          Title                   标题 名称" in answers[0]
    assert "province  agreements  名称, signed, theirs, amount, currency" in answers[0]
    assert reader("en").run("export", "--columns", "?").lines[3].startswith("title\tTitle\t")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "A format is missing"),
        (("pdf",), "csv, xlsx, md, json, jsonl, ics"),
        (("csv", "--columns", "titel"), "Did you mean: title"),
        (("csv", "--columns", "text"), "there is no such column"),
        (("csv", "--rows", "parties"), "agreements, follow-ups, trips"),
        (("csv", "--view", "none"), "Known are: province, tasks, broken"),
        (("csv", "--view", "broken"), "nonsense: there is no such column"),
        (("json", "--columns", "title"), "--columns does not go with json"),
        (("ics", "--view", "tasks"), "--view does not go with ics"),
        (("xlsx", "--raw"), "It is for: csv"),
        (("md", "--as", "todo"), "--as does not go with md"),
        (("csv", "due:"), "due:"),
        (("csv", "-o", "a.xlsx"), "-o FILE.csv"),
    ],
)
def test_wrong_use_is_told(reader: MakeHome, words: tuple[str, ...], says: str) -> None:
    answer = settled(reader("en")).run("export", *words)

    assert (answer.code, answer.out, says in answer.err) == (2, "", True), answer.err


@pytest.mark.parametrize("kind", ["csv", "xlsx", "md", "json", "jsonl"])
def test_a_file_is_for_its_owner_and_never_replaces_another(sample: Home, kind: str) -> None:
    path = sample.folder / f"out.{kind}"

    first = sample.run("export", kind, "-o", path)
    written = path.read_bytes()
    again = sample.run("export", kind, "-o", path)
    forced = sample.run("export", kind, "-o", path, "--force")

    assert (first.code, again.code, forced.code) == (0, 4, 0)
    assert S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == written
    assert [one.name for one in sample.folder.glob(".out*")] == []


@pytest.mark.parametrize("kind", ["csv", "md", "json", "jsonl", "xlsx"])
def test_a_pipe_that_closes_early_leaves_no_trace(sample: Home, kind: str) -> None:
    with subprocess.Popen(
        sample.command("export", kind),
        env=sample.variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(1)
        child.stdout.close()
        said = child.stderr.read()

    assert (child.returncode, said) == (0, b"")


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl"])
def test_a_pipe_gets_utf_8_whatever_it_speaks(sample: Home, kind: str) -> None:
    sample.run("log", "港口合作")

    answer = sample.child("export", kind, encoding="ascii")

    assert "港口合作" in answer.raw.decode()


def test_no_terminal_is_written_full_of_a_workbook(reader: MakeHome) -> None:
    answer = reader("en").run("export", "xlsx", screen=80)

    assert (answer.code, answer.out) == (2, "")
    assert "-o FILE.xlsx" in answer.err


def test_markdown_is_a_table(reader: MakeHome) -> None:
    out = reader("en").run("export", "md", "id:1..2", "--columns", "ref,title").out

    assert "| Ref | Title |" in out


@pytest.mark.parametrize("sort", ["json", "jsonl"])
def test_whole_records_go_into_an_empty_ledger_and_out_again(sample: Home, sort: str) -> None:
    path, other = sample.folder / f"all.{sort}", sample.folder / "other" / "ledger.json"
    sample.run("target", "set", "2026", "signed", "60")
    sample.run("month", "2026-10", "--close")
    sample.run("export", sort, "-o", path)

    taken = sample.run("import", path, "--ledger", other)
    again = sample.run("import", path, "--ledger", other)
    back = sample.run("export", sort, "--ledger", other)

    assert (taken.code, again.code) == (0, 0)
    assert "1 closed month" in taken.out
    assert "Nothing new" in again.out
    assert back.raw == path.read_bytes()
    assert sample.run("month", "--list", "--ledger", other).out == (
        sample.run("month", "--list").out
    )
    assert sample.run("doctor", "--ledger", other).code == 0


def test_an_import_is_one_step_back(sample: Home) -> None:
    path, other = sample.folder / "all.json", sample.folder / "other" / "ledger.json"
    sample.run("export", "json", "-o", path)
    sample.run("import", path, "--ledger", other)

    sample.run("undo", "--yes", "--ledger", other)

    assert sample.run("list", "--ledger", other).lines == []
    assert sample.run("log", "new", "--quiet", "--ledger", other).out != "1\n"


def test_a_dry_run_saves_nothing(sample: Home) -> None:
    path, other = sample.folder / "all.json", sample.folder / "other" / "ledger.json"
    sample.run("export", "json", "-o", path)

    answer = sample.run("import", path, "--dry-run", "--ledger", other)

    assert "this was a dry run" in answer.err
    assert not other.exists()


def test_what_the_file_says_otherwise_is_written_with_update_only(sample: Home) -> None:
    path = sample.folder / "all.json"
    sample.run("export", "json", "id:32", "-o", path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"place":"', '"place":"New '), encoding="utf-8")

    refused = sample.run("import", path)
    updated = sample.run("import", path, "--update", "--json")

    assert refused.code == 4
    assert "  place: " in refused.err
    assert "--update" in refused.err
    assert updated.code == 0
    assert '"changed": [\n    "32"\n  ]' in updated.out
    assert "New " in sample.run("show", "32").out


def test_a_damaged_document_is_refused_whole(home: Home) -> None:
    path = home.folder / "x.json"
    path.write_text(
        '{"schema":"dealtrack/records/1","agreements":[{"id":1}]}', encoding="utf-8"
    )

    answer = home.run("import", path)

    assert answer.code == 4
    assert "Nothing was saved" in answer.err
    assert not home.ledger.exists()


def test_files_that_are_attached_are_said_to_stay(home: Home) -> None:
    proof = home.folder / "proof.pdf"
    proof.write_bytes(b"%PDF")
    home.run("log", "A", "--follow-up", "one")
    home.run("done", "1.1", "--evidence", proof)

    answer = home.run("export", "json", "-o", home.folder / "a.json")

    assert "1 attached file is not in it" in answer.err


def test_only_a_whole_ledger_has_its_targets(sample: Home) -> None:
    sample.run("target", "set", "2026", "signed", "60")
    part = sample.run("export", "json", "id:1", "-o", sample.folder / "a.json")

    assert "only without a query" in part.err
    assert '"targets":[' not in (sample.folder / "a.json").read_text(encoding="utf-8")
    assert '"targets":[' in sample.run("export", "json").out
