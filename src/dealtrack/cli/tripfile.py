"""``log FILE.toml``: a whole trip from one file, in one transaction."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from msgspec.structs import replace

from dealtrack.actions import trips
from dealtrack.cli.ask import confirm
from dealtrack.cli.familiar import names_in, unfamiliar
from dealtrack.cli.run import Run
from dealtrack.cli.talk import as_saved, due_line, joined, telling, warn
from dealtrack.errors import Conflict, DealtrackError, FileRefused
from dealtrack.exchange.files import decode, decode_file
from dealtrack.exchange.plan import AgreementStep, Changed, Known, New, Plan, TripStep, plan
from dealtrack.exchange.trip import Harvest, read
from dealtrack.model import Draft, Kept, TripDraft
from dealtrack.store.base import Store
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible

Step = TripStep | AgreementStep

R = TypeVar("R", Draft, TripDraft)


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """A follow-up that the playbook of *step* would add to a new record, by its title."""

    record: str
    task: str
    due: date | None
    due_text: str
    step: str


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A dry run as JSON: titles of what is new, refs of what would change or is known."""

    schema: Literal["dealtrack/plan/1"] = "dealtrack/plan/1"
    new: tuple[str, ...]
    changed: tuple[str, ...]
    known: tuple[str, ...]
    added: tuple[Added, ...] = ()


class FileDiffers(DealtrackError):  # noqa: N818 -- it is what it says
    """A file differs from *count* records, and nobody said which is right."""

    exit_code = 4

    def __init__(self, name: str, count: int) -> None:
        super().__init__(name, count)
        self.name = name
        self.count = count

    def __str__(self) -> str:
        sentence = plural(
            "{name} differs from {n} record of the ledger.",
            "{name} differs from {n} records of the ledger.",
            self.count,
        ).format(name=visible(self.name))
        remedy = _("To write what the file says, repeat the command with --update.")
        return f"{sentence}\n{remedy}"


def log_file(
    run: Run, name: str, *, dry_run: bool, update: bool, playbooks: list[str] | None = None
) -> None:
    """Log the trip file *name*, ``-`` for standard input.

    Raises:
        CannotRead: if it is no text in UTF-8.
        FileRefused: if anything in it is wrong; then nothing is saved.
        FileDiffers: if it would change records, and nobody can be asked.
    """
    text = decode(sys.stdin.buffer.read(), "-") if name == "-" else decode_file(Path(name))
    harvest = read(text, run.today)
    if harvest.problems:
        raise FileRefused(name, harvest.problems)
    with run.store() as store:
        seen = store.revision
        planned = _plan(store, harvest, run)
        whole = _with_playbooks(run, harvest, planned, playbooks)
        if whole != harvest:
            harvest, planned = whole, _plan(store, whole, run)
        if dry_run:
            trips.check_file(store, planned)
            _preview(run, planned)
        elif planned.is_nothing_new:
            _nothing_new(run, planned)
        elif planned.changes and not _may_change(run, planned, name, update=update):
            run.say(_("Nothing was saved."))
        else:

            def make_plan(now: Store) -> Plan:
                return planned if now.revision == seen else _same(now, planned, harvest, run)

            new = [
                name
                for step in planned.steps
                if isinstance(step, New)
                for name in names_in(step.draft)
            ]
            odd = unfamiliar(run, store, new)
            _tell(run, trips.log_file(store, make_plan), odd)


def _with_playbooks(
    run: Run, harvest: Harvest, planned: Plan, names: list[str] | None
) -> Harvest:
    """Return *harvest* with what playbooks add to those of its records that are new."""
    if not (names or harvest.playbooks or run.offers_playbooks):
        return harvest
    from dealtrack.cli.offering import NONE, offered, written
    from dealtrack.cli.options import anchors_of

    trip, new = harvest.trip, [s.draft for s in planned.agreements if isinstance(s, New)]
    own = [trip] if trip and isinstance(planned.trip, New) else []
    days = anchors_of(None, trip)
    drafts: list[Draft | TripDraft] = [*own, *new]
    if not any(name in NONE for name in names or ()):
        drafts = [written(run, draft, days, harvest.playbooks) for draft in drafts]
    added = offered(run, drafts, days, names) if names or run.offers_playbooks else ()
    if not drafts and (for_others := [name for name in names or () if name not in NONE]):
        remedy = _(
            "Nothing here is new. For what is known: dealtrack follow REF --playbook {name}"
        )
        run.say(remedy.format(name=for_others[0]))
    tasks = {draft.key: draft.follow_ups for draft in drafts}
    for draft, more in zip(drafts, added, strict=False):
        tasks[draft.key] += more

    def whole(draft: R) -> R:
        return replace(draft, follow_ups=tasks.get(draft.key, draft.follow_ups))

    return harvest._replace(
        trip=whole(trip) if trip else None, agreements=tuple(map(whole, harvest.agreements))
    )


def _plan(store: Store, harvest: Harvest, run: Run) -> Plan:
    trips_there = store.trips.search(as_of=run.today)
    return plan(harvest, trips_there, store.agreements.search(as_of=run.today))


def _same(store: Store, planned: Plan, harvest: Harvest, run: Run) -> Plan:
    """Return the plan for the ledger as it is now; what was agreed to must still be true."""
    fresh = _plan(store, harvest, run)
    agreed = [step.differences for step in planned.changes]
    for step in fresh.changes:
        if step.differences not in agreed:
            raise Conflict(step.record.ref)
    return fresh


def _may_change(run: Run, planned: Plan, name: str, *, update: bool) -> bool:
    if update or run.yes:
        return True
    for line in _differences(planned):
        run.say(line)
    if not run.asks:
        raise FileDiffers(name, len(planned.changes))
    return confirm(run, _("Write these changes?"))


def _preview(run: Run, planned: Plan) -> None:
    """Show what would become of each record, and what playbooks would add to the new ones."""
    if run.json:
        run.answer(_as_planned(planned))
        return
    for step in planned.steps:
        run.tell(_line(step, "–" if isinstance(step, New) else step.record.ref))
        for one in step.draft.follow_ups if isinstance(step, New) else ():
            if one.playbook:
                owner = one.assigned(run.today).owner
                run.tell(visible(f"        {joined((one.task, due_line(one, run), owner))}"))
    for line in _differences(planned):
        run.tell(line)
    run.say(_("Nothing saved: this was a dry run."))


def _as_planned(planned: Plan) -> Planned:
    new = [step.draft for step in planned.steps if isinstance(step, New)]
    return Planned(
        new=tuple(draft.title for draft in new),
        changed=tuple(s.record.ref for s in planned.changes),
        known=tuple(s.record.ref for s in planned.steps if isinstance(s, Known)),
        added=tuple(
            Added(
                record=draft.title,
                task=one.task,
                due=one.due,
                due_text=one.due_text,
                step=one.playbook,
            )
            for draft in new
            for one in draft.follow_ups
            if one.playbook
        ),
    )


def _differences(planned: Plan) -> Iterator[str]:
    for step in planned.changes:
        yield visible(f"{step.record.ref}  {step.record.title}")
        for one in step.differences:
            yield visible(f"  {one.path}: {one.before or '–'} → {one.after or '–'}")


def _nothing_new(run: Run, planned: Plan) -> None:
    known = [step.record for step in planned.steps if isinstance(step, Known)]
    if run.json:
        run.answer(as_saved((), known))
    elif not run.quiet:
        refs = listed(record.ref for record in known)
        run.tell(_("Nothing new: the ledger has all of it ({refs}).").format(refs=refs))


def _tell(run: Run, logged: trips.Logged, odd: tuple[str, ...]) -> None:
    done = list(zip(logged.records, logged.plan.steps, strict=True))
    touched = [record for record, step in done if not isinstance(step, Known)]
    with telling(listed(record.ref for record in touched)):
        if run.json:
            run.answer(as_saved([record.ref for record in touched], touched))
            return
        if run.quiet:
            run.tell("\n".join(record.ref for record in touched))
            return
        for record, step in done:
            run.tell(_line(step, record.ref, _follow_ups(record)))
    for record in touched:
        warn(run, record)
    for sentence in odd:
        run.say(_("Note: {sentence}").format(sentence=visible(sentence)))
    if run.screen.is_terminal:
        run.say(_("Next: dealtrack show {ref} · dealtrack agenda").format(ref=touched[0].ref))


def _line(step: Step, ref: str, more: str = "") -> str:
    """Return what becomes, or became, of one record of the file."""
    words = {New: _("new"), Known: _("known"), Changed: _("changed")}
    told = step.draft if isinstance(step, New) else step.record
    return visible(f"{ref:>4}  {words[type(step)]}  {joined((told.title, more))}")


def _follow_ups(record: Kept) -> str:
    count = len(record.follow_ups)
    return plural("{n} follow-up", "{n} follow-ups", count) if count else ""
