"""Every figure of the monthly summary that can be explained, and how it is."""

from collections.abc import Iterator
from itertools import chain

from dealtrack.query.figure import Figure
from dealtrack.report.answers import answer, behind
from dealtrack.report.explained import Explained, Reason
from dealtrack.report.ledger import Ledger
from dealtrack.report.monthly import Monthly, fiverates, promised, questions
from dealtrack.report.monthly.audit import Check
from dealtrack.report.rate import LeftOut, Rate
from dealtrack.report.terms import Terms
from dealtrack.text import _


def figures(terms: Terms, month: Monthly) -> tuple[Figure, ...]:
    """Return the figures of *month* that are questions, in the order of its parts."""
    return tuple(
        chain(
            questions.signings(terms),
            questions.standing(terms),
            fiverates.named_figures(terms),
            questions.groups(terms, "office", "unit", (u.unit for u in month.units.units)),
            questions.groups(
                terms, "sector", "sector", (s.key for s in month.breakdown.sectors)
            ),
            questions.sizes(terms),
            promised.figures(terms),
            questions.tasks(terms),
            questions.exceptions(terms),
        )
    )


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
    """Check that each figure counts as many records as can be named for it."""
    found = answer(ledger, asked)[""]
    for figure in asked:
        if not figure.of:
            refs, number = behind(ledger, figure), found[figure.name]
            yield Check(f"refs.{figure.name}", number.n, len(refs.n))
            if figure.d is not None:
                yield Check(f"refs.{figure.name}.of", number.d, len(refs.n) + len(refs.rest))
