"""The bar on stderr: for people who would wonder, and for nobody else."""

import sys
from pathlib import Path

from tests.cli import terminals
from tests.cli.home import Home

_WORK = """
import sys, time
from dealtrack.cli.beginning import begin
from dealtrack.cli.working import progress
run = begin({"quiet": len(sys.argv) > 2})
with progress(run, "Backing [up]") as done:
    for step in range(4):
        time.sleep(float(sys.argv[1]))
        done(step / 4)
print("ready")
"""


def shown(home: Home, *words: str) -> str:
    command = [sys.executable, "-c", _WORK, *words]
    environment = {**home.variables(), "TERM": "xterm"}
    code, raw = terminals.run(command, environment, home.folder, (80, 20), (), 30)
    assert code == 0, raw.decode()
    return raw.decode()


def test_work_that_lasts_has_a_bar_that_goes_away(tmp_path: Path) -> None:
    text = shown(Home(tmp_path), "0.5")

    assert "Backing [up]" in text
    assert text.endswith("ready\r\n")
    assert "\x1b[2K" in text.partition("Backing [up]")[2]


def test_work_that_is_quick_has_none(tmp_path: Path) -> None:
    assert shown(Home(tmp_path), "0.01") == "ready\r\n"


def test_who_wants_quiet_gets_none(tmp_path: Path) -> None:
    assert shown(Home(tmp_path), "0.4", "quiet") == "ready\r\n"


def test_a_dumb_terminal_gets_none(tmp_path: Path) -> None:
    home = Home(tmp_path)
    command = [sys.executable, "-c", _WORK, "0.4"]
    environment = {**home.variables(), "TERM": "dumb"}

    _code, raw = terminals.run(command, environment, home.folder, (80, 20), (), 30)

    assert raw == b"ready\r\n"
