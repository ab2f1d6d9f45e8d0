"""Going through the rows of a table, and counting what becomes of them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dealtrack.actions.importing import loose_ends
from dealtrack.cli.concerning import known_to
from dealtrack.cli.familiar import Newcomers
from dealtrack.cli.run import Run
from dealtrack.cli.working import progress
from dealtrack.exchange.columns.cells import shown
from dealtrack.exchange.columns.matching import (
    Again,
    Differs,
    Fresh,
    Known,
    Matching,
    Same,
    target_key,
)
from dealtrack.exchange.columns.names import may_be_several
from dealtrack.exchange.columns.outcomes import Passed, Refused, Taken
from dealtrack.exchange.columns.reading import Table
from dealtrack.exchange.columns.refusedfile import RefusedFile
from dealtrack.exchange.columns.spool import Spool
from dealtrack.model import Draft
from dealtrack.model.rules import find_warnings
from dealtrack.model.vocabulary import SECTORS
from dealtrack.report.intake import (
    AlikeName,
    ChangedFact,
    Intake,
    PassedRow,
    RefusedCell,
    RepeatedRow,
    UnknownSector,
)
from dealtrack.store.base import Store
from dealtrack.text import _
from dealtrack.text.hidden import visible

_TOLD = 1000
"""How many refused cells and changed facts a report keeps; a file has them all."""

_ODDITIES = 5
_STEP = 500  # rows between two looks at the clock


class Counts:
    """What the verdicts on the rows come to."""

    def __init__(self) -> None:
        self.known = self.repeated = self.refused = self.odd = 0
        self.cells: list[RefusedCell] = []
        self.changes: list[ChangedFact] = []
        self.passed: list[PassedRow] = []
        self.repeats: list[RepeatedRow] = []
        self.oddities: list[str] = []
        self.alike: tuple[tuple[str, str], ...] = ()
        self.sectors: Counter[str] = Counter()


class Judged(NamedTuple):
    """What the rows of a table come to, and the ledger's revision that this holds for."""

    table: Table
    spool: Spool
    counts: Counts
    known: Known
    seen: int

    def id_of(self, key: str) -> int | None:
        """Return the id of the agreement that the ledger has under *key*."""
        return self.known.keys.get(hash(key))

    def report(self, file: str, refused_file: str, most: int | None) -> Intake:
        """Return what is to be told of it."""
        counts, spool = self.counts, self.spool
        return Intake(
            file=file,
            rows=self.table.survey.total,
            new=spool.new,
            changed=spool.changed,
            known=counts.known,
            repeated=counts.repeated,
            refused=counts.refused,
            changes=tuple(counts.changes),
            cells=tuple(counts.cells),
            passed=tuple(counts.passed),
            repeats=tuple(counts.repeats),
            refused_file=refused_file,
            odd=counts.odd,
            oddities=tuple(counts.oddities),
            alike=tuple(AlikeName(name=one, other=other) for one, other in counts.alike),
            sectors=tuple(_unknown(counts.sectors)),
            loose=loose_ends(spool, self.id_of) if spool.has_links else 0,
            most=most,
        )


def judge(
    run: Run, store: Store, table: Table, spool: Spool, refused: RefusedFile | None, on: date
) -> Judged:
    """Judge every row: what is new or changed goes to *spool*, what is refused to a file."""
    seen = store.revision
    registry = known_to(store).organisations
    known = Known.of(store.agreements.each(as_of=run.today), registry)
    matching = Matching(table, known, store.agreements.get, on)
    counts, newcomers = Counts(), Newcomers(run, store)
    total = max(table.survey.total, 1)
    with progress(run, _("Reading")) as done:
        for at, verdict in enumerate(matching.verdicts()):
            if at % _STEP == 0:
                done(at / total)
            match verdict:
                case Fresh(taken):
                    links = tuple(
                        (one.relation, target_key(table, one.to)) for one in taken.links
                    )
                    spool.add(taken.draft, taken.rows[0].number, links)
                    _look(counts, taken, run.today)
                    newcomers.add(taken.draft)
                case Differs():
                    spool.change(verdict.record, verdict.row)
                    _changed(counts, verdict)
                case Same():
                    counts.known += 1
                case Again(row, first):
                    counts.repeated += 1
                    counts.repeats.append(RepeatedRow(row=row, first=first))
                case Refused():
                    count_refused(counts, verdict)
                    counts.sectors.update(_no_sectors(table, verdict))
                    if refused:
                        refused.add(verdict)
                case Passed():
                    count_passed(counts, verdict)
    counts.alike = newcomers.alike() if spool.new else ()
    return Judged(table, spool, counts, known, seen)


def _look(counts: Counts, taken: Taken, today: date) -> None:
    """Count an agreement that something is odd about, and keep the first sentences."""
    is_odd, draft, row = False, taken.draft, taken.rows[0].number
    for sentence in (*taken.odd, *find_warnings(draft, today), *_taken_for_one(draft)):
        is_odd = True
        if len(counts.oddities) < _ODDITIES:
            words = _("row {row}: {why}")
            counts.oddities.append(visible(words.format(row=row, why=sentence)))
    counts.odd += is_odd


def _taken_for_one(draft: Draft) -> Iterator[str]:
    """Yield what is to be looked at where a cell may have named two, and was not parted."""
    for party in draft.parties:
        if may_be_several(party.name):
            words = _("“{name}” is taken for one name. If it is two, write 、 between them.")
            yield words.format(name=party.name)


def _changed(counts: Counts, verdict: Differs) -> None:
    for one in verdict.differences:
        if len(counts.changes) < _TOLD:
            counts.changes.append(
                ChangedFact(
                    ref=verdict.record.ref,
                    title=verdict.record.title,
                    fact=one.path,
                    before=one.before,
                    after=one.after,
                )
            )


def _no_sectors(table: Table, refused: Refused) -> Iterator[str]:
    """Yield what stands in the column of sectors of refused rows and is none."""
    bound = table.layout.of("sectors")
    headers = bound.headers if bound else ()
    for one in refused.refusals:
        if one.column in headers and one.value and not SECTORS.find(one.value):
            yield one.value


def _unknown(sectors: Counter[str]) -> Iterator[UnknownSector]:
    for name, rows in sectors.most_common():
        near = tuple(SECTORS.name(one) for one in SECTORS.nearest(name))
        yield UnknownSector(name=visible(name), rows=rows, nearest=near)


def count_passed(counts: Counts, passed: Passed) -> None:
    """Count a row that is no record, and keep what it is."""
    text = next((shown(c) for c in passed.row.cells if c is not None), "")
    one = PassedRow(row=passed.row.number, text=visible(text), why=passed.why)
    counts.passed.append(one)


def count_refused(counts: Counts, verdict: Refused) -> None:
    """Count rows that cannot be taken over, and keep the first reasons."""
    counts.refused += 1
    for one in verdict.refusals:
        if len(counts.cells) < _TOLD:
            counts.cells.append(
                RefusedCell(row=one.row, column=one.column, value=one.value, why=one.why)
            )
