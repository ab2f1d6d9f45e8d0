"""The boundary: finding the command, and every way of failing."""

import os
import stat
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dealtrack import __version__
from dealtrack.cli.catalogue import MODULES, find
from tests.cli.home import Home
from tests.cli.writing import agreement, begun, editing, files, mode, task, written

WRITING = [name for name in MODULES if find(name).writes]
COMPLETE = ("redo", "backup", "restore")
"""Writing commands that have all they need in their name."""


class TestTheFirstWords:
    def test_nothing_at_all_says_what_this_is_and_makes_no_file(self, home: Home) -> None:
        before = files(home)
        answer = home.run()

        assert answer.code == 0
        assert 5 <= len(answer.lines) <= 25
        assert answer.out.count("dealtrack demo") == 1
        assert files(home) == before

    @pytest.mark.parametrize("word", ["--version", "-V"])
    def test_the_version(self, home: Home, word: str) -> None:
        assert home.run(word).out == f"dealtrack {__version__}\n"

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("lgo",), "There is no command lgo.\n  Did you mean: dealtrack log?"),
            (("ovedue",), "Did you mean: dealtrack overdue?"),
            (("xyzzy",), "There is no command xyzzy.\n  See: dealtrack help"),
            (("config", "ste"), "Did you mean: dealtrack config"),
            (("--ledger", "x"), "--ledger stands alone: name a command."),
            (("--frob", "overdue"), "There is no option --frob."),
            (("overdue", "--limt", "3"), "Did you mean --limit?"),
            (("overdue", "--lang", "fr"), "--lang fr: dealtrack does not speak it."),
            (("overdue", "--today", "99"), "--today 99 "),
        ],
    )
    def test_a_wrong_one_is_met_with_the_nearest(
        self, home: Home, words: tuple[str, ...], said: str
    ) -> None:
        answer = home.run(*words)

        assert (answer.code, answer.out) == (2, "")
        assert said in answer.err
        assert len(answer.err.splitlines()) <= 3

    @pytest.mark.parametrize(
        "words",
        [("--quiet", "log", "Paper"), ("log", "Paper", "--quiet"), ("log", "-q", "Paper")],
    )
    def test_an_option_may_stand_anywhere(self, home: Home, words: tuple[str, ...]) -> None:
        assert home.run(*words).out == "1\n"

    def test_after_two_dashes_every_word_is_a_value(self, home: Home) -> None:
        assert home.run("log", "--", "--help").code == 0
        assert agreement(home).title == "--help"

    @pytest.mark.parametrize("name", MODULES)
    @pytest.mark.parametrize("flag", ["--help", "-h"])
    def test_every_command_explains_itself(self, home: Home, name: str, flag: str) -> None:
        answer = home.run(*name.split(), flag)

        assert (answer.code, answer.err) == (0, "")
        assert f"dealtrack {name}" in answer.out

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_every_writing_command_names_what_is_missing(
        self, home: Home, language: str
    ) -> None:
        spoken = begun(home).speaking(language)
        before = home.ledger.parent.joinpath("ledger.journal").read_bytes()
        for name in WRITING:
            if name in COMPLETE:
                continue
            answer = spoken.run(*name.split(), "--no-input")

            assert answer.code == 2, name
            assert answer.out == ""
            assert len(answer.err.splitlines()) <= 3, answer.err
            assert ("Nothing was saved." in answer.err) is (language == "en")
        assert home.ledger.parent.joinpath("ledger.journal").read_bytes() == before


class TestExitCodes:
    def test_a_conflict_of_two_people_is_4_and_names_the_first(self, home: Home) -> None:
        begun(home)
        script = f"USER=wang {' '.join(home.command('note', '1', 'Mine'))}"
        answer = editing(home, script, 'echo "tags = [\'a\']" | cat - "$1" > x; cp x "$1"').run(
            "edit", "1"
        )

        assert answer.code == 4
        assert "by wang at 20" in answer.err

    def test_a_damaged_ledger_is_5(self, home: Home) -> None:
        begun(home)
        home.ledger.write_bytes(home.ledger.read_bytes().replace(b"Framework", b"Framewerk"))

        for words in (("list",), ("log", "Paper"), ("done", "1.1")):
            answer = home.run(*words)
            assert answer.code == 5
            assert "The ledger is damaged" in answer.err

    def test_a_folder_that_cannot_be_written_is_7(self, home: Home) -> None:
        blocked = home.folder / "blocked"
        blocked.write_text("a file where a folder has to be", encoding="utf-8")
        answer = home.having(DEALTRACK_LEDGER=str(blocked / "ledger.json")).run("log", "Paper")

        assert answer.code == 7
        assert "cannot be written" in answer.err
        assert answer.out == ""

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_a_read_only_folder_is_7(self, home: Home) -> None:
        begun(home)
        home.ledger.parent.chmod(0o500)
        try:
            assert home.run("done", "1.1").code == 7
        finally:
            home.ledger.parent.chmod(0o700)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
    @pytest.mark.parametrize("words", ["list", "doctor", "backup --list", "ledger verify"])
    def test_a_folder_that_is_shut_is_told(self, home: Home, words: str) -> None:
        begun(home)
        home.ledger.parent.chmod(0)
        try:
            answer = home.run(*words.split())
        finally:
            home.ledger.parent.chmod(0o700)

        assert answer.code == 3
        assert "there is no permission" in answer.err

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
    def test_what_is_saved_is_said_though_the_answer_is_lost(self, home: Home) -> None:
        home.run("log", "Framework")
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                home.command("follow", "1", "Send the annex"),
                env=home.variables(),
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )

        assert done.returncode == 7
        assert "1.1 is saved" in done.stderr
        assert home.run("show", "1.1").code == 0

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
    def test_a_full_disk_behind_stdout_is_7(self, home: Home) -> None:
        begun(home)
        for word in ("list", "--version"):
            with Path("/dev/full").open("wb") as full:
                done = subprocess.run(
                    home.command(word),
                    env=home.variables(),
                    stdout=full,
                    stderr=subprocess.PIPE,
                    check=False,
                )

            assert done.returncode == 7
            assert b"Traceback" not in done.stderr

    @pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
    def test_streams_that_are_closed_hinder_nobody(self, home: Home, closed: str) -> None:
        command = " ".join(home.command("log", "Paper"))

        done = subprocess.run(
            ["bash", "-c", f"{command} {closed}"], env=home.variables(), check=False
        )

        assert done.returncode == 0
        assert "Paper" in home.run("list").out

    def test_ctrl_c_is_130(self, home: Home) -> None:
        def after_a_while() -> str:
            time.sleep(1)  # it waits for its input, and says nothing that could be waited for
            return "\x03"

        waiting = home.terminal("log", "-", answers=[("", after_a_while)])

        assert waiting.code == 130
        assert "Stopped. What was saved last: dealtrack history" in waiting.out
        assert not home.ledger.exists()


class TestPipes:
    def test_a_reader_that_goes_early_leaves_no_trace(self, sample: Home) -> None:
        command = " ".join(sample.command("list", "--all", "--json"))
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command} | head -c 10; echo ${{PIPESTATUS[0]}}"],
            env=sample.variables(),
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.stdout.endswith("0\n")
        assert done.stderr == ""

    def test_a_reader_that_never_comes(self, sample: Home) -> None:
        done = subprocess.run(
            [
                "bash",
                "-c",
                f"{' '.join(sample.command('list'))} | true; echo ${{PIPESTATUS[0]}}",
            ],
            env=sample.variables(),
            capture_output=True,
            text=True,
            check=False,
        )

        assert (done.stdout, done.stderr) == ("0\n", "")


class TestBugs:
    @pytest.fixture
    def broken(self, home: Home) -> Home:
        """A home where every command meets a bug: a module of the program is not whole."""
        package = home.folder / "broken"
        package.mkdir()
        (package / "sitecustomize.py").write_text(
            "import dealtrack.cli.moves as moves\n"
            "def bug(*a, **k): raise ZeroDivisionError('secret 17')\n"
            "moves.find_follow_up = bug\n"
        )
        root = home.variables()["PYTHONPATH"]
        return begun(home).having(PYTHONPATH=f"{package}:{root}")

    def test_it_is_70_with_a_file_and_one_line_that_says_where(self, broken: Home) -> None:
        answer = broken.child("done", "1.1", "--note", "private words", check=False)

        [path] = broken.folder.rglob("crash-*.txt")
        text = path.read_text(encoding="utf-8")
        assert answer.code == 70
        assert "Traceback" not in answer.err
        assert str(path) in answer.err
        assert f"dealtrack {__version__}" in text
        assert "command done --note" in text
        assert "private words" not in text.splitlines()[3]
        assert "ZeroDivisionError" in text
        assert mode(path) == "0o600"

    def test_debug_shows_the_traceback_and_writes_no_file(self, broken: Home) -> None:
        answer = broken.child("done", "1.1", "--debug", check=False)

        assert "Traceback" in answer.err
        assert list(broken.folder.rglob("crash-*.txt")) == []

    def test_an_error_has_a_traceback_only_with_debug(self, home: Home) -> None:
        assert "Traceback" not in home.child("done", "9.9").err
        assert "Traceback" in home.child("done", "9.9", "--debug").err


class TestFiles:
    def test_whatever_the_umask_nobody_else_may_read(self, home: Home) -> None:
        proof = home.folder / "proof.pdf"
        proof.write_bytes(b"scan")
        before = os.umask(0)
        try:
            begun(home).run("done", "1.1", "--evidence", proof)
            home.run("config", "set", "soon", "14")
        finally:
            os.umask(before)

        made = [p for p in home.folder.rglob("*") if p != proof]
        open_to_others = [p for p in made if stat.S_IMODE(p.stat().st_mode) & 0o077]
        # Folders of the system, such as ~/.config, are made by its own rules
        assert [
            p for p in open_to_others if "dealtrack" in str(p.relative_to(home.folder))
        ] == []
        assert {mode(p) for p in home.ledger.parent.iterdir() if p.is_file()} == {"0o600"}
        assert mode(home.ledger.parent) == "0o700"

    @pytest.mark.parametrize("name", WRITING)
    def test_a_failing_command_makes_nothing(self, home: Home, name: str) -> None:
        before = files(home)
        words = {
            "log": ["Paper", "--signed", "99"],
            "follow": ["1", "x"],
            "note": ["1", "x"],
            "problem": ["1", "x"],
            "advance": ["1", "started"],
            "fund": ["1", "5"],
            "solve": ["1.1.1"],
            "postpone": ["1.1", "--to", "+1w", "--reason", "x"],
            "waive": ["1.1", "--reason", "x"],
            "suspend": ["1", "--reason", "x"],
            "end": ["1", "--reason", "x"],
            "sector add": ["energy"],
        }.get(name, ["1.1"])

        answer = home.run(name, *words)

        assert answer.code in {2, 3}
        assert files(home) == before


class TestTwoAtOnce:
    def test_two_terminals_lose_nothing_of_each_other(self, home: Home) -> None:
        begun(home)
        with ThreadPoolExecutor(4) as people:
            answers = list(people.map(lambda n: home.child("note", "1", f"note {n}"), range(8)))

        assert [a.code for a in answers] == [0] * 8
        assert {n.text for n in agreement(home).notes} == {f"note {n}" for n in range(8)}

    def test_only_one_of_two_closes_a_follow_up(self, home: Home) -> None:
        begun(home)
        with ThreadPoolExecutor(2) as people:
            answers = list(people.map(lambda _n: home.child("done", "1.1"), range(2)))

        assert sorted(a.code for a in answers) == [0, 4]
        assert len(task(home).states) == 1

    def test_the_same_file_logged_by_two_comes_in_once(self, home: Home) -> None:
        path = written(home)
        with ThreadPoolExecutor(2) as people:
            answers = list(people.map(lambda _n: home.child("log", path), range(2)))

        assert [a.code for a in answers] == [0, 0]
        assert len(home.run("list").lines) == 1
