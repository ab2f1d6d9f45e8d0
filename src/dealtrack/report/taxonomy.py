"""The sectors that can be given: their names, codes and synonyms, and how often each is."""

from typing import Literal

from msgspec import Struct

from dealtrack.model.sectors import sections
from dealtrack.model.vocabulary import SECTORS
from dealtrack.model.words import Word
from dealtrack.query.measures import Tally
from dealtrack.report.page import Block, Column, Note, Page, Row, Table, Tone
from dealtrack.report.words import quiet
from dealtrack.text import _, listed


class SectorWord(Struct, frozen=True, kw_only=True):
    """A sector: its key and names, sections of the classifications, how many agreements.

    One that *is_known* not is none of the list, though records have it; a former one was
    merged *into* another.
    """

    key: str
    en: str
    zh: str
    gb: tuple[str, ...] = ()
    isic: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    agreements: int = 0
    is_known: bool = True
    into: str = ""


class Taxonomy(Struct, frozen=True, kw_only=True):
    """The sectors in their order, then those that records have though they are in no list.

    *path* is the file that new ones are written to.
    """

    schema: Literal["dealtrack/taxonomy/1"] = "dealtrack/taxonomy/1"
    path: str
    sectors: tuple[SectorWord, ...]
    former: tuple[SectorWord, ...]

    def page(self) -> Page:
        """Lay it out."""
        columns = (
            Column("sector", _("Sector"), "ref"),
            Column("en", _("English")),
            Column("zh", _("Chinese")),
            Column("gb", "GB/T 4754"),
            Column("isic", "ISIC"),
            Column("synonyms", _("Also")),
            Column("agreements", _("Agreements"), "number"),
        )
        notes = tuple(Note(line, Tone.QUIET) for line in self._notes())
        blocks: tuple[Block, ...] = (Table(columns, tuple(map(_row, self.sectors))), *notes)
        return Page(
            _("Sectors"),
            blocks,
            subtitle=_("with the sections of GB/T 4754-2017 and ISIC Rev. 4"),
            is_list=True,
            hint=_(
                "Add one: dealtrack sector add NAME · As one: dealtrack sector merge OLD NEW"
            ),
        )

    def _notes(self) -> tuple[str, ...]:
        merged = [_told(one) for one in self.former if one.into]
        strange = [one.key for one in self.sectors if not one.is_known]
        lines = (
            _("Merged: {sectors}").format(sectors=listed(merged)) if merged else "",
            _("Records have these, and no list does: {sectors}").format(sectors=listed(strange))
            if strange
            else "",
        )
        return tuple(filter(None, lines))


def find_taxonomy(uses: Tally, path: str) -> Taxonomy:
    """Find the sectors, with what *uses* tells of each: the figure ``n``."""

    def count(key: str) -> int:
        n = uses[key]["n"] if key in uses else 0
        return n if isinstance(n, int) else 0

    strange = [Word(key, key, key) for key in uses if key and key not in SECTORS]
    return Taxonomy(
        path=path,
        sectors=tuple(
            _word(word, count(word.key), is_known=word.key in SECTORS)
            for word in (*SECTORS, *(SECTORS.former.get(w.key, w) for w in strange))
        ),
        former=tuple(
            _word(word, count(word.key), is_known=False, into=SECTORS.find(word.key) or "")
            for word in SECTORS.former.values()
        ),
    )


def _word(word: Word, n: int, *, is_known: bool, into: str = "") -> SectorWord:
    gb, isic = sections(word.code)
    return SectorWord(
        key=word.key,
        en=word.en,
        zh=word.zh,
        gb=gb,
        isic=isic,
        synonyms=word.synonyms,
        agreements=n,
        is_known=is_known,
        into=into,
    )


def _told(one: SectorWord) -> str:
    return f"{one.key} → {one.into}"


def _row(one: SectorWord) -> Row:
    key = one.key if one.is_known else quiet(one.key)
    codes = (" ".join(one.gb), " ".join(one.isic))
    return (key, one.en, one.zh, *codes, listed(one.synonyms), one.agreements)
