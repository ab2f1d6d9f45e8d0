"""``import FILE`` for tables of trips: judged, approved, and written at once.

Trips are few, a handful a month: what a table tells of them is kept in memory.
"""

from datetime import date

from msgspec.structs import replace

from dealtrack.actions.importing import take_in_trips
from dealtrack.cli.familiar import Newcomers
from dealtrack.cli.intake import Wanted, back_up, may_write, most_of, refused_file, told
from dealtrack.cli.judging import Counts, count_passed, count_refused
from dealtrack.cli.run import Run
from dealtrack.exchange.columns.outcomes import Passed, Refused
from dealtrack.exchange.columns.reading import Table
from dealtrack.exchange.columns.refusedfile import RefusedFile
from dealtrack.exchange.columns.trips import KnownTrips, Repeated, Told, outcomes
from dealtrack.exchange.plan import Changed, Known, New, TripStep
from dealtrack.exchange.sheets import Book
from dealtrack.report.intake import AlikeName, ChangedFact, Intake, RepeatedRow
from dealtrack.store.base import Store


def import_trips(run: Run, book: Book, table: Table, wanted: Wanted, on: date) -> int | None:
    """Import the trips of *table*.

    Raises:
        FileDiffers: if it would change trips, and nobody can be asked.
    """
    refused = refused_file(run, book, table, wanted)
    with run.store() as store:
        seen = store.revision
        try:
            counts, steps = _judged(run, store, table, refused, on)
            lies = refused.keep() if refused else None
        finally:
            if refused:
                refused.drop()
        report = _report(table, counts, steps, book.path.name, str(lies or ""), most_of(run))
        if not wanted.dry_run and may_write(run, report, wanted):
            back_up(run)
            refs = take_in_trips(store, steps, seen) or ("",)
            report = replace(report, saved=True, first=refs[0], last=refs[-1])
    return told(run, report, wanted)


def _judged(
    run: Run, store: Store, table: Table, refused: RefusedFile | None, on: date
) -> tuple[Counts, list[TripStep]]:
    """Return what is to be done, and what the rows come to; refused ones go to the file."""
    known = KnownTrips(store.trips.each(as_of=run.today))
    counts, newcomers, steps = Counts(), Newcomers(run, store), []
    for one in outcomes(table, known, on):
        match one:
            case Told(step=Known()):
                counts.known += 1
            case Told(step=step):
                steps.append(step)
                _look(counts, newcomers, step)
            case Repeated(row, first):
                counts.repeated += 1
                counts.repeats.append(RepeatedRow(row=row, first=first))
            case Refused():
                count_refused(counts, one)
                if refused:
                    refused.add(one)
            case Passed():
                count_passed(counts, one)
    counts.alike = newcomers.alike() if any(isinstance(s, New) for s in steps) else ()
    return counts, steps


def _look(counts: Counts, newcomers: Newcomers, step: TripStep) -> None:
    """Note the names of a new trip, and the facts that a known one has otherwise."""
    match step:
        case New(draft):
            newcomers.add(draft)
        case Changed(record=record, differences=differences):
            counts.changes += [
                ChangedFact(
                    ref=record.ref,
                    title=record.title,
                    fact=one.path,
                    before=one.before,
                    after=one.after,
                )
                for one in differences
            ]


def _report(
    table: Table,
    counts: Counts,
    steps: list[TripStep],
    file: str,
    refused_file: str,
    most: int | None,
) -> Intake:
    new = sum(isinstance(step, New) for step in steps)
    return Intake(
        file=file,
        rows=table.survey.total,
        new=new,
        changed=len(steps) - new,
        known=counts.known,
        repeated=counts.repeated,
        refused=counts.refused,
        changes=tuple(counts.changes),
        cells=tuple(counts.cells),
        passed=tuple(counts.passed),
        repeats=tuple(counts.repeats),
        refused_file=refused_file,
        alike=tuple(AlikeName(name=one, other=other) for one, other in counts.alike),
        most=most,
    )
