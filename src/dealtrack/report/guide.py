"""The query language on a page: ``dealtrack help query``, made from its own tables."""

from dealtrack.query.field import Field
from dealtrack.query.fields import FIELDS
from dealtrack.query.states import STATES
from dealtrack.query.words import CODES
from dealtrack.report.page import Column, Facts, Page, Row, Section, Table
from dealtrack.text import _, later

_EXAMPLES = (
    ("owner:张三 due:..+2w", later("What Zhang San has to do within two weeks.")),
    ("sector:energy,health not is:signed", later("Energy or health, and not signed yet.")),
    ("signed:2026-01..2026-03 amount:1亿..", later("Signed from January to March, large.")),
    ('"(party:Tencent or visit:Tencent) not is:terminated"', later("With one company.")),
    ("is:overdue late:30..", later("More than a month late.")),
    ("is:commitment promise:ours owner:none", later("Our promises that nobody answers for.")),
    ("reached:started not reached:in-production", later("Started, but not in production.")),
    ('witness:"Chen Long" due:any', later("What was witnessed, and has something due.")),
    ("行业:能源 或 责任人:张三", later("In Chinese; 非, 且 and 或 are not, and, or.")),
)


def query_guide() -> Page:
    """Say how to ask questions, with every field and every state there is."""
    return Page(
        _("Asking questions"),
        (
            Section(_("How to write them"), (_grammar(),)),
            Section(_("Examples"), (Facts(tuple((q, _(about)) for q, about in _EXAMPLES)),)),
            Section(_("Fields"), (_fields(),)),
            Section(_("States: is:…"), (_states(),)),
            Section(_("Words that fields take"), (_words(),)),
        ),
        subtitle=_("The QUERY of list, overdue, agenda and every other report."),
    )


def _grammar() -> Facts:
    """Return the grammar, a line for each thing that can be written."""
    return Facts(
        (
            (_("one word"), _("found in any text, or naming a sector or a kind")),
            (_('"two words"'), _("a phrase, found in any text")),
            ("owner:li", _("the text holds it; words and numbers are equal to it")),
            ("owner=li", _("the whole text is it")),
            ("owner:li,wang", _("any of them")),
            (
                "party:Tencent",
                _("also by its other names, and what belongs to it; party=Tencent: it alone"),
            ),
            ("due:2026-10", _("all days of a month; also 2026Q1, 2026, last month, 上月")),
            ("due:..+2w", _("a range, both ends included; also a.. and a..b")),
            ('"late>30"', _("< <= > >= need quotation marks in a shell")),
            ("owner:none", _("there is no value; owner:any: there is one")),
            ("not …", _("the opposite; also -… inside quotation marks")),
            (_("one after the other"), _("all of them; “and” may stand between")),
            (
                "… or …",
                _('one of them, or both; brackets (quoted in a shell) group: "(a or b) c"'),
            ),
            ('"party:Tencent Cloud"', _("quoted for the shell, a value keeps its blanks")),
        )
    )


def _fields() -> Table:
    columns = (
        Column("field", _("Field")),
        Column("chinese", _("In Chinese")),
        Column("kind", _("Kind")),
        Column("about", _("Meaning"), grow=True),
    )
    return Table(columns, tuple(map(_field, FIELDS.values())))


def _field(field: Field) -> Row:
    return field.name, " ".join(field.aliases), _(field.kind.value), _(field.about)


def _states() -> Table:
    columns = (
        Column("state", _("State")),
        Column("chinese", _("In Chinese")),
        Column("about", _("Meaning"), grow=True),
    )
    return Table(columns, tuple((s.name, " ".join(s.aliases), _(s.about)) for s in STATES))


def _words() -> Facts:
    """Return the words of each field; names in either language and synonyms do as well."""
    return Facts(
        tuple(
            (field.name, " · ".join(field.vocabulary.keys))
            for field in FIELDS.values()
            if field.vocabulary and field.vocabulary is not CODES
        )
    )
