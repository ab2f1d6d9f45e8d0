"""The playbooks of an office, and the follow-ups that one would set."""

from datetime import date
from typing import Literal

from msgspec import Struct

from dealtrack.days.rhythm import say_recurrence
from dealtrack.model import FollowUp
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import BINDINGS, KINDS
from dealtrack.report.counted import say_counted
from dealtrack.report.page import Column, Facts, Page, Row, Table
from dealtrack.report.words import quiet, say_due
from dealtrack.settings.playbooks import Audience, Playbook
from dealtrack.settings.playbooks import Step as PlaybookStep
from dealtrack.settings.shipped import SHIPPED
from dealtrack.text import _, listed


class Line(Struct, frozen=True, kw_only=True):
    """A playbook: its name, what it is for, and how many steps it has."""

    playbook: str
    title: str
    suits: tuple[str, ...]
    steps: int
    is_shipped: bool


class Playbooks(Struct, frozen=True, kw_only=True):
    """The playbooks that can be used."""

    schema: Literal["dealtrack/playbooks/1"] = "dealtrack/playbooks/1"
    playbooks: tuple[Line, ...]

    def page(self) -> Page:
        """Lay the report out."""
        columns = (
            Column("playbook", _("Playbook"), "ref"),
            Column("title", _("What it is for"), grow=True),
            Column("for", _("Fits")),
            Column("steps", _("Steps"), "number"),
            Column("from", _("From")),
        )
        rows = tuple(
            (
                one.playbook,
                one.title,
                _say_audience(one.suits),
                one.steps,
                quiet(_("the program")) if one.is_shipped else _("the settings"),
            )
            for one in self.playbooks
        )
        return Page(
            _("Playbooks"),
            (Table(columns, rows, empty=_("No playbooks.")),),
            is_list=True,
            hint=_("Its steps: dealtrack playbook show {name}").format(
                name=self.playbooks[0].playbook
            )
            if self.playbooks
            else "",
        )


class Step(Struct, frozen=True, kw_only=True):
    """A step: its place, key and task, when it is due as written and, for a record, by day."""

    number: int
    key: str
    task: str
    due_text: str
    due: date | None = None
    every: str = ""
    owner: str = ""
    unit: str = ""
    after: tuple[int, ...] = ()


class Steps(Struct, frozen=True, kw_only=True):
    """The steps of a playbook; of *ref*, if one is given, those that it does not have yet."""

    schema: Literal["dealtrack/playbook/1"] = "dealtrack/playbook/1"
    playbook: str
    title: str
    suits: tuple[str, ...]
    ref: str = ""
    steps: tuple[Step, ...]

    def page(self) -> Page:
        """Lay the report out."""
        columns: tuple[Column, ...] = (
            Column("step", _("Step"), "ref"),
            Column("task", _("Task"), grow=True),
            Column("counted", _("Counted")),
            Column("due", _("Due"), "day"),
            Column("after", _("After")),
            Column("every", _("Repeats"), minor=True),
            Column("owner", _("Owner")),
            Column("unit", _("Unit"), minor=True),
        )
        if not self.ref:
            columns = tuple(c for c in columns if c.key != "due")
        rows = tuple(self._row(one) for one in self.steps)
        facts = ((_("Name"), self.playbook), (_("Fits"), _say_audience(self.suits)))
        return Page(
            self.title,
            (Facts(facts), Table(columns, rows, empty=_("All of it is there already."))),
            subtitle=_("for {ref}").format(ref=self.ref) if self.ref else "",
            hint=_("Add them: dealtrack follow {ref} --playbook {name}").format(
                ref=self.ref or "REF", name=self.playbook
            )
            if self.steps
            else "",
        )

    def _row(self, one: Step) -> Row:
        due = (say_due(one.due, _("not known yet")),) if self.ref else ()
        after = listed(map(str, one.after))
        return (
            str(one.number),
            one.task,
            say_counted(one.due_text),
            *due,
            after,
            one.every,
            one.owner,
            one.unit,
        )


def find_playbooks(known: dict[str, Playbook]) -> Playbooks:
    """List the *known* playbooks."""
    return Playbooks(
        playbooks=tuple(
            Line(
                playbook=name,
                title=one.name or name,
                suits=one.for_,
                steps=len(one.steps),
                is_shipped=one is SHIPPED.get(name),
            )
            for name, one in known.items()
        )
    )


def steps_of(
    name: str, playbook: Playbook, ref: str = "", tasks: tuple[FollowUp, ...] = ()
) -> Steps:
    """Tell the steps of a playbook; for the record *ref*, the *tasks* that it would set."""
    due = {task.playbook.removeprefix(f"{name}."): task for task in tasks}
    shown = [(n, k) for n, k in enumerate(playbook.keys, start=1) if k in due or not ref]
    return Steps(
        playbook=name,
        title=playbook.name or name,
        suits=playbook.for_,
        ref=ref,
        steps=tuple(_step(n, key, playbook.steps[n - 1], due.get(key)) for n, key in shown),
    )


def _step(number: int, key: str, one: PlaybookStep, task: FollowUp | None) -> Step:
    every = say_recurrence(task.repeats) if task and task.repeats else one.every
    return Step(
        number=number,
        key=key,
        task=one.name,
        due_text=one.due,
        due=task.due if task else None,
        every=every,
        owner=one.owner,
        unit=one.unit,
        after=one.after,
    )


def _say_audience(words: tuple[str, ...]) -> str:
    """Say whom a playbook is meant for: trips, what is signed, kinds and binding classes."""
    return listed(dict.fromkeys(_say_one(Audience.of(word)) or word for word in words))


def _say_one(meant: Audience) -> str:
    if meant.is_trip:
        return _("trip")
    if meant.is_signed:
        return STAGES.name("signed")
    return BINDINGS.name(meant.binding) if meant.binding else KINDS.name(meant.kind)
