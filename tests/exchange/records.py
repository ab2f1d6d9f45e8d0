"""Records of every shape, and a file to read, for the tests of this package."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from dealtrack.days import PartialDay
from dealtrack.days.recurrence import Recurrence
from dealtrack.exchange.trip import Harvest, read
from dealtrack.model import (
    UNNAMED,
    Agreement,
    Amount,
    Assignment,
    Draft,
    Evidence,
    FollowUp,
    Funds,
    Intention,
    Note,
    Party,
    Person,
    Planned,
    Postponement,
    Problem,
    Promise,
    PromiseStep,
    Reached,
    Source,
    StateChange,
    StatusChange,
    Trip,
    TripDraft,
    Visit,
)
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import KINDS, SECTORS, STATES
from dealtrack.text.hidden import find_hidden
from tests.days.recurrences import recurrences

TODAY = date(2026, 11, 22)
SAMPLE = Path(__file__).parents[2] / "sample_data" / "2021-07-shenzhen.toml"

EXAMPLE = """\
# every name and figure in this example is made up
[trip]
title  = "Investment visit to Port City"
start  = 2025-05-12
end    = 2025-05-13
places = ["Port City"]
lead    = "Zhang Example, mayor, Riverside City"
members = ["Li Sample, director, Riverside Development Zone"]
source  = { title = "News", url = "https://example.org/news", published = 2025-05-20 }

[[visit]]
organisation = "Example Cloud"
met  = ["Wu Muster, vice president, Example Cloud"]
saw  = "data centre, smart city platform"

[[visit.intention]]
by   = "Example Cloud"
text = "Open a regional office within a year"

[[agreement]]
title     = "Strategic cooperation agreement"
kind      = "strategic"
signed    = "2025-05-12/2025-05-13"
place     = "Port City"
parties   = ["Riverside Development Zone (ours)", "Example Cloud (theirs)"]
witnesses = ["Zhang Example"]
sectors   = ["digital economy"]
areas     = ["industrial transformation", "smart scenarios"]
unit      = "Riverside Development Zone"
follows   = "earlier cooperation on city services"
amount    = "3.5亿"

[[agreement.follow_up]]
task  = "Set up the joint working group"
due   = "signed+1m"
owner = "Li Sample"
unit  = "Riverside Development Zone"

[[agreement.commitment]]
by    = "ours"
text  = "Policy support and government services"
condition = "company registered"
"""


def read_example(change: str = "", to: str = "") -> Harvest:
    """Read the example, one piece of it changed."""
    assert change in EXAMPLE
    return read(EXAMPLE.replace(change, to, 1) if change else EXAMPLE, TODAY)


def an_agreement(draft: Draft, number: int = 17, trip: int | None = None) -> Agreement:
    """Return *draft* as the ledger would have it."""
    return Agreement(**{**_fields(draft), "id": number, "uid": f"a{number}", "trip": trip})


def a_trip(draft: TripDraft, number: int = 3) -> Trip:
    """Return *draft* as the ledger would have it."""
    return Trip(**{**_fields(draft), "id": number, "uid": f"t{number}"})


def a_draft(title: str = "Strategic agreement", **facts: Any) -> Draft:
    """Return an agreement of which only *facts* are known."""
    return Draft(title=title, **facts)


def _fields(record: Draft | TripDraft) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def _kept(text: str) -> str:
    return "".join(c for c in text if not find_hidden(c)).strip() or "x"


texts = st.text(max_size=12).map(_kept) | st.sampled_from(
    ["陈龙", "a, b", "(ours)", "x (theirs)", '"', "\\", "'''", "# no", "[x]", "=1+1", "“引号”"]
)
maybe = st.just("") | texts
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
part_days = st.one_of(
    days.map(PartialDay.of),
    days.map(lambda d: PartialDay.read(f"{d:%Y-%m}")),
    days.map(lambda d: PartialDay.read(f"{d:%Y}")),
    st.just(PartialDay.read("2021-07-29/2021-07-30")),
    st.just(PartialDay.read("2021-07/2021-09")),
)
some_day = st.none() | part_days
values = st.one_of(
    st.decimals(0, 10**12, places=2),
    st.sampled_from([Decimal(350_000_000), Decimal("0.000001"), Decimal(10**17)]),
)
amounts = st.builds(Amount, value=values, currency=st.sampled_from(["CNY", "USD", "JPY"]))
people = st.builds(Person, name=texts, post=maybe, organisation=maybe)
few_people = st.lists(
    people | st.sampled_from([Person(name="Li"), Person(name="Li", post="chair")]), max_size=3
).map(tuple)
sides = st.sampled_from(["ours", "theirs", "third"])
parties = st.builds(
    Party,
    name=texts | st.just(UNNAMED),
    role=maybe,
    side=st.none() | sides,
    signatory=st.none() | people,
)
sources = st.builds(
    Source,
    title=texts,
    url=st.sampled_from(["", "https://example.org"]),
    published=some_day,
    file=maybe,
    sha256=maybe,
)
notes = st.builds(Note, on=days, text=texts, author=maybe)
assignments = st.builds(Assignment, unit=texts, owner=maybe, since=st.none() | days)


def _several(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=2).map(tuple)


def _numbered(found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(
        Problem(number=n, text=p.text, noted=p.noted, solver=p.solver, by=p.by)
        for n, p in enumerate(found, start=1)
    )


problems = _several(
    st.builds(
        Problem, number=st.just(1), text=texts, noted=days, solver=maybe, by=st.none() | days
    )
).map(_numbered)
evidence = _several(st.builds(Evidence, file=texts, sha256=texts))
states = st.builds(
    StateChange,
    state=st.sampled_from(STATES.keys),
    on=days,
    note=maybe,
    author=maybe,
    evidence=evidence,
)
promises = st.builds(
    Promise,
    side=sides,
    condition=maybe,
    amount=st.none() | amounts,
    steps=_several(
        st.builds(
            PromiseStep,
            step=st.sampled_from(["met", "partly", "waived"]),
            on=days,
            amount=st.none() | amounts,
            note=maybe,
        )
    ),
)


def _work(
    promise: st.SearchStrategy[Promise | None], repeats: st.SearchStrategy[Recurrence | None]
) -> st.SearchStrategy[FollowUp]:
    return st.builds(
        FollowUp,
        task=texts,
        due=st.none() | days,
        since=st.none() | days,
        priority=st.sampled_from(["high", "normal", "low"]),
        partners=_several(texts),
        promise=promise,
        repeats=repeats,
        states=_several(states),
        postponements=_several(
            st.builds(Postponement, to=days, on=days, reason=texts, approver=maybe)
        ),
        notes=_several(notes),
        problems=problems,
        assignments=_several(assignments),
    )


tasks = _work(st.none(), st.none() | recurrences)
commitments = _work(promises, st.none())
work = st.tuples(_several(tasks), _several(commitments)).map(lambda t: t[0] + t[1])
intentions = _several(st.builds(Intention, text=texts, by=maybe))
shared: dict[str, Any] = {
    "follow_ups": work,
    "notes": _several(notes),
    "problems": problems,
    "sources": _several(sources),
    "assignments": _several(assignments),
    "tags": _several(texts),
}
trips = st.builds(
    TripDraft,
    title=texts,
    start=st.just(PartialDay.read("2025-05-12")) | st.none(),
    end=st.just(PartialDay.read("2025-05")) | st.none(),
    places=_several(texts),
    lead=st.none() | people,
    members=few_people,
    visits=_several(
        st.builds(
            Visit,
            organisation=texts,
            on=some_day,
            place=maybe,
            met=few_people,
            saw=maybe,
            intentions=intentions,
        )
    ),
    intentions=intentions,
    **shared,
)
drafts = st.builds(
    Draft,
    title=texts,
    kind=st.sampled_from(("", *KINDS.keys)),
    signed=some_day,
    place=maybe,
    count=st.integers(1, 9) | st.just("unknown"),
    parties=st.lists(parties, max_size=3, unique_by=lambda p: p.name).map(tuple),
    witnesses=few_people,
    sectors=_several(st.sampled_from(SECTORS.keys)),
    areas=_several(texts),
    amount=st.none() | amounts,
    follows=maybe,
    stages=_several(
        st.builds(Reached, stage=st.sampled_from(STAGES.keys), on=some_day, note=maybe)
    ),
    plan=_several(
        st.builds(
            Planned,
            stage=st.sampled_from(STAGES.keys),
            by=some_day,
            since=st.none() | days,
            reason=maybe,
        ).filter(lambda one: one.by or one.since)
    ),
    statuses=_several(
        st.builds(
            StatusChange,
            status=st.sampled_from(["ongoing", "suspended", "terminated"]),
            on=days,
            reason=maybe,
        )
    ),
    funds=_several(st.builds(Funds, amount=amounts, on=days, note=maybe)),
    **shared,
)
