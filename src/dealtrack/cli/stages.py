"""Commands that move an agreement: ``advance``, ``fund``, ``suspend``, ``resume``, ``end``."""

from datetime import date
from typing import Annotated, Literal

import typer

from dealtrack.actions import records
from dealtrack.cli.ask import confirm, needed
from dealtrack.cli.command import Commands
from dealtrack.cli.options import On, Reason, Record, Remark, amount, partial_day, word
from dealtrack.cli.refs import find_record
from dealtrack.cli.run import Run
from dealtrack.cli.talk import joined, saved
from dealtrack.days import PartialDay, spoken
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import STATUSES
from dealtrack.report.words import money
from dealtrack.text import _

commands = Commands()


@commands.add(
    "advance",
    _("Note that an agreement has reached a stage."),
    shared="writing",
    examples=("advance 17 registered --on 2026-10-08", "advance 17 开工"),
)
def advance(
    run: Run,
    ref: Record,
    stage: Annotated[
        str,
        typer.Argument(
            metavar="STAGE",
            help=_("registered, started, in-production … See dealtrack help stages."),
        ),
    ],
    on: On = None,
    note: Remark = "",
) -> None:
    key = word("STAGE", stage, STAGES)
    day = partial_day("--on", on, run.today) or PartialDay.of(run.today)
    with run.store() as store:
        found = find_record(store, ref, run.today)
        record = records.advance(store, found.ref, key, day, note)
    line = _("{ref} has reached {stage}: {title}").format(
        ref=record.ref, stage=STAGES.name(key), title=record.title
    )
    saved(run, record.ref, record, (line, str(day)))


@commands.add(
    "fund",
    _("Note money that really arrived."),
    shared="writing",
    examples=("fund 17 2000万 --on 2026-10-15",),
)
def fund(
    run: Run,
    ref: Record,
    worth: Annotated[
        str,
        typer.Argument(metavar="AMOUNT", help=_("How much: 2000万, 3.5亿, 20 million USD.")),
    ],
    on: On = None,
    note: Remark = "",
) -> None:
    arrived = amount(needed(worth, "AMOUNT"), "AMOUNT")
    day = run.day("--on", on)
    with run.store() as store:
        found = find_record(store, ref, run.today)
        assert arrived is not None  # `needed` saw to it
        record = records.fund(store, found.ref, arrived, day, note)
    line = _("{amount} in place for {ref}: {title}").format(
        amount=money(arrived), ref=record.ref, title=record.title
    )
    saved(run, record.ref, record, (line, spoken(day, run.today)))


@commands.add("suspend", _("Put an agreement on hold."), shared="writing")
def suspend(run: Run, ref: Record, reason: Reason = None, on: On = None) -> None:
    _change(run, ref, "suspended", run.day("--on", on), needed(reason, "--reason"))


@commands.add(
    "resume", _("Go on with an agreement that was suspended or ended."), shared="writing"
)
def resume(run: Run, ref: Record, reason: Reason = None, on: On = None) -> None:
    _change(run, ref, "ongoing", run.day("--on", on), reason or "")


@commands.add(
    "end",
    _("Terminate an agreement, or note that it is fulfilled."),
    shared="writing",
    examples=('end 17 --reason "Investor withdrew"', "end 17 --fulfilled"),
)
def end(
    run: Run,
    ref: Record,
    reason: Reason = None,
    fulfilled: Annotated[
        bool, typer.Option("--fulfilled", help=_("It ended because everything agreed is done."))
    ] = False,
    on: On = None,
) -> None:
    why = (reason or "") if fulfilled else needed(reason, "--reason")
    _change(
        run,
        ref,
        "fulfilled" if fulfilled else "terminated",
        run.day("--on", on),
        why,
        asks=not fulfilled,
    )


def _change(
    run: Run,
    ref: str,
    status: Literal["ongoing", "suspended", "terminated", "fulfilled"],
    day: date,
    reason: str,
    *,
    asks: bool = False,
) -> None:
    with run.store() as store:
        found = find_record(store, ref, run.today)
        if (
            asks
            and run.asks
            and not confirm(
                run,
                _("Terminate {ref}, {title}?").format(ref=found.ref, title=found.record.title),
            )
        ):
            run.say(_("Nothing was changed."))
            return
        record = records.change_status(store, found.ref.record, status, day, reason)
    line = _("{ref} is {state}: {title}").format(
        ref=record.ref, state=STATUSES.name(status), title=record.title
    )
    saved(run, record.ref, record, (line, joined((spoken(day, run.today), reason))))
