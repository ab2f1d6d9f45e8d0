"""What to raise at a meeting: conclusions from the facts, each with the ref it stands on."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from dealtrack.model import Agreement, Amount
from dealtrack.model.agreement import GOING_ON
from dealtrack.model.stages import STAGES
from dealtrack.report.calls import Wish
from dealtrack.report.dealings import Blocker
from dealtrack.report.known import is_by
from dealtrack.report.lights import NO_PROGRESS, Judgement, Rule, light
from dealtrack.report.lights.words import say_judgements
from dealtrack.report.page import Cell, Column, Row, Table, Tone, Toned
from dealtrack.report.tasks import Task, promise_text
from dealtrack.report.words import say_days, say_name
from dealtrack.settings.briefs import Worth
from dealtrack.text import _, plural

USUAL = Worth()
"""What is worth raising unless an office says otherwise."""

Sort = Literal[
    "they-owe",
    "we-owe",
    "third-owes",
    "late",
    "problem",
    "expired",
    "expiring",
    "suspended",
    "light",
    "intention",
]
_ORDER = {"they-owe": 0, "we-owe": 0, "third-owes": 0, "late": 1, "problem": 1}
"""What is owed comes first, the longest late of it before anything else."""
_PROMISES: dict[str, Sort] = {"ours": "we-owe", "theirs": "they-owe", "third": "third-owes"}


class Point(Struct, frozen=True, kw_only=True):
    """Something to raise, and why: *days* have passed since *day*, or are left until it.

    *day* is the day it was due, ended or ends, stood still or was said; *who* answers for
    it on our side, must solve it, or said it; *note* is the reason of a suspension, or the key
    of the stage at which an agreement stands still.  *judgements* say why its light is not
    green.
    """

    sort: Sort
    ref: str
    text: str
    note: str = ""
    amount: Amount | None = None
    condition: str = ""
    day: date | None = None
    days: int = 0
    judgements: tuple[Judgement, ...] = ()
    who: str = ""


def find_points(
    agreements: Iterable[Agreement],
    tasks: Iterable[Task],
    problems: Iterable[Blocker],
    wishes: Iterable[Wish],
    as_of: date,
    rule: Rule = NO_PROGRESS,
    worth: Worth = USUAL,
) -> tuple[Point, ...]:
    """Find what to raise on *as_of*: what is late, then what stands still, ends or was left.

    An agreement that another one renews or supersedes is not said to end.
    """
    papers = tuple(agreements)
    found = (
        *(p for task in tasks for p in _of_task(task)),
        *(p for one in problems for p in _of_problem(one, as_of)),
        *(p for paper in papers for p in _of_paper(paper, papers, as_of, rule, worth)),
        *(p for wish in wishes for p in _of_wish(wish, as_of, worth)),
    )
    return tuple(sorted(found, key=lambda p: (_ORDER.get(p.sort, 2), -p.days)))


def point_table(points: Iterable[Point]) -> Table:
    """Lay *points* out, each with its reason."""
    columns = (
        Column("ref", _("Ref"), "ref"),
        Column("point", _("To raise"), grow=True),
        Column("why", _("Why")),
        Column("who", _("Who answers")),
    )
    rows = tuple(_row(point) for point in points)
    return Table(columns, rows, title=_("To raise at the meeting"))


def _of_task(task: Task) -> Iterator[Point]:
    sort = _PROMISES.get(task.side, "late")
    if task.days_late or task.state == "due":
        yield Point(
            sort=sort,
            ref=task.ref,
            text=task.task,
            amount=task.amount,
            condition=task.condition,
            day=task.due,
            days=task.days_late,
            who=task.owner or task.unit,
        )


def _of_problem(one: Blocker, as_of: date) -> Iterator[Point]:
    problem = one.problem
    if problem.by and problem.by < as_of:
        yield Point(
            sort="problem",
            ref=one.ref,
            text=problem.text,
            day=problem.by,
            days=(as_of - problem.by).days,
            who=problem.solver,
        )


def _of_paper(
    paper: Agreement, papers: Iterable[Agreement], as_of: date, rule: Rule, worth: Worth
) -> Iterator[Point]:
    status, assigned = paper.status(as_of), paper.assigned(as_of)
    who = assigned.owner or assigned.unit
    if status == "suspended":
        last = max((c for c in paper.statuses if c.on <= as_of), key=lambda c: c.on)
        yield _about("suspended", paper, last.on, (as_of - last.on).days, who, last.reason)
    if status in {*GOING_ON, "expired"} and paper.expires:
        end = paper.expires.latest
        left = (end - as_of).days
        if left <= worth.expiring and not _is_renewed(paper, papers, as_of):
            yield _about("expired" if left < 0 else "expiring", paper, end, abs(left), who)
    shown = light(paper, as_of, rule)
    if shown and shown.colour in {"yellow", "red"}:
        stage, days = paper.stage(as_of), shown.days or 0
        found = _about("light", paper, shown.last_progress, days, who, stage)
        yield replace(found, judgements=shown.deciding)


def _about(
    sort: Sort, paper: Agreement, day: date | None, days: int, who: str, note: str = ""
) -> Point:
    return Point(
        sort=sort, ref=paper.ref, text=paper.title, note=note, day=day, days=days, who=who
    )


def _is_renewed(paper: Agreement, papers: Iterable[Agreement], as_of: date) -> bool:
    return any(
        link.to == paper.id and link.relation in {"renews", "supersedes"}
        for other in papers
        if other.was_signed(as_of)
        for link in other.links
    )


def _of_wish(wish: Wish, as_of: date, worth: Worth) -> Iterator[Point]:
    """Yield an intention that is old enough; of one on an unknown day nobody knows it."""
    if wish.turned_into or not wish.said or not is_by(wish.said, as_of):
        return
    days = (as_of - wish.said.earliest).days
    if days > worth.unfollowed:
        by = wish.by or say_name(wish.organisation)
        yield Point(
            sort="intention",
            ref=wish.trip,
            text=wish.text,
            day=wish.said.earliest,
            days=days,
            who=by,
        )


def _row(point: Point) -> Row:
    note = STAGES.name(point.note) if point.sort == "light" and point.note else point.note
    text = promise_text(point.text, point.amount, point.condition)
    text = f"{text} · {note}" if note else text
    return point.ref, text, _why(point), point.who


def _why(point: Point) -> Cell:
    if point.sort in _PROMISES.values():
        return _say_owed(point)
    sentences = {
        "late": plural("our task, {n} day late", "our task, {n} days late", point.days),
        "problem": plural("unsolved, {n} day late", "unsolved, {n} days late", point.days),
        "expired": plural("ended {n} day ago", "ended {n} days ago", point.days),
        "expiring": plural("ends in {n} day", "ends in {n} days", point.days)
        if point.days
        else _("ends today"),
        "suspended": plural("suspended for {n} day", "suspended for {n} days", point.days),
        "light": say_judgements(point.judgements),
        "intention": plural(
            "nothing followed in {n} day", "nothing followed in {n} days", point.days
        ),
    }
    tone = Tone.BAD if point.sort in {"late", "problem", "expired"} else Tone.WARN
    return Toned(sentences[point.sort], tone)


def _say_owed(point: Point) -> Cell:
    late = {
        "they-owe": _("they owe it, {days} late"),
        "we-owe": _("we owe it, {days} late"),
        "third-owes": _("a third party owes it, {days} late"),
    }
    due = {
        "they-owe": _("they owe it now"),
        "we-owe": _("we owe it now"),
        "third-owes": _("a third party owes it now"),
    }
    if point.days:
        return Toned(late[point.sort].format(days=say_days(point.days)), Tone.BAD)
    return Toned(due[point.sort], Tone.WARN)
