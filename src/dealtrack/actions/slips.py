"""Issuing supervision slips, from one colour to the next, and closing them."""

from datetime import date, timedelta

from msgspec.structs import replace

from dealtrack.actions.logs import WrongStep
from dealtrack.model.slip import Colour, Slip, SlipNumber, followed, on_matter, open_on
from dealtrack.model.vocabulary import COLOURS
from dealtrack.report.matters import Matter
from dealtrack.store.base import Store
from dealtrack.text import _


def issue(store: Store, matter: Matter, draft: Slip, colour: Colour | None) -> Slip:
    """Enter *draft*, a slip on *matter*, under the next number of its year.

    Without a *colour* it has the one that the facts call for, and at least the next one
    after an earlier slip that it goes on from.

    Source: one matter each; the next colour only after the earlier slip's deadline passed.

    Raises:
        WrongStep: if an earlier slip is in the way, the matter is closed, or nothing tells
            the colour; the deadline is past on the day of the slip; or a colour is skipped.
    """
    if not matter.is_open:
        raise WrongStep(
            _("{ref} is closed: there is nothing to call for.").format(ref=matter.ref)
        )
    _refuse_past(draft)
    with store.transaction():
        slips = store.slips.all()
        _refuse_before_later(slips, draft)
        earlier = open_on(slips, draft.about, draft.issued)
        chosen = colour or _colour(matter, earlier, draft.issued)
        if earlier:
            _refuse_early(earlier, draft)
            _refuse_milder(earlier, chosen)
            _refuse_skipping(earlier, chosen, matter)
        follows = str(earlier.called) if earlier else ""
        return store.slips.add(replace(draft, colour=chosen, follows=follows))


def close(store: Store, called: SlipNumber, on: date, outcome: str) -> Slip:
    """Close a slip with what came of it.

    Raises:
        NotFound: if there is no such slip.
        WrongStep: if it was closed before, or another one went on from it.
    """
    with store.transaction():
        slip = store.slips.get(called.id)
        if slip.closed:
            raise WrongStep(
                _("Slip {number} was closed on {day} already.").format(
                    number=called, day=slip.closed
                )
            )
        if later := followed(store.slips, date.max).get(str(called)):
            raise WrongStep(
                _("Slip {number} was followed by slip {later}.").format(
                    number=called, later=later.called
                ),
                _("Close that one: dealtrack slip close {number} --outcome …").format(
                    number=later.called
                ),
            )
        if on < slip.issued:
            raise WrongStep(
                _("Slip {number} was issued on {day}; {wanted} is before that.").format(
                    number=called, day=slip.issued, wanted=on
                )
            )
        return store.slips.save(replace(slip, closed=on, outcome=outcome))


def next_colour(colour: Colour) -> Colour:
    """Return the colour after *colour*; red is the last, and comes again."""
    return "yellow" if colour == "blue" else "red"


def _colour(matter: Matter, earlier: Slip | None, day: date) -> Colour:
    if earlier:
        least = next_colour(earlier.colour)
        return max(least, matter.colour or least, key=COLOURS.keys.index)
    if matter.colour is None:
        raise WrongStep(
            _("On {day} {ref} is neither overdue, nor behind, nor soon due.").format(
                day=day, ref=matter.ref
            ),
            _("To issue a slip all the same, say which: --colour blue, yellow or red."),
        )
    return matter.colour


def _refuse_past(draft: Slip) -> None:
    """Refuse a deadline that nobody who reads the slip can keep."""
    if draft.deadline >= draft.issued:
        return
    raise WrongStep(
        _("--deadline {deadline} is before {day}, the day that the slip is issued.").format(
            deadline=draft.deadline, day=draft.issued
        ),
        _("Give {day} or later; for a slip of an earlier day add --on {deadline}.").format(
            day=draft.issued, deadline=draft.deadline
        ),
    )


def _refuse_early(earlier: Slip, draft: Slip) -> None:
    """Refuse a second slip while an earlier one still has time."""
    if draft.issued > earlier.deadline:
        return
    raise WrongStep(
        _("Slip {number} ({colour}) on {ref} is open, and has time until {deadline}.").format(
            number=earlier.called,
            colour=COLOURS.name(earlier.colour),
            ref=earlier.about,
            deadline=earlier.deadline,
        ),
        _(
            "From {day} on the next one may be issued. If the matter is done: "
            "dealtrack slip close {number} --outcome …"
        ).format(day=earlier.deadline + timedelta(days=1), number=earlier.called),
    )


def _refuse_milder(earlier: Slip, colour: Colour) -> None:
    order = COLOURS.keys.index
    if order(colour) >= order(next_colour(earlier.colour)):
        return
    raise WrongStep(
        _(
            "Slip {number} on {ref} was {colour} and is open: the next one cannot be {new}."
        ).format(
            number=earlier.called,
            ref=earlier.about,
            colour=COLOURS.name(earlier.colour),
            new=COLOURS.name(colour),
        ),
        _("Leave out --colour, or give {colour}.").format(colour=next_colour(earlier.colour)),
    )


def _refuse_skipping(earlier: Slip, colour: Colour, matter: Matter) -> None:
    """Refuse red straight after blue, unless the matter is overdue: then red is what it is."""
    order = COLOURS.keys.index
    allowed = max(next_colour(earlier.colour), matter.colour or "blue", key=order)
    if order(colour) <= order(allowed):
        return
    raise WrongStep(
        _("Slip {number} on {ref} was {colour}, and the matter is not overdue.").format(
            number=earlier.called, ref=earlier.about, colour=COLOURS.name(earlier.colour)
        ),
        _("Leave out --colour, or give {colour}.").format(colour=allowed),
    )


def _refuse_before_later(slips: list[Slip], draft: Slip) -> None:
    """Refuse a slip that is dated before what has happened to the matter since."""
    known = on_matter(slips, draft.about, date.max)
    days = [day for one in known for day in (one.issued, one.closed) if day]
    if days and max(days) > draft.issued:
        last = known[-1]
        raise WrongStep(
            _("Slip {number} on {ref} tells of {day}; {wanted} is before that.").format(
                number=last.called, ref=draft.about, day=max(days), wanted=draft.issued
            ),
            _("Give --on {day} or later.").format(day=max(days)),
        )
