"""Follow-ups and commitments of the sample year, and what became of each.

A row of the source says how a task went: ``ok`` is done on time, ``late6`` six
days late, ``done:DAY`` and ``cancel:DAY`` on a day, ``going``, ``wait`` and
``sent`` stand where they are, ``open`` has not begun.  The days that the row
leaves out are drawn.
"""

from datetime import date
from random import Random
from typing import Any, NamedTuple

from year_days import TODAY, back, between, counted, onward
from year_toml import Table, Value
from year_words import Both, Row, Words, money

STATE_OF = {"going": "in-progress", "wait": "waiting", "sent": "submitted"}
LONG = 120
"""Days; a task that is due later than this was set in between."""


class Desk(NamedTuple):
    """What the writing of every record needs."""

    words: Words
    rng: Random


class Home(NamedTuple):
    """The record that a task belongs to: its unit, and the day it counts from."""

    unit: str
    begun: date
    anchor: str = "signed"


class Plan(NamedTuple):
    """A task with its days settled."""

    row: Row
    unit: str
    marks: list[str]
    since: date
    due: date

    @property
    def is_promise(self) -> bool:
        """Whether it is a commitment."""
        return "by" in self.row


def tasks(desk: Desk, rows: list[Any], home: Home) -> Table:
    """Return the follow-ups and commitments of a record."""
    plans = [_plan(desk, _row(row), home) for row in rows]
    tables: Table = {}
    for name, is_promise in (("follow_up", False), ("commitment", True)):
        found: list[Value] = [_task(desk, p, home) for p in plans if p.is_promise == is_promise]
        tables |= {name: found} if found else {}
    return tables


def _row(row: Any) -> Row:
    """Return *row*, in its short form too, as a table."""
    if isinstance(row, dict):
        return row
    zh, en, due, how = row
    return {"do": [zh, en], "due": due, "how": how}


def _plan(desk: Desk, row: Row, home: Home) -> Plan:
    marks = row["how"].split()
    unit = next((m[1:] for m in marks if m.startswith("#")), "")
    due = _due_day(row["due"], home.begun)
    since = home.begun
    if (due - since).days > LONG and not row.get("by"):
        before = desk.rng.randint(40, 75)
        since = max(since, min(back(due, before), back(TODAY, before)))
    return Plan(row, unit, marks, since, due)


def _due_day(text: str, anchor: date) -> date:
    if "+" not in text:
        return date.fromisoformat(text)
    if text.endswith(("m", "d")):
        return counted(anchor, text)
    return onward(anchor, int(text[1:]))


def _task(desk: Desk, plan: Plan, home: Home) -> Table:
    row = plan.row
    table: Table = {"text" if plan.is_promise else "task": Both(*row["do"])}
    if plan.is_promise:
        table = {"by": desk.words.word("side", row["by"]), **table, **_terms(row)}
    table["due"] = _due(row["due"], plan.due, home)
    table |= {"since": plan.since} if plan.since > home.begun else {}
    return table | _people(desk, plan, home) | _course(desk, plan) | _log(desk, plan)


def _terms(row: Row) -> Table:
    table: Table = {"condition": Both(*row["if"])} if "if" in row else {}
    return table | ({"amount": money(row["amount"])} if "amount" in row else {})


def _due(text: str, day: date, home: Home) -> Value:
    """Return the due day, or the text it was counted with."""
    if text.startswith("+") and text.endswith("wd"):
        return f"{home.anchor}{text}"
    return text if text.startswith((home.anchor, "trip.end")) else day


def _people(desk: Desk, plan: Plan, home: Home) -> Table:
    if not plan.unit and plan.row.get("by") == "theirs":
        return {}
    unit = plan.unit or home.unit
    table: Table = {"owner": desk.rng.choice(desk.words.staff(unit))}
    if unit == home.unit:
        return table
    table["unit"] = desk.words.unit(unit)
    if home.unit and desk.rng.random() < 0.5:
        table["partners"] = [desk.words.unit(home.unit)]
    return table


def _course(desk: Desk, plan: Plan) -> Table:
    """Return how urgent it is, how often it was put off, and what became of it."""
    table: Table = {}
    if "high" in plan.marks or "low" in plan.marks:
        urgent = "high" if "high" in plan.marks else "low"
        table["priority"] = desk.words.word("priority", urgent)
    moved = plan.row.get("moved", [])
    if moved:
        table["postponements"] = [_moved(desk, one) for one in moved]
    due = date.fromisoformat(moved[-1][0]) if moved else plan.due
    return table | _states(desk, plan, due)


def _moved(desk: Desk, row: list[str]) -> Table:
    to, on, zh, en, approver = row
    return {
        "to": date.fromisoformat(to),
        "on": date.fromisoformat(on),
        "reason": Both(zh, en),
        "approver": desk.words.person(approver)[0],
    }


def _states(desk: Desk, plan: Plan, due: date) -> Table:
    how = plan.marks[0]
    if how == "open":
        return {}
    if how in STATE_OF:
        return {"states": [_state(desk, plan, STATE_OF[how], _stood(desk, plan, due))]}
    day = _closed(desk, how, due)
    if how.startswith("cancel"):
        return {"states": [_state(desk, plan, "cancelled", day)]}
    began = between(plan.since, day, desk.rng.uniform(0.2, 0.7))
    if not plan.row.get("said") and (desk.rng.random() < 0.6 or not plan.since < began < day):
        return {"done": day}
    first: Table = {"state": desk.words.word("state", "in-progress"), "on": began}
    return {"states": [first, _state(desk, plan, "done", day)]}


def _closed(desk: Desk, how: str, due: date) -> date:
    """Return the day a task was done or cancelled."""
    if ":" in how:
        return date.fromisoformat(how.partition(":")[2])
    if how.startswith("late"):
        return onward(due, int(how[4:]))
    return back(due, desk.rng.choice((0, 0, 1, 1, 2, 3, 5)))


def _stood(desk: Desk, plan: Plan, due: date) -> date:
    """Return the day on which an open task came to where it stands."""
    last = min(due, TODAY)
    if plan.marks[0] == "sent":
        return back(last, desk.rng.randint(1, 4))
    low, high = (0.6, 0.95) if plan.marks[0] == "wait" else (0.3, 0.9)
    return between(plan.since, last, desk.rng.uniform(low, high))


def _state(desk: Desk, plan: Plan, state: str, day: date) -> Table:
    table: Table = {"state": desk.words.word("state", state), "on": day}
    said = plan.row.get("said")
    return table | ({"note": Both(*said)} if said else {})


def _log(desk: Desk, plan: Plan) -> Table:
    """Return the notes of a task and the steps of a promise."""
    table: Table = {}
    if plan.row.get("notes"):
        table["notes"] = [note(one) for one in plan.row["notes"]]
    if plan.row.get("steps"):
        table["steps"] = [_step(desk, one) for one in plan.row["steps"]]
    return table


def note(row: list[str], author: Both | None = None) -> Table:
    """Return a line of progress."""
    on, zh, en = row
    table: Table = {"on": date.fromisoformat(on), "text": Both(zh, en)}
    return table | ({"author": author} if author else {})


def _step(desk: Desk, row: Any) -> Table:
    if isinstance(row, str):
        row = [*row.split(), "", "", ""]
    step, on, amount, zh, en = row
    table: Table = {"step": desk.words.word("step", step), "on": date.fromisoformat(on)}
    table |= {"amount": money(amount)} if amount else {}
    return table | ({"note": Both(zh, en)} if zh else {})
