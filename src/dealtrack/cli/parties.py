"""Commands about organisations: ``party list``, ``show``, ``set``, ``alias`` and so on."""

from typing import Annotated

import typer

from dealtrack.actions import naming
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.concerning import known_to, naming_records, since_heard
from dealtrack.cli.naming import Names, change
from dealtrack.cli.options import Query, word
from dealtrack.cli.run import Run
from dealtrack.errors import WrongUse
from dealtrack.model import Kept
from dealtrack.model.vocabulary import ORGANISATIONS
from dealtrack.text import _, run_on
from dealtrack.text.hidden import visible

commands = Commands()

_NONE = {"none", "无", "-"}

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Its name, or a piece of it."))]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=_("Show what would be saved, and save nothing."))
]


@commands.add(
    "party list",
    _("List every organisation in the ledger, under the name that it is printed by."),
    shared="listing",
)
def party_list(run: Run, query: Query = None) -> None:
    from dealtrack.report.parties import find_parties

    with run.store() as store:
        where, known = run.question(query, store), known_to(store).organisations
        agreements = store.agreements.search(where, as_of=run.as_of)
        trips = store.trips.search(where, as_of=run.as_of)
    run.show(find_parties(agreements, trips, run.as_of, run.limit, known))


@commands.add(
    "party show",
    _("Show everything about an organisation, and about what belongs to it."),
    shared="reading",
    examples=(_("party show tencent"),),
)
def party_show(
    run: Run,
    name: Annotated[
        list[str], typer.Argument(metavar="NAME", help=_("Its name, or a piece of it."))
    ],
) -> None:
    from dealtrack.report.party_card import card_of_party

    with run.store() as store:
        names = Names(store)
        found = names.find(" ".join(name))
        family = names.known.family(found)
        agreements, trips = naming_records(store, found, family)
        since = since_heard(store, trips, run.as_of)
    rule = run.settings.lights
    run.show(card_of_party(found, agreements, trips, run.as_of, since, rule, names.known))


@commands.add(
    "party set",
    _("Say of an organisation what no agreement says: its parent, its kind, its code."),
    shared="writing",
    examples=(
        _('party set "Tencent Cloud" --parent Tencent'),
        "party set 腾讯云 --kind company --region 北京",
    ),
)
def party_set(
    run: Run,
    name: Name,
    parent: Annotated[
        str | None,
        typer.Option("--parent", metavar="NAME", help=_("What it belongs to; none: to none.")),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help=_("What sort it is: company, government, university …"),
            autocompletion=completed("organisations"),
        ),
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", metavar="PLACE", help=_("Where it has its seat."))
    ] = None,
    code: Annotated[
        str | None,
        typer.Option("--code", metavar="CODE", help=_("Its unified social credit code.")),
    ] = None,
    new_name: Annotated[
        str | None,
        typer.Option("--name", metavar="NAME", help=_("The name to print from now on.")),
    ] = None,
) -> None:
    facts: dict[str, str] = {}
    if kind is not None:
        facts["kind"] = "" if _is_none(kind) else word("--kind", kind, ORGANISATIONS)
    if region is not None:
        facts["region"] = "" if _is_none(region) else region.strip()
    if code is not None:
        facts["code"] = "" if _is_none(code) else _credit_code(code)
    if new_name is not None:
        facts["name"] = new_name.strip()
    if parent is None and not facts:
        raise WrongUse(
            _("There is nothing to set."),
            _("Give --parent, --kind, --region, --code or --name."),
        )
    with run.store() as store:
        names = Names(store)
        found = names.find(name)
        if parent is not None:
            facts["parent"] = "" if _is_none(parent) else names.exact(parent)
            _doubt(run, names, found, facts["parent"])
        change(run, store, lambda now: naming.described(now, found, **facts), asks=False)


@commands.add(
    "party alias",
    _("Say what else an organisation is called, in any language."),
    shared="writing",
    examples=('party alias 腾讯云 "Tencent Cloud" "TC"', "party alias 腾讯云 TC --remove"),
)
def party_alias(
    run: Run,
    name: Name,
    aliases: Annotated[
        list[str], typer.Argument(metavar="ALIAS...", help=_("Other names that it goes by."))
    ],
    remove: Annotated[
        bool, typer.Option("--remove", help=_("It is not called so after all."))
    ] = False,
    dry_run: DryRun = False,
) -> None:
    with run.store() as store:
        names = Names(store)
        found = names.find(name)
        spelled = [one for alias in aliases for one in names.spellings(alias.strip())]
        change(
            run,
            store,
            lambda now: (naming.not_called if remove else naming.called)(
                now, found, aliases if remove else spelled
            ),
            asks=False,
            dry_run=dry_run,
        )


@commands.add(
    "party merge",
    _("Say that several names are one organisation; agreements stay as they were signed."),
    shared="writing",
    examples=('party merge 腾讯云 "Tencent Cloud"', _("party merge tencent txy --dry-run")),
)
def party_merge(
    run: Run,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=_("The one whose name is printed."))
    ],
    others: Annotated[
        list[str], typer.Argument(metavar="OTHER...", help=_("The names that are the same."))
    ],
    dry_run: DryRun = False,
) -> None:
    with run.store() as store:
        names = Names(store)
        found = names.find(name)
        same = [one for other in others for one in names.spellings(names.find(other))]
        own = names.spellings(found)[1:]
        change(
            run,
            store,
            lambda now: naming.merged(now, found, (*own, *same)),
            asks=True,
            dry_run=dry_run,
        )


@commands.add(
    "party duplicates",
    _("List names that look like one organisation."),
    shared="listing",
)
def party_duplicates(run: Run, query: Query = None) -> None:
    from dealtrack.report.duplicates import find_duplicates

    with run.store() as store:
        where, known = run.question(query, store), known_to(store).organisations
        records: list[Kept] = [
            *store.agreements.search(where, as_of=run.as_of),
            *store.trips.search(where, as_of=run.as_of),
        ]
    run.show(find_duplicates(records, run.as_of, known, run.limit))


def _doubt(run: Run, names: Names, child: str, parent: str) -> None:
    """Say which organisation may be meant by a *parent* that is new to the ledger."""
    if not parent or parent in names.every:
        return
    from dealtrack.report.alike import nearest  # rapidfuzz: 20 ms, for a new name only

    own = {*names.known.names(child)}
    for near in nearest(parent, (name for name in names.every if name not in own))[:1]:
        sentence = _("“{new}” is new here; the ledger knows “{known}”.")
        remedy = _('If that is meant: dealtrack party set "{name}" --parent "{known}"')
        said = sentence.format(new=parent, known=near), remedy.format(name=child, known=near)
        run.say(visible(_("Note: {sentence}").format(sentence=run_on(said))))


def _is_none(text: str) -> bool:
    return text.strip().casefold() in _NONE


def _credit_code(text: str) -> str:
    """Read a unified social credit code as it is typed: blanks, hyphens, small letters.

    Raises:
        WrongUse: if it is none; it says what is wrong.
    """
    from unicodedata import normalize

    from stdnum.cn import uscc  # 25 ms, wanted where a code is entered
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

    try:
        return uscc.validate(normalize("NFKC", text))
    except InvalidLength:
        why = _("it has 18 characters")
    except InvalidChecksum:
        why = _("the last character does not fit the others; one of them is mistyped")
    except ValidationError:
        why = _("it is eight digits, and ten digits or capitals without I, O, S, V and Z")
    raise WrongUse(
        _("--code {text} is no unified social credit code: {why}.").format(text=text, why=why)
    )
