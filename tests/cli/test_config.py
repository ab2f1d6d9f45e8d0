"""``config list``, ``get``, ``set``, ``edit``, ``path``: the settings."""

import json
from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.cli.writing import editing, mode


def settings(home: Home) -> Path:
    return home.folder / ".config" / "dealtrack" / "config.toml"


class TestReading:
    def test_every_setting_is_listed_with_what_it_is_for(self, home: Home) -> None:
        answer = home.run("config", "list")

        assert answer.lines[0].startswith("ledger\t")
        assert "soon\t7\tHow many days ahead counts as due soon." in answer.lines

    def test_config_alone_lists_them(self, home: Home) -> None:
        assert home.run("config") == home.run("config", "list")

    def test_json_tells_which_are_the_defaults(self, home: Home) -> None:
        home.run("config", "set", "soon", "14")
        found = json.loads(home.run("config", "list", "--json").out)

        changed = [one["key"] for one in found["settings"] if not one["is_default"]]
        assert found["schema"] == "dealtrack/settings/1"
        assert changed == ["soon"]

    def test_one_is_printed_bare(self, home: Home) -> None:
        assert home.run("config", "get", "soon").out == "7\n"

    def test_the_path_is_told_and_nothing_is_made(self, home: Home) -> None:
        assert home.run("config", "path").out == f"{settings(home)}\n"
        assert not settings(home).parent.exists()

    def test_another_file_can_be_named(self, home: Home) -> None:
        other = home.folder / "other.toml"
        other.write_text("soon = 30\n", encoding="utf-8")

        assert (
            home.having(DEALTRACK_CONFIG=str(other)).run("config", "get", "soon").out == "30\n"
        )


class TestSet:
    def test_a_value_is_set_for_nobody_else_to_read(self, home: Home) -> None:
        answer = home.run("config", "set", "soon", "14")

        assert (answer.code, answer.err) == (0, "soon is 14 now.\n")
        assert home.run("config", "get", "soon").out == "14\n"
        assert mode(settings(home)) == "0o600"
        assert mode(settings(home).parent) == "0o700"

    def test_comments_and_order_are_kept(self, home: Home) -> None:
        settings(home).parent.mkdir(parents=True)
        settings(home).write_text(
            '# ours\noffice = "招商局"  # 2026\nsoon = 7\n', encoding="utf-8"
        )
        home.run("config", "set", "soon", "10")

        text = settings(home).read_text(encoding="utf-8")
        assert text == '# ours\noffice = "招商局"  # 2026\nsoon = 10\n'

    def test_the_language_counts_at_once(self, home: Home) -> None:
        home.run("config", "set", "language", "zh")
        spoken = home.having(DEALTRACK_LANG="").speaking("")

        assert "台账" in spoken.run("config", "list").out

    @pytest.mark.parametrize(
        ("key", "value", "said"),
        [
            ("sonn", "3", "sonn is not a setting.\n  Did you mean: soon?"),
            ("zzzzzz", "3", "Known are: ledger, language"),
            ("soon", "many", "soon must be a whole number."),
            ("soon", "７x", "soon must be a whole number."),
            ("rows", "0", "rows must be 1 or more."),
            ("language", "fr", "language must be one of: en, zh."),
            ("rounding", "up", "rounding must be one of: half-up, truncate."),
            ("sectors", "x", "sectors is a table.\n  Change it with: dealtrack config edit"),
        ],
    )
    def test_a_wrong_key_or_value_is_explained(
        self, home: Home, key: str, value: str, said: str
    ) -> None:
        answer = home.run("config", "set", key, value)

        assert answer.code == 2
        assert said in answer.err
        assert not settings(home).exists()

    def test_a_file_that_cannot_be_read_is_not_written_over(self, home: Home) -> None:
        settings(home).parent.mkdir(parents=True)
        settings(home).write_text("soon = \n", encoding="utf-8")
        answer = home.run("config", "set", "rows", "10")

        assert answer.code == 2
        assert "Mend it with: dealtrack config edit" in answer.err
        assert settings(home).read_text(encoding="utf-8") == "soon = \n"

    def test_where_nothing_can_be_written_it_is_exit_code_7(self, home: Home) -> None:
        (home.folder / ".config").write_text("a file", encoding="utf-8")

        assert home.run("config", "set", "soon", "14").code == 7


class TestEdit:
    def test_the_first_time_everything_is_a_comment(self, home: Home) -> None:
        answer = editing(home, 'cp "$1" seen.toml').run("config", "edit")

        lines = (home.folder / "seen.toml").read_text(encoding="utf-8").splitlines()
        assert answer.err == "Nothing was changed.\n"
        assert all(line.startswith("#") or not line for line in lines)
        assert "# soon = 7" in lines

    def test_what_the_comments_say_can_be_taken_into_use(self, home: Home) -> None:
        script = "sed -i -E 's/^# ([a-z_]+ = |\\[)/\\1/' \"$1\""
        answer = editing(home, script).run("config", "edit")

        assert answer.code == 0, answer.err
        assert "low-altitude" in home.run("config", "get", "sectors").out

    def test_a_change_is_saved(self, home: Home) -> None:
        editing(home, 'echo "soon = 21" >> "$1"').run("config", "edit")

        assert home.run("config", "get", "soon").out == "21\n"

    def test_what_is_wrong_comes_back(self, home: Home) -> None:
        other = editing(
            home,
            'grep -q "^#! son is" "$1" && sed -i "s/^son /soon /" "$1" && exit 0',
            'echo "son = 21" >> "$1"',
        )
        answer = other.terminal("config", "edit", answers=[("Go on editing?", "\n")])

        assert answer.code == 0
        assert home.run("config", "get", "soon").out == "21\n"

    def test_in_a_script_what_is_wrong_is_kept_and_told(self, home: Home) -> None:
        answer = editing(home, 'echo "soon = \'x\'" >> "$1"').run("config", "edit")

        assert answer.code == 4
        assert "soon must be a whole number." in answer.err
        assert "Your text is kept in " in answer.err
        assert not settings(home).exists()

    def test_settings_that_cannot_be_read_can_be_mended(self, home: Home) -> None:
        settings(home).parent.mkdir(parents=True)
        settings(home).write_text("soon = \n", encoding="utf-8")
        assert home.run("list").code == 2

        editing(home, 'echo "soon = 3" > "$1"').run("config", "edit")

        assert home.run("config", "get", "soon").out == "3\n"
