"""``log FILE.toml``: a whole trip from one file, in one transaction."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from dealtrack.actions import trips
from dealtrack.cli.ask import confirm
from dealtrack.cli.run import Run
from dealtrack.cli.talk import saved_as_json, warn
from dealtrack.errors import FileRefused
from dealtrack.exchange.files import decode, decode_file
from dealtrack.exchange.plan import Changed, Known, New, Plan, plan
from dealtrack.exchange.trip import Harvest, read
from dealtrack.model import Kept
from dealtrack.model.codec import encode
from dealtrack.store.base import Store
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A dry run as JSON: titles of what is new, refs of what would change or is known."""

    schema: Literal["dealtrack/plan/1"] = "dealtrack/plan/1"
    new: tuple[str, ...]
    changed: tuple[str, ...]
    known: tuple[str, ...]


def log_file(run: Run, name: str, *, dry_run: bool, update: bool) -> None:
    """Log the trip file *name*, ``-`` for standard input.

    Raises:
        CannotRead: if it is no text in UTF-8.
        FileRefused: if anything in it is wrong; then nothing is saved.
    """
    text = decode(sys.stdin.buffer.read(), "-") if name == "-" else decode_file(Path(name))
    harvest = read(text, run.today)
    if harvest.problems:
        raise FileRefused(name, harvest.problems)
    with run.store() as store:
        planned = _plan(store, harvest, run)
        if dry_run:
            _preview(run, planned)
        elif planned.is_nothing_new:
            _nothing_new(run, planned)
        elif planned.changes and not _may_change(run, planned, update=update):
            _left_alone(run, planned)
        else:
            logged = trips.log_file(store, lambda fresh: _plan(fresh, harvest, run))
            _tell(run, logged, planned)


def _plan(store: Store, harvest: Harvest, run: Run) -> Plan:
    trips_there = store.trips.search(as_of=run.today)
    return plan(harvest, trips_there, store.agreements.search(as_of=run.today))


def _may_change(run: Run, planned: Plan, *, update: bool) -> bool:
    if update:
        return True
    for line in _differences(planned):
        run.say(line)
    return run.asks and confirm(run, _("Write these changes?"))


def _left_alone(run: Run, planned: Plan) -> None:
    count = len(planned.changes)
    sentence = plural(
        "The file differs from {n} record of the ledger. Nothing was saved.",
        "The file differs from {n} records of the ledger. Nothing was saved.",
        count,
    )
    run.tell(sentence)
    run.say(_("To write what the file says: repeat the command with --update"))


def _preview(run: Run, planned: Plan) -> None:
    if run.json:
        run.tell(_as_json(planned))
        return
    for step in planned.steps:
        match step:
            case New(draft):
                run.tell(visible(_("new      {title}").format(title=draft.title)))
            case Known(record):
                run.tell(
                    visible(
                        _("known    {ref}  {title}").format(ref=record.ref, title=record.title)
                    )
                )
            case Changed(record):
                run.tell(
                    visible(
                        _("changed  {ref}  {title}").format(ref=record.ref, title=record.title)
                    )
                )
    for line in _differences(planned):
        run.tell(line)
    run.say(_("Nothing saved: this was a dry run."))


def _as_json(planned: Plan) -> str:
    made = Planned(
        new=tuple(s.draft.title for s in planned.steps if isinstance(s, New)),
        changed=tuple(s.record.ref for s in planned.changes),
        known=tuple(s.record.ref for s in planned.steps if isinstance(s, Known)),
    )
    return encode(made).decode()


def _differences(planned: Plan) -> Iterator[str]:
    for step in planned.changes:
        yield visible(f"{step.record.ref}  {step.record.title}")
        for one in step.differences:
            yield visible(f"  {one.path}: {one.before or '–'} → {one.after or '–'}")


def _nothing_new(run: Run, planned: Plan) -> None:
    refs = [step.record.ref for step in planned.steps if isinstance(step, Known)]
    if run.json:
        records = [s.record for s in planned.steps if isinstance(s, Known)]
        run.tell(saved_as_json((), records))
    elif not run.quiet:
        run.tell(_("Nothing new: the ledger has all of it ({refs}).").format(refs=listed(refs)))


def _tell(run: Run, logged: trips.Logged, planned: Plan) -> None:
    records: list[Kept] = [*([logged.trip] if logged.trip else []), *logged.agreements]
    if run.json:
        run.tell(saved_as_json([r.ref for r in records], records))
        return
    if run.quiet:
        run.tell("\n".join(r.ref for r in records))
        return
    for record, step in zip(records, planned.steps, strict=True):
        word = {New: _("new"), Known: _("known"), Changed: _("changed")}[type(step)]
        run.tell(visible(f"{record.ref:>4}  {word}  {record.title}{_follow_ups(record)}"))
        warn(run, record)
    run.say(_("Next: dealtrack show {ref} · dealtrack agenda").format(ref=records[0].ref))


def _follow_ups(record: Kept) -> str:
    count = len(record.follow_ups)
    if not count:
        return ""
    said = plural("{n} follow-up", "{n} follow-ups", count)
    return f" · {said}"
