"""Reminders by mail: a digest for each owner at the address that the settings name.

Only what the mail server accepted counts as told, and is remembered at once: whatever
happens then, nobody is told twice what was remembered, and what was not is told again.
"""

from collections.abc import Iterable, Iterator, Mapping
from email.message import EmailMessage
from typing import NamedTuple

from dealtrack.actions.reminding import Morning, heard_after
from dealtrack.errors import MailFailure, MailRefused, MailUnreachable
from dealtrack.exchange.smtp import Letter, NotTaken, Post, post
from dealtrack.model.telling import Heard
from dealtrack.render.mail import compose, identity_of, in_ascii
from dealtrack.report.digest import Digest
from dealtrack.settings import Correspondent, Mail
from dealtrack.store.disk import reminded
from dealtrack.text import _, speaking


class Office(NamedTuple):
    """Who writes to whom: the server with its *password*, the *name* of the office, people.

    *to* is the one address that a digest of everything goes to, if it is asked for.
    """

    mail: Mail
    password: str
    name: str
    people: Mapping[str, Correspondent]
    to: str = ""


class Addressed(NamedTuple):
    """A digest, and the mail that tells it."""

    digest: Digest
    address: str
    mail: EmailMessage


class Told(NamedTuple):
    """What came of a run: what was *sent*, what *failed*, and what has no address."""

    sent: tuple[Addressed, ...]
    failed: tuple[MailFailure, ...]
    homeless: tuple[Digest, ...]


def draft(morning: Morning, office: Office) -> tuple[tuple[Addressed, ...], tuple[Digest, ...]]:
    """Return the mails that would be sent now, and the digests that have no address."""
    memory, _is_whole = reminded.read(morning.files)
    return _drafted(morning, office, memory.heard("mail", office.to))


def send(morning: Morning, office: Office) -> Told:
    """Send everybody's mail and remember what was accepted.

    Raises:
        RemindersBusy, CannotWrite: if nothing can be remembered: then nothing is sent.
        MailUnreachable, MailRefused: if the server takes nothing at all.
    """
    with reminded.held(morning.files, morning.who, morning.moment):
        memory, _is_whole = reminded.read(morning.files)
        heard = memory.heard("mail", office.to)
        drafted, homeless = _drafted(morning, office, heard)
        sent: list[Addressed] = []
        failed: list[MailFailure] = []
        if drafted:
            with post(office.mail, office.password) as server:
                for one, failure in _handed_over(server, drafted, office.mail.writer):
                    if failure:
                        failed.append(failure)
                        continue
                    sent.append(one)
                    heard = _after(morning, office, heard, [one.digest])
                    reminded.write(morning.files, memory.having("mail", office.to, heard))
        if (lasting := _after(morning, office, heard, ())) != heard:
            reminded.write(morning.files, memory.having("mail", office.to, lasting))
    return Told(tuple(sent), tuple(failed), homeless)


def _after(morning: Morning, office: Office, heard: Heard, told: Iterable[Digest]) -> Heard:
    return heard_after(morning, heard, told, of_all=bool(office.to))


def _handed_over(
    server: Post, drafted: Iterable[Addressed], writer: str
) -> Iterator[tuple[Addressed, MailFailure | None]]:
    """Hand each mail over; yield it, and why it was not accepted if it was not.

    Once the server is gone for good, the rest is not tried.
    """
    gone = ""
    for one in drafted:
        why = gone
        if not gone:
            try:
                server.send(
                    Letter(in_ascii(writer), in_ascii(one.address), one.mail.as_bytes())
                )
            except NotTaken as refusal:
                why = refusal.why
            except (MailUnreachable, MailRefused) as fault:
                why = gone = fault.why
        yield one, MailFailure(one.digest.owner, one.address, why) if why else None


def _drafted(
    morning: Morning, office: Office, heard: Heard
) -> tuple[tuple[Addressed, ...], tuple[Digest, ...]]:
    if office.to:
        one = morning.digest_of_all(heard)
        return ((_mail(one, morning, office, heard),) if one.things else ()), ()
    new = [one for one in morning.digests(heard) if one.things]
    reached = [one for one in new if _address(one, office)]
    homeless = tuple(one for one in new if not _address(one, office))
    return tuple(_mail(one, morning, office, heard) for one in reached), homeless


def _mail(digest: Digest, morning: Morning, office: Office, heard: Heard) -> Addressed:
    known = office.people.get(digest.owner, Correspondent())
    address = _address(digest, office)
    with speaking("" if office.to else known.language):
        mail = compose(
            digest.page(),
            _("dealtrack: {what}").format(what=digest.counts()),
            (office.name, office.mail.writer),
            (digest.owner, address),
            morning.moment,
            _identity(digest, morning, address, heard),
        )
    return Addressed(digest, address, mail)


def _address(digest: Digest, office: Office) -> str:
    return office.to or office.people.get(digest.owner, Correspondent()).mail


def _identity(digest: Digest, morning: Morning, address: str, heard: Heard) -> str:
    """Return what names a mail: a retry bears the same name, so that none is seen twice.

    What was told before is part of it, and so is the day: what is told again has
    another name.  Who asks for everything asks anew each time.
    """
    asked = morning.moment.isoformat() if morning.everything else ""
    before = heard.get(digest.owner, ())
    facts = (*digest.matters, *(one.on for one in before))
    return identity_of(
        (morning.files.checkpoint, address, digest.owner, morning.today, asked, *facts)
    )
