"""``remind`` on the screen and at login: what is told, once; lines to install."""

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import golden
from tests.cli.conftest import MakeHome
from tests.cli.home import Home

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def busy(home: Home) -> Home:
    """A home with two things of Li Wei's, and one of 张三's."""
    home.run("log", "Framework", "--party", "Example Cloud", "--signed", "2026-10-20")
    home.run("follow", "1", "Send the annex", "--due", "2026-10-20", "--owner", "Li Wei")
    home.run("follow", "1", "Call them", "--due", "2026-11-05", "--owner", "Li Wei")
    home.run("follow", "1", "报送附件", "--due", "2026-10-01", "--owner", "张三")
    return home


def memory(home: Home) -> Path:
    return home.ledger.with_name("ledger.reminded.json")


# On the screen


@pytest.mark.parametrize(("language", "owner"), [("en", "Bai Luming"), ("zh", "尹素问")])
def test_a_digest_on_a_narrow_screen_reads_as_it_did(
    reader: MakeHome, language: str, owner: str
) -> None:
    home = reader(language).having(NO_COLOR="1")

    answer = home.run("remind", "--dry-run", "--owner", owner, screen=40)

    golden.check(GOLDEN / language / "remind-40.txt", answer.out)


def test_each_owner_has_a_part_and_the_second_run_says_nothing_new(busy: Home) -> None:
    first, second = busy.run("remind"), busy.run("remind")

    assert "Li Wei · 1 overdue, 1 due by 2026-11-09" in first.out
    assert "张三 · 1 overdue" in first.out
    assert "Send the annex" not in second.out
    assert "Nothing new to be told." in second.out
    assert "Nothing new for 2 others, but 3 older things that are still open" in second.out


def test_of_one_owner_only_that_one_is_remembered(busy: Home) -> None:
    busy.run("remind", "--owner", "张三")

    answer = busy.run("remind")

    assert "Send the annex" in answer.out
    assert "报送附件" not in answer.out


def test_a_name_with_a_slip_is_told_and_the_nearest_offered(busy: Home) -> None:
    answer = busy.run("remind", "--owner", "Li Wie")

    assert answer.err == "Nothing is open for Li Wie.\nDid you mean: Li Wei?\n"


def test_each_reader_is_told_everything(busy: Home) -> None:
    busy.run("remind")

    answer = busy.having(USER="wang").run("remind")

    assert "Send the annex" in answer.out


def test_a_due_day_that_moves_makes_it_new(busy: Home) -> None:
    busy.run("remind")
    busy.run("postpone", "1.1", "--to", "2026-11-04", "--reason", "Asked for")

    answer = busy.run("remind")

    assert "Send the annex" in answer.out
    assert "Call them" not in answer.out
    assert "1 older one is still open: 1 due by 2026-11-09." in answer.out


def test_what_lasts_is_told_again_after_the_days_of_the_settings(busy: Home) -> None:
    busy.run("config", "set", "remind.again", "2")
    busy.run("remind")

    assert "Send the annex" not in busy.on("2026-11-03").run("remind").out
    assert "Send the annex" in busy.on("2026-11-04").run("remind").out


def test_json_is_the_report_as_it_is(busy: Home) -> None:
    answer = busy.run("remind", "--json", "--owner", "Li Wei")

    report = json.loads(answer.out)
    assert report["schema"] == "dealtrack/reminders/1"
    assert [thing["ref"] for thing in report["digests"][0]["things"]] == ["1.1", "1.2"]
    assert report["digests"][0]["things"][0]["reason"] == "overdue"


def test_a_damaged_memory_is_said_and_everything_told_once_more(busy: Home) -> None:
    busy.run("remind")
    memory(busy).write_text("{")

    answer = busy.run("remind")

    assert "Send the annex" in answer.out
    assert "cannot be read: what was told before is told once more" in answer.err
    assert "Send the annex" not in busy.run("remind").out


def test_a_memory_that_cannot_be_written_keeps_nothing_back(busy: Home) -> None:
    memory(busy).with_name("ledger.reminded.json.new").mkdir()

    answer = busy.run("remind")

    assert answer.code == 0
    assert "Send the annex" in answer.out
    assert "So it will be told once more." in answer.err


def test_the_ledger_knows_nothing_of_what_was_told(busy: Home) -> None:
    before = busy.run("history").out

    busy.run("remind")

    assert busy.run("history").out == before
    assert busy.run("ledger", "verify").code == 0
    memory(busy).unlink()
    assert "Send the annex" in busy.run("remind").out


def test_without_a_ledger_there_is_nothing_and_no_file(home: Home) -> None:
    answer = home.run("remind")

    assert answer.code == 0
    assert "There is no ledger" in answer.err
    assert not home.ledger.exists()
    assert not memory(home).exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--login", "--mail"),
        ("--cron", "--systemd"),
        ("--owner", "x", "--to", "a@b.org"),
        ("--to", "nobody"),
        ("--mail",),
        ("--mail", "--json"),
        ("--login", "-o", "out.md"),
    ],
)
def test_what_cannot_be_done_is_wrong_use(busy: Home, words: tuple[str, ...]) -> None:
    answer = busy.run("remind", *words)

    assert answer.code == 2
    assert 1 <= len(answer.err.splitlines()) <= 3


# At login


def test_a_login_gets_two_or_three_lines_and_then_silence(busy: Home) -> None:
    first, second = busy.run("remind", "--login"), busy.run("remind", "--login")

    assert first.lines == [
        "dealtrack: 2 overdue, 1 due by 2026-11-09",
        "See them: dealtrack remind --all",
    ]
    assert (second.code, second.out, second.err) == (0, "", "")


def test_a_login_counts_what_is_older(busy: Home) -> None:
    busy.run("remind", "--login", "--owner", "Li Wei")

    answer = busy.on("2026-11-06").run("remind", "--login", "--owner", "Li Wei")

    assert answer.lines == [
        "dealtrack: 1 overdue",
        "1 older one is still open.",
        "See them: dealtrack remind --all --owner 'Li Wei'",
    ]


def test_a_login_never_fails_over_a_damaged_ledger(busy: Home) -> None:
    busy.ledger.write_bytes(busy.ledger.read_bytes()[:-40])

    answer = busy.run("remind", "--login")

    assert answer.code == 0
    assert answer.out == ""
    assert len(answer.err.splitlines()) == 1
    assert answer.err.startswith("dealtrack: The ledger is damaged")


def test_a_login_without_a_ledger_is_silent(home: Home) -> None:
    answer = home.run("remind", "--login")

    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_a_login_tells_although_it_cannot_remember(busy: Home) -> None:
    memory(busy).with_name("ledger.reminded.json.new").mkdir()

    answer = busy.run("remind", "--login")

    assert (answer.code, answer.err) == (0, "")
    assert answer.lines


# Lines to install

NASTY = "led ger's 50% $HOME.json"


def test_the_line_of_cron_says_to_a_shell_what_is_meant(home: Home) -> None:
    ledger = home.folder / NASTY
    program = home.folder / "dealtrack"
    line = home.having(DEALTRACK_LEDGER=str(ledger)).run("remind", "--cron").lines[-1]
    assert line.startswith("0 8 * * 1-5 ")

    # As cron does: what follows an unescaped % would be its stdin
    command = line.removeprefix("0 8 * * 1-5 ")
    assert "%" not in command.replace(r"\%", "")
    said = command.replace(r"\%", "%")
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$DEALTRACK_LEDGER" "$DEALTRACK_LANG" "$@"\n')
    program.chmod(0o755)
    head, python, tail = said.partition(shlex.quote(sys.executable))
    assert python
    run = f"{head}{program}{tail.removeprefix(' -m dealtrack')}"
    out = subprocess.run(["sh", "-c", run], capture_output=True, text=True, check=True).stdout

    assert out.splitlines()[:2] == [str(ledger), "en"]
    assert out.splitlines()[-2:] == ["remind", "--mail"]


def test_what_is_told_to_whom_goes_into_the_lines(home: Home) -> None:
    cron = home.run("remind", "--cron", "--owner", "Li Wei").out
    units = home.run("remind", "--systemd", "--to", "head@example.org").out

    assert "remind --mail --owner 'Li Wei'" in cron
    assert '"remind" "--mail" "--to" "head@example.org"' in units


def test_the_password_stands_in_no_line_but_in_a_file(home: Home) -> None:
    home.run("config", "set", "mail.user", "li")
    office = home.having(DEALTRACK_SMTP_PASSWORD="s3cret")

    cron, systemd = office.run("remind", "--cron").out, office.run("remind", "--systemd").out

    assert "s3cret" not in cron + systemd
    assert f". {home.folder}/.config/dealtrack/smtp-password.env; " in cron
    assert "LoadCredential=dealtrack-smtp-password:" in systemd
    assert "umask 077" in cron
    assert "umask 077" in systemd


def test_the_units_spell_out_what_systemd_would_replace(home: Home) -> None:
    ledger = home.folder / 'a "b" 50% $x.json'

    units = home.having(DEALTRACK_LEDGER=str(ledger)).run("remind", "--systemd").out

    assert f'Environment="DEALTRACK_LEDGER={home.folder}/a \\"b\\" 50%% $x.json"' in units
    assert "OnCalendar=Mon..Fri 08:00" in units
    assert '"remind" "--mail"' in units
    assert "[Install]\nWantedBy=timers.target" in units


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_finds_nothing_wrong_with_the_units(home: Home) -> None:
    home.run("config", "set", "mail.user", "li")
    said = home.run("remind", "--systemd", "--owner", 'Li $HOME 50% "x"').out
    service, timer = said.split("# ~/.config/systemd/user/dealtrack-remind.timer\n")
    paths = [home.folder / f"dealtrack-remind.{kind}" for kind in ("service", "timer")]
    for path, text in zip(paths, (service, timer), strict=True):
        path.write_text(text, encoding="utf-8")

    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", *map(str, paths)],
        env={**home.variables(), "XDG_RUNTIME_DIR": str(home.folder)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, ""), done.stderr
