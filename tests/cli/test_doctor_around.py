"""``doctor``: what is found around the ledger, and what ``--fix`` does."""

import json
import os
import re
import stat

import pytest

from tests.cli.examining import backed_up, facts, fixed, found
from tests.cli.home import Home
from tests.cli.writing import begun, mode


@pytest.fixture
def well(home: Home) -> Home:
    return backed_up(home)


class TestTheSurroundings:
    def test_settings_that_cannot_be_used(self, well: Home) -> None:
        assert found(well)["settings"] == ("none", ["absent"])
        well.run("config", "set", "soon", "9")
        assert found(well)["settings"] == ("yes", ["sound"])
        settings = well.folder / ".config" / "dealtrack" / "config.toml"
        settings.write_text("sonn = 9\n", encoding="utf-8")

        assert found(well)["settings"] == ("no", ["wrong"])
        assert "did you mean soon?" in facts(well, "settings")["why"]

    def test_days_off_that_cannot_be_read(self, well: Home) -> None:
        well.run("config", "set", "own_days", "nowhere.txt")

        assert found(well)["settings"] == ("no", ["wrong"])

    def test_views_are_looked_at(self, well: Home) -> None:
        settings = well.folder / ".config" / "dealtrack" / "config.toml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        sound = (
            '[views.a]\ncolumns = ["title", "金额"]\nquery = "signed:2026"\nsort = "-signed"\n'
        )
        settings.write_text(sound, encoding="utf-8")
        assert found(well)["settings"] == ("yes", ["sound"])
        wrong = '[views.b]\ncolumns = ["titel"]\nquery = "signed:(("\nsort = "nowhere"\n'
        settings.write_text(sound + wrong, encoding="utf-8")

        assert found(well)["settings"] == ("no", ["wrong"])
        why = facts(well, "settings")["why"]
        assert [part in why for part in ("views.b.columns: titel", "b.query", "b.sort")] == [
            *(True, True, True)
        ]
        assert "views.a" not in why

    @pytest.mark.parametrize(
        ("column", "says"),
        [(3, ("yes", "right")), (2, ("no", "wrong")), (0, ("unknown", "silent"))],
    )
    def test_the_width_of_chinese_is_asked_of_the_terminal(
        self, well: Home, column: int, says: tuple[str, str]
    ) -> None:
        answers = [("\x1b[6n", f"\x1b[1;{column}R")] if column else []

        answer = well.terminal("doctor", answers=answers)

        line = next(x for x in answer.lines if "Width of Chinese" in x)
        assert re.search(rf"{says[0]}\b", line), line

    def test_what_is_typed_meanwhile_does_not_matter(self, well: Home) -> None:
        answer = well.terminal("doctor", answers=[("\x1b[6n", "ls\x1b[1;3R")])

        assert "中 takes 2 columns" in answer.out

    def test_without_colour_not_a_byte_is_sent_to_ask(self, well: Home) -> None:
        answer = well.having(NO_COLOR="1").terminal("doctor")

        assert b"\x1b" not in answer.raw

    @pytest.mark.parametrize(
        ("encoding", "status"),
        [("utf-8", "yes"), ("gbk", "yes"), ("cp1252", "no"), ("ascii", "no")],
    )
    def test_the_encoding(self, well: Home, encoding: str, status: str) -> None:
        out = well.run("doctor", "--json", encoding=encoding).out
        checks = {c["key"]: c["status"] for c in json.loads(out)["checks"]}

        assert checks["encoding"] == status

    def test_a_language_that_is_not_spoken(self, well: Home) -> None:
        plain = well.having(DEALTRACK_LANG="", LANG="fr_FR.UTF-8")

        assert found(well)["language"] == ("yes", ["known"])
        assert found(plain)["language"] == ("no", ["unspoken"])
        assert facts(plain, "language") == {"value": "fr_FR.UTF-8", "source": "LANG"}

    @pytest.mark.parametrize(
        ("editor", "says"),
        [
            ("cat -u", ("yes", ["found"])),
            ("nowhere", ("no", ["absent"])),
            ("'", ("no", ["unclear"])),
        ],
    )
    def test_the_editor(self, well: Home, editor: str, says: tuple[str, list[str]]) -> None:
        assert found(well.having(EDITOR=editor))["editor"] == says

    @pytest.mark.parametrize(
        ("pager", "says"),
        [
            ("sort -u", ("yes", ["found"])),
            ("nowhere", ("no", ["absent"])),
            ("cat", ("none", ["none"])),
        ],
    )
    def test_the_pager(self, well: Home, pager: str, says: tuple[str, list[str]]) -> None:
        assert found(well.having(PAGER=pager))["pager"] == says

    def test_completion(self, well: Home) -> None:
        shell = well.having(SHELL="/usr/bin/fish")
        assert found(shell)["completion"] == ("none", ["absent"])
        script = well.folder / ".config/fish/completions/dealtrack.fish"
        script.parent.mkdir(parents=True)
        script.write_text("complete")

        assert found(shell)["completion"] == ("yes", ["found"])
        assert found(well.having(SHELL="/bin/tcsh"))["completion"] == ("none", ["unknown"])

    def test_versions(self, well: Home) -> None:
        told = facts(well, "versions")["versions"]

        assert re.match(r"dealtrack \d\S*, Python 3\.\d+\.\d+, typer 0\.\d+", told)


class TestFix:
    def test_it_says_what_it_would_do_and_asks(self, home: Home) -> None:
        begun(home)
        home.ledger.chmod(0o644)
        answer = home.terminal("doctor", "--fix", answers=[("Do it? [y/N]", "n\n")])

        assert "Take the rights of everybody else from" in answer.out
        assert "Nothing was changed." in answer.out
        assert mode(home.ledger) == "0o644"

    def test_a_yes_does_it_and_lists_again(self, home: Home) -> None:
        begun(home)
        home.ledger.chmod(0o644)
        answer = home.terminal("doctor", "--fix", answers=[("Do it? [y/N]", "y\n")])

        assert mode(home.ledger) == "0o600"
        assert "4 files" in answer.out or "files and folders, open to you alone" in answer.out

    def test_nobody_to_ask_is_wrong_use(self, home: Home) -> None:
        begun(home)
        home.ledger.chmod(0o644)
        answer = home.run("doctor", "--fix")

        assert (answer.code, answer.out) == (2, "")
        assert mode(home.ledger) == "0o644"

    def test_it_backs_up_first(self, well: Home) -> None:
        before = set((well.ledger.parent / "backups").iterdir())
        well.ledger.chmod(0o644)
        fixed(well)

        (made,) = set((well.ledger.parent / "backups").iterdir()) - before
        assert stat.S_IMODE(made.stat().st_mode) == 0o600

    def test_with_nothing_to_fix_nothing_is_made(self, well: Home) -> None:
        before = set(well.ledger.parent.rglob("*"))
        answer = fixed(well)

        assert "There is nothing that could be fixed." in answer.err
        assert set(well.ledger.parent.rglob("*")) == before

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_a_backup_that_cannot_be_made_stops_it(self, well: Home) -> None:
        well.ledger.chmod(0o644)
        (well.ledger.parent / "backups").chmod(0o500)
        answer = well.run("doctor", "--fix", "--yes")

        assert answer.code == 7
        assert mode(well.ledger) == "0o644"
