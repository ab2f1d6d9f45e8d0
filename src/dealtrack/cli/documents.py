"""Whole records as a document: ``export json``, and ``import`` of what it wrote."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from dealtrack.actions.entering import TakenIn, held_of, refuse_rings, take_in
from dealtrack.cli.ask import confirm
from dealtrack.cli.run import Run
from dealtrack.cli.talk import telling
from dealtrack.cli.working import progress
from dealtrack.errors import Conflict
from dealtrack.exchange.compare import differences
from dealtrack.exchange.documents.plan import Behind, Changed, Known, Left, New, Plan, plan
from dealtrack.exchange.documents.read import Document, read
from dealtrack.exchange.documents.signs import FACTS
from dealtrack.exchange.documents.write import Sort, pieces
from dealtrack.model import Agreement, Trip
from dealtrack.model.held import Held
from dealtrack.model.registered import Registered
from dealtrack.store.base import Store
from dealtrack.store.disk.attached import named_in
from dealtrack.text import _, listed, plural
from dealtrack.text.hidden import visible

_MOST = 12
"""So many of a kind are named in a line, at most."""


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A new record: its *ref* here, and what it was called *before*."""

    ref: str
    before: str


class Lacking(msgspec.Struct, frozen=True, kw_only=True):
    """What *ref* would name, or would have to name, and is not here."""

    ref: str
    names: str


class TakenOver(msgspec.Struct, frozen=True, kw_only=True):
    """What a document of whole records brought: what is new, changed, known, left.

    *behind* was changed here since, and is left so; what is *left* cannot come along, for
    what it names; what is *lost* is no longer named; *saved* is false of a dry run and of
    nothing new.
    """

    schema: Literal["dealtrack/taken-over/1"] = "dealtrack/taken-over/1"
    new: tuple[Moved, ...]
    changed: tuple[str, ...]
    behind: tuple[str, ...]
    known: int
    left: tuple[Lacking, ...]
    lost: tuple[Lacking, ...]
    saved: bool


def write_document(run: Run, sort: Sort, query: Sequence[str] | None) -> None:
    """Write the records that answer *query* whole; without one, all that the ledger holds."""
    attached: set[str] = set()
    with run.store() as store, progress(run, _("Writing the records")):
        whole = not query and not run.is_past
        where = run.question(list(query or ()), store)
        found = pieces(store, sort, run.as_of, where, whole=whole)
        run.put_pieces(_noting(found, attached))
    if not whole and run.output:
        words = _(
            "Targets, slips, closed months and other names are in it only without a query."
        )
        run.say(words)
    if attached:
        words = plural(
            "{n} attached file is not in it; ledger copy and backup --to take such along.",
            "{n} attached files are not in it; ledger copy and backup --to take such along.",
            len(attached),
        )
        run.say(words)


def _noting(found: Iterator[bytes], attached: set[str]) -> Iterator[bytes]:
    """Yield what was *found*, noting the files that it names."""
    for piece in found:
        if b"attachments/" in piece:
            attached |= named_in(piece)
        yield piece


def import_document(run: Run, file: Path, *, dry_run: bool, update: bool) -> int | None:
    """Take in the records of a document that `export` wrote.

    Raises:
        CannotRead: if there is no such file.
        FileRefused: if anything in it is wrong; then nothing is saved.
        FileDiffers: if it would change records, and nobody can be asked.
    """
    document = read(file)
    with run.store() as store:
        seen, planned = store.revision, _plan(run, store, document)
        saves = not dry_run and bool(planned.new or planned.changes)
        if saves and planned.changes and not _may_change(run, planned, file, update=update):
            run.say(_("Nothing was saved."))
            return None
        done = TakenIn((), ())
        if saves:
            with progress(run, _("Importing")) as share:
                done = take_in(
                    store, lambda now: _same(run, now, document, planned, seen), share
                )
    _tell(run, planned, done, saves=saves)
    return None


def _plan(run: Run, store: Store, document: Document) -> Plan:
    there = held_of(store, document, run.today)
    planned = plan(document, there)
    refuse_rings(there.records.get("organisations", ()), planned)
    return planned


def _same(run: Run, store: Store, document: Document, planned: Plan, seen: int) -> Plan:
    """Return the plan for the ledger as it is now; what was agreed to must still be true."""
    if store.revision == seen:
        return planned
    fresh = _plan(run, store, document)
    for step in fresh.changes:
        if step not in planned.changes:
            raise Conflict(step.was.ref)
    return fresh


def _may_change(run: Run, planned: Plan, file: Path, *, update: bool) -> bool:
    if update or run.yes:
        return True
    for line in _differences(planned):
        run.say(line)
    if not run.asks:
        from dealtrack.cli.tripfile import FileDiffers

        raise FileDiffers(file.name, len(planned.changes))
    return confirm(run, _("Write these changes?"))


def _differences(planned: Plan) -> Iterator[str]:
    for step in planned.changes:
        was, now = step.was, step.record
        yield visible(f"{was.ref}  {_called(was)}".rstrip())
        if isinstance(was, Agreement | Trip) and isinstance(now, type(was)):
            for one in differences(was, now):
                yield visible(f"  {one.path}: {one.before or '–'} → {one.after or '–'}")
        elif isinstance(was, Registered):
            yield from _facts(was, now)


def _called(record: Held) -> str:
    if isinstance(record, Agreement | Trip):
        return record.title
    return record.name if isinstance(record, Registered) else ""


def _facts(was: Registered, now: Held) -> Iterator[str]:
    """Yield what is known otherwise of an organisation or a person."""
    for field in ("name", "aliases", *FACTS):
        before, after = (_said(getattr(one, field, "")) for one in (was, now))
        if before != after:
            yield visible(f"  {field}: {before or '–'} → {after or '–'}")


def _said(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else listed(value)


def _tell(run: Run, planned: Plan, done: TakenIn, *, saves: bool) -> None:
    report = _report(planned, saves=saves)
    if run.json:
        with telling(_("What the file holds")):
            run.answer(report)
        return
    if run.quiet:
        run.tell("\n".join((*(one.ref for one in report.new), *report.changed)))
        return
    with telling(_("What the file holds")):
        for line in _lines(planned, report):
            run.tell(line)
    for line in _remarks(report):
        run.say(line)
    if saves:
        run.say(_("If that was wrong: dealtrack undo"))
    elif report.new or report.changed:
        run.say(_("Nothing saved: this was a dry run."))


def _report(planned: Plan, *, saves: bool) -> TakenOver:
    steps = planned.steps
    return TakenOver(
        new=tuple(Moved(ref=s.ref, before=s.item.ref) for s in steps if isinstance(s, New)),
        changed=tuple(s.record.ref for s in steps if isinstance(s, Changed)),
        behind=tuple(s.record.ref for s in steps if isinstance(s, Behind)),
        known=sum(isinstance(s, Known) for s in steps),
        left=tuple(Lacking(ref=s.item.ref, names=s.what) for s in steps if isinstance(s, Left)),
        lost=tuple(Lacking(ref=one.ref, names=one.what) for one in planned.lost),
        saved=saves,
    )


def _lines(planned: Plan, report: TakenOver) -> Iterator[str]:
    """Yield what became of the records, a line for each sort of them."""
    for table, count in _counts(planned).items():
        yield _("new      {what}").format(what=_counted(table, count))
    if report.changed:
        yield _("changed  {refs}").format(refs=_some(report.changed))
        yield from _differences(planned)
    if report.known and not (report.new or report.changed):
        yield plural(
            "Nothing new: the ledger has it ({n} record).",
            "Nothing new: the ledger has all of it ({n} records).",
            report.known,
        )
    elif report.known:
        yield _("known    {what}").format(
            what=plural("{n} record", "{n} records", report.known)
        )


def _remarks(report: TakenOver) -> Iterator[str]:
    if moves := [f"{one.before} → {one.ref}" for one in report.new if one.before != one.ref]:
        yield _("Renumbered, since these numbers are taken: {refs}").format(refs=_some(moves))
    if report.behind:
        words = _("Changed here since the file was written, and left so: {refs}")
        yield words.format(refs=_some(report.behind))
    if same := [one for one in report.left if one.ref.startswith("O")]:
        pairs = [f"{one.ref} → {one.names}" for one in same]
        words = _("Not taken along, as another one here has a name of it: {refs}")
        yield words.format(refs=_some(pairs))
        yield _("If they are one: dealtrack party merge NAME OTHER")
    if others := [one.ref for one in report.left if not one.ref.startswith("O")]:
        words = _(
            "Not taken along, as they prove or concern what has other numbers here: {refs}"
        )
        yield words.format(refs=_some(others))
    if report.lost:
        pairs = [f"{one.ref} → {one.names}" for one in report.lost]
        words = _("No longer linked to what is neither in the file nor here: {refs}")
        yield words.format(refs=_some(pairs))


def _counts(planned: Plan) -> dict[str, int]:
    counts: dict[str, int] = {}
    for step in planned.new:
        counts[step.item.table] = counts.get(step.item.table, 0) + 1
    return counts


def _counted(table: str, count: int) -> str:
    said = {
        "agreements": plural("{n} agreement", "{n} agreements", count),
        "trips": plural("{n} trip", "{n} trips", count),
        "targets": plural("{n} target", "{n} targets", count),
        "slips": plural("{n} slip", "{n} slips", count),
        "closings": plural("{n} closed month", "{n} closed months", count),
        "organisations": plural("{n} organisation", "{n} organisations", count),
        "people": plural("{n} person", "{n} people", count),
    }
    return said.get(table, f"{table}: {count}")


def _some(names: Sequence[str]) -> str:
    more = " …" if len(names) > _MOST else ""
    return listed(names[:_MOST]) + more
