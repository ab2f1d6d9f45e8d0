"""From what was typed about a follow-up to what is wanted: the options of ``follow``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dealtrack.cli.ask import needed
from dealtrack.cli.command import Option, Typed
from dealtrack.cli.options import amount, assignments, read, word
from dealtrack.cli.run import Run
from dealtrack.days.recurring import parse_every
from dealtrack.errors import WrongUse
from dealtrack.model import FollowUp, Promise
from dealtrack.model.vocabulary import PRIORITIES, SIDES
from dealtrack.text import _

OPTIONS = (
    Option("due", ("--due",), _("By which day: 2026-12-01, +2w, 月底, signed+1m."), "DAY"),
    Option("owner", ("--owner",), _("Who does it."), "NAME"),
    Option("unit", ("--unit",), _("Which unit is responsible."), "NAME"),
    Option(
        "partners", ("--with",), _("A co-operating unit; repeat for more."), "UNIT", many=True
    ),
    Option(
        "every",
        ("--every",),
        _("It comes again: month, friday, 每月15日, “last day of every quarter”."),
        "WHEN",
    ),
    Option(
        *("priority", ("--priority",), _("high, normal or low."), "P"), completes="priorities"
    ),
    Option(
        *("promise", ("--promise",), _("It is a commitment of one side: ours or theirs.")),
        metavar="SIDE",
        completes="sides",
    ),
    Option(
        *("condition", ("--condition",), _("What must be met before the promise is owed.")),
        metavar="TEXT",
    ),
    Option("amount", ("--amount",), _("The money that is promised."), "AMOUNT"),
    Option(
        "after",
        ("--after",),
        _("It cannot begin before that one is closed; repeat for more."),
        "REF.N",
        many=True,
        completes="tasks",
    ),
    Option(
        "playbooks",
        ("--playbook",),
        _("Add the steps of a playbook instead of one task; repeat for more."),
        "NAME",
        many=True,
        completes="playbooks",
    ),
    Option("on", ("--on",), _("The day it happened; today if not given."), "DAY"),
)
"""What can be said of a follow-up: each fills the field of `Wanted` of its name."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A follow-up as it was typed, option by option; None where nothing was said."""

    due: str | None = None
    owner: str = ""
    unit: str = ""
    partners: tuple[str, ...] = ()
    every: str | None = None
    priority: str = "normal"
    promise: str | None = None
    condition: str = ""
    amount: str | None = None
    after: tuple[str, ...] = ()
    playbooks: tuple[str, ...] = ()
    on: str | None = None

    @classmethod
    def of(cls, said: Mapping[str, Typed]) -> "Wanted":
        """Return what the options said."""
        told: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in said.items()
            if value is not None
        }
        return cls(**told)

    def follow_up(self, run: Run, task: str) -> FollowUp:
        """Return the follow-up *task*, but for what needs the ledger: due day and waits.

        Raises:
            WrongUse: if what was said does not go together.
        """
        every = self.every
        made = FollowUp(
            task=task,
            since=run.day("--on", self.on),
            priority=word("--priority", self.priority, PRIORITIES),  # type: ignore[arg-type]
            partners=self.partners,
            assignments=assignments(self.unit, self.owner),
            promise=_promise(self.promise, self.condition, self.amount),
            repeats=read("--every", lambda: parse_every(every)) if every is not None else None,
        )
        _refuse_repeated(made)
        return made


def _refuse_repeated(task: FollowUp) -> None:
    if task.promise and task.repeats:
        raise WrongUse(
            _("--every does not go with --promise: a commitment does not come again."),
            _("Set one for each time, or a task that comes again."),
        )


def _promise(side: str | None, condition: str, worth: str | None) -> Promise | None:
    if side is None and not condition and not worth:
        return None
    key = word("--promise", needed(side, "--promise"), SIDES)
    return Promise(side=key, condition=condition, amount=amount(worth))  # type: ignore[arg-type]
