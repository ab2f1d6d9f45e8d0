"""What is wrong with the playbooks of an office, before anybody uses one."""

from collections.abc import Iterator, Mapping
from datetime import date

from dealtrack.actions.playbooks import Anchors, WrongPlaybook, read_step
from dealtrack.days import PartialDay
from dealtrack.model.vocabulary import BINDINGS, KINDS
from dealtrack.model.wait import Wait, ring_from
from dealtrack.settings.playbooks import Audience, Playbook
from dealtrack.text import _, listed


def faults(own: Mapping[str, Playbook], today: date) -> Iterator[WrongPlaybook]:
    """Yield every fault of the playbooks of an office, with the setting it stands at."""
    day = PartialDay.of(today)
    anchors = {"signed": day, "trip.start": day, "trip.end": day}
    for name, playbook in own.items():
        yield from _of_audience(name, playbook)
        yield from _of_keys(name, playbook)
        wrong = list(_of_steps(name, playbook, anchors, today))
        yield from wrong
        if not wrong:
            yield from _of_rings(name, playbook)


def _of_audience(name: str, playbook: Playbook) -> Iterator[WrongPlaybook]:
    for word in playbook.for_:
        if Audience.of(word) == Audience():
            near = dict.fromkeys((*KINDS.nearest(word), *BINDINGS.nearest(word)))
            why = _("{name} is no kind of agreement, no binding class, signed or trip")
            if near:
                why = _(
                    "{name} is no kind of agreement, no binding class, signed or trip; "
                    "did you mean {names}?"
                )
            said = why.format(name=word, names=listed(near))
            yield WrongPlaybook(f"playbooks.{name}.for", said)


def _of_keys(name: str, playbook: Playbook) -> Iterator[WrongPlaybook]:
    for number, (step, key) in enumerate(
        zip(playbook.steps, playbook.keys, strict=True), start=1
    ):
        place = f"playbooks.{name}.steps[{number}].key"
        if step.key and key != step.key:
            yield WrongPlaybook(place, _("another step has the key {key}").format(key=step.key))
        elif step.key.isdecimal() or "." in step.key or step.key != step.key.strip():
            why = _("a key is a word without a full stop, and no number")
            yield WrongPlaybook(place, why)


def _of_steps(
    name: str, playbook: Playbook, anchors: Anchors, today: date
) -> Iterator[WrongPlaybook]:
    for number, step in enumerate(playbook.steps, start=1):
        try:
            task = read_step(name, playbook, number, anchors, today)
        except WrongPlaybook as fault:
            yield fault
            continue
        if task.due_text:
            why = _("it is counted from a day that neither an agreement nor a trip has")
            yield WrongPlaybook(f"playbooks.{name}.steps[{number}].due", f"{step.due}: {why}")


def _of_rings(name: str, playbook: Playbook) -> Iterator[WrongPlaybook]:
    after = {str(n): step.after for n, step in enumerate(playbook.steps, start=1)}
    for number in after:
        ring = ring_from(number, lambda own: (Wait(on=str(n)) for n in after[own]))
        if ring and number == min(ring.refs, key=int):
            why = _("these steps would wait for one another: {steps}")
            said = why.format(steps=" → ".join(ring.refs))
            yield WrongPlaybook(f"playbooks.{name}.steps[{number}].after", said)
