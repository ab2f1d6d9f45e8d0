"""``log``: record an agreement from options, by questions, or a whole trip from a file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from dealtrack.actions import records
from dealtrack.cli.command import Commands, Typed, completed
from dealtrack.cli.details import OPTIONS
from dealtrack.cli.drafts import Reported, heard_of, make_draft
from dealtrack.cli.familiar import names_in, unfamiliar
from dealtrack.cli.options import of_record
from dealtrack.cli.run import Run
from dealtrack.cli.talk import due_line, joined, saved, twins, warn
from dealtrack.days import spoken
from dealtrack.errors import WrongUse
from dealtrack.model import Agreement, Draft
from dealtrack.model.agreement import as_if_kept
from dealtrack.model.rules import check
from dealtrack.model.stages import STAGES
from dealtrack.report.words import counterparts, money, say_names
from dealtrack.store.base import Store
from dealtrack.text import _

commands = Commands()

_OTHER_FILES = {
    ".xlsx",
    ".xls",
    ".csv",
    ".tsv",
    ".json",
    ".docx",
    ".doc",
    ".pdf",
    ".yaml",
    ".yml",
}


@commands.add(
    "log",
    _("Record an agreement, or a whole trip from a file. Without arguments: by questions."),
    shared="writing",
    options=OPTIONS,
    examples=(
        _(
            'log "Strategic cooperation" --party "Our Zone (ours)" --party "Example Cloud" '
            "--signed 2026-10-12 --sector energy --amount 3.5亿"
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
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be saved, and save nothing."))
    ] = False,
    update: Annotated[
        bool, typer.Option("--update", help=_("Write what a changed trip file says anew."))
    ] = False,
    playbook: Annotated[
        list[str] | None,
        typer.Option(
            "--playbook",
            metavar="NAME",
            help=_("Add the steps of a playbook; repeat for more, none for none."),
            autocompletion=completed("playbooks"),
        ),
    ] = None,
    template: Annotated[
        bool,
        typer.Option("--template", help=_("Print an empty trip file that explains itself.")),
    ] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help=_("Print the JSON Schema of a trip file."))
    ] = False,
    **said: Typed,
) -> None:
    if template or schema:
        _print_form(run, schema=schema)
    elif title is not None and _is_file(title):
        _refuse_options(title, said)
        from dealtrack.cli.tripfile import log_file

        log_file(run, title, dry_run=dry_run, update=update, playbooks=playbook)
    elif update:
        raise WrongUse(
            _("--update goes with a trip file only."),
            _("To change an agreement: dealtrack edit REF"),
        )
    else:
        _log(run, Reported.of(title or "", said), playbook, dry_run=dry_run)


def _log(run: Run, said: Reported, playbooks: list[str] | None, *, dry_run: bool) -> None:
    def complete(draft: Draft) -> Draft:
        return _with_playbooks(run, store, draft, playbooks)

    with run.store() as store:
        if said.title:
            draft: Draft | None = complete(make_draft(run, store, said))
        else:
            draft = _asked(run, store, said, complete)
        if draft is None:
            run.say(_("Nothing saved."))
            return
        if dry_run:
            _preview(run, draft)
            return
        heard = heard_of(run, store, said.intention)
        odd = (*unfamiliar(run, store, names_in(draft)), *twins(store, draft))
        record = records.log(store, draft, heard)
    done = _("Saved {ref}: {title}").format(ref=record.ref, title=record.title)
    hint = _('Next: dealtrack show {ref} · dealtrack follow {ref} "task" --due +2w')
    lines = (done, *_understood(run, record))
    saved(run, record.ref, record, lines, hint.format(ref=record.ref))
    warn(run, record, also=odd)


def _with_playbooks(run: Run, store: Store, draft: Draft, names: list[str] | None) -> Draft:
    """Return *draft* with what the playbooks that fit, or those of the *names*, add to it."""
    if not names and not run.offers_playbooks:
        return draft
    from dealtrack.cli.offering import offered

    days = of_record(store, as_if_kept(draft))
    (tasks,) = offered(run, [draft], days, names)
    return replace(draft, follow_ups=(*draft.follow_ups, *tasks))


def _asked(
    run: Run, store: Store, said: Reported, complete: Callable[[Draft], Draft]
) -> Draft | None:
    if not run.asks:
        raise WrongUse(
            _("TITLE is missing."),
            _('Write: dealtrack log "Strategic cooperation" --party "Example Cloud"'),
        )
    from dealtrack.cli.wizard import ask_for

    return ask_for(run, store, said, complete)


def _preview(run: Run, draft: Draft) -> None:
    check(draft)
    for line in filter(None, _understood(run, as_if_kept(draft))):
        run.tell(line)
    run.say(_("Nothing saved: this was a dry run."))


def _understood(run: Run, record: Agreement) -> Iterator[str]:
    """Yield what was understood of the agreement, of its plan, and of each follow-up."""
    amount = money(record.amount) if record.amount else ""
    yield joined((_signing(run, record), say_names(counterparts(record)), amount))
    by_day = _("{stage} by {day}")
    plan = record.planned(run.today).items()
    planned = joined(by_day.format(stage=STAGES.name(stage), day=by) for stage, by in plan)
    yield planned and f"  {_('Plan')}: {planned}"
    for one in record.follow_ups:
        owner = one.assigned(run.today).owner
        yield joined((f"  {record.ref}.{one.number} {one.task}", due_line(one, run), owner))


def _signing(run: Run, record: Agreement) -> str:
    if not record.is_signed:
        return _("Not signed yet")
    if record.signed is None:
        return _("Signed on an unknown day")
    exact = record.signed.is_exact
    day = spoken(record.signed.earliest, run.today) if exact else str(record.signed)
    return _("Signed {day}").format(day=day)


def _is_file(title: str) -> bool:
    """Whether *title* names a trip file: by its ending, or because there is such a file.

    Raises:
        WrongUse: if it names a file or folder that cannot be one.
    """
    if title == "-" or title.lower().endswith(".toml"):
        return True
    path = Path(title)
    if path.suffix.lower() in _OTHER_FILES or ("/" in title and path.is_dir()):
        raise WrongUse(
            _("{name} is no trip file: the name of one ends in .toml.").format(name=title),
            _("What one looks like: dealtrack log --template"),
        )
    return path.suffix != "" and path.is_file()


def _refuse_options(file: str, said: dict[str, Typed]) -> None:
    for option in OPTIONS:
        if said.get(option.name):
            raise WrongUse(
                _("{option} does not go with a file: {file} says it all.").format(
                    option=option.flags[0], file=file
                ),
                _("Write it into the file, or change the record later: dealtrack edit REF"),
            )


def _print_form(run: Run, *, schema: bool) -> None:
    from dealtrack.exchange import trip

    if schema:
        import json

        run.tell(json.dumps(trip.schema(), ensure_ascii=False, indent=2))
    else:
        run.tell(trip.template().rstrip("\n"))
