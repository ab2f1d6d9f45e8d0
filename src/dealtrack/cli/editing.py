"""Commands that change or strike a whole record: ``edit`` and ``remove``."""

from typing import Any

from dealtrack.actions import records
from dealtrack.cli.ask import confirm
from dealtrack.cli.command import Commands
from dealtrack.cli.options import Anything, Record
from dealtrack.cli.refs import Found, find_anything, find_record
from dealtrack.cli.run import Run
from dealtrack.cli.talk import saved, warn
from dealtrack.errors import DealtrackError, FileProblem, NotFound
from dealtrack.model import Agreement, Kept, Trip
from dealtrack.query.expr import Expr
from dealtrack.query.questions import EVER, linked_to, on_trip
from dealtrack.store.base import Store
from dealtrack.text import _, listed, plural

commands = Commands()


@commands.add(
    "edit",
    _("Change a record as a text in your editor ($VISUAL, $EDITOR)."),
    shared="writing",
    examples=("edit 17", "EDITOR=nano dealtrack edit T3"),
)
def edit(run: Run, ref: Record) -> None:
    with run.store() as store:
        record = find_record(store, ref, run.today).record
        kept = _edited(run, store, record)
    if kept is None:
        run.say(_("Nothing was changed."))
        return
    line = _("Saved {ref}: {title}").format(ref=kept.ref, title=kept.title)
    hint = _("All of it: dealtrack show {ref}").format(ref=kept.ref)
    saved(run, kept.ref, kept, (line,), hint)
    warn(run, kept)


def _edited(run: Run, store: Store, record: Kept) -> Kept | None:
    """Return *record* as it was edited and saved; None if nothing was changed.

    If it cannot be saved, the text is kept in a file, and the error says where.
    """
    from dealtrack.cli.editor import keep, kept_in
    from dealtrack.cli.rounds import Answer, edited
    from dealtrack.exchange.document import read_record, write_record

    trip_of = _trip_of(store, record)
    folder = run.room()
    read: Any = read_record  # of one type or the other, and it gives back the same

    def changed(text: str) -> tuple[Kept | None, tuple[FileProblem, ...]]:
        found: tuple[Kept | None, tuple[FileProblem, ...]]
        found = read(text, record, run.today, trip_of=trip_of)
        return found

    text = write_record(record, trip_of)
    answer: Answer[Kept] | None = edited(run, text, folder, record.ref, changed)
    if answer is None or answer.value == record:
        return None
    try:
        return records.revise(store, answer.value)
    except DealtrackError as error:
        error.add_note(kept_in(keep(answer.text, folder, f"edit-{record.ref}")))
        raise


def _trip_of(store: Store, record: Kept) -> Trip | None:
    if not isinstance(record, Agreement) or record.trip is None:
        return None
    try:
        return store.trips.get(record.trip)
    except NotFound:
        return None


@commands.add(
    "remove",
    _("Strike a record or one follow-up from the ledger; its ref is never given again."),
    shared="writing",
    examples=("remove 17", "remove 17.2 --yes"),
)
def remove(run: Run, ref: Anything) -> None:
    with run.store() as store:
        found = find_anything(store, ref, run.today)
        if not confirm(run, _going(store, found, run)):
            run.say(_("Nothing was changed."))
            return
        record = records.remove(store, found.ref)
    name = found.follow_up.task if found.follow_up else record.title
    line = _("Removed {ref}: {title}").format(ref=found.ref, title=name)
    saved(run, found.ref, record, (line,), _("If that was wrong: dealtrack undo"))


def _going(store: Store, found: Found, run: Run) -> str:
    """Say what goes with the record, and what would point to nothing."""
    from dealtrack.report.waiting import waiting_for

    if found.follow_up:
        refs = [task.ref for task in waiting_for(store, str(found.ref), run.today)]
        waiting = _("{refs} wait for it.").format(refs=listed(refs))
        asked = _("Remove follow-up {ref}, {task}, with its history?")
        sentence = asked.format(ref=found.ref, task=found.follow_up.task)
        return f"{waiting} {sentence}" if refs else sentence
    record = found.record
    counts = (
        plural("{n} follow-up", "{n} follow-ups", len(record.follow_ups)),
        plural("{n} note", "{n} notes", len(record.notes)),
    )
    parts = [*counts, *_left_behind(store, record)]
    return _("Remove {ref}, {title} ({parts})?").format(
        ref=record.ref, title=record.title, parts=" · ".join(parts)
    )


def _left_behind(store: Store, record: Kept) -> list[str]:
    if isinstance(record, Trip):
        refs = _refs(store, on_trip(record.ref))
        lost = _("agreements {refs} would belong to no trip")
    else:
        refs = _refs(store, linked_to(record.ref))
        lost = _("agreements {refs} refer to it")
    return [lost.format(refs=listed(refs))] if refs else []


def _refs(store: Store, where: Expr) -> list[str]:
    return [str(row[0][0]) for row in store.agreements.rows(("id",), where, as_of=EVER)]
