"""From what was typed about an agreement to a draft of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec.structs import replace

from dealtrack.actions.records import Heard
from dealtrack.cli.command import Typed
from dealtrack.cli.options import (
    Anchors,
    amount,
    anchors_of,
    assignments,
    partial_day,
    planned_day,
    with_due,
    word,
)
from dealtrack.cli.refs import find_record
from dealtrack.cli.run import Run
from dealtrack.days import PartialDay
from dealtrack.errors import NotADay, WrongUse
from dealtrack.exchange.people import parse_party, parse_person
from dealtrack.model import Agreement, Draft, FollowUp, Link, Planned, Reached, Source, Trip
from dealtrack.model.stages import BEFORE_SIGNING, STAGES
from dealtrack.model.vocabulary import KINDS, RELATIONS, SECTORS
from dealtrack.store.base import Store
from dealtrack.text import _
from dealtrack.text.hidden import visible

_INTENTION = re.compile(r"[Tt]?(?P<trip>\d{1,9})\s*/\s*(?P<number>\d{1,4})")

Many = tuple[str, ...]

_BETWEEN = (re.compile(r"\s+@\s+|＠"), re.compile("@"))
"""What separates task, due and owner; an address in the task has no spaces around its @."""


@dataclass(frozen=True, kw_only=True)
class Reported:
    """An agreement as it was typed, option by option; what was not said is empty."""

    title: str = ""
    parties: Many = ()
    kind: str = ""
    signed: str = ""
    stage: str = ""
    plans: Many = ()
    place: str = ""
    sectors: Many = ()
    areas: Many = ()
    witnesses: Many = ()
    amount: str = ""
    unit: str = ""
    owner: str = ""
    trip: str = ""
    intention: str = ""
    implements: Many = ()
    supplements: Many = ()
    renews: Many = ()
    supersedes: Many = ()
    follow_ups: Many = ()
    sources: Many = ()
    tags: Many = ()

    @classmethod
    def of(cls, title: str, said: Mapping[str, Typed]) -> "Reported":
        """Return what the options said about the agreement called *title*.

        Raises:
            NotADay: if the day of signing is given, and empty.
        """
        if said.get("signed") == "":
            raise NotADay("", "empty").under("--signed")
        told: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in said.items()
            if value
        }
        return cls(title=title.strip(), **told)


def make_draft(run: Run, store: Store, said: Reported) -> Draft:
    """Read every answer; the first that cannot be understood is an error naming its option."""
    trip = _trip(run, store, said.trip) if said.trip else None
    signed = partial_day("--signed", said.signed or None, run.today)
    draft = Draft(
        title=said.title,
        kind=word("--kind", said.kind, KINDS) if said.kind else "",
        signed=signed,
        place=said.place.strip(),
        parties=tuple(parse_party(p) for p in said.parties),
        witnesses=tuple(parse_person(w) for w in said.witnesses),
        sectors=tuple(dict.fromkeys(word("--sector", s, SECTORS) for s in said.sectors)),
        areas=said.areas,
        amount=amount(said.amount),
        assignments=assignments(said.unit, said.owner),
        trip=trip.id if trip else None,
        links=_links(run, store, said),
        stages=_stages(said.stage, signed, run.today),
        plan=tuple(_planned(run, text) for text in said.plans),
        sources=tuple(Source(url=url) for url in said.sources),
        tags=said.tags,
    )
    known = anchors_of(signed, trip)
    tasks = tuple(_follow_up(run, text, known) for text in said.follow_ups)
    return replace(draft, follow_ups=tasks)


def _follow_up(run: Run, text: str, known: Anchors) -> FollowUp:
    """Read ``task @ due @ owner``; a full-width ＠ does as well."""
    spaced, any_at = (between.split(text) for between in _BETWEEN)
    parts = [part.strip() for part in (spaced if len(spaced) > 1 else any_at)]
    if not parts[0] or len(parts) > 3:
        raise WrongUse(
            _("--follow-up {text}: it has to be “task @ due @ owner”.").format(text=text),
            _('For example: --follow-up "Send the annex @ +2w @ 张三"'),
        )
    task, due, owner = (*parts, "", "")[:3]
    made = FollowUp(task=task, since=run.today, assignments=assignments("", owner))
    return with_due(run, made, due or None, known, "--follow-up")


def _stages(stage: str, signed: PartialDay | None, today: date) -> tuple[Reached, ...]:
    key = word("--stage", stage, STAGES) if stage else "signed"
    if key == "signed":
        return ()  # what is logged is signed, unless something else is said
    if key in BEFORE_SIGNING and signed:
        raise WrongUse(
            _("--stage {stage} does not go with --signed: it is one or the other.").format(
                stage=stage
            )
        )
    return (Reached(stage=key, on=PartialDay.of(today)),)


def _planned(run: Run, text: str) -> Planned:
    """Read ``started 2027-03``, a stage and the day, month or year it is to be reached by."""
    words = text.split()
    for split in range(len(words) - 1, 0, -1):
        if stage := STAGES.find(" ".join(words[:split])):
            return Planned(
                stage=stage, by=planned_day("--plan", " ".join(words[split:]), run.today)
            )
    raise WrongUse(
        _("--plan {text}: it has to be “stage day”.").format(text=visible(text)),
        _('For example: --plan "started 2027-03". See: dealtrack help stages'),
    )


def _trip(run: Run, store: Store, text: str) -> Trip:
    record = find_record(store, f"T{text}" if text.isdigit() else text, run.today).record
    if not isinstance(record, Trip):
        raise WrongUse(_("--trip {text}: that is an agreement, not a trip.").format(text=text))
    return record


def heard_of(run: Run, store: Store, text: str) -> Heard | None:
    """Return the intention that is called *text*, ``T3/2``; None if nothing is.

    Raises: `WrongUse`, `NotFound`.
    """
    if not text:
        return None
    found = _INTENTION.fullmatch(text.strip())
    if not found:
        raise WrongUse(
            _("--intention {text} names no intention.").format(text=text),
            _("Write the trip and the number of its intention: --intention T3/2"),
        )
    record = find_record(store, f"T{found['trip']}", run.today).record
    number = int(found["number"])
    if not isinstance(record, Trip) or not 1 <= number <= len(record.all_intentions):
        raise WrongUse(
            _("{ref} has no intention {n}.").format(ref=record.ref, n=number),
            _("Look at it: dealtrack show {ref}").format(ref=record.ref),
        )
    return Heard(record, number)


def _links(run: Run, store: Store, said: Reported) -> tuple[Link, ...]:
    return tuple(
        Link(relation=relation, to=_earlier(run, store, relation, ref))  # type: ignore[arg-type]
        for relation in RELATIONS.keys
        for ref in getattr(said, relation)
    )


def _earlier(run: Run, store: Store, relation: str, text: str) -> int:
    record = find_record(store, text, run.today).record
    if not isinstance(record, Agreement):
        raise WrongUse(
            _("--{relation} {text}: that is a trip, not an agreement.").format(
                relation=relation, text=text
            )
        )
    return record.id
