"""``export ics`` and ``import``: calendars as files."""

import json
import re
import subprocess
from datetime import UTC, date, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from icalendar import Calendar
from msgspec.structs import replace

from dealtrack.actions.calendar import Differences, differences
from dealtrack.exchange.ics.read import read
from dealtrack.exchange.ics.told import Difference, Told, told
from dealtrack.exchange.ics.write import calendar
from dealtrack.model import Entry, Kept
from tests.cli.home import Home
from tests.strategies import days, entries_of, ledgers

DONE = "STATUS:COMPLETED\r\nCOMPLETED:20261031T233000Z\r\n"


def parts(text: str | bytes, name: str = "VTODO") -> list[Any]:
    return [*Calendar.from_ical(text).walk(name)]


def exported(home: Home, *words: str) -> str:
    answer = home.run("export", "ics", *words)
    assert answer.code == 0, answer.err
    return answer.raw.decode()


def changed(home: Home, path: Path, *pairs: tuple[str, str]) -> Path:
    text = exported(home)
    for before, after in pairs:
        assert before in text, before
        text = text.replace(before, after)
    path.write_bytes(text.encode())
    return path


def states(home: Home) -> dict[str, tuple[str, str | None]]:
    found = json.loads(home.run("show", "1", "--json").out)["follow_ups"]
    return {one["ref"]: (one["state"], one["due"]) for one in found}


def test_a_task_is_written_with_all_that_its_calendar_can_show(home: Home) -> None:
    (annex, lease, call) = parts(exported(home))

    assert annex["SUMMARY"] == "报送附件，一式三份；见附件"
    assert annex["DUE"].dt == date(2026, 11, 6)
    assert (annex["STATUS"], annex["PERCENT-COMPLETE"], annex["PRIORITY"]) == (
        "NEEDS-ACTION",
        0,
        5,
    )
    assert annex["CATEGORIES"].cats == ["energy", "招商局"]
    assert "Responsible: 招商局, 张三" in annex["DESCRIPTION"]
    assert annex["X-DEALTRACK-REF"] == "1.1"
    assert [r.params["RELTYPE"] for r in lease["RELATED-TO"]] == ["PARENT", "DEPENDS-ON"]
    assert lease["RELATED-TO"][1] == annex["UID"]
    assert (call["PRIORITY"], "DUE" in call) == (1, False)


def test_the_file_is_what_the_standard_asks_for(home: Home) -> None:
    text = exported(home)

    assert text.endswith("END:VCALENDAR\r\n")
    assert not re.search(r"(?<!\r)\n", text)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_same_ledger_makes_the_same_bytes(home: Home) -> None:
    assert exported(home, "--as", "both") == exported(home, "--as", "both")


def test_events_are_for_what_is_open_and_has_a_day(home: Home) -> None:
    home.run("done", "1.2")

    (event,) = parts(exported(home, "--as", "event"), "VEVENT")

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 11, 6), date(2026, 11, 7))
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["UID"].startswith("event-")


def test_alarms_ring_before_the_due_day(home: Home) -> None:
    text = exported(home, "--alarm", "1d", "--alarm", "2w")

    assert (
        text.count("TRIGGER;RELATED=END:-P1D") == text.count("TRIGGER;RELATED=END:-P14D") == 2
    )


def test_the_setting_says_when_alarms_ring(home: Home) -> None:
    home.run("config", "list")
    path = home.folder / "config.toml"
    path.write_text('[calendar]\nalarms = ["3d"]\n', encoding="utf-8")

    assert "-P3D" in exported(home.having(DEALTRACK_CONFIG=str(path)))


def test_what_was_closed_lately_is_there_and_what_is_long_over_is_not(home: Home) -> None:
    home.run("done", "1.1", "--on", "2026-10-20")

    assert "STATUS:COMPLETED" in exported(home)
    assert "COMPLETED:20261020T120000Z" in exported(home)
    assert "报送附件" not in exported(home.on("2026-12-24"))


def test_a_query_chooses(home: Home) -> None:
    assert exported(home, "owner:张三").count("BEGIN:VTODO") == 1


def test_a_file_is_not_replaced_without_being_asked(home: Home) -> None:
    path = home.folder / "tasks.ics"
    home.run("export", "ics", "-o", str(path))
    again = home.run("export", "ics", "-o", str(path))

    assert again.code == 7 or "--force" in again.err
    assert path.stat().st_mode & 0o777 == 0o600


def test_it_is_written_in_utf_8_whatever_the_screen_speaks(home: Home) -> None:
    done = subprocess.run(
        home.command("export", "ics"),
        env={**home.variables(), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )

    assert "报送附件" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("export", "xls"), "there is no such format to export"),
        (("export", "ics", "--as", "note"), "give todo, event or both"),
        (("export", "ics", "--alarm", "soon"), "such as 1d or 2w"),
        (("import", "plan.toml"), "dealtrack log plan.toml"),
    ],
)
def test_wrong_use_is_told(home: Home, words: tuple[str, ...], says: str) -> None:
    answer = home.run(*words)

    assert (answer.code, says in answer.err) == (2, True), answer.err


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("icalendar", ("export", "ics")),
        ("icalendar", ("import", "t.ics")),
        ("caldav", ("sync", "caldav", "https://cal.example.org/")),
    ],
)
def test_without_the_library_it_is_said_how_to_get_it(
    home: Home, missing: str, words: tuple[str, ...]
) -> None:
    hide = home.folder / "hide"
    hide.mkdir()
    (hide / "sitecustomize.py").write_text(
        "import importlib.util as u, sys\n"
        "find = u.find_spec\n"
        f"u.find_spec = lambda n, *a: None if n == {missing!r} else find(n, *a)\n"
    )
    path = f"{hide}:{home.variables()['PYTHONPATH']}"

    answer = home.having(PYTHONPATH=path).child(*words)

    assert answer.code == 2
    assert 'pip install "dealtrack[calendar]"' in answer.err


# Coming back


def test_what_is_as_it_was_is_nothing_new(home: Home, tmp_path: Path) -> None:
    answer = home.run("import", str(changed(home, tmp_path / "t.ics")))

    assert answer.lines == ["Nothing new: 3 follow-ups are as they were written."]


def test_what_was_done_in_a_calendar_is_done_on_its_local_day(
    home: Home, tmp_path: Path
) -> None:
    path = changed(
        home,
        tmp_path / "t.ics",
        (
            "STATUS:NEEDS-ACTION\r\nDUE;VALUE=DATE:20261106",
            "STATUS:COMPLETED\r\nCOMPLETED:20261031T233000Z\r\nDUE;VALUE=DATE:20261106",
        ),
    )

    answer = home.having(TZ="Asia/Shanghai").child("import", str(path))

    assert answer.out == "   1.1  报送附件，一式三份；见附件: done on 2026-11-01\n"
    record = json.loads(home.run("show", "1", "--json").out)["agreement"]
    assert record["follow_ups"][0]["states"][0]["on"] == "2026-11-01"


def test_a_moved_day_is_a_postponement_that_keeps_the_first(home: Home, tmp_path: Path) -> None:
    path = changed(home, tmp_path / "t.ics", ("VALUE=DATE:20261106", "VALUE=DATE:20261113"))

    home.run("import", str(path))

    record = json.loads(home.run("show", "1", "--json").out)["agreement"]
    task = record["follow_ups"][0]
    assert (task["due"], task["postponements"][0]["to"]) == ("2026-11-06", "2026-11-13")
    assert task["postponements"][0]["reason"] == "changed in the calendar"


@pytest.mark.parametrize(
    ("before", "status", "after"),
    [
        ((), "IN-PROCESS", "in-progress"),
        ((), "CANCELLED", "cancelled"),
        (("done",), "NEEDS-ACTION", "open"),
        (("done",), "IN-PROCESS", "in-progress"),
        (("cancel",), "COMPLETED", "done"),
        (("start",), "NEEDS-ACTION", "in-progress"),
        (("wait",), "NEEDS-ACTION", "waiting"),
        (("submit",), "IN-PROCESS", "submitted"),
    ],
)
def test_a_status_becomes_a_state_and_what_is_more_exact_stays(
    home: Home, tmp_path: Path, before: tuple[str, ...], status: str, after: str
) -> None:
    if before:
        home.run(before[0], "1.1")
    text = exported(home)
    head, task, rest = text.partition("SUMMARY:报送附件")
    task_text = re.sub(r"STATUS:[A-Z-]+", f"STATUS:{status}", rest, count=1)
    path = tmp_path / "t.ics"
    path.write_bytes(f"{head}{task}{task_text}".encode())

    answer = home.run("import", str(path))

    assert answer.code == 0, answer.err
    assert states(home)["1.1"][0] == after


def test_a_dry_run_changes_nothing(home: Home, tmp_path: Path) -> None:
    path = changed(home, tmp_path / "t.ics", ("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"))

    answer = home.run("import", str(path), "--dry-run")

    assert len(answer.lines) == 3
    assert "this was a dry run" in answer.err
    assert {state for state, _due in states(home).values()} == {"open"}


def test_all_of_it_is_one_step(home: Home, tmp_path: Path) -> None:
    path = changed(home, tmp_path / "t.ics", ("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"))
    home.run("import", str(path))

    home.run("undo", "--yes")

    assert {state for state, _due in states(home).values()} == {"open"}


def test_on_a_terminal_it_shows_and_asks(home: Home, tmp_path: Path) -> None:
    path = changed(home, tmp_path / "t.ics", ("STATUS:NEEDS-ACTION", "STATUS:COMPLETED"))

    answer = home.terminal("import", str(path), answers=[("Take over 3 changes?", "n\n")])

    assert "Nothing was changed." in answer.out
    assert {state for state, _due in states(home).values()} == {"open"}


def test_tasks_of_others_are_named_and_left(home: Home, tmp_path: Path) -> None:
    path = changed(
        home, tmp_path / "t.ics", ("UID:", "UID:x-"), ("SUMMARY:Sign", "SUMMARY:\x1b[31mSign")
    )

    answer = home.run("import", str(path))

    assert "3 entries are not of this ledger: 报送附件" in answer.err
    assert "\x1b" not in answer.err


def test_a_commitment_that_was_waived_is_not_woken(home: Home, tmp_path: Path) -> None:
    home.run("follow", "1", "Rent", "--promise", "ours", "--due", "2026-12-01")
    path = changed(home, tmp_path / "t.ics", ("STATUS:NEEDS-ACTION", "STATUS:IN-PROCESS"))
    home.run("waive", "1.4", "--reason", "moved")

    refused = home.run("import", str(path), "--prefer", "calendar")
    untouched = states(home)["1.1"][0]
    answer = home.run("import", str(path))

    assert (refused.code, "1.4 was waived" in refused.err) == (4, True)
    assert untouched == "open"
    assert (answer.code, "conflict           1.4  Rent" in answer.out) == (4, True)
    assert states(home)["1.1"][0] == "in-progress"


# What the ledger did after the file was written


def put(text: str, ref: str, **values: str) -> str:
    """Return a calendar with *values* given to the properties of one task."""
    found = Calendar.from_ical(text)
    for one in found.walk("VTODO"):
        if one["X-DEALTRACK-REF"] == ref:
            for name, value in values.items():
                one.pop(name, None)
                if value:
                    one.add(name, date.fromisoformat(value) if name == "due" else value)
    return str(found.to_ical().decode())


def test_what_the_ledger_did_after_the_export_is_not_taken_back(
    home: Home, tmp_path: Path
) -> None:
    path = changed(home, tmp_path / "t.ics")
    home.run("done", "1.3")
    home.run("postpone", "1.1", "--to", "2026-11-20", "--reason", "papers")
    before = states(home)

    answer = home.run("import", str(path))

    assert answer.lines == ["Nothing new: 3 follow-ups are as they were written."]
    assert "Changed in the ledger since, and left so: 1.1, 1.3" in answer.err
    assert (answer.code, states(home)) == (0, before)


def test_each_side_may_change_something_else_of_one_task(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "t.ics"
    path.write_text(put(exported(home), "1.1", status="IN-PROCESS"), encoding="utf-8")
    home.run("postpone", "1.1", "--to", "2026-11-20", "--reason", "papers")

    home.run("import", str(path))

    assert states(home)["1.1"] == ("in-progress", "2026-11-20")


@pytest.mark.parametrize(
    ("prefer", "code", "day"),
    [((), 4, "2026-11-20"), (("ledger",), 0, "2026-11-20"), (("calendar",), 0, "2026-11-13")],
)
def test_what_both_changed_is_shown_and_nobody_but_a_person_settles_it(
    home: Home, tmp_path: Path, prefer: tuple[str, ...], code: int, day: str
) -> None:
    path = tmp_path / "t.ics"
    path.write_text(put(exported(home), "1.1", due="2026-11-13"), encoding="utf-8")
    home.run("postpone", "1.1", "--to", "2026-11-20", "--reason", "papers")

    answer = home.run("import", str(path), *(("--prefer", *prefer) if prefer else ()))

    assert (answer.code, states(home)["1.1"]) == (code, ("open", day))
    if not prefer:
        assert "    ledger: open · 2026-11-20\n    calendar: open · 2026-11-13" in answer.out
        assert "--prefer ledger, or --prefer calendar" in answer.err


def test_what_does_not_conflict_is_taken_over_besides(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "t.ics"
    text = put(put(exported(home), "1.1", due="2026-11-13"), "1.3", status="COMPLETED")
    path.write_text(text, encoding="utf-8")
    home.run("postpone", "1.1", "--to", "2026-11-20", "--reason", "papers")

    answer = home.run("import", str(path), "--json")

    found = json.loads(answer.out)
    assert (answer.code, found["changed"], found["conflicts"]) == (4, ["1.3"], ["1.1"])
    assert states(home)["1.3"][0] == "done"


def test_a_file_that_comes_twice_does_not_undo_what_was_decided_between(
    home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "t.ics"
    path.write_text(put(exported(home), "1.3", status="COMPLETED"), encoding="utf-8")
    home.run("import", str(path))
    home.run("reopen", "1.3")

    answer = home.run("import", str(path))

    assert (answer.code, states(home)["1.3"][0]) == (4, "open")


def test_a_day_moved_in_the_calendar_does_not_open_what_the_ledger_closed(
    home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "t.ics"
    path.write_text(put(exported(home), "1.1", due="2026-11-13"), encoding="utf-8")
    home.run("done", "1.1")

    answer = home.run("import", str(path))
    left = states(home)["1.1"]
    home.run("import", str(path), "--prefer", "calendar")

    assert (answer.code, left) == (4, ("done", "2026-11-06"))
    assert states(home)["1.1"] == ("open", "2026-11-13")


def test_a_task_without_a_status_says_nothing_of_its_state(home: Home, tmp_path: Path) -> None:
    home.run("done", "1.1")
    path = tmp_path / "t.ics"
    text = put(exported(home), "1.1", status="", completed="", due="")
    path.write_text(text, encoding="utf-8")

    answer = home.run("import", str(path), "--prefer", "calendar")

    assert (answer.code, states(home)["1.1"]) == (0, ("done", "2026-11-06"))


def test_the_event_and_the_task_of_a_follow_up_add_up(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "t.ics"
    text = put(exported(home, "--as", "both"), "1.1", status="IN-PROCESS")
    path.write_text(text.replace("DTSTART;VALUE=DATE:20261106", "DTSTART;VALUE=DATE:20261109"))

    home.run("import", str(path))

    assert states(home)["1.1"] == ("in-progress", "2026-11-09")


def without_a_base(text: str) -> str:
    """Return a calendar as versions wrote it that did not tell what was exported."""
    return re.sub(r"X-DEALTRACK-WRITTEN:[^\r]*\r\n", "", text)


def test_a_file_that_does_not_tell_what_was_exported_is_believed_in_nothing(
    home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "t.ics"
    path.write_text(without_a_base(exported(home)), encoding="utf-8")
    same = home.run("import", str(path))
    home.run("done", "1.3")

    answer = home.run("import", str(path))
    left = states(home)["1.3"][0]
    home.run("import", str(path), "--prefer", "calendar")

    assert (same.code, same.err) == (0, "")
    assert (answer.code, left) == (4, "done")
    assert "The file does not tell what was exported" in answer.err
    assert states(home)["1.3"][0] == "open"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "? 0 2026-11-06 0",
        "NEEDS-ACTION 0 2026-13-01 0",
        "NEEDS-ACTION x - 0",
        "NEEDS-ACTION",
    ],
)
def test_what_was_exported_is_not_guessed_from_half_of_it(
    home: Home, tmp_path: Path, written: str
) -> None:
    name = "X-DEALTRACK-WRITTEN:"
    path = tmp_path / "t.ics"
    path.write_text(re.sub(rf"{name}[^\r]*", name + written, exported(home)), encoding="utf-8")
    home.run("done", "1.1")

    answer = home.run("import", str(path))

    assert (answer.code, states(home)["1.1"][0]) == (4, "done")


def test_a_side_that_nobody_knows_is_refused(home: Home, tmp_path: Path) -> None:
    path = changed(home, tmp_path / "t.ics")

    assert home.run("import", str(path), "--prefer", "both").code == 2


def test_it_speaks_chinese_of_conflicts(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "t.ics"
    path.write_text(put(exported(home), "1.1", due="2026-11-13"), encoding="utf-8")
    home.run("postpone", "1.1", "--to", "2026-11-20", "--reason", "papers")

    answer = home.speaking("zh").run("import", str(path))

    assert answer.lines[1:] == ["    台账: 未结 · 2026-11-20", "    日历: 未结 · 2026-11-13"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it does not begin with BEGIN:VCALENDAR"),
        (b"title = 'x'", "it does not begin with BEGIN:VCALENDAR"),
        (
            b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:x",
            "it breaks off: BEGIN and END do not match",
        ),
        ("BEGIN:VCALENDAR\r\nX:协议\r\nEND:VCALENDAR".encode("gbk"), "it is not UTF-8"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VTODO\r\n" * 100_001, "100,000 is the most"),
        (b"\x00" * 100, "it does not begin with BEGIN:VCALENDAR"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_with_the_reason(
    home: Home, tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "t.ics"
    path.write_bytes(content)

    answer = home.run("import", str(path))

    assert (answer.code, says in answer.err) == (4, True), answer.err
    assert "Nothing was saved." in answer.err


def test_rules_that_never_end_cost_nothing(home: Home, tmp_path: Path) -> None:
    endless = ("STATUS:NEEDS", "RRULE:FREQ=SECONDLY\r\nSTATUS:NEEDS")
    path = changed(home, tmp_path / "t.ics", endless)

    assert home.run("import", str(path)).lines == [
        "Nothing new: 3 follow-ups are as they were written."
    ]


def test_a_moment_falls_on_the_day_of_its_place() -> None:
    text = (
        "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:a\r\nSTATUS:COMPLETED\r\n"
        "DUE:20261101T230000Z\r\nCOMPLETED:20261031T200000Z\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    )
    east, west = timezone(timedelta(hours=8)), timezone(-timedelta(hours=8))

    (there,) = read(text.encode(), east).tasks
    (far,) = read(text.encode(), west).tasks

    assert (there.due, there.closed) == (date(2026, 11, 2), date(2026, 11, 1))
    assert (far.due, far.closed) == (date(2026, 11, 1), date(2026, 10, 31))


def test_what_an_event_tells_is_its_day() -> None:
    was = Told("a", "NEEDS-ACTION", date(2026, 11, 6))

    assert Difference(was, Told("a", None, date(2026, 11, 9))).due == date(2026, 11, 9)
    assert not Difference(was, Told("a", None, date(2026, 11, 6)))
    assert not Difference(was, Told("a", None, None))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers(), days)
def test_what_is_written_and_read_back_is_nothing_new(kept: list[Kept], today: date) -> None:
    named: dict[str, Entry] = {}
    for number, entry in enumerate(entries_of(kept, today)):
        if entry.follow_up:
            one = replace(entry.follow_up, uid=f"task-{number}")
            named[one.uid] = entry._replace(follow_up=one)

    data = calendar(named.values(), form="both", alarms=[timedelta(days=1)])
    found = read(data, UTC)

    assert found.problems == ()
    assert differences(named, found.tasks) == Differences()
    tasks = [t for t in found.tasks if t.status]
    assert {t.uid: (t.status, t.due) for t in tasks} == {
        uid: (told(e).status, told(e).due) for uid, e in named.items()
    }
    for one in parts(data):
        entry = named[str(one["UID"])]
        assert entry.follow_up
        assert one["SUMMARY"] == entry.follow_up.task


def test_todoman_reads_back_what_was_written(home: Home, tmp_path: Path) -> None:
    from todoman.model import Database  # type: ignore[import-untyped]

    folder = tmp_path / "lists" / "office"
    folder.mkdir(parents=True)
    home.run("done", "1.3", "--on", "2026-10-30")
    for one in parts(exported(home)):
        single = Calendar()
        single.add_component(one)
        (folder / f"{one['UID']}.ics").write_bytes(single.to_ical())

    database = Database([folder], tmp_path / "cache.db")
    found = {t.summary: t for t in database.todos(status="ANY")}

    annex = found["报送附件，一式三份；见附件"]
    assert annex.status == "NEEDS-ACTION"
    assert annex.due == date(2026, 11, 6)
    assert (annex.priority, annex.percent_complete) == (5, 0)
    assert sorted(annex.categories) == ["energy", "招商局"]
    assert found["Call back"].is_completed
    assert (found["Call back"].percent_complete, found["Call back"].priority) == (100, 1)
    uids = re.findall(r"^UID:(\S+)\r$", exported(home), re.MULTILINE)
    assert {t.uid for t in found.values()} == set(uids)
