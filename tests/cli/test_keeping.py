"""``backup`` and ``restore``: what people type when something is wrong, and what they get."""

import json
import os
import shutil
from pathlib import Path

import pytest

from dealtrack.store.disk.files import Files
from tests.cli.home import Home
from tests.cli.writing import begun
from tests.store.damage import flip, flip_line


def folder(home: Home) -> Path:
    return home.ledger.parent


def last(home: Home) -> str:
    """Return the name of the newest backup."""
    return max((folder(home) / "backups").iterdir()).name


def damage(home: Home) -> None:
    """Damage the checkpoint of the ledger in *home*."""
    flip(home.ledger, 200)


class TestBackup:
    def test_it_says_what_it_holds_and_that_it_was_read_back(self, home: Home) -> None:
        begun(home)

        answer = home.run("backup")

        assert answer.code == 0
        assert answer.lines[0] == f"Backed up: {folder(home)}/backups/{last(home)}"
        assert answer.lines[1].startswith("revision 1 · 1 agreement · 0 trips · ")
        assert answer.lines[1].endswith(" · read back and found whole")

    def test_quietly_it_prints_the_path(self, home: Home) -> None:
        begun(home)

        answer = home.run("backup", "--quiet")

        assert answer.lines == [f"{folder(home)}/backups/{last(home)}"]

    def test_a_copy_goes_to_another_folder_or_file(self, home: Home) -> None:
        begun(home)
        stick = home.folder / "stick"

        home.run("backup", "--to", stick)
        answer = home.run("backup", "-o", stick / "mine.zip")

        assert answer.lines[0] == f"Backed up: {stick}/mine.zip"
        assert len(list(stick.iterdir())) == 2
        assert not (folder(home) / "backups").exists()

    def test_a_file_that_is_there_is_not_replaced_unasked(self, home: Home) -> None:
        begun(home)
        home.run("backup", "-o", "mine.zip")

        assert home.run("backup", "-o", "mine.zip").code == 4
        assert home.run("backup", "-o", "mine.zip", "--force").code == 0

    def test_only_one_place_is_written_to(self, home: Home) -> None:
        begun(home)

        answer = home.run("backup", "-o", "mine.zip", "--to", "stick")

        assert answer.code == 2
        assert "Give only one of --to, --output and --list." in answer.err

    def test_the_list_is_one_line_for_each(self, home: Home) -> None:
        begun(home)
        home.run("backup")
        home.run("note", "1", "draft sent")
        home.run("backup")
        (folder(home) / "backups" / "ledger-2026-11-01T080000.zip").write_bytes(b"PK")

        answer = home.run("backup", "--list", screen=100)
        told = json.loads(home.run("backup", "--list", "--json").out)

        assert "3 backups in" in answer.out
        assert f"{folder(home)}/backups" in answer.out
        assert [one["revision"] for one in told["backups"]] == [2, 1, 0]
        assert [one["is_sound"] for one in told["backups"]] == [True, True, False]
        assert "cannot be used" in answer.out

    def test_without_backups_the_list_says_so(self, home: Home) -> None:
        assert "There is no backup yet." in home.run("backup", "--list", screen=80).out

    def test_there_has_to_be_a_ledger(self, home: Home) -> None:
        answer = home.run("backup")

        assert answer.code == 3
        assert "there is no ledger" in answer.err
        assert not folder(home).exists()

    def test_of_a_damaged_ledger_there_is_no_backup(self, home: Home) -> None:
        begun(home)
        damage(home)

        answer = home.run("backup")

        assert answer.code == 5
        assert "See what can be brought back: dealtrack restore --dry-run" in answer.err
        assert not (folder(home) / "backups").exists()

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_a_folder_that_cannot_be_written_is_7(self, home: Home) -> None:
        begun(home)
        (home.folder / "stick").mkdir(mode=0o500)

        assert home.run("backup", "--to", home.folder / "stick").code == 7

    def test_a_stick_that_is_not_plugged_in_is_not_made_up(self, home: Home) -> None:
        begun(home)
        stick = home.folder / "media" / "stick" / "backups"

        for words in (("--to", stick), ("-o", stick / "my.zip")):
            answer = home.run("backup", *words)
            assert (answer.code, stick.parent.exists()) == (7, False)
            assert "there is no such file or folder" in answer.err

    def test_a_file_where_a_folder_has_to_be_is_7(self, home: Home) -> None:
        begun(home)
        (home.folder / "stick").write_text("in the way")

        assert home.run("backup", "--to", home.folder / "stick").code == 7


class TestRestore:
    def test_a_damaged_ledger_says_how_it_comes_back(self, home: Home) -> None:
        begun(home)
        damage(home)

        answer = home.run("list")

        assert answer.code == 5
        assert answer.err.splitlines()[1].startswith("  Newest good state: revision 1, 20")
        assert "1 agreement, 0 trips. Nothing is lost." in answer.err
        assert answer.err.endswith("brought back: dealtrack restore --dry-run\n")

    def test_the_command_names_a_ledger_that_was_named(self, home: Home) -> None:
        begun(home)
        damage(home)

        answer = home.having(DEALTRACK_LEDGER="").run("list", "--ledger", home.ledger)

        assert f"dealtrack restore --ledger {home.ledger} --dry-run" in answer.err

    def test_a_dry_run_changes_nothing(self, home: Home) -> None:
        begun(home)
        damage(home)
        before = {path: path.read_bytes() for path in folder(home).iterdir()}

        answer = home.run("restore", "--dry-run")

        assert answer.code == 0
        assert "The ledger is damaged" in answer.out
        assert "Nothing that was saved is lost." in answer.out
        assert answer.err == "Nothing was changed: this was a dry run.\n"
        assert {path: path.read_bytes() for path in folder(home).iterdir()} == before

    def test_it_asks_and_brings_the_ledger_back(self, home: Home) -> None:
        begun(home)
        before = home.run("list").out
        damage(home)

        answer = home.run("restore", typed="y\n", keyboard=True)

        assert "Restore this? [y/N]" in answer.err
        assert answer.lines[0].startswith("Restored: revision 1 · ")
        assert answer.lines[1].startswith("The damaged files are kept: ledger.json.damaged-20")
        assert "dealtrack ledger verify" in answer.err
        assert home.run("list").out == before

    def test_a_no_changes_nothing(self, home: Home) -> None:
        begun(home)
        damage(home)

        answer = home.run("restore", typed="n\n", keyboard=True)

        assert answer.err.endswith("Nothing was changed.\n")
        assert home.run("list").code == 5

    def test_nobody_to_ask_is_told_of_yes(self, home: Home) -> None:
        begun(home)
        damage(home)

        answer = home.run("restore")

        assert answer.code == 2
        assert "repeat the command with --yes" in answer.err

    def test_a_lost_change_is_named_with_its_command(self, home: Home) -> None:
        begun(home)
        home.run("note", "1", "draft sent")
        flip_line(Files.of(home.ledger), 2)

        seen = home.run("list").err
        answer = home.run("restore", "--yes")

        assert "Revision 2 is lost." in seen
        assert "1 change was saved and cannot be brought back:" in answer.out
        assert "dealtrack note 1 draft sent (from a damaged line)" in answer.out

    def test_a_sound_ledger_has_nothing_to_bring_back(self, home: Home) -> None:
        begun(home)

        answer = home.run("restore")

        assert answer.code == 0
        assert answer.lines[0].startswith("The ledger is sound: revision 1")
        assert "dealtrack backup --list" in answer.err

    def test_a_sound_ledger_goes_back_and_can_be_taken_forth(self, home: Home) -> None:
        begun(home)
        home.run("backup")
        home.run("remove", "1", "--yes")

        seen = home.run("restore", "--from", "newest", "--dry-run")
        answer = home.run("restore", "--from", "newest", "--yes")

        assert "1    comes back  Framework agreement" in seen.out
        assert "dealtrack undo" in answer.err
        assert home.run("show", "1").code == 0

    def test_a_backup_that_is_the_ledger_changes_nothing(self, home: Home) -> None:
        begun(home)
        home.run("backup")
        before = home.ledger.with_suffix(".journal").read_bytes()

        answer = home.run("restore", "--from", "newest", "--yes")

        assert "no record changes" in answer.err
        assert home.ledger.with_suffix(".journal").read_bytes() == before

    def test_what_is_not_there_is_told_with_what_is(self, home: Home) -> None:
        begun(home)
        home.run("backup")

        answer = home.run("restore", "--from", "2020-01-01", "--dry-run")

        assert answer.code == 3
        assert "There is no backup of 2020-01-01." in answer.err
        assert "There are: 20" in answer.err

    def test_a_day_may_be_said_in_words(self, home: Home) -> None:
        begun(home)
        home.run("backup")

        assert "no backup of 2026-11-01" in home.run("restore", "--from", "yesterday").err

    def test_a_ledger_moves_to_another_place(self, home: Home) -> None:
        begun(home)
        letter = home.folder / "letter.txt"
        letter.write_text("hello")
        home.run("done", "1.1", "--evidence", letter)
        home.run("backup", "-o", home.folder / "all.zip")
        before = home.run("list").out
        shutil.rmtree(folder(home))

        answer = home.run("restore", "--from", home.folder / "all.zip", "--yes")

        assert answer.code == 0
        assert "1 attachment was missing and is back." in answer.err
        assert home.run("list").out == before
        assert [p.read_text() for p in (folder(home) / "attachments").iterdir()] == ["hello"]

    def test_missing_attachments_are_named(self, home: Home) -> None:
        begun(home)
        letter = home.folder / "letter.txt"
        letter.write_text("hello")
        home.run("done", "1.1", "--evidence", letter)
        shutil.rmtree(folder(home) / "attachments")
        damage(home)

        told = json.loads(home.run("restore", "--dry-run", "--json").out)

        assert [name.partition("-")[2] for name in told["missing"]] == ["letter.txt"]

    def test_nothing_anywhere_is_3(self, home: Home) -> None:
        answer = home.run("restore")

        assert answer.code == 3
        assert "dealtrack restore --from FILE" in answer.err
        assert not folder(home).exists()

    def test_a_file_that_is_no_backup_is_5(self, home: Home) -> None:
        begun(home)
        (home.folder / "my.zip").write_bytes(b"no zip")

        answer = home.run("restore", "--from", home.folder / "my.zip")

        assert answer.code == 5
        assert "cannot be used as a backup: it is no zip file, or was cut off." in answer.err

    def test_a_file_that_is_not_there_is_named_as_it_was_typed(self, home: Home) -> None:
        begun(home)

        answer = home.run("restore", "--from", "/nowhere/ledger.zip")

        assert answer.err.startswith("Error: /nowhere/ledger.zip cannot be read")

    def test_a_ledger_that_is_gone_is_not_begun_anew(self, home: Home) -> None:
        begun(home)
        home.run("backup")
        home.ledger.unlink()
        home.ledger.with_suffix(".journal").unlink()

        answer = home.run("log", "New paper")
        home.run("restore", "--yes")

        assert answer.code == 5
        assert "The ledger is gone" in answer.err
        assert "What was saved after it, if anything, is lost." in answer.err
        assert home.run("show", "1").code == 0


def test_tab_offers_the_backups(home: Home) -> None:
    begun(home)
    home.run("backup")
    asking = home.having(
        _DEALTRACK_COMPLETE="complete_fish",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        _TYPER_COMPLETE_ARGS="dealtrack restore --from 20",
    )

    assert last(home) in asking.child().out


class TestProgress:
    def test_a_pipe_sees_no_bar(self, home: Home) -> None:
        begun(home)

        assert home.child("backup").err == ""

    def test_what_is_quick_shows_no_bar(self, home: Home) -> None:
        begun(home)

        shown = home.terminal("backup").out

        assert "Backing up" not in shown
        assert "Backed up" in shown
