"""``done``, ``start``, ``wait``, ``submit``, ``approve``, ``reject``, ``cancel`` and back."""

import hashlib
import os
from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.cli.writing import DAY, begun, files, mode, saved, task

WAYS = {
    "open": (),
    "in progress": (("start",),),
    "waiting": (("wait",),),
    "submitted": (("submit",),),
    "done": (("done",),),
    "cancelled": (("cancel",),),
}
"""How a follow-up comes into each state."""

ALLOWED = {
    "done": {"open", "in progress", "waiting", "submitted"},
    "start": {"open", "waiting", "submitted"},
    "wait": {"open", "in progress", "submitted"},
    "submit": {"open", "in progress", "waiting"},
    "approve": {"submitted"},
    "reject": {"submitted"},
    "cancel": {"open", "in progress", "waiting", "submitted"},
    "reopen": {"done", "cancelled"},
}
"""From which states each command leads on."""

ENDS = {
    "done": "done",
    "start": "in-progress",
    "wait": "waiting",
    "submit": "submitted",
    "approve": "done",
    "reject": "in-progress",
    "cancel": "cancelled",
    "reopen": "open",
}


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("command", ALLOWED)
def test_a_command_leads_on_from_some_states_and_is_refused_from_others(
    home: Home, command: str, state: str
) -> None:
    begun(home)
    for words in WAYS[state]:
        home.run(*words, "1.1")
    before = task(home).states

    answer = home.run(command, "1.1")

    if state in ALLOWED[command]:
        assert (answer.code, task(home).state(DAY)) == (0, ENDS[command])
    else:
        assert (answer.code, task(home).states) == (4, before)
        assert answer.err.startswith(f"Error: 1.1 is {state}")
        assert "Nothing was saved." in answer.err


class TestWhatIsSaid:
    def test_done_on_time(self, home: Home) -> None:
        answer = begun(home).run("done", "1.1", "--note", "Signed copy received")

        assert answer.lines == [
            "1.1 is done: Send the annex · Framework agreement",
            "2026-11-02, Monday, today · on time · Signed copy received",
        ]
        assert task(home).states[0].author == "li"

    def test_done_late_is_judged_by_the_original_day(self, home: Home) -> None:
        begun(home).run("postpone", "1.1", "--to", "+8w", "--reason", "x")
        answer = home.on("2026-11-18").run("done", "1.1")

        assert "2 days after the original due day" in answer.out

    def test_the_next_step_is_named_on_a_terminal(self, home: Home) -> None:
        begun(home)

        assert "dealtrack approve 1.1" in home.run("submit", "1.1", screen=90).err
        assert "dealtrack reopen 1.1" in home.run("approve", "1.1", screen=90).err
        assert "dealtrack done 1.1" in home.run("reopen", "1.1", screen=90).err
        assert "dealtrack problem 1.1" in home.run("wait", "1.1", screen=90).err

    def test_a_commitment_is_honoured(self, home: Home) -> None:
        begun(home).run("follow", "1", "Subsidy", "--promise", "ours")

        assert home.run("done", "1.2").lines[0].startswith("1.2 is honoured: Subsidy")

    def test_a_piece_of_an_open_task_is_enough(self, home: Home) -> None:
        assert begun(home).run("done", "annex", "-q").out == "1.1\n"

    def test_json_names_the_follow_up(self, home: Home) -> None:
        assert saved(begun(home).run("done", "1.1", "--json"))["refs"] == ["1.1"]


class TestDays:
    def test_it_can_be_back_dated(self, home: Home) -> None:
        begun(home).run("done", "1.1", "--on", "yesterday")

        assert str(task(home).states[0].on) == "2026-11-01"

    def test_a_day_without_a_year_is_the_last_one(self, home: Home) -> None:
        begun(home).run("done", "1.1", "--on", "10月30日")

        assert str(task(home).states[0].on) == "2026-10-30"

    def test_what_is_before_the_last_move_is_refused(self, home: Home) -> None:
        begun(home).run("start", "1.1", "--on", "2026-10-30")
        answer = home.run("done", "1.1", "--on", "2026-10-29")

        assert answer.code == 4
        assert (
            "something is noted on 2026-10-30 already; 2026-10-29 is before that" in answer.err
        )
        assert "dealtrack edit 1" in answer.err

    def test_a_day_in_the_future_is_noted(self, home: Home) -> None:
        answer = begun(home).run("done", "1.1", "--on", "2026-11-20")

        assert answer.code == 0
        assert "2026-11-20 is in the future" in answer.err

    def test_what_is_no_day_names_its_option(self, home: Home) -> None:
        assert "--on 99 " in begun(home).run("done", "1.1", "--on", "99").err


class TestWhichOne:
    def test_a_whole_record_is_not_enough(self, home: Home) -> None:
        answer = begun(home).run("done", "1")

        assert answer.code == 2
        assert "name one of its follow-ups" in answer.err
        assert "1.1 Send the annex" in answer.err

    @pytest.mark.parametrize("ref", ["1.9", "9.1", "T1.1", "nothing like it"])
    def test_what_is_not_there_is_exit_code_3(self, home: Home, ref: str) -> None:
        assert begun(home).run("done", ref).code == 3

    def test_a_problem_is_no_follow_up(self, home: Home) -> None:
        begun(home).run("problem", "1.1", "Land")

        assert home.run("done", "1.1.1").code == 2
        assert home.run("remove", "1.1.1", "--yes").code == 2
        assert task(home).task == "Send the annex"


class TestEvidence:
    def test_a_copy_is_kept_beside_the_ledger_for_nobody_else(self, home: Home) -> None:
        begun(home)
        proof = self._proof(home)

        answer = home.run("done", "1.1", "--evidence", proof)

        kept = task(home).states[0].evidence[0]
        copy = home.ledger.parent / kept.file
        assert answer.code == 0
        assert copy.read_bytes() == b"scan"
        assert copy.name.endswith("-scan-of-page-1.pdf")
        assert kept.sha256 == hashlib.sha256(b"scan").hexdigest()
        assert (mode(copy), mode(copy.parent)) == ("0o600", "0o700")

    def test_the_same_content_is_kept_once(self, home: Home) -> None:
        begun(home, "--follow-up", "Other @ +2w")
        home.run("done", "1.1", "--evidence", self._proof(home))
        home.run("done", "1.2", "--evidence", self._proof(home, "copy.pdf"))

        folder = home.ledger.parent / "attachments"
        assert len(list(folder.iterdir())) == 1
        assert task(home, 1).states[0].evidence == task(home, 2).states[0].evidence

    def test_other_content_under_the_same_name_is_kept_too(self, home: Home) -> None:
        begun(home)
        one, two = self._proof(home), self._proof(home, "other/scan of page 1.pdf", b"two")
        home.run("done", "1.1", "--evidence", one, "--evidence", two)

        assert len({e.file for e in task(home).states[0].evidence}) == 2

    @pytest.mark.parametrize("kind", ["link", "folder", "pipe", "link to a folder"])
    def test_what_is_no_plain_file_is_refused(self, home: Home, kind: str) -> None:
        begun(home)
        path = home.folder / "thing"
        match kind:
            case "link":
                path.symlink_to(self._proof(home))
            case "folder":
                path.mkdir()
            case "pipe":
                os.mkfifo(path)
            case _:
                path.symlink_to(home.folder)
        before = files(home)

        answer = home.run("done", "1.1", "--evidence", path)

        assert answer.code == 2
        assert "is no plain file" in answer.err
        assert task(home).states == ()
        assert files(home) == before

    def test_a_file_that_is_not_there_is_exit_code_3(self, home: Home) -> None:
        answer = begun(home).run("done", "1.1", "--evidence", "nowhere.pdf")

        assert answer.code == 3
        assert "nowhere.pdf cannot be read: there is no such file" in answer.err

    def test_a_refused_step_copies_nothing(self, home: Home) -> None:
        begun(home).run("done", "1.1")
        answer = home.run("done", "1.1", "--evidence", self._proof(home))

        assert answer.code == 4
        assert not (home.ledger.parent / "attachments").exists()

    @pytest.mark.parametrize("name", ["..", "文件" * 40 + ".pdf", "a\nb", "-rf", "＝cmd|calc"])
    def test_no_name_leads_out_of_the_folder(self, home: Home, name: str) -> None:
        begun(home)
        proof = self._proof(home, f"x{name}" if name == ".." else name)

        home.run("done", "1.1", f"--evidence={proof}")

        kept = home.ledger.parent / task(home).states[0].evidence[0].file
        assert kept.parent == home.ledger.parent / "attachments"
        assert kept.read_bytes() == b"scan"

    @staticmethod
    def _proof(home: Home, name: str = "scan of page 1.pdf", content: bytes = b"scan") -> Path:
        path = home.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path
