"""What ``help TOPIC`` prints, made from the tables that the program itself goes by."""

from dealtrack.model.stages import PROJECT_TRACK, SHORT_TRACK, STAGES
from dealtrack.model.vocabulary import (
    BINDING_OF,
    BINDINGS,
    KINDS,
    PROMISE_STATES,
    SECTORS,
    STATES,
    STATUSES,
)
from dealtrack.model.words import Vocabulary
from dealtrack.report.dayguide import day_guide as dates
from dealtrack.report.guide import query_guide as query
from dealtrack.report.page import Block, Column, Facts, Note, Page, Table, Tone
from dealtrack.settings import ABOUT
from dealtrack.text import _, listed

__all__ = [
    "dates",
    "exit_codes",
    "formats",
    "kinds",
    "query",
    "sectors",
    "settings",
    "stages",
    "states",
]


def kinds() -> Page:
    """List the kinds of agreements and how binding each is."""
    columns = (
        Column("kind", _("Kind"), "ref"),
        Column("name", _("Name")),
        Column("binding", _("Counted as")),
        Column("synonyms", _("Also"), grow=True),
    )
    rows = tuple(
        (w.key, w.name, BINDINGS.name(BINDING_OF[w.key]), listed((w.en, w.zh, *w.synonyms)))
        for w in KINDS
    )
    return Page(_("Kinds of agreements"), (Table(columns, rows),), is_list=True)


def sectors() -> Page:
    """List the sectors, with the office's own."""
    columns = (
        Column("sector", _("Sector"), "ref"),
        Column("name", _("Name")),
        Column("code", _("Code")),
        Column("synonyms", _("Also"), grow=True),
    )
    rows = tuple((w.key, w.name, w.code, listed((w.en, w.zh, *w.synonyms))) for w in SECTORS)
    return Page(
        _("Sectors"),
        (Table(columns, rows),),
        subtitle=_(
            "codes: sections of GB/T 4754, and those of ISIC behind a stroke where they differ"
        ),
        is_list=True,
        hint=_("Add one: dealtrack sector add NAME"),
    )


def stages() -> Page:
    """List the stages of both tracks with their definitions."""
    return Page(
        _("Stages"),
        (
            _stage_table(PROJECT_TRACK, _("Of a project")),
            _stage_table(SHORT_TRACK, _("Of a strategic or friendship agreement and the like")),
            Note(_("Reaching a stage implies the earlier ones of its track."), Tone.QUIET),
        ),
    )


def states() -> Page:
    """List the states of follow-ups and commitments, and the statuses of agreements."""
    return Page(
        _("States"),
        (
            _words_table(STATES, _("Of a follow-up")),
            _words_table(PROMISE_STATES, _("Of a commitment")),
            _words_table(STATUSES, _("Of an agreement")),
        ),
    )


def formats() -> Page:
    """Explain the formats of the output."""
    return Page(
        _("Formats"),
        (
            Facts(
                (
                    (
                        "table",
                        _(
                            "for people: a page on a terminal; in a pipe a list is "
                            "tab-separated, another page plain text"
                        ),
                    ),
                    ("tsv", _("tab-separated, one record a line, with a line of column names")),
                    (
                        "json",
                        _("one document in UTF-8; dealtrack help schemas tells its shape"),
                    ),
                    ("md", _("Markdown")),
                    ("toml", _("dealtrack show only: the record as a trip file")),
                )
            ),
            Note(
                _(
                    "-o FILE takes the format from the ending of the name, and never "
                    "replaces a file without --force."
                )
            ),
            Note(
                _(
                    "No colour with --no-color, NO_COLOR, TERM=dumb or in a pipe. "
                    "DEALTRACK_ASCII=1 draws with plain signs."
                )
            ),
        ),
    )


def settings() -> Page:
    """List the settings and the environment."""
    columns = (
        Column("key", _("Setting"), "ref"),
        Column("about", _("What it is for"), grow=True),
    )
    environment = (
        ("DEALTRACK_LEDGER", _("Where the ledger is.")),
        ("DEALTRACK_CONFIG", _("Where the settings file is.")),
        ("DEALTRACK_LANG", _("The language to speak: en or zh.")),
        ("DEALTRACK_TODAY", _("Take this day for today.")),
        (
            "DEALTRACK_PATIENCE",
            _("Seconds to wait for a ledger on a server, and for others there; 30."),
        ),
        ("DEALTRACK_SMTP_PASSWORD", _("The password of mail.user at the mail server.")),
        ("DEALTRACK_ASCII", _("Draw tables with plain signs.")),
        ("NO_COLOR", _("Print without colour.")),
        ("PAGER, VISUAL, EDITOR", _("The programs to read and to edit long texts with.")),
    )
    blocks: tuple[Block, ...] = (
        Table(columns, tuple((key, _(about)) for key, about in ABOUT.items())),
        Facts(environment, title=_("Environment")),
    )
    return Page(_("Settings"), blocks)


def exit_codes() -> Page:
    """List the exit codes and what they mean."""
    rows = (
        (0, _("done")),
        (1, _("only with --check: yes, there is something")),
        (2, _("wrong use: the words on the command line cannot be followed")),
        (3, _("not found")),
        (
            4,
            _(
                "refused by the rules of the data, a conflict, or a "
                "file that cannot be taken over"
            ),
        ),
        (5, _("the ledger is damaged, or newer than the program")),
        (6, _("locked by another for more than ten seconds, or a server cannot be reached")),
        (7, _("cannot write: disk full, no permission")),
        (70, _("a bug: there is a crash file")),
        (130, _("stopped with Ctrl-C")),
    )
    columns = (Column("code", _("Code"), "ref"), Column("meaning", _("Meaning"), grow=True))
    return Page(
        _("Exit codes"), (Table(columns, tuple((str(c), m) for c, m in rows)),), is_list=True
    )


def _stage_table(track: tuple[str, ...], title: str) -> Table:
    columns = (
        Column("stage", _("Stage"), "ref"),
        Column("name", _("Name")),
        Column("meaning", _("Meaning"), grow=True),
    )
    return Table(
        columns, tuple((k, STAGES[k].name, STAGES[k].meaning) for k in track), title=title
    )


def _words_table(words: Vocabulary, title: str) -> Table:
    columns = (
        Column("key", _("Key"), "ref"),
        Column("name", _("Name")),
        Column("synonyms", _("Also"), grow=True),
    )
    return Table(
        columns,
        tuple((w.key, w.name, listed((w.en, w.zh, *w.synonyms))) for w in words),
        title=title,
    )
