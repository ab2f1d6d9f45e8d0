"""How ``remind --mail`` says what it sends, what failed, and who has no address."""

from dealtrack.actions.mailing import Addressed, Office, Told, draft, send
from dealtrack.actions.reminding import Morning, recall
from dealtrack.cli.remind import say_forgotten
from dealtrack.cli.run import Run
from dealtrack.errors import MailNotSent, WrongUse
from dealtrack.exchange.smtp import refuse_open_line
from dealtrack.report.digest import Digest, say_owner
from dealtrack.settings import PASSWORD, is_address, password
from dealtrack.text import _, plural
from dealtrack.text.hidden import visible


def by_mail(run: Run, morning: Morning, to: str | None, *, dry_run: bool) -> int:
    """Send the mails, or with *dry_run* print them; say who was not reached."""
    office = _office(run, to, dry_run=dry_run)
    if not recall(morning.files)[1]:
        say_forgotten(run, morning)
    if dry_run:
        drafted, homeless = draft(morning, office)
        run.tell("\n\n".join(map(_shown, drafted)) if drafted else _("Nothing new to be told."))
        _say_homeless(run, homeless)
        return 0
    told = send(morning, office)
    _say_sent(run, told)
    _say_homeless(run, told.homeless)
    if told.failed:
        raise MailNotSent(told.failed, len(told.sent))
    return 0


def _office(run: Run, to: str | None, *, dry_run: bool) -> Office:
    settings = run.settings
    if to is not None and not is_address(to):
        raise WrongUse(_("--to {text}: this is no address.").format(text=to))
    if not settings.mail.writer:
        raise WrongUse(
            _("The settings do not say from which address to write."),
            _("Say it: dealtrack config set mail.sender office@example.org"),
        )
    if not dry_run and not settings.mail.server:
        raise WrongUse(
            _("The settings name no mail server."),
            _("Name it: dealtrack config set mail.server smtp.example.org"),
        )
    return Office(
        mail=settings.mail,
        password="" if dry_run else _password(run),
        name=settings.office or "dealtrack",
        people=settings.people,
        to=to or "",
    )


def _password(run: Run) -> str:
    mail = run.settings.mail
    if not mail.user:
        return ""
    refuse_open_line(mail)
    if found := password(mail):
        return found
    raise WrongUse(
        _("There is no password for {user} at {server}.").format(
            user=mail.user, server=mail.server
        ),
        _("Give it as {variable}, or keep it: keyring set dealtrack {user}").format(
            variable=PASSWORD, user=mail.user
        ),
    )


def _shown(one: Addressed) -> str:
    """Return the headers of a mail as people read them, and its text."""
    mail = one.mail
    headers = [f"{name}: {visible(str(value))}" for name, value in mail.items()]
    body = mail.get_body(("plain",))
    text = body.get_content() if body else ""
    return "\n".join((*(h for h in headers if not h.startswith("MIME")), "", text.rstrip("\n")))


def _say_sent(run: Run, told: Told) -> None:
    for one in told.sent:
        words = _("Told {name} <{address}>: {counts}")
        run.tell(
            words.format(
                name=visible(one.digest.owner) or "–",
                address=one.address,
                counts=one.digest.counts(),
            )
        )
    if not told.sent and not told.failed:
        run.tell(_("Nothing new to be told."))


def _say_homeless(run: Run, homeless: tuple[Digest, ...]) -> None:
    for one in homeless:
        count = plural("{n} thing", "{n} things", len(one.things))
        if one.owner:
            key = one.owner.replace("\\", "\\\\").replace('"', '\\"')
            words = _('No address for {name} ({count}): [people."{key}"] in the settings.')
            said = words.format(name=one.owner, count=count, key=key)
        else:
            refs = " ".join(thing.ref for thing in one.things[:5])
            words = _("{owner} ({count}): {refs}")
            more = " …" if len(one.things) > 5 else ""
            said = words.format(owner=say_owner(""), count=count, refs=refs + more)
        run.say(visible(said))
