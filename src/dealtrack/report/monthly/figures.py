"""Every figure of the monthly summary that can be explained, and how it is."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from msgspec.structs import replace

from dealtrack.model import Amount
from dealtrack.query.expr import Expr
from dealtrack.query.figure import Among, Figure
from dealtrack.report.answers import Answer, answer, behind
from dealtrack.report.explained import Explained, Portion, Reason
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import Monthly, fiverates, promised, questions
from dealtrack.report.monthly.audit import Check
from dealtrack.report.page import unwrap
from dealtrack.report.rate import LeftOut, Rate
from dealtrack.report.sectors import say_sector
from dealtrack.report.terms import Terms
from dealtrack.text import _


def figures(terms: Terms, month: Monthly) -> tuple[Figure, ...]:
    """Return the figures of *month* that are questions, in the order of its parts."""
    return tuple(
        chain(
            questions.signings(terms),
            questions.standing(terms),
            fiverates.named_figures(terms),
            of_groups(terms, month),
            promised.figures(terms),
            questions.tasks(terms),
            questions.exceptions(terms),
        )
    )


def of_groups(terms: Terms, month: Monthly) -> Iterator[Figure]:
    """Yield what was signed, unit by unit, sector by sector and size by size."""
    units = (line.unit for line in month.units.units)
    yield from questions.groups(terms, "office", "unit", units, _say_unit)
    sectors = (part.key for part in month.breakdown.sectors)
    yield from questions.groups(terms, "sector", "sector", sectors, _say_sector)
    yield from questions.sizes(terms)


def listed_figures(month: Monthly) -> Iterator[Explained]:
    """Yield the figures of *month* that are lists of what it names."""
    shown, on_time = month.supervision, month.supervision.on_time
    lists = {
        "lights.red": (_("red lights"), shown.red),
        "lights.yellow": (_("yellow lights"), shown.yellow),
        "lights.not-judged": (_("lights that cannot be judged"), shown.not_judged),
        "problems": (_("open problems"), (one.ref for one in month.obstacles.problems)),
        "advanced": (
            _("agreements that reached a further stage in the month"),
            (one.ref for one in month.changes.advanced),
        ),
        "terminated": (
            _("agreements terminated in the month"),
            (one.ref for one in month.changes.terminated),
        ),
        "trips": (_("trips of the month"), (one.ref for one in month.travel.trips)),
    }
    for name, (about, refs) in lists.items():
        yield _counted(month, name, about, tuple(refs))
    yield from _of_trips(month)
    share = on_time.share
    yield Explained(
        as_of=month.as_of,
        figure="on-time",
        formula=_("closed by the original due day / all that fell due in the month"),
        numbers=(
            Rate(
                key="on-time",
                n=share.n,
                d=share.d,
                percent=share.percent,
                left_out=(LeftOut("pending", len(on_time.pending)),),
            ),
        ),
        is_share=True,
        counted="tasks",
        numerator="",
        denominator="",
        counting=on_time.on_time,
        others=on_time.late,
        left_out=(Reason("pending", on_time.pending),),
    )


def _of_trips(month: Monthly) -> Iterator[Explained]:
    """Yield what is counted within the trips, trip by trip."""
    known = month.travel.trips
    told = {
        "begun": (_("trips that began in the month"), [int(one.begun) for one in known]),
        "days": (
            _("days of the month that trips took, where they are known"),
            [one.days or 0 for one in known],
        ),
        "visits": (_("visits of the month on trips"), [one.visits for one in known]),
        "people": (
            _("people met on the visits of the month, once on each trip"),
            [one.people for one in known],
        ),
        "signed": (
            _("agreements signed in the month on trips"),
            [one.signed.n for one in known],
        ),
        "intentions": (
            _("intentions noted on the visits of the month, and on trips that began in it"),
            [one.intentions for one in known],
        ),
    }
    for name, (about, counts) in told.items():
        parts = tuple(
            Portion(one.ref, one.title, n) for one, n in zip(known, counts, strict=True) if n
        )
        found = _counted(month, f"trips.{name}", about, tuple(one.ref for one in parts))
        number = replace(found.numbers[0], n=sum(counts))
        yield replace(found, numbers=(number,), parts=parts)


def _say_unit(name: str) -> str:
    return _("of the unit {unit}").format(unit=name) if name else _("of no unit")


def _say_sector(key: str) -> str:
    if not key:
        return _("in no sector")
    return _("in the sector {sector}").format(sector=unwrap(say_sector(key))[0])


def _counted(month: Monthly, name: str, about: str, refs: tuple[str, ...]) -> Explained:
    return Explained(
        as_of=month.as_of,
        figure=name,
        formula=about,
        numbers=(Rate(key=name, n=len(refs), d=0, percent=None),),
        is_share=False,
        counted="",
        numerator="",
        denominator="",
        counting=refs,
        others=(),
        left_out=(),
    )


def of_refs(ledger: Ledger, asked: tuple[Figure, ...]) -> Iterator[Check]:
    """Check that each figure counts as many records, or as much money, as they come to."""
    found = answer(ledger, asked)[""]
    for figure in asked:
        refs, number, name = behind(ledger, figure), found[figure.name], f"refs.{figure.name}"
        if figure.of:
            yield from _of_sums(ledger, figure, number)
        else:
            yield Check(name, number.n, len(refs.n))
            if figure.d is not None:
                yield Check(f"{name}.of", number.d, len(refs.n) + len(refs.rest))
        for (key, n), (_key, those) in zip(number.left_out, refs.left_out, strict=True):
            yield Check(f"{name}.{key}", n, len(those))


def _of_sums(ledger: Ledger, figure: Figure, number: Answer) -> Iterator[Check]:
    """Check sums of money by adding up what each record brings to them."""
    among = figure.counted_among
    yield Check(
        f"refs.{figure.name}", number.n, _sum(ledger, among, figure.numerator, figure.of)
    )
    if figure.d is not None:
        added_up = _sum(ledger, figure.among, figure.d, figure.of_all or figure.of)
        yield Check(f"refs.{figure.name}.of", number.d, added_up)


def _sum(ledger: Ledger, among: Among, expr: Expr, field: str) -> dict[str, Decimal]:
    rows = ledger.among(among).rows((field,), expr, as_of=ledger.as_of)
    found: dict[str, Decimal] = {}
    for (values,) in rows:
        for value in values:
            if isinstance(value, Amount):
                code = value.currency
                found[code] = found.get(code, Decimal(0)) + value.value
    return found
