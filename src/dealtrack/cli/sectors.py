"""Commands about the list of sectors: ``sector list``, ``add``, ``rename``."""

import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
import typer

from dealtrack.cli.ask import needed
from dealtrack.cli.command import Commands, completed
from dealtrack.cli.options import word
from dealtrack.cli.run import Run
from dealtrack.cli.sectorfile import SectorPlace
from dealtrack.errors import WrongUse
from dealtrack.model.sectors import is_code
from dealtrack.model.vocabulary import SECTORS
from dealtrack.model.words import folded
from dealtrack.text import _

commands = Commands()


class SectorSaved(msgspec.Struct, frozen=True, kw_only=True):
    """Which sector was changed, in which file, and which records."""

    schema: Literal["dealtrack/sector-saved/1"] = "dealtrack/sector-saved/1"
    sector: str
    path: str
    refs: tuple[str, ...] = ()


_CHINESE = re.compile(r"[\u3400-\u9fff]")

OldSector = Annotated[
    str,
    typer.Argument(
        metavar="OLD",
        help=_("A sector, by any name of it."),
        autocompletion=completed("sectors"),
    ),
]


@commands.add(
    "sector list",
    _("List the sectors: key, names, codes, synonyms, and how many agreements there are."),
    shared="telling",
    examples=("sector list", "sector list --json"),
)
def list_(run: Run) -> None:
    from dealtrack.query.measures import Measure
    from dealtrack.report.taxonomy import find_taxonomy

    with run.store() as store:
        uses = store.agreements.tally((Measure("n"),), as_of=run.today, by="sector")
    run.show(find_taxonomy(uses, str(SectorPlace.of(run.settings).path)))


@commands.add(
    "sector add",
    _("Add a sector to the list, or names and a code to one that is there."),
    shared="writing",
    examples=(
        'sector add "low-altitude economy" --zh 低空经济 --code G/H --synonym drones',
        "sector add energy --synonym 光伏",
    ),
)
def add(
    run: Run,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("What it is called."))],
    en: Annotated[str, typer.Option("--en", metavar="NAME", help=_("Its English name."))] = "",
    zh: Annotated[str, typer.Option("--zh", metavar="NAME", help=_("Its Chinese name."))] = "",
    code: Annotated[
        str,
        typer.Option(
            "--code",
            metavar="CODE",
            help=_("Sections of GB/T 4754, behind a stroke those of ISIC: C, G/H, “Q C”."),
        ),
    ] = "",
    synonym: Annotated[
        list[str] | None,
        typer.Option("--synonym", metavar="NAME", help=_("Another name; repeat for more.")),
    ] = None,
) -> None:
    name, en, zh = needed(name, "NAME").strip(), en.strip(), zh.strip()
    if code and not is_code(code):
        raise WrongUse(
            _("--code {code} is no code.").format(code=code),
            _("Write letters of sections: C, “Q C”, or G/H where GB/T 4754 and ISIC differ."),
        )
    key = SECTORS.find(name) or _key_of(en or name)
    former = {folded(one.key): one.key for one in SECTORS.former.values()}
    is_back = folded(name) in former
    key = former.get(folded(name), key)
    if key not in SECTORS and not is_back:
        is_chinese = bool(_CHINESE.search(name))
        en, zh = en or (name * (not is_chinese)), zh or (name * is_chinese)
    told = {"en": en, "zh": zh, "code": code.strip()}
    more = [one.strip() for one in synonym or () if one.strip()]
    if key in SECTORS and not is_back and not (any(told.values()) or more):
        raise WrongUse(
            _("{name} is in the list already: {sector}.").format(name=name, sector=said(key))
        )
    _refuse_taken((en, zh, *more), key)

    def change(entry: Any) -> None:
        entry.pop("into", None)
        for field, value in told.items():
            if value:
                entry[field] = value
        if more:
            entry["synonyms"] = list(dict.fromkeys([*entry.get("synonyms", []), *more]))

    place = SectorPlace.of(run.settings)
    place.change(key, change)
    tell(run, key, _("{sector} is in the list of sectors.").format(sector=key), place)


@commands.add(
    "sector rename",
    _("Give a sector another name, English or Chinese; its key and its records stay."),
    shared="writing",
    examples=('sector rename energy "power and heat"', "sector rename energy 能源与电力"),
)
def rename(
    run: Run,
    old: OldSector,
    new: Annotated[
        str, typer.Argument(metavar="NEW", help=_("Its new name; the old one is a synonym."))
    ],
) -> None:
    key, new = word("OLD", old, SECTORS), needed(new, "NEW").strip()
    field = "zh" if _CHINESE.search(new) else "en"
    before = getattr(SECTORS[key], field)
    if before == new:
        run.say(_("{sector} is called so already.").format(sector=said(key)))
        return
    _refuse_taken((new,), key)

    def change(entry: Any) -> None:
        entry[field] = new
        kept = [*entry.get("synonyms", []), before]
        known = {folded(new), folded(key)}
        synonyms = [one for one in dict.fromkeys(kept) if folded(one) not in known]
        if synonyms:
            entry["synonyms"] = synonyms

    place = SectorPlace.of(run.settings)
    place.change(key, change)
    line = _("{key}: {before} → {after}").format(key=key, before=before, after=new)
    tell(run, key, line, place)


def _key_of(name: str) -> str:
    """Return the key of a sector called *name*: low-altitude-economy; Chinese as it is."""
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-_") or name


def _refuse_taken(names: Iterable[str], key: str) -> None:
    for name in filter(None, names):
        taken = SECTORS.find(name)
        if taken and taken != key:
            raise WrongUse(
                _("{name} means {sector} already.").format(name=name, sector=said(taken)),
                _("To make one of the two: dealtrack sector merge {key} {taken}").format(
                    key=key, taken=taken
                ),
            )


def said(key: str) -> str:
    name = SECTORS.name(key)
    return key if name == key else _("{key} ({name})").format(key=key, name=name)


def tell(run: Run, key: str, line: str, place: SectorPlace, refs: tuple[str, ...] = ()) -> None:
    """Tell what was done to the sector *key*, and to the records *refs*."""
    if run.json:
        run.answer(SectorSaved(sector=key, path=str(place.path), refs=refs))
    elif run.quiet:
        run.tell(key)
    else:
        run.tell(line)
        run.say(_("Written to {path}").format(path=place.path))
