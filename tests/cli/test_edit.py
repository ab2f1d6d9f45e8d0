"""``edit``: a record as a text in the user's own editor."""

from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.cli.writing import agreement, begun, editing, files, mode, task, trip, written

RENAME = 'sed -i \'s/^title = .*/title = "Contract"/\' "$1"'
SPOIL = "sed -i 's/^title = .*/title = 3/' \"$1\""


def kept(home: Home) -> list[Path]:
    return sorted(home.ledger.parent.glob("edit-*"))


class TestChanges:
    def test_what_is_changed_is_saved(self, home: Home) -> None:
        answer = editing(begun(home), RENAME).run("edit", "1")

        assert answer.out == "Saved 1: Contract\n"
        assert agreement(home).title == "Contract"
        assert kept(home) == []

    def test_what_is_left_alone_changes_nothing(self, home: Home) -> None:
        answer = editing(begun(home), "true").run("edit", "1")

        assert (answer.code, answer.out, answer.err) == (0, "", "Nothing was changed.\n")
        assert agreement(home).version == 1

    def test_what_only_looks_different_changes_nothing(self, home: Home) -> None:
        answer = editing(begun(home), 'echo "# a remark" >> "$1"').run("edit", "1")

        assert answer.err == "Nothing was changed.\n"
        assert agreement(home).version == 1

    def test_a_trip_is_edited_too(self, home: Home) -> None:
        written(home)
        home.run("log", "trip.toml")
        editing(home, RENAME).run("edit", "T1")

        assert trip(home).title == "Contract"

    def test_follow_ups_keep_their_numbers_and_histories(self, home: Home) -> None:
        begun(home, "--follow-up", "Two @ +2w", "--follow-up", "Three @ +3w")
        home.run("start", "1.3")
        before = task(home, 3)
        # Strike the second, and add one
        script = "python3 - \"$1\" <<'X'\n" + (
            "import sys, pathlib\n"
            "path = pathlib.Path(sys.argv[1])\n"
            "one, two, three = path.read_text().split('\\n[[follow_up]]')[1:4]\n"
            "text = path.read_text().replace('\\n[[follow_up]]' + two, '\\n')\n"
            "path.write_text(text + '\\n[[follow_up]]\\ntask = \"Four\"\\n')\nX"
        )
        answer = editing(home, script).run("edit", "1")

        assert answer.code == 0, answer.err
        assert [f.number for f in agreement(home).follow_ups] == [1, 3, 4]
        assert task(home, 3) == before

    def test_the_text_speaks_chinese(self, home: Home) -> None:
        begun(home)
        other = editing(home, 'cp "$1" seen.toml').speaking("zh")
        other.run("edit", "1")

        assert "台账" in (home.folder / "seen.toml").read_text(encoding="utf-8")

    def test_visual_goes_before_editor_and_may_have_options(self, home: Home) -> None:
        begun(home)
        editing(home, 'test "$1" = --wait && shift && ' + RENAME)
        script = home.folder / "editor.sh"

        home.having(VISUAL=f"'{script}' --wait", EDITOR="nowhere").run("edit", "1")

        assert agreement(home).title == "Contract"

    def test_nobody_else_can_read_the_text_meanwhile(self, home: Home) -> None:
        begun(home)
        editing(home, 'stat -c %a "$1" > mode').run("edit", "1")

        assert (home.folder / "mode").read_text().strip() == "600"


class TestErrorsInTheText:
    def test_in_a_script_the_text_is_kept_and_every_problem_told(self, home: Home) -> None:
        answer = editing(begun(home), SPOIL).run("edit", "1")

        [path] = kept(home)
        assert answer.code == 4
        assert "The text of 1 has 1 problem. Nothing was saved." in answer.err
        assert "title: must be a text" in answer.err
        assert f"Your text is kept in {path}" in answer.err
        assert "title = 3" in path.read_text(encoding="utf-8")
        assert mode(path) == "0o600"
        assert agreement(home).title == "Framework agreement"

    def test_on_a_terminal_it_comes_back_with_the_error_at_its_line(self, home: Home) -> None:
        begun(home)
        other = editing(
            home,
            'cp "$1" "seen-$(ls seen-* 2>/dev/null | wc -l).toml"',
            'grep -q "^#!" "$1" && ' + RENAME + " && exit 0",
            SPOIL,
        )
        answer = other.terminal("edit", "1", answers=[("Go on editing? [Y/n]", "\n")])

        again = (home.folder / "seen-1.toml").read_text(encoding="utf-8").splitlines()
        place = next(n for n, line in enumerate(again) if line.startswith("#! "))
        assert answer.code == 0
        assert again[place].startswith("#! title: must be a text")
        assert again[place + 1] == "title = 3"
        assert agreement(home).title == "Contract"

    def test_giving_up_keeps_the_text_and_says_where(self, home: Home) -> None:
        other = editing(begun(home), SPOIL)
        answer = other.terminal("edit", "1", answers=[("Go on editing?", "n\n")])

        [path] = kept(home)
        assert answer.code == 4
        assert f"Your text is kept in {path}" in answer.out
        assert agreement(home).version == 1

    @pytest.mark.parametrize("key", ["\x03", "\x04"])
    def test_leaving_at_the_question_saves_nothing(self, home: Home, key: str) -> None:
        other = editing(begun(home), SPOIL)
        answer = other.terminal("edit", "1", answers=[("Go on editing?", key)])

        assert answer.code == 130
        assert "Nothing saved." in answer.out
        assert agreement(home).version == 1

    def test_a_yes_to_every_question_does_not_go_round_for_ever(self, home: Home) -> None:
        answer = editing(begun(home), SPOIL).run("edit", "1", "--yes", keyboard=True)

        assert answer.code == 4
        assert len(kept(home)) == 1

    def test_what_breaks_a_rule_of_the_data_is_told(self, home: Home) -> None:
        spoil = 'sed -i \'s/^parties = .*/parties = ["A", "A"]/\' "$1"'
        answer = editing(begun(home), spoil).run("edit", "1")

        assert answer.code == 4
        assert "A is there already" in answer.err


class TestConflicts:
    def test_the_second_of_two_is_told_who_was_first_and_its_text_is_kept(
        self, home: Home
    ) -> None:
        begun(home)
        meanwhile = f"USER=wang {' '.join(home.command('note', '1', 'Mine'))}"
        answer = editing(home, meanwhile, RENAME).run("edit", "1")

        [path] = kept(home)
        assert answer.code == 4
        assert "1 was changed meanwhile by wang at 20" in answer.err
        assert f"Your text is kept in {path}" in answer.err
        assert 'title = "Contract"' in path.read_text(encoding="utf-8")
        assert agreement(home).notes[0].text == "Mine"
        assert agreement(home).title == "Framework agreement"

    def test_two_texts_kept_on_one_day_are_two_files(self, home: Home) -> None:
        other = editing(begun(home), SPOIL)
        other.run("edit", "1")
        other.run("edit", "1")

        assert len(kept(home)) == 2

    def test_another_record_may_change_meanwhile(self, home: Home) -> None:
        begun(begun(home))
        meanwhile = " ".join(home.command("note", "2", "Mine"))
        answer = editing(home, meanwhile, RENAME).run("edit", "1")

        assert answer.code == 0
        assert agreement(home, 2).notes[0].text == "Mine"


class TestEditors:
    def test_one_that_cannot_be_started(self, home: Home) -> None:
        answer = begun(home).having(EDITOR="nowhere").run("edit", "1")

        assert answer.code == 2
        assert "The editor nowhere cannot be started" in answer.err
        assert "export EDITOR=nano" in answer.err
        assert kept(home) == []

    def test_one_that_ends_with_an_error_loses_no_text(self, home: Home) -> None:
        answer = editing(begun(home), RENAME, "exit 3").run("edit", "1")

        [path] = kept(home)
        assert answer.code == 2
        assert "ended with an error (3)" in answer.err
        assert f"Your text is kept in {path}" in answer.err

    def test_one_that_is_left_with_an_error_at_once_leaves_nothing(self, home: Home) -> None:
        answer = editing(begun(home), "exit 1").run("edit", "1")

        assert answer.code == 2
        assert kept(home) == []

    def test_one_that_writes_another_encoding(self, home: Home) -> None:
        answer = editing(begun(home), "printf '\\325\\305\\310\\375' > \"$1\"").run("edit", "1")

        [path] = kept(home)
        assert answer.code == 3
        assert "not UTF-8" in answer.err
        assert f"Your text is kept in {path}" in answer.err

    def test_one_that_strikes_the_file(self, home: Home) -> None:
        answer = editing(begun(home), 'rm "$1"').run("edit", "1")

        assert answer.code == 3
        assert agreement(home).version == 1

    def test_without_a_terminal_one_must_be_named(self, home: Home) -> None:
        before = files(begun(home))
        answer = home.run("edit", "1")

        assert answer.code == 2
        assert "This opens an editor, and nobody can be asked." in answer.err
        assert files(home) == before

    def test_with_no_input_none_is_opened(self, home: Home) -> None:
        answer = editing(begun(home), RENAME).run("edit", "1", "--no-input", keyboard=True)

        assert answer.code == 2
        assert agreement(home).version == 1

    def test_ctrl_c_belongs_to_the_editor(self, home: Home) -> None:
        other = editing(begun(home), "trap 'echo caught' INT", "echo ready", "sleep 1", RENAME)
        answer = other.terminal("edit", "1", answers=[("ready", "\x03")])

        assert "caught" in answer.out
        assert (answer.code, agreement(home).title) == (0, "Contract")
