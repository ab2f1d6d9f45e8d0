"""Commands about changes themselves: ``undo``, ``redo``, ``history``."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from dealtrack.actions.registers import collection
from dealtrack.cli.ask import confirm
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.refs import find_anything
from dealtrack.cli.run import Run
from dealtrack.cli.talk import as_saved, telling
from dealtrack.errors import NoSuchStep, NotFound, NotSaved, WrongUse
from dealtrack.model import Agreement, Kept, Trip
from dealtrack.model.changes import Change, Step
from dealtrack.model.held import Address
from dealtrack.model.ref import Ref
from dealtrack.report.steps import changed, list_steps, say_changed, say_step
from dealtrack.store.base import Store
from dealtrack.store.undoing import check_own
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible

if TYPE_CHECKING:
    from dealtrack.report.history import History

commands = Commands()

_LISTED = 20
"""How many steps are listed."""

_DEEPER = "    "

Count = Annotated[
    str | None,
    typer.Argument(metavar="[STEPS]", help=_("How many changes; 1 if not given.")),
]
Force = Annotated[
    bool, typer.Option("--force", help=_("On a server: also what somebody else has done."))
]
Past = Annotated[
    str | None,
    typer.Argument(
        metavar="[REF[.N]]",
        help=_("A record or a follow-up, removed ones too; the whole ledger if not given."),
        autocompletion=completed("anything"),
    ),
]


@commands.add(
    "undo",
    _("Take back the last change of the ledger, or several."),
    shared="writing",
    examples=("undo", "undo 3", "undo --list"),
)
def undo(
    run: Run,
    steps: Count = None,
    list_: Annotated[
        bool,
        typer.Option("--list", help=_("List what can be taken back, and brought back.")),
    ] = False,
    force: Force = False,
) -> None:
    if list_:
        with run.store() as store:
            report = list_steps(store.steps(_LISTED, undone=True), store.steps(_LISTED))
        run.show(report)
    else:
        _turn(run, "undo", steps, force=force)


@commands.add(
    "redo",
    _("Bring back what undo took back last."),
    shared="writing",
    examples=("redo", "redo 3"),
)
def redo(run: Run, steps: Count = None, force: Force = False) -> None:
    _turn(run, "redo", steps, force=force)


@commands.add(
    "history",
    _("Tell every change of a record, or the last ones of the ledger."),
    shared="listing",
    examples=("history 17", "history 17.2", "history"),
)
def history(
    run: Run,
    ref: Past = None,
    key: Annotated[
        str,
        typer.Option(
            "--key", metavar="KEY", help=_("Tell whether the change with that key was saved.")
        ),
    ] = "",
) -> None:
    from dealtrack.report.history import history_aside, history_of

    if key:
        _tell_saved(run, key)
        return
    if ref is None:
        run.show(_lately(run))
        return
    if (aside := Address.read(ref)) and not aside.is_record:
        with run.store() as store:
            told = [c for c in store.history(str(aside)) if _is_seen(c, run)]
        run.show(history_aside(aside, told, run.limit))
        return
    with run.store() as store:
        wanted = Ref.read(ref) or find_anything(store, ref, run.today).ref
        changes = store.history(str(wanted.record))
    told = [c for c in changes if _is_seen(c, run)]
    report = history_of(wanted._replace(problem=None), told, run.limit)
    if told and not report.changes and not run.is_past:
        raise NotFound(str(wanted))
    run.show(report)


def _lately(run: Run) -> "History":
    """Return the last changes of the ledger, whatever they were of."""
    from dealtrack.report.history import last_changes

    with run.store() as store:
        steps = store.lately(None if run.is_past else run.limit)
        known = [s for s in steps if _is_seen(s, run)]
        return last_changes(known[: run.limit], len(known) if run.is_past else store.revision)


def _tell_saved(run: Run, key: str) -> None:
    """Tell that the change with that *key* was saved, and as what.  Raises: `NotSaved`."""
    with run.changing.store() as store:
        step = store.saved(key)
        if step is None:
            raise NotSaved(key)
        total = store.revision
    if run.format is not None or run.output is not None:
        from dealtrack.report.history import last_changes

        run.show(last_changes([step], total))
        return
    sentence = _("Saved as revision {n}, at {moment} by {who}: {what}")
    moment = f"{step.at:%Y-%m-%d %H:%M:%S}"
    told = sentence.format(n=step.revision, moment=moment, who=step.by, what=step.what)
    run.tell(visible(told))


def _is_seen(one: Change | Step, run: Run) -> bool:
    """Whether a look back to the day that is asked about may see a change."""
    return one.at.date() <= run.as_of or not run.is_past


def show_as_entered(run: Run, ref: str, text: str) -> None:
    """Show the card of a record as the ledger knew it at the end of the day in *text*."""
    from dealtrack.cli.run import read_day
    from dealtrack.days import Lean

    day = read_day("--as-entered", text, run.today, Lean.PAST)
    with run.store() as store:
        wanted = Ref.read(ref) or find_anything(store, ref, run.today).ref
        found = store.as_entered(str(wanted.record), day)
    if run.wants_toml:
        run.put(_toml(found.record, found.tied))
    else:
        _show_card(run, found.record, found.tied, day)


def _toml(record: Kept, tied: Iterable[Kept]) -> str:
    from dealtrack.exchange.trip import write

    if isinstance(record, Agreement):
        return write(None, [record])
    return write(record, [one for one in tied if isinstance(one, Agreement)])


def _show_card(run: Run, record: Kept, tied: tuple[Kept, ...], day: date) -> None:
    from msgspec.structs import replace

    from dealtrack.report.card import card_of
    from dealtrack.report.trip_card import card_of_trip

    agreements = [one for one in tied if isinstance(one, Agreement)]
    if isinstance(record, Agreement):
        trip = next((one for one in tied if isinstance(one, Trip)), None)
        run.show(
            replace(
                card_of(record, run.as_of, agreements, trip, run.settings.lights),
                as_entered=day,
            )
        )
    else:
        run.show(replace(card_of_trip(record, agreements, run.as_of), as_entered=day))


def _turn(run: Run, command: Literal["undo", "redo"], text: str | None, *, force: bool) -> None:
    """Take back, or bring back, as many steps as *text* says, once that was confirmed."""
    count = run.number("STEPS", text, 1)
    if not count:
        raise WrongUse(_("STEPS {text}: give a whole number, 1 or more.").format(text=text))
    with run.store() as store:
        seen = store.revision
        steps = store.steps(count, undone=command == "redo")
        if len(steps) < count:
            raise NoSuchStep(command, count, len(steps))
        if not force:
            check_own(store.person, steps)
        if not confirm(run, _question(run, command, steps)):
            run.say(_("Nothing was changed."))
            return
        turn = store.undo if command == "undo" else store.redo
        done = turn(count, seen=seen, force=force)
        refs = dict.fromkeys(change.ref for step in done for change in step.changes)
        _tell(run, command, done, tuple(refs), _records(store, refs))
    if any(step.what.startswith("sector merge ") for step in done):
        from dealtrack.cli.sectormerge import turned

        turned(run, done, back=command == "undo")


def _question(run: Run, command: Literal["undo", "redo"], steps: list[Step]) -> str:
    """Return what to ask; whoever sits there is told before what each step was."""
    if run.yes:
        return ""
    if not run.asks:
        said = listed(say_step(step) for step in steps[:3])
        words = _("Take back {said}?") if command == "undo" else _("Bring back {said}?")
        return visible(words.format(said=said))
    for number, step in enumerate(steps):
        run.say(_set(run, _head(command, step, is_first=not number)))
        for line in say_changed(changed(step, back=command == "undo")):
            run.say(_set(run, line, "  "))
    if command == "undo":
        return plural("Take it back?", "Take back these {n} changes?", len(steps))
    return plural("Bring it back?", "Bring back these {n} changes?", len(steps))


def _set(run: Run, line: str, before: str = "") -> str:
    """Set *line* in as wide as the terminal is; what follows its first line, deeper."""
    line = visible(line)
    if not run.screen.is_terminal:
        return f"{before}{line}"
    from dealtrack.render.cells import folded  # wanted before a question only

    room = run.screen.width - len(before)
    lines = folded(line, room)
    if len(lines) > 1:
        lines = folded(line, room - len(_DEEPER))
    return before + f"\n{before}{_DEEPER}".join(lines)


def _head(command: Literal["undo", "redo"], step: Step, *, is_first: bool) -> str:
    if not is_first:
        return say_step(step)
    if command == "undo":
        return _("Last change {step}").format(step=say_step(step))
    return _("Taken back {step}").format(step=say_step(step))


def _records(store: Store, refs: Iterable[str]) -> list[Kept]:
    """Return those of the records called *refs* that are there."""
    found: list[Kept] = []
    for text in refs:
        if ref := Ref.read(text):
            with suppress(NotFound):
                found.append(collection(store, ref).get(ref.id))
    return found


def _tell(
    run: Run,
    command: Literal["undo", "redo"],
    done: list[Step],
    refs: tuple[str, ...],
    records: list[Kept],
) -> None:
    with telling(listed(refs)):
        if run.json:
            run.answer(as_saved(refs, records))
        elif run.quiet:
            run.tell("\n".join(refs))
        else:
            words = _("Taken back: {step}") if command == "undo" else _("Brought back: {step}")
            for step in done:
                run.tell(_set(run, words.format(step=say_step(step))))
    if run.screen.is_terminal and not (run.json or run.quiet):
        run.say(
            _("If that was wrong: dealtrack redo · More: dealtrack undo --list")
            if command == "undo"
            else _("If that was wrong: dealtrack undo")
        )
