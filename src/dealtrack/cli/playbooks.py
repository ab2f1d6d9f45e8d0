"""Commands about playbooks: ``playbook list`` and ``playbook show``."""

from typing import Annotated

import typer

from dealtrack.actions.playbooks import tasks_of
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.offering import named
from dealtrack.cli.options import of_record
from dealtrack.cli.refs import find_record
from dealtrack.cli.run import Run
from dealtrack.settings.shipped import known
from dealtrack.text import _

commands = Commands()

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help=_("A playbook: see dealtrack playbook list."),
        autocompletion=completed("playbooks"),
    ),
]


@commands.add("playbook list", _("List the playbooks: sets of follow-ups."), shared="listing")
def playbook_list(run: Run) -> None:
    from dealtrack.report.playbooks import find_playbooks

    run.show(find_playbooks(known(run.settings.playbooks)))


@commands.add(
    "playbook show",
    _("Show the steps of a playbook, and when they would be due for a record."),
    shared="reading",
    examples=("playbook show project", "playbook show project 17"),
)
def playbook_show(
    run: Run,
    name: Name,
    ref: Annotated[
        str | None,
        typer.Argument(
            metavar="[REF]",
            help=_("An agreement (17) or a trip (T3)."),
            autocompletion=completed("records"),
        ),
    ] = None,
) -> None:
    from dealtrack.report.playbooks import steps_of

    playbook = named(run, name)
    if ref is None:
        run.show(steps_of(name, playbook))
        return
    with run.store() as store:
        record = find_record(store, ref, run.today).record
        days = of_record(store, record)
    tasks = tasks_of(name, playbook, record, days, run.today)
    run.show(steps_of(name, playbook, record.ref, tasks))
