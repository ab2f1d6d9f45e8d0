"""``log``: record an agreement from options, by questions, or a whole trip from a file."""

from pathlib import Path
from typing import Annotated

import typer

from dealtrack.actions import records
from dealtrack.cli.command import Commands
from dealtrack.cli.drafts import Reported, make_draft
from dealtrack.cli.run import Run
from dealtrack.cli.talk import due_line, joined, saved, warn
from dealtrack.errors import WrongUse
from dealtrack.model import Agreement
from dealtrack.model.agreement import as_if_kept
from dealtrack.report.words import counterparts, money, say_day, say_names, unknown
from dealtrack.store.base import Store
from dealtrack.text import _

commands = Commands()

Names = list[str] | None


@commands.add(
    "log",
    _("Record an agreement, or a whole trip from a file. Without arguments: by questions."),
    shared="writing",
    examples=(
        _(
            'log "Strategic cooperation" --party "Our Zone (ours)" --party "Example Cloud" --signed 2026-10-12 --sector energy --amount 3.5亿'
        ),
        "log trip.toml --dry-run",
        "log --template > trip.toml",
    ),
)
def log(
    run: Run,
    title: Annotated[
        str | None,
        typer.Argument(
            metavar="[TITLE|FILE.toml|-]",
            help=_("What was agreed; or a trip file, - for standard input."),
        ),
    ] = None,
    party: Annotated[
        Names,
        typer.Option(
            "--party",
            metavar="NAME",
            help=_('Who is in it; repeat. "Our Zone (ours)" names its side.'),
        ),
    ] = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="KIND", help=_("strategic, contract … See dealtrack help kinds.")
        ),
    ] = "",
    signed: Annotated[
        str | None,
        typer.Option(
            "--signed",
            metavar="DAY",
            help=_("A day, a month, a year, an interval 2026-03-01/2026-03-02, or unknown."),
        ),
    ] = None,
    stage: Annotated[
        str,
        typer.Option(
            "--stage",
            metavar="STAGE",
            help=_("How far it has come, if it is not signed yet: negotiating."),
        ),
    ] = "",
    place: Annotated[
        str, typer.Option("--place", metavar="PLACE", help=_("Where it was signed."))
    ] = "",
    sector: Annotated[
        Names,
        typer.Option(
            "--sector",
            metavar="SECTOR",
            help=_("In which sector; repeat. See dealtrack help sectors."),
        ),
    ] = None,
    area: Annotated[
        Names, typer.Option("--area", metavar="TEXT", help=_("An area of cooperation; repeat."))
    ] = None,
    witness: Annotated[
        Names,
        typer.Option(
            "--witness",
            metavar="PERSON",
            help=_('Who witnessed the signing: "name, post, organisation"; repeat.'),
        ),
    ] = None,
    worth: Annotated[
        str | None,
        typer.Option(
            "--amount", metavar="AMOUNT", help=_("The money agreed: 3.5亿, 20 million USD.")
        ),
    ] = None,
    unit: Annotated[
        str, typer.Option("--unit", metavar="NAME", help=_("Which unit is responsible."))
    ] = "",
    owner: Annotated[
        str, typer.Option("--owner", metavar="NAME", help=_("Who is responsible."))
    ] = "",
    trip: Annotated[
        str | None,
        typer.Option("--trip", metavar="TRIP", help=_("The trip it was signed on: T3.")),
    ] = None,
    implements: Annotated[
        Names,
        typer.Option(
            "--implements", metavar="REF", help=_("The earlier agreement that it carries out.")
        ),
    ] = None,
    supplements: Annotated[
        Names,
        typer.Option(
            "--supplements", metavar="REF", help=_("The earlier agreement that it adds to.")
        ),
    ] = None,
    renews: Annotated[
        Names,
        typer.Option(
            "--renews", metavar="REF", help=_("The earlier agreement that it continues.")
        ),
    ] = None,
    supersedes: Annotated[
        Names,
        typer.Option(
            "--supersedes",
            metavar="REF",
            help=_("The earlier agreement that it takes the place of."),
        ),
    ] = None,
    follow_up: Annotated[
        Names,
        typer.Option(
            "--follow-up",
            metavar='"TASK @ DUE @ OWNER"',
            help=_("A follow-up; repeat. Due and owner may be left out."),
        ),
    ] = None,
    source: Annotated[
        Names,
        typer.Option("--source", metavar="URL", help=_("Where the facts come from; repeat.")),
    ] = None,
    tag: Annotated[
        Names,
        typer.Option(
            "--tag", metavar="WORD", help=_("A word of your own to find it by; repeat.")
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be saved, and save nothing."))
    ] = False,
    update: Annotated[
        bool, typer.Option("--update", help=_("Write what a changed trip file says anew."))
    ] = False,
    template: Annotated[
        bool,
        typer.Option("--template", help=_("Print an empty trip file that explains itself.")),
    ] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help=_("Print the JSON Schema of a trip file."))
    ] = False,
) -> None:
    if template or schema:
        _print_form(run, schema=schema)
        return
    if title is not None and _is_file(title):
        from dealtrack.cli.tripfile import log_file

        log_file(run, title, dry_run=dry_run, update=update)
        return
    reported = Reported(
        title=title or "",
        parties=party or [],
        kind=kind,
        signed=signed,
        stage=stage,
        place=place,
        sectors=sector or [],
        areas=area or [],
        witnesses=witness or [],
        amount=worth,
        unit=unit,
        owner=owner,
        trip=trip,
        links=[
            (relation, ref)
            for relation, refs in (
                ("implements", implements),
                ("supplements", supplements),
                ("renews", renews),
                ("supersedes", supersedes),
            )
            for ref in refs or []
        ],
        follow_ups=follow_up or [],
        sources=source or [],
        tags=tag or [],
    )
    with run.store() as store:
        _log(run, store, reported, dry_run=dry_run)


def _log(run: Run, store: Store, reported: Reported, *, dry_run: bool) -> None:
    if not reported.title:
        if not run.asks:
            raise WrongUse(
                _("TITLE is missing."),
                _('Write: dealtrack log "Strategic cooperation" --party "Example Cloud"'),
            )
        from dealtrack.cli.wizard import ask_for

        answered = ask_for(run, store, reported)
        if answered is None:
            run.say(_("Nothing saved."))
            return
        reported = answered
    draft = make_draft(run, store, reported)
    if dry_run:
        from dealtrack.model.rules import check

        check(draft)
        for line in _understood(run, as_if_kept(draft)):
            run.tell(line)
        run.say(_("Nothing saved: this was a dry run."))
        return
    record = records.log(store, draft)
    saved(
        run,
        record.ref,
        record,
        (
            _("Saved {ref}: {title}").format(ref=record.ref, title=record.title),
            *_understood(run, record),
        ),
        _('Next: dealtrack show {ref} · dealtrack follow {ref} "task" --due +2w').format(
            ref=record.ref
        ),
    )
    warn(run, record)


def _understood(run: Run, record: Agreement) -> list[str]:
    day = say_day(record.signed) if record.is_signed else _("not signed yet")
    signed = _("Signed {day}").format(day=_("on an unknown day") if day == unknown() else day)
    amount = money(record.amount) if record.amount else ""
    lines = [
        joined(
            (signed if record.is_signed else str(day), say_names(counterparts(record)), amount)
        )
    ]
    for one in record.follow_ups:
        lines.append(
            "  " + joined((f"{record.ref}.{one.number} {one.task}", due_line(one, run)))
        )
    return lines


def _is_file(title: str) -> bool:
    return (
        title == "-"
        or title.lower().endswith(".toml")
        or (Path(title).suffix != "" and Path(title).is_file())
    )


def _print_form(run: Run, *, schema: bool) -> None:
    from dealtrack.exchange import trip

    if schema:
        import json

        run.tell(json.dumps(trip.schema(), ensure_ascii=False, indent=2))
    else:
        run.tell(trip.template().rstrip("\n"))
