"""The questions that record an agreement, with what they explain and suggest."""

from typing import NamedTuple

from dealtrack.cli.drafts import Reported
from dealtrack.cli.lookup import Lookup
from dealtrack.exchange.people import parse_party
from dealtrack.model import Assignment
from dealtrack.model.vocabulary import KINDS, SECTORS
from dealtrack.text import _, listed

SEMICOLON = "[;；]"
COMMA_TOO = "[;；、,，]"


class Question(NamedTuple):
    """One question: which field it fills, its words, its explanation, names for the Tab key.

    The answer to one that takes *many* is split at what that pattern matches.
    """

    field: str
    asks: str
    explains: str
    names: tuple[str, ...] = ()
    default: str = ""
    many: str = ""


def questions(lookup: Lookup, said: Reported) -> list[Question]:
    """Return the questions, each with what was *said* already, or what seems likely.

    What seems likely is taken from the last similar record.
    """
    likely = _likely(lookup, said)
    return [
        _told(question, said, likely)
        for question in (*_about_the_paper(lookup), *_about_the_work(lookup))
        if question.field != "trip" or lookup.trips
    ]


def _told(question: Question, said: Reported, likely: dict[str, str]) -> Question:
    known = getattr(said, question.field)
    if question.field == "signed" and said.stage:
        known = _("not yet")
    shown = "; ".join(known) if isinstance(known, tuple) else known
    return question._replace(default=shown or likely.get(question.field, ""))


def _likely(lookup: Lookup, said: Reported) -> dict[str, str]:
    """Return what the last similar record has to offer."""
    last = lookup.like(map(parse_party, said.parties), said.kind)
    if last is None:
        return {}
    who = last.assignments[-1] if last.assignments else Assignment()
    return {
        "place": last.place,
        "sectors": "; ".join(last.sectors),
        "unit": who.unit,
        "owner": who.owner,
    }


def _about_the_paper(lookup: Lookup) -> tuple[Question, ...]:
    return (
        Question(
            "title",
            _("What was agreed"),
            _("The title of the paper. The only thing that must be known."),
        ),
        Question(
            "parties",
            _("Who is in it"),
            _('Each as it signed, "(ours)" behind our side: Our Zone (ours); Example Cloud.'),
            lookup.parties,
            many=SEMICOLON,
        ),
        Question(
            "kind",
            _("Kind"),
            _("What sort of paper it is: {names}.").format(names=listed(KINDS.choices)),
            (*KINDS.keys, *(w.zh for w in KINDS)),
        ),
        Question(
            "signed",
            _("Signed on"),
            _(
                "A day, a month, a year or an interval; Enter if nobody knows. "
                "If it is still being negotiated: not yet."
            ),
        ),
        Question("place", _("Where"), _("The place of the signing."), lookup.places),
        Question(
            "trip",
            _("On which trip"),
            _("The trip it was signed on, as T3; Enter if on none."),
            tuple(trip.ref for trip in lookup.trips),
        ),
        Question(
            "witnesses",
            _("Witnesses"),
            _("Who witnessed the signing: name, post, organisation."),
            lookup.witnesses,
            many=SEMICOLON,
        ),
    )


def _about_the_work(lookup: Lookup) -> tuple[Question, ...]:
    return (
        Question(
            "sectors",
            _("Sector"),
            _("One or several of: {names}.").format(names=listed(SECTORS.choices)),
            (*SECTORS.keys, *(w.zh for w in SECTORS)),
            many=COMMA_TOO,
        ),
        Question(
            "amount",
            _("Amount"),
            _("The money agreed: 3.5亿, 20 million USD; Enter if none is named."),
        ),
        Question("unit", _("Responsible unit"), _("Which unit follows it up."), lookup.units),
        Question("owner", _("Responsible person"), _("Who follows it up."), lookup.owners),
        Question(
            "follow_ups",
            _("Follow-ups"),
            _('What has to be done next: "task @ due @ owner".'),
            many=SEMICOLON,
        ),
    )
