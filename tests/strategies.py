"""Random records and random questions: whatever people, papers and attackers come up with.

The days lie close together, so that logs, due days and questions meet.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st

from dealtrack.days import PartialDay
from dealtrack.model import (
    UNNAMED,
    Agreement,
    Amount,
    Assignment,
    Draft,
    Entry,
    FollowUp,
    Funds,
    Intention,
    Kept,
    Link,
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
    entries,
)
from dealtrack.model.codec import encode
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import KINDS, SECTORS, STATES
from dealtrack.model.wait import Wait
from dealtrack.query.expr import And, Expr, Not, Op, Or, Term, Value
from dealtrack.query.field import Field, Kind
from dealtrack.query.fields import FIELDS
from dealtrack.query.order import Order
from tests.builders import kept_agreement, kept_trip
from tests.days.recurrences import recurrences

HOSTILE = (
    "[red]x[/red]",
    "[/foo]",
    ":smile:",
    "=SUM(A1:A9)",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "中文“引号”，（括号）",
    "{0} %s %(x)s $HOME `id`",
    'say "hello", then \\go',
    "| a | b |",
    "a,b;c、d",
    "NULL",
    "not or and",
    "owner:li",
    "İstanbul ß ÄRGER",
    "ｆｕｌｌ　ｗｉｄｔｈ",
    "e\u0301 é",
    "👩‍👩‍👧 🚀",
    "' OR 1=1 --",
    "a..b",
    "100% ÿþ _",
)
"""Texts that break what does not expect them.  None holds a hidden character."""

HIDDEN = (
    "\x1b[31mred",
    "a\x9bb",
    "a\u202eb",
    "two\nlines",
    "tab\there",
    "\ufeffbom",
    "\0",
    "a\0\1b",
)
"""Texts that the rules refuse, but that an old ledger may hold."""

WORDS = ("Li", "li", "张三", "能源", "Tencent Cloud", "腾讯云", "Example", "港口", "one", "ONE")

words = st.sampled_from(WORDS) | st.sampled_from(HOSTILE)
_MARKS = (
    "\u2028\u2029\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
seen = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=_MARKS)
"""Characters that a record may hold: none is hidden."""
texts = words | st.text(seen, max_size=12)
"""Any text that a record may hold, empty ones too."""
titles = texts.map(lambda text: text.strip() or "Title")
"""Any text that says something."""
wild_texts = texts | st.sampled_from(HIDDEN) | st.text(st.characters(codec="utf-8"), max_size=8)
"""Any text at all, such as a query or a damaged ledger may hold."""

days = st.dates(date(2026, 1, 1), date(2026, 3, 31))
all_days = st.dates(date(1800, 1, 1), date(2200, 12, 31))
months = days.map(lambda day: f"{day:%Y-%m}")


@st.composite
def intervals(draw: st.DrawFn) -> str:
    """Draw an interval of two days or two months."""
    first, last = sorted({draw(days), draw(days)} | {date(2026, 4, 1)})[:2]
    pattern = draw(st.sampled_from(["%Y-%m-%d", "%Y-%m"]))
    begin, end = f"{first:{pattern}}", f"{last:{pattern}}"
    return begin if begin == end else f"{begin}/{end}"


partial_days = (days.map(str) | months | st.just("2026") | intervals()).map(PartialDay.read)
currencies = st.sampled_from(["CNY", "USD", "JPY"])
amounts = st.builds(
    Amount,
    value=st.sampled_from(["0", "1", "12.5", "350000000", "20000000"]).map(Decimal)
    | st.decimals(0, 10**9, places=2, allow_nan=False),
    currency=currencies,
)

look_alikes = st.sampled_from(["0.00", "1.50", "1.500", "1E+1", "10"]).map(Decimal)
"""Values of which some are equal though they look different."""
extremes = look_alikes | st.sampled_from(["0.000000001", "99999999999999999.999999999"]).map(
    Decimal
)
"""These, and some of the smallest and the largest."""

people = st.builds(Person, name=titles, post=texts, organisation=texts)
sides = st.sampled_from(["ours", "theirs", "third"])
sources = st.builds(
    Source,
    title=texts,
    url=st.sampled_from(["", "https://example.com/a?b=c&d=<e>", "http://例子.中国/新闻"]),
    published=st.none() | partial_days,
    file=st.sampled_from(["", "files/ab12-签约.pdf"]),
)
notes = st.builds(Note, on=days, text=titles, author=texts)
assignments = st.builds(Assignment, unit=texts, owner=texts, since=st.none() | days)


def several(one: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw a few of something, mostly few."""
    return st.lists(one, max_size=most).map(tuple)


def log_of(change: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw a log: changes in the order of their days."""
    return several(change, 3).map(lambda log: tuple(sorted(log, key=lambda one: one.on)))


def handovers() -> st.SearchStrategy[tuple[Assignment, ...]]:
    """Draw who was responsible, and from when on."""
    return several(assignments).map(
        lambda log: tuple(sorted(log, key=lambda one: one.since or date.min))
    )


@st.composite
def problems(draw: st.DrawFn) -> tuple[Problem, ...]:
    """Draw numbered problems, some of them solved."""
    count = draw(st.integers(0, 2))
    return tuple(
        Problem(
            number=number,
            text=draw(titles),
            noted=draw(days),
            solver=draw(texts),
            by=draw(st.none() | days),
            solved=draw(st.none() | days),
        )
        for number in range(1, count + 1)
    )


promises = st.builds(
    Promise,
    side=sides,
    condition=texts,
    amount=st.none() | amounts,
    steps=log_of(
        st.builds(
            PromiseStep,
            step=st.sampled_from(["met", "partly", "waived"]),
            on=days,
            amount=st.none() | amounts,
            note=texts,
        )
    ),
)
_tasks = st.builds(
    FollowUp,
    task=titles,
    due=st.none() | days,
    due_text=st.sampled_from(["", "signed+1m", "活动结束后15天"]),
    since=st.none() | days,
    priority=st.sampled_from(["high", "normal", "low"]),
    partners=several(titles),
    promise=st.none() | promises,
    repeats=st.none() | recurrences,
    playbook=st.sampled_from(["", "filing.1"]),
    waits=several(
        st.builds(
            Wait,
            on=st.sampled_from(["917.2", "917.3", "T918.1"]),
            since=st.none() | days,
            until=st.none() | days,
        )
    ),
    states=log_of(
        st.builds(
            StateChange, state=st.sampled_from(STATES.keys), on=days, note=texts, author=texts
        )
    ),
    postponements=log_of(
        st.builds(Postponement, to=days, on=days, reason=titles, approver=texts)
    ),
    notes=log_of(notes),
    problems=problems(),
    assignments=handovers(),
)
follow_ups = _tasks.map(
    lambda one: msgspec.structs.replace(one, repeats=None) if one.promise else one
)
"""Follow-ups that keep the rules: no commitment comes again."""
parties = st.builds(
    Party,
    name=titles | st.just(UNNAMED),
    role=texts,
    side=st.none() | sides,
    signatory=st.none() | people,
)
plans = several(
    st.builds(
        Planned,
        stage=st.sampled_from(STAGES.keys),
        by=partial_days,
        since=st.none() | days,
        reason=texts,
    )
    | st.builds(Planned, stage=st.sampled_from(STAGES.keys), since=days),
    3,
)
"""Plans, some of them changed or given up."""
_SHARED: dict[str, st.SearchStrategy[Any]] = {
    "title": titles,
    "tags": several(titles),
    "follow_ups": several(follow_ups),
    "notes": log_of(notes),
    "problems": problems(),
    "sources": several(sources, 1),
    "assignments": handovers(),
    "key": texts,
}
_plain_drafts = st.builds(
    Draft,
    **_SHARED,
    kind=st.sampled_from(["", *KINDS.keys]),
    signed=st.none() | partial_days,
    expires=st.none() | partial_days,
    place=texts,
    count=st.integers(1, 3) | st.just("unknown"),
    parties=st.lists(parties, max_size=3, unique_by=lambda party: party.name).map(tuple),
    witnesses=several(people),
    sectors=st.lists(st.sampled_from(SECTORS.keys), max_size=2, unique=True).map(tuple),
    areas=several(titles),
    amount=st.none() | amounts,
    follows=texts,
    trip=st.none() | st.integers(1, 3),
    links=several(
        st.builds(
            Link,
            relation=st.sampled_from(["implements", "supplements", "renews", "supersedes"]),
            to=st.integers(100, 103),
        )
    ),
    stages=several(
        st.builds(
            Reached, stage=st.sampled_from(STAGES.keys), on=st.none() | partial_days, note=texts
        )
    ),
    plan=plans,
    statuses=log_of(
        st.builds(
            StatusChange,
            status=st.sampled_from(["ongoing", "suspended", "terminated", "fulfilled"]),
            on=days,
            reason=texts,
        )
    ),
    funds=log_of(st.builds(Funds, amount=amounts, on=days, note=texts)),
)


def in_order(first: str, then: str) -> Callable[[Any], Any]:
    """Return what forgets the second day of a record if it comes before the first."""

    def mended(record: Any) -> Any:
        begin, end = getattr(record, first), getattr(record, then)
        runs_back = begin and end and end.latest < begin.earliest
        return msgspec.structs.replace(record, **{then: None}) if runs_back else record

    return mended


def fits_a_workbook(record: object) -> bool:
    """Whether all that stands in *record* are characters: Excel keeps no other code points."""
    return all(
        ord(c) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(c) <= 0xFDEF for c in _told(record)
    )


def _told(record: object) -> str:
    return encode(record).decode()


drafts: st.SearchStrategy[Draft] = _plain_drafts.map(in_order("signed", "expires"))
"""Agreements as people report them: every one keeps the rules of the model."""

intentions = st.builds(
    Intention,
    text=titles,
    by=texts,
    became=st.lists(st.integers(1, 9), max_size=2, unique=True).map(tuple),
)
visits = st.builds(
    Visit,
    organisation=titles | st.just(UNNAMED),
    on=st.none() | partial_days,
    place=texts,
    met=several(people),
    saw=texts,
    intentions=several(intentions, 1),
)
trip_drafts: st.SearchStrategy[TripDraft] = st.builds(
    TripDraft,
    **_SHARED,
    start=st.none() | partial_days,
    end=st.none() | partial_days,
    places=several(titles),
    lead=st.none() | people,
    members=several(people),
    visits=several(visits),
    intentions=several(intentions, 1),
).map(in_order("start", "end"))
"""Trips as people report them: every one keeps the rules of the model."""

agreements: st.SearchStrategy[Agreement] = st.builds(kept_agreement, drafts, st.integers(1, 30))
trips: st.SearchStrategy[Trip] = st.builds(kept_trip, trip_drafts, st.integers(1, 30))
records: st.SearchStrategy[Kept] = agreements | trips


@st.composite
def ledgers(draw: st.DrawFn, most: int = 3) -> list[Kept]:
    """Draw a few agreements and trips, each with an id of its own, in the ledger's order."""
    papers = draw(st.lists(drafts, max_size=most))
    outings = draw(st.lists(trip_drafts, max_size=most))
    kept: list[Kept] = [kept_agreement(one, n) for n, one in enumerate(papers, start=1)]
    return kept + [kept_trip(one, n) for n, one in enumerate(outings, start=1)]


def _changed(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return *value* with every text and number inside it changed."""
    if isinstance(value, tuple):
        return tuple(_changed(one, change) for one in value)
    if isinstance(value, msgspec.Struct):
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
        return type(value)(**{name: _changed(one, change) for name, one in parts.items()})
    return change(value)


@st.composite
def wild_ledgers(draw: st.DrawFn) -> list[Kept]:
    """Draw a ledger in which some words have become wild, and some amounts extreme."""
    ledger = draw(ledgers())
    words_there = st.sampled_from(WORDS[:6]) | st.just("Title")
    wild = draw(st.dictionaries(words_there, st.sampled_from((*HIDDEN, *HOSTILE)), max_size=3))
    values = st.sampled_from(["0", "1", "12.5", "20000000"]).map(Decimal)
    large = draw(st.dictionaries(values, extremes, max_size=3))

    def change(value: Any) -> Any:
        if isinstance(value, Decimal):
            return large.get(value, value)
        return wild.get(value, value) if isinstance(value, str) else value

    return [_changed(record, change) for record in ledger]


def entries_of(ledger: list[Kept], as_of: date) -> list[Entry]:
    """Return all entries of *ledger* as of one day."""
    return [entry for record in ledger for entry in entries(record, as_of)]


def _values_of(field: Field) -> st.SearchStrategy[Value]:
    """Return what the parser could make of a value for *field*."""
    keys = field.vocabulary.keys if field.vocabulary else ("",)
    refs = ("T1", "T2", "T3") if field.name == "trip" else ("1", "1.1", "2.2", "T1", "100")
    choices: dict[Kind, st.SearchStrategy[Value]] = {
        Kind.TEXT: wild_texts | st.sampled_from(["e", "i", "1", "none", "any", "无", "-x", ""]),
        Kind.WORD: st.sampled_from(keys),
        Kind.REF: st.sampled_from(refs),
        Kind.DATE: days | all_days,
        Kind.NUMBER: st.integers(0, 40),
        Kind.MONEY: amounts | st.builds(Amount, value=look_alikes, currency=currencies),
        Kind.FLAG: st.booleans(),
    }
    return choices[field.kind]


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """Draw a comparison that makes sense for its field."""
    field = draw(st.sampled_from(list(FIELDS.values())))
    op = draw(st.sampled_from(sorted(field.kind.ops)))
    return Term(field.name, op, True if op is Op.KNOWN else draw(_values_of(field)))


exprs: st.SearchStrategy[Expr] = st.recursive(
    terms(),
    lambda part: (
        st.builds(Not, part)
        | st.builds(And, st.lists(part, max_size=3).map(tuple))
        | st.builds(Or, st.lists(part, max_size=3).map(tuple))
    ),
    max_leaves=6,
)
"""Any question, groups of nothing and of one part included."""

orders: st.SearchStrategy[Order] = st.lists(
    st.tuples(st.sampled_from(list(FIELDS)), st.booleans()), max_size=3
).map(tuple)
"""Any order."""
