"""What goes over stdout: data, in the form asked for, whole, and nothing else."""

import fcntl
import json
import os
import re
import stat
import subprocess
from pathlib import Path

import jsonschema
import pytest

from dealtrack.render.cells import width
from tests.cli.conftest import MakeHome
from tests.cli.home import PATIENCE, Home
from tests.cli.test_reading import ABOUT_ONE, LISTS, VIEWS, names

REPORTS = (*VIEWS, *ABOUT_ONE)
PIPE_SIZE = 1031  # F_SETPIPE_SZ


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("words", REPORTS, ids=names(REPORTS))
class TestEveryReport:
    def test_its_json_keeps_the_schema_that_is_printed(
        self, reader: MakeHome, words: tuple[str, ...], language: str
    ) -> None:
        home = reader(language)
        report = json.loads(home.run(*words, "--json").out)

        _product, name, version = report["schema"].split("/")
        schema = json.loads(home.run("help", "schemas", name).out)

        assert version == "1"
        jsonschema.validate(report, schema, jsonschema.Draft202012Validator)

    @pytest.mark.parametrize("columns", [40, 53, 60, 80, 100, 131, 160])
    def test_no_line_is_wider_than_the_terminal(
        self, reader: MakeHome, words: tuple[str, ...], language: str, columns: int
    ) -> None:
        answer = reader(language).run(*words, "--no-color", screen=columns)

        assert answer.code == 0
        assert max(map(width, answer.lines)) <= columns

    def test_its_json_is_the_same_in_both_languages_but_for_the_data(
        self, reader: MakeHome, words: tuple[str, ...], language: str
    ) -> None:
        home = reader(language)

        other = home.speaking("zh" if language == "en" else "en")
        assert other.run(*words, "--json").raw == home.run(*words, "--json").raw


class TestAPipe:
    @pytest.mark.parametrize("words", LISTS, ids=names(LISTS))
    def test_a_list_is_one_record_per_line_without_a_heading(
        self, reader: MakeHome, words: tuple[str, ...]
    ) -> None:
        lines = reader("en").run(*words).lines

        with_heading = reader("en").run(*words, "-F", "tsv").lines
        assert lines == with_heading[1:]
        assert len({line.count("\t") for line in lines}) == 1
        assert re.fullmatch(r"[a-z_]+(\t[a-z_]+)+", with_heading[0])

    def test_a_page_is_whole_and_plain(self, reader: MakeHome) -> None:
        text = reader("en").run("show", "1").out

        assert "Jinhua Economic & Technological Development Zone (ours)" in text
        assert not re.search("[─│╭╮╰╯█]", text)

    def test_only_the_answer_goes_to_stdout(self, reader: MakeHome) -> None:
        assert "dealtrack" not in reader("en").run("overdue").out

    def test_a_reader_who_has_seen_enough_is_left_without_a_trace(
        self, reader: MakeHome
    ) -> None:
        home = reader("en")
        for words in (("list",), ("list", "--json"), ("month", "2026-10"), ("help", "query")):
            reading, writing = os.pipe()
            fcntl.fcntl(writing, PIPE_SIZE, 4096)  # less than any of them prints
            child = subprocess.Popen(
                home.command(*words),
                stdout=writing,
                stderr=subprocess.PIPE,
                env=home.variables(),
            )
            os.close(writing)
            assert os.read(reading, 10)
            os.close(reading)

            assert child.communicate(timeout=PATIENCE)[1] == b""
            assert child.returncode == 0

    def test_a_full_disk_is_told_in_one_line(self, reader: MakeHome) -> None:
        for words in (("list", "--json"), ("overdue", "--limit", "1")):
            with Path("/dev/full").open("wb") as full:
                done = subprocess.run(
                    reader("en").command(*words),
                    stdout=full,
                    stderr=subprocess.PIPE,
                    env=reader("en").variables(),
                    timeout=PATIENCE,
                    check=False,
                )
            assert done.returncode == 7
            assert done.stderr.decode().count("\n") == 1


class TestColour:
    def test_a_terminal_has_it(self, reader: MakeHome) -> None:
        assert b"\x1b[" in reader("en").terminal("overdue").raw

    @pytest.mark.parametrize(
        ("words", "environment"),
        [
            ((), {"NO_COLOR": "1"}),
            ((), {"TERM": "dumb"}),
            (("--no-color",), {}),
        ],
    )
    def test_where_it_is_not_wanted_there_is_not_one_escape(
        self, reader: MakeHome, words: tuple[str, ...], environment: dict[str, str]
    ) -> None:
        home = reader("en").having(FORCE_COLOR="1", CLICOLOR_FORCE="1", **environment)

        for command in (("status",), ("list",), ("help",), ("show", "nothing at all")):
            assert b"\x1b" not in home.terminal(*command, *words).raw

    def test_a_pipe_has_none_even_if_forced(self, reader: MakeHome) -> None:
        home = reader("en").having(FORCE_COLOR="1", TERM="xterm-256color")

        assert b"\x1b" not in home.child("status").raw

    def test_an_error_has_none_in_a_pipe(self, reader: MakeHome) -> None:
        assert "\x1b" not in reader("en").having(FORCE_COLOR="1").child("show", "x y z").err


class TestAPager:
    def test_what_is_taller_than_the_screen_goes_there(self, reader: MakeHome) -> None:
        home = reader("en").having(PAGER="head -n 2")

        assert len(home.terminal("list", lines=20).lines) == 2

    def test_what_fits_does_not(self, reader: MakeHome) -> None:
        home = reader("en").having(PAGER="head -n 2")

        assert len(home.terminal("list", "--limit", "3", lines=60).lines) > 5

    def test_a_pipe_does_not(self, reader: MakeHome) -> None:
        assert len(reader("en").having(PAGER="head -n 2").run("list").lines) == 91


class TestAFile:
    @pytest.mark.parametrize(
        ("name", "form"),
        [("x.md", "md"), ("x.markdown", "md"), ("x.json", "json"), ("x.TSV", "tsv")],
    )
    def test_its_ending_is_its_form(
        self, reader: MakeHome, tmp_path: Path, name: str, form: str
    ) -> None:
        answer = reader("en").run("list", "-o", tmp_path / name)

        assert (answer.code, answer.out) == (0, "")
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert text == reader("en").run("list", "-F", form).out

    def test_text_is_a_page_as_one_would_print_it(
        self, reader: MakeHome, tmp_path: Path
    ) -> None:
        reader("en").run("list", "-o", tmp_path / "x.txt", screen=40)

        first, rule = (tmp_path / "x.txt").read_text(encoding="utf-8").splitlines()[:2]
        assert (first, set(rule)) == ("91 agreements", {"="})

    def test_it_is_whole_whatever_the_screen(self, reader: MakeHome, tmp_path: Path) -> None:
        reader("en").run("list", "-o", tmp_path / "x.tsv", screen=100)

        assert len((tmp_path / "x.tsv").read_text(encoding="utf-8").splitlines()) == 92

    def test_it_is_for_nobody_else(self, reader: MakeHome, tmp_path: Path) -> None:
        reader("en").run("list", "-o", tmp_path / "x.md")

        assert stat.S_IMODE((tmp_path / "x.md").stat().st_mode) == 0o600

    def test_one_that_is_there_stays_unless_forced(
        self, reader: MakeHome, tmp_path: Path
    ) -> None:
        file = tmp_path / "x.md"
        file.write_text("mine", encoding="utf-8")

        refused = reader("en").run("list", "-o", file)

        assert (refused.code, refused.out) == (4, "")
        assert "--force" in refused.err
        assert file.read_text(encoding="utf-8") == "mine"
        assert reader("en").run("list", "-o", file, "--force").code == 0
        assert file.read_text(encoding="utf-8").startswith("# 91 agreements")

    @pytest.mark.parametrize("name", ["x", "x.pdf", "x.doc"])
    def test_an_ending_that_is_no_form_is_refused(
        self, reader: MakeHome, tmp_path: Path, name: str
    ) -> None:
        assert reader("en").run("list", "-o", tmp_path / name).code == 2
        assert reader("en").run("list", "-o", tmp_path / name, "-F", "md").code == 0

    def test_a_folder_that_is_not_there_cannot_be_written_to(self, reader: MakeHome) -> None:
        answer = reader("en").run("list", "-o", "/nowhere/x.md")

        assert answer.code == 7
        assert answer.err.count("\n") == 1

    def test_chinese_stays_chinese_in_it_whatever_stdout_can_show(
        self, reader: MakeHome, tmp_path: Path
    ) -> None:
        reader("zh").run("list", "-o", tmp_path / "x.md", encoding="ascii")

        assert "份协议" in (tmp_path / "x.md").read_text(encoding="utf-8")


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
    def test_json_is_the_same_document_in_all(self, reader: MakeHome, encoding: str) -> None:
        home = reader("zh")

        other = home.child("list", "--json", encoding=encoding)
        assert json.loads(other.raw.decode("utf-8")) == json.loads(
            home.run("list", "--json").out
        )

    def test_gbk_shows_chinese(self, reader: MakeHome) -> None:
        shown = reader("zh").child("list", "--limit", "9", encoding="gbk").raw.decode("gbk")

        assert "数据基础设施战略合作协议" in shown

    def test_ascii_gets_rules_that_it_can_draw(self, reader: MakeHome) -> None:
        shown = reader("en").run("status", screen=100, encoding="ascii").out

        assert "+-" in shown
        assert shown.isascii()


def test_a_format_that_does_not_exist_is_refused(reader: MakeHome) -> None:
    answer = reader("en").run("list", "-F", "pdf")

    assert answer.code == 2
    assert "table, tsv, json, html, docx, xlsx, md" in answer.err


def test_a_home_without_a_ledger_has_no_schema_trouble(home: Home) -> None:
    report = json.loads(home.run("status", "--json").out)

    schema = json.loads(home.run("help", "schemas", "status").out)
    jsonschema.validate(report, schema)
