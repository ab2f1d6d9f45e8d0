"""``log FILE.toml``: a whole trip from one file."""

import json
from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.cli.writing import TRIP, agreement, editing, files, saved, task, trip, written

SAMPLE = Path(__file__).parents[2] / "sample_data" / "2021-07-shenzhen.toml"


class TestLogging:
    def test_a_trip_and_its_agreements_come_in_at_once(self, home: Home) -> None:
        answer = home.run("log", written(home))

        assert answer.lines == [
            "  T1  new  Visit to Port City",
            "   1  new  Framework agreement · 1 follow-up",
        ]
        assert agreement(home).trip == 1
        assert str(task(home).due) == "2026-10-28"
        with home.store() as store:
            assert store.revision == 1

    def test_the_same_file_again_is_nothing_new(self, home: Home) -> None:
        home.run("log", written(home))
        before = home.ledger.parent.joinpath("ledger.journal").read_bytes()
        answer = home.run("log", written(home))

        assert (answer.code, answer.err) == (0, "")
        assert answer.out == "Nothing new: the ledger has all of it (T1, 1).\n"
        assert home.ledger.parent.joinpath("ledger.journal").read_bytes() == before

    def test_the_real_trip_comes_in_once(self, home: Home) -> None:
        first = home.run("log", SAMPLE)
        second = home.run("log", SAMPLE)

        assert (first.code, second.code) == (0, 0)
        assert second.out.startswith("Nothing new")

    def test_it_can_come_from_standard_input(self, home: Home) -> None:
        assert home.run("log", "-", typed=TRIP).code == 0
        assert trip(home).title == "Visit to Port City"

    def test_a_byte_order_mark_and_line_ends_of_windows_do_no_harm(self, home: Home) -> None:
        path = home.folder / "trip.toml"
        path.write_bytes(b"\xef\xbb\xbf" + TRIP.replace("\n", "\r\n").encode())

        assert home.run("log", path).code == 0

    def test_json_has_all_the_records(self, home: Home) -> None:
        found = saved(home.run("log", written(home), "--json"))

        assert found["refs"] == ["T1", "1"]
        assert [found["trips"][0]["id"], found["agreements"][0]["id"]] == [1, 1]
        assert saved(home.run("log", written(home), "--json"))["refs"] == []

    def test_quiet_prints_the_refs_that_were_touched(self, home: Home) -> None:
        assert home.run("log", written(home), "-q").out == "T1\n1\n"
        assert home.run("log", written(home), "-q").out == ""

    def test_a_script_of_the_sort_that_logs_two_files_at_once_loses_nothing(
        self, home: Home
    ) -> None:
        home.run("log", written(home))
        home.run("log", written(home, TRIP.replace("Port City", "Hill Town"), "two.toml"))

        assert [trip(home, n).title for n in (1, 2)] == [
            "Visit to Port City",
            "Visit to Hill Town",
        ]


class TestDryRun:
    def test_it_shows_what_would_be_done_and_does_nothing(self, home: Home) -> None:
        path = written(home)
        before = files(home)
        answer = home.run("log", path, "--dry-run")

        assert answer.code == 0
        assert answer.lines == [
            "   –  new  Visit to Port City",
            "   –  new  Framework agreement",
        ]
        assert answer.err == "Nothing saved: this was a dry run.\n"
        assert files(home) == before

    @pytest.mark.parametrize(
        ("after", "code", "says"),
        [
            ('["9.1"]', 4, "2.1 would wait for 9.1, and there is no such follow-up"),
            ('["1.1"]', 0, ""),
        ],
    )
    def test_it_refuses_a_wait_that_the_real_one_would_refuse(
        self, home: Home, tmp_path: Path, after: str, code: int, says: str
    ) -> None:
        home.run("log", "Works", "--follow-up", "Choose the site")
        path = tmp_path / "waits.toml"
        path.write_text(
            '[[agreement]]\ntitle = "Lease"\n'
            f'[[agreement.follow_up]]\ntask = "Sign it"\nafter = {after}\n',
            encoding="utf-8",
        )

        rehearsed, real = (home.run("log", str(path), *w) for w in (("--dry-run",), ()))

        assert (rehearsed.code, real.code) == (code, code), rehearsed.err
        assert says in rehearsed.err
        assert says in real.err

    def test_it_refuses_a_ring_through_the_ledger(self, home: Home, tmp_path: Path) -> None:
        path = tmp_path / "waits.toml"
        text = '[[agreement]]\ntitle = "Lease"\n[[agreement.follow_up]]\ntask = "Sign it"\n'
        path.write_text(text, encoding="utf-8")
        home.run("log", "Works", "--follow-up", "Choose the site")
        home.run("log", str(path))
        home.run("wait", "1.1", "--for", "2.1")
        path.write_text(f'{text}after = ["1.1"]\n', encoding="utf-8")

        rehearsed, real = (
            home.run("log", str(path), *words) for words in (("--dry-run",), ("--update",))
        )

        assert (rehearsed.code, real.code) == (4, 4), rehearsed.out
        assert "would wait for itself: 2.1 → 1.1 → 2.1" in rehearsed.err
        assert rehearsed.err.splitlines()[0] == real.err.splitlines()[0]

    def test_it_refuses_an_own_follow_up_that_is_not_there(
        self, home: Home, tmp_path: Path
    ) -> None:
        path = tmp_path / "waits.toml"
        text = '[[agreement]]\ntitle = "Lease"\n[[agreement.follow_up]]\ntask = "Sign it"\n'
        path.write_text(text, encoding="utf-8")
        home.run("log", str(path))
        path.write_text(f'{text}after = ["1.9"]\n', encoding="utf-8")

        rehearsed, real = (
            home.run("log", str(path), *words) for words in (("--dry-run",), ("--update",))
        )

        assert rehearsed.code == real.code == 4, rehearsed.out
        assert rehearsed.err.splitlines()[0] == real.err.splitlines()[0]

    def test_it_shows_differences_as_json_too(self, home: Home) -> None:
        home.run("log", written(home))
        path = written(home, TRIP.replace("signed = 2026-10-12", "signed = 2026-10-13"))

        found = json.loads(home.run("log", path, "--dry-run", "--json").out)

        assert found == {
            "schema": "dealtrack/plan/1",
            "new": [],
            "changed": ["1"],
            "known": ["T1"],
            "added": [],
        }


class TestAChangedFile:
    @pytest.fixture
    def changed(self, home: Home) -> Path:
        home.run("log", written(home))
        return written(
            home, TRIP.replace("signed = 2026-10-12", 'signed = 2026-10-13\nplace = "X"')
        )

    def test_in_a_script_it_is_refused_with_its_differences(
        self, home: Home, changed: Path
    ) -> None:
        answer = home.run("log", changed)

        assert (answer.code, answer.out) == (4, "")
        assert "  signed: 2026-10-12 → 2026-10-13" in answer.err
        assert "  place: – → X" in answer.err
        assert "differs from 1 record of the ledger." in answer.err
        assert "--update" in answer.err
        assert "Nothing was saved." in answer.err
        assert agreement(home).place == ""

    def test_update_writes_them(self, home: Home, changed: Path) -> None:
        answer = home.run("log", changed, "--update")

        assert answer.lines[1] == "   1  changed  Framework agreement · 1 follow-up"
        assert (str(agreement(home).signed), agreement(home).place) == ("2026-10-13", "X")
        assert home.run("log", changed).out.startswith("Nothing new")

    def test_yes_answers_the_question(self, home: Home, changed: Path) -> None:
        assert home.run("log", changed, "--yes").code == 0
        assert agreement(home).place == "X"

    def test_on_a_terminal_it_asks(self, home: Home, changed: Path) -> None:
        no = home.run("log", changed, typed="n\n", keyboard=True)
        assert (no.code, agreement(home).place) == (0, "")
        assert "Write these changes? [y/N] " in no.err
        assert no.err.endswith("Nothing was saved.\n")

        assert home.run("log", changed, typed="是\n", keyboard=True).code == 0
        assert agreement(home).place == "X"

    def test_what_somebody_else_changed_meanwhile_is_not_written_over(
        self, home: Home, changed: Path
    ) -> None:
        other = editing(home, 'sed -i \'s/^# place = .*/place = "Y"/\' "$1"')

        def meanwhile() -> str:
            assert other.run("edit", "1").code == 0
            return "y\n"

        answer = home.terminal("log", changed, answers=[("[y/N]", meanwhile)])

        assert answer.code == 4
        assert "1 was changed meanwhile. Nothing was saved." in answer.out
        assert agreement(home).place == "Y"


class TestWhatIsRefused:
    def test_every_problem_is_told_and_nothing_is_written(self, home: Home) -> None:
        text = TRIP.replace("title = ", "titel = ").replace("2026-10-12", "2026-13-12", 1)
        answer = home.run("log", written(home, text))

        assert answer.code == 4
        assert "Nothing was saved." in answer.err
        assert answer.err.count("line ") >= 1
        assert not home.ledger.parent.exists()

    @pytest.mark.parametrize(
        ("content", "code"), [(None, 3), ("协议".encode("gbk"), 3), (b"", 4), (b"a = [", 4)]
    )
    def test_what_is_no_trip_file_is_refused(
        self, home: Home, content: bytes | None, code: int
    ) -> None:
        path = home.folder / "trip.toml"
        if content is not None:
            path.write_bytes(content)

        answer = home.run("log", path)

        assert answer.code == code
        assert "Nothing was saved." in answer.err
        assert not home.ledger.parent.exists()

    def test_a_folder_is_no_file(self, home: Home) -> None:
        (home.folder / "trip.toml").mkdir()

        assert home.run("log", "trip.toml").code == 3

    @pytest.mark.parametrize("option", [("--party", "X"), ("--signed", "2026"), ("--tag", "a")])
    def test_an_option_about_one_agreement_does_not_go_with_a_file(
        self, home: Home, option: tuple[str, str]
    ) -> None:
        answer = home.run("log", written(home), *option)

        assert answer.code == 2
        assert f"{option[0]} does not go with a file" in answer.err
        assert not home.ledger.exists()

    def test_a_hidden_character_in_it_is_refused(self, home: Home) -> None:
        answer = home.run("log", written(home, TRIP.replace("Framework", "Frame\\u202ework")))

        assert answer.code == 4
        assert "hidden character" in answer.err
