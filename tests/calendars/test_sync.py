"""``sync caldav``: the ledger and a real calendar server, in step both ways."""

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.calendars.server import PASSWORD, CalDAV
from tests.cli.home import Answer, Home


@pytest.fixture
def name(calendar: str) -> str:
    """What the calendar is called."""
    return calendar.rstrip("/").rpartition("/")[2]


def synced(home: Home, calendar: str, *words: str) -> dict[str, object]:
    answer = home.run("sync", "caldav", calendar, *words, "--json")
    assert answer.code in {0, 4}, answer.err
    found: dict[str, object] = json.loads(answer.out)
    return found


def files(server: CalDAV, name: str) -> dict[str, tuple[str, str]]:
    """Return the files of the calendar by the refs of the tasks: name and text."""
    found = {}
    for uid, text in server.tasks(name).items():
        ref = re.search(r"X-DEALTRACK-REF:(\S+)", text)
        found[ref[1] if ref else uid] = (uid, text.replace("\r\n ", ""))
    return found


def edit(server: CalDAV, calendar: str, ref: str, *pairs: tuple[str, str]) -> None:
    """Change a task as another program would: its file is written anew."""
    uid, text = files(server, calendar.rstrip("/").rpartition("/")[2])[ref]
    for before, after in pairs:
        assert before in text, text
        text = text.replace(before, after)
    server.write(calendar, uid, text)


def states(home: Home) -> dict[str, tuple[str, str | None]]:
    found = json.loads(home.run("show", "1", "--json").out)["follow_ups"]
    return {one["ref"]: (one["state"], one["due"]) for one in found}


DONE = ("STATUS:NEEDS-ACTION", "STATUS:COMPLETED\r\nCOMPLETED:20261101T120000Z")
LATER = ("DUE;VALUE=DATE:20261106", "DUE;VALUE=DATE:20261113")


def test_open_tasks_are_written_and_again_is_in_step(
    home: Home, server: CalDAV, calendar: str, name: str
) -> None:
    first, again = synced(home, calendar), synced(home, calendar)

    assert first["written"] == ["1.1", "1.2", "1.3"]
    assert (again["written"], again["taken_over"], again["in_step"]) == ([], [], 3)
    assert files(server, name).keys() == {"1.1", "1.2", "1.3"}


def test_a_dry_run_does_nothing_on_either_side(
    home: Home, server: CalDAV, calendar: str, name: str
) -> None:
    found = synced(home, calendar, "--dry-run")

    assert (found["written"], found["saved"]) == (["1.1", "1.2", "1.3"], False)
    assert files(server, name) == {}
    assert not list(home.ledger.parent.glob("calendars/*"))


def test_what_was_done_and_moved_there_comes_back(
    home: Home, server: CalDAV, calendar: str
) -> None:
    synced(home, calendar)
    edit(server, calendar, "1.1", LATER)
    edit(server, calendar, "1.3", DONE)

    found = synced(home, calendar)

    assert found["taken_over"] == ["1.1", "1.3"]
    assert states(home)["1.1"] == ("open", "2026-11-13")
    assert states(home)["1.3"][0] == "done"
    assert synced(home, calendar)["in_step"] == 3


def test_what_was_done_and_moved_here_goes_there(
    home: Home, server: CalDAV, calendar: str, name: str
) -> None:
    synced(home, calendar)
    home.run("done", "1.1", "--on", "2026-11-01")
    home.run("postpone", "1.2", "--to", "2027-02-01", "--reason", "papers")

    found = synced(home, calendar)

    there = files(server, name)
    assert found["written"] == ["1.1", "1.2"]
    assert "STATUS:COMPLETED" in there["1.1"][1]
    assert "COMPLETED:20261101T120000Z" in there["1.1"][1]
    assert "DUE;VALUE=DATE:20270201" in there["1.2"][1]


def test_each_side_may_change_something_else_of_one_task(
    home: Home, server: CalDAV, calendar: str, name: str
) -> None:
    synced(home, calendar)
    edit(server, calendar, "1.1", ("STATUS:NEEDS-ACTION", "STATUS:IN-PROCESS"))
    home.run("postpone", "1.1", "--to", "2026-11-20", "--reason", "papers")

    synced(home, calendar)

    assert states(home)["1.1"] == ("in-progress", "2026-11-20")
    there = files(server, name)["1.1"][1]
    assert "DUE;VALUE=DATE:20261120" in there
    assert "STATUS:IN-PROCESS" in there


def test_what_both_changed_is_shown_and_left(
    home: Home, server: CalDAV, calendar: str, name: str
) -> None:
    synced(home, calendar)
    edit(server, calendar, "1.1", LATER)
    home.run("postpone", "1.1", "--to", "2026-11-20", "--reason", "papers")

    answer = home.run("sync", "caldav", calendar)

    assert answer.code == 4
    assert "ledger: open · 2026-11-20" in answer.out
    assert "calendar: open · 2026-11-13" in answer.out
    assert "--prefer ledger" in answer.err
    assert states(home)["1.1"] == ("open", "2026-11-20")
    assert "20261113" in files(server, name)["1.1"][1]


@pytest.mark.parametrize(
    ("side", "day"), [("ledger", "2026-11-20"), ("calendar", "2026-11-13")]
)
def test_a_conflict_is_settled_by_saying_who_is_right(
    home: Home, server: CalDAV, calendar: str, name: str, side: str, day: str
) -> None:
    synced(home, calendar)
    edit(server, calendar, "1.1", LATER)
    home.run("postpone", "1.1", "--to", "2026-11-20", "--reason", "papers")

    found = synced(home, calendar, "--prefer", side)

    assert found["conflicts"] == []
    assert states(home)["1.1"] == ("open", day)
    assert day.replace("-", "") in files(server, name)["1.1"][1]
    assert synced(home, calendar)["in_step"] == 3


def test_without_a_memory_nothing_is_guessed(home: Home, server: CalDAV, calendar: str) -> None:
    synced(home, calendar)
    edit(server, calendar, "1.1", LATER)
    for path in home.ledger.parent.glob("calendars/*"):
        path.unlink()

    found = synced(home, calendar)

    assert (found["conflicts"], found["taken_over"]) == (["1.1"], [])


def test_a_memory_that_cannot_be_read_is_said(home: Home, calendar: str) -> None:
    synced(home, calendar)
    for path in home.ledger.parent.glob("calendars/*"):
        assert path.stat().st_mode & 0o777 == 0o600
        path.write_text("{", encoding="utf-8")

    answer = home.run("sync", "caldav", calendar)

    assert answer.code == 0
    assert "What was agreed before cannot be read" in answer.err


def test_what_was_deleted_there_is_not_made_again_unless_asked(
    home: Home, server: CalDAV, calendar: str, name: str
) -> None:
    synced(home, calendar)
    server.ask("DELETE", f"{calendar}{files(server, name)['1.1'][0]}.ics")

    found = synced(home, calendar)
    left = set(files(server, name))
    again = synced(home, calendar, "--restore")

    assert (found["deleted"], found["written"]) == (["1.1"], [])
    assert left == {"1.2", "1.3"}
    assert again["written"] == ["1.1"]


def test_tasks_of_others_and_what_they_add_to_ours_are_left_alone(
    home: Home, server: CalDAV, calendar: str, name: str
) -> None:
    synced(home, calendar)
    foreign = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:foreign\r\n"
        "DTSTAMP:20261101T000000Z\r\nSUMMARY:Milk\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    )
    server.write(calendar, "foreign", foreign)
    mine = "X-APPLE-SORT-ORDER:7\r\nCOMMENT:ring first\r\nSTATUS:NEEDS-ACTION"
    edit(server, calendar, "1.2", ("STATUS:NEEDS-ACTION", mine))
    home.run("postpone", "1.2", "--to", "2027-02-01", "--reason", "papers")

    found = synced(home, calendar)

    there = files(server, name)
    assert found["written"] == ["1.2"]
    assert "Milk" in there["foreign"][1]
    assert "COMMENT:ring first" in there["1.2"][1]
    assert "X-APPLE-SORT-ORDER:7" in there["1.2"][1]
    assert "20270201" in there["1.2"][1]


def test_what_was_removed_from_the_ledger_is_said(home: Home, calendar: str) -> None:
    synced(home, calendar)
    home.run("remove", "1.3", "--yes")

    answer = home.run("sync", "caldav", calendar)

    assert "1 task there is not in the ledger any more" in answer.err


def test_somebody_who_is_faster_is_not_overwritten(
    home: Home, server: CalDAV, calendar: str, name: str
) -> None:
    from dealtrack.exchange.caldav import Overtaken, Server

    synced(home, calendar)
    with Server(calendar, "li", PASSWORD) as peer:
        (seen,) = [one for one in peer.tasks() if "报送" in one.data.decode()]
        edit(server, calendar, "1.1", LATER)
        with pytest.raises(Overtaken):
            peer.replace(seen, seen.data)
        with pytest.raises(Overtaken):
            peer.create(files(server, name)["1.1"][0], seen.data)

    assert "20261113" in files(server, name)["1.1"][1]


def test_a_kill_in_the_middle_is_made_good_by_running_again(
    home: Home, server: CalDAV, calendar: str, name: str
) -> None:
    for number in range(40):
        home.run("follow", "1", f"Task {number}", "--due", "+2w", "-q")
    process = subprocess.Popen(
        home.command("sync", "caldav", calendar), env=home.variables(), cwd=home.folder
    )
    deadline = time.monotonic() + 30
    while not files(server, name) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    begun = len(files(server, name))

    found = synced(home, calendar)

    assert 0 < begun < 43
    assert len(files(server, name)) == 43
    assert (found["conflicts"], found["taken_over"]) == ([], [])
    assert synced(home, calendar)["in_step"] == 43


def test_the_only_calendar_below_an_address_is_found(home: Home, tmp_path: Path) -> None:
    from tests.calendars.server import serving

    folder = tmp_path / "own"
    folder.mkdir()
    with serving(folder) as alone:
        nothing = home.run("sync", "caldav", alone.root)
        url = alone.calendar()
        answer = home.run("sync", "caldav", alone.root, "--json")
        alone.calendar("second")
        several = home.run("sync", "caldav", alone.root)

    assert (nothing.code, "there is no calendar for tasks" in nothing.err) == (4, True)
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["url"] == url
    assert several.code == 2
    assert url in several.err


def refused(answer: Answer, code: int, says: str) -> None:
    assert (answer.code, says in answer.err) == (code, True), answer.err
    assert PASSWORD not in answer.out + answer.err
    assert "geheim" not in answer.out + answer.err


def test_a_wrong_password_is_told_and_never_shown(home: Home, calendar: str) -> None:
    wrong = home.having(DEALTRACK_CALDAV_PASSWORD="geheim-falsch")

    refused(wrong.run("sync", "caldav", calendar), 4, "does not let this user in")


def test_a_server_that_is_not_there_is_told(home: Home) -> None:
    refused(home.run("sync", "caldav", "http://127.0.0.1:9/x/"), 6, "cannot be reached")


def test_a_password_in_an_address_is_refused_and_not_repeated(home: Home) -> None:
    url = f"https://li:{PASSWORD}@cal.example.org/office/"

    refused(home.run("sync", "caldav", url), 2, "do not belong in an address")


def test_a_password_does_not_travel_in_the_open(home: Home) -> None:
    answer = home.run("sync", "caldav", "http://cal.example.org/office/")

    refused(answer, 2, "would travel in the open to cal.example.org")


def test_an_address_that_is_none_is_told(home: Home) -> None:
    refused(home.run("sync", "caldav", "ftp://x/y"), 2, "It begins with https://")
    refused(home.run("sync", "caldav"), 2, "Which calendar is not said.")


def test_the_calendar_of_the_settings_is_taken_and_the_words_are_a_query(
    home: Home, server: CalDAV, calendar: str, name: str
) -> None:
    path = home.folder / "config.toml"
    path.write_text(f'[calendar]\nurl = "{calendar}"\nuser = "li"\n', encoding="utf-8")
    office = home.having(DEALTRACK_CONFIG=str(path))

    answer = office.run("sync", "caldav", "owner:张三")

    assert answer.code == 0, answer.err
    assert files(server, name).keys() == {"1.1"}


def test_it_speaks_chinese(home: Home, calendar: str) -> None:
    answer = home.speaking("zh").run("sync", "caldav", calendar)

    assert answer.lines[0] == "写入日历  1.1  报送附件，一式三份；见附件"
    assert answer.lines[-1] == "3 项任务已一致。"
