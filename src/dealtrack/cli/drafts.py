"""From what was typed about an agreement to a draft of it."""

from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace

from dealtrack.cli.options import (
    Anchors,
    amount,
    anchors_of,
    assignments,
    partial_day,
    with_due,
    word,
)
from dealtrack.cli.refs import find_record
from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.exchange.people import parse_party, parse_person
from dealtrack.model import Agreement, Draft, FollowUp, Link, Reached, Source, Trip
from dealtrack.model.stages import BEFORE_SIGNING, STAGES
from dealtrack.model.vocabulary import KINDS, SECTORS
from dealtrack.store.base import Store
from dealtrack.text import _


@dataclass(frozen=True, kw_only=True)
class Reported:
    """An agreement as it was typed, option by option."""

    title: str = ""
    parties: list[str] = field(default_factory=list)
    kind: str = ""
    signed: str | None = None
    stage: str = ""
    place: str = ""
    sectors: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    witnesses: list[str] = field(default_factory=list)
    amount: str | None = None
    unit: str = ""
    owner: str = ""
    trip: str | None = None
    links: list[tuple[str, str]] = field(default_factory=list)
    follow_ups: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def make_draft(run: Run, store: Store, said: Reported) -> Draft:
    """Read every answer; the first that cannot be understood is an error naming its option."""
    trip = _trip(run, store, said.trip)
    signed = partial_day("--signed", said.signed, run.today)
    draft = Draft(
        title=said.title.strip(),
        kind=word("--kind", said.kind, KINDS) if said.kind else "",
        signed=signed,
        place=said.place,
        parties=tuple(parse_party(p) for p in said.parties),
        witnesses=tuple(parse_person(w) for w in said.witnesses),
        sectors=tuple(word("--sector", s, SECTORS) for s in said.sectors),
        areas=tuple(said.areas),
        amount=amount(said.amount),
        assignments=assignments(said.unit, said.owner),
        trip=trip.id if trip else None,
        links=tuple(_link(run, store, relation, ref) for relation, ref in said.links),
        stages=_stages(said.stage, signed is None, run.today),
        sources=tuple(Source(url=url) for url in said.sources),
        tags=tuple(said.tags),
    )
    known = anchors_of(signed, trip)
    tasks = tuple(_follow_up(run, text, known) for text in said.follow_ups)
    return replace(draft, follow_ups=tasks)


def _follow_up(run: Run, text: str, known: Anchors) -> FollowUp:
    """Read ``task @ due @ owner``; a full-width ＠ does as well."""
    parts = [part.strip() for part in text.replace("＠", "@").split("@")]
    if not parts[0] or len(parts) > 3:
        raise WrongUse(
            _("--follow-up {text}: it has to be “task @ due @ owner”.").format(text=text),
            _('For example: --follow-up "Send the annex @ +2w @ 张三"'),
        )
    task, due, owner = (*parts, "", "")[:3]
    made = FollowUp(task=task, since=run.today, assignments=assignments("", owner))
    return with_due(run, made, due, known)


def _stages(stage: str, undated: bool, today: date) -> tuple[Reached, ...]:
    if not stage:
        return ()
    from dealtrack.days import PartialDay

    key = word("--stage", stage, STAGES)
    if key == "signed":
        return ()
    if key in BEFORE_SIGNING and not undated:
        raise WrongUse(
            _("--stage {stage} does not go with --signed: it is one or the other.").format(
                stage=stage
            )
        )
    return (Reached(stage=key, on=PartialDay.of(today)),)


def _trip(run: Run, store: Store, text: str | None) -> Trip | None:
    if text is None:
        return None
    record = find_record(store, f"T{text}" if text.isdigit() else text, run.today).record
    if not isinstance(record, Trip):
        raise WrongUse(_("--trip {text}: that is an agreement, not a trip.").format(text=text))
    return record


def _link(run: Run, store: Store, relation: str, text: str) -> Link:
    record = find_record(store, text, run.today).record
    if not isinstance(record, Agreement):
        raise WrongUse(
            _("--{relation} {text}: that is a trip, not an agreement.").format(
                relation=relation, text=text
            )
        )
    return Link(relation=relation, to=record.id)  # type: ignore[arg-type]
