"""The shape of a trip file: its tables, their keys, and the records they make.

This is the one description of the format.  Reading, writing, the template and
the JSON Schema all go by it.  A *numbered* shape is that of a single record
given out for editing: follow-ups and problems carry the numbers that they keep.
"""

from typing import NamedTuple

from dealtrack.exchange import facts, links, made, words
from dealtrack.exchange.dates import Day, Due, HowOften, PartDay
from dealtrack.exchange.forms import Count, Many, Text, Whole
from dealtrack.exchange.people import PartyForm, PersonForm
from dealtrack.exchange.planned import PlanForm
from dealtrack.exchange.tables import Block, Blocks, Key, Table, said
from dealtrack.model import Draft, Intention, TripDraft, Visit
from dealtrack.model.vocabulary import RELATIONS
from dealtrack.text import _


class Contents(NamedTuple):
    """What a whole file holds."""

    trip: TripDraft | None = None
    visit: tuple[Visit, ...] = ()
    intention: tuple[Intention, ...] = ()
    agreement: tuple[Draft, ...] = ()


def contents() -> Table:
    """Return the shape of a whole file."""
    return Table(
        "file",
        (
            Key("trip", Block(trip(numbered=False)), zh="活动"),
            Key("visit", Blocks(_visit()), zh="走访"),
            Key("intention", Blocks(_intention()), zh="意向"),
            Key("agreement", Blocks(agreement(numbered=False)), zh="协议"),
        ),
        Contents,
        Contents._asdict,
    )


def agreement(*, numbered: bool) -> Table:
    """Return the shape of an agreement."""
    return Table(
        "numbered_agreement" if numbered else "agreement",
        (
            Key("key", Text(), _("a name for it in this file"), zh="编号"),
            Key(
                "title", Text(), _("the one thing that must be said"), zh="标题", required=True
            ),
            *_paper(),
            *_people_and_matters(),
            *(
                Key(word.key, Many(links.Lineage(word.key), lone=True), zh=word.zh)
                for word in RELATIONS
            ),
            Key("trip", links.TripRef(), _("the trip it was signed on"), '"T3"' * numbered),
            Key("stages", facts.stages(), zh="阶段"),
            Key(
                "plan",
                PlanForm(),
                _("by when each stage is to be reached"),
                '{ started = "2026-03", completed = "2027-12" }',
                "计划",
            ),
            Key("statuses", facts.statuses(), zh="状态"),
            Key("funds", facts.funds(), zh="到位资金"),
            *_playbook(numbered),
            *_record(numbered=numbered),
        ),
        made.make_agreement,
        made.tell_agreement,
    )


def _paper() -> tuple[Key, ...]:
    return (
        Key("kind", words.kind(), _("see: dealtrack help kinds"), '"strategic"', "类型"),
        Key(
            "signed",
            PartDay(),
            _("a day, a month, a year, or an interval"),
            '"2025-05-12/2025-05-13"',
            "签约",
            anchor="signed",
        ),
        Key("expires", PartDay(), _("the last day it holds"), "2028-05-12", "到期"),
        Key("place", Text(), _("where it was signed"), _('"Port City"'), "地点"),
        Key("count", Count(), _("how many papers; “unknown” if nobody says"), "1", "份数"),
    )


def _people_and_matters() -> tuple[Key, ...]:
    parties = _('["Example Zone (ours)", "Example Cloud (theirs)"]')
    return (
        Key("parties", Many(PartyForm()), _("“?” for one not named"), parties, "签约方"),
        Key(
            "witnesses",
            Many(PersonForm()),
            _("name, post, organisation"),
            _('["Zhang Example, mayor, Riverside City"]'),
            "见证人",
        ),
        Key(
            "sectors",
            Many(words.sector()),
            _("see: dealtrack help sectors"),
            _('["digital economy"]'),
            "行业",
        ),
        Key("areas", Many(Text()), _("what it is about"), _('["smart scenarios"]'), "领域"),
        Key("amount", facts.Money(), _("also “20 million USD”"), '"3.5亿"', "金额"),
        Key("follows", Text(), _("what went before"), _('"earlier cooperation"'), "此前合作"),
    )


def trip(*, numbered: bool) -> Table:
    """Return the shape of a trip; a numbered one holds its visits and intentions itself."""
    heard = (
        Key("visit", Blocks(_visit()), zh="走访"),
        Key("intention", Blocks(_intention()), zh="意向"),
    )
    return Table(
        "numbered_trip" if numbered else "trip",
        (
            Key("key", Text(), _("a name for it in this file"), zh="编号"),
            Key(
                "title", Text(), _("the one thing that must be said"), zh="标题", required=True
            ),
            Key(
                "start",
                PartDay(),
                _("the first day"),
                "2025-05-12",
                "开始",
                anchor="trip.start",
            ),
            Key("end", PartDay(), _("the last day"), "2025-05-13", "结束", anchor="trip.end"),
            Key("places", Many(Text()), _("where it went"), _('["Port City"]'), "地点"),
            Key(
                "lead",
                PersonForm(),
                _("name, post, organisation"),
                _('"Zhang Example, mayor, Riverside City"'),
                "带队",
            ),
            Key(
                "members",
                Many(PersonForm()),
                _("who came along"),
                _('["Li Sample, director, Riverside Development Zone"]'),
                "成员",
            ),
            *_playbook(numbered),
            *_record(numbered=numbered),
            *(heard if numbered else ()),
        ),
        made.make_trip,
        made.tell_trip,
    )


def _playbook(numbered: bool) -> tuple[Key, ...]:
    """Return the key for playbooks, in a trip file: what is edited has its follow-ups."""
    form = Many(words.PlaybookName(), lone=True)
    about = _("adds its follow-ups, see: dealtrack playbook list")
    return () if numbered else (Key("playbook", form, about, '"filing"', "办理模板"),)


def _record(*, numbered: bool) -> tuple[Key, ...]:
    source = '{ title = "…", url = "https://…", published = 2025-05-20 }'
    return (
        *_responsible(),
        Key("source", facts.SourceForm(), _("where the facts come from"), source, "来源"),
        Key("sources", Many(facts.SourceForm())),
        Key("tags", Many(Text()), _("words of your own"), _('["flagship"]'), "标签"),
        Key("notes", facts.notes(), zh="进展"),
        Key("problems", facts.problems(numbered=numbered), zh="问题"),
        Key("follow_up", Blocks(follow_up(numbered=numbered)), zh="跟进"),
        Key("commitment", Blocks(commitment(numbered=numbered)), zh="承诺"),
    )


def _responsible() -> tuple[Key, ...]:
    return (
        Key("unit", Text(), _("the unit that answers for it"), _('"Example Zone"'), "责任单位"),
        Key("owner", Text(), _("the person who answers for it"), _('"Li Sample"'), "责任人"),
        Key("assignments", facts.assignments()),
    )


def follow_up(*, numbered: bool) -> Table:
    """Return the shape of a follow-up."""
    task = Key(
        "task", Text(), _("what has to be done"), _('"Send the annex"'), "事项", required=True
    )
    every = Key(
        *("every", HowOften(), _("how often it comes again, if it does")),
        *(_('"last working day of every month"'), "重复"),
    )
    return Table(
        "numbered_follow_up" if numbered else "follow_up",
        (*_number(numbered), task, every, *_work(numbered=numbered)),
        made.make_follow_up,
        made.tell_follow_up,
    )


def commitment(*, numbered: bool) -> Table:
    """Return the shape of a commitment."""
    return Table(
        "numbered_commitment" if numbered else "commitment",
        (
            *_number(numbered),
            Key("by", words.side(), _("ours, theirs or third"), '"ours"', "方", required=True),
            Key("text", Text(), _("what is promised"), '"…"', "事项", required=True),
            Key(
                "condition", Text(), _("on which condition"), _('"company registered"'), "条件"
            ),
            Key("amount", facts.Money(), zh="金额"),
            *_work(numbered=numbered),
            Key("steps", facts.steps()),
        ),
        made.make_commitment,
        made.tell_commitment,
    )


def _number(numbered: bool) -> tuple[Key, ...]:
    return (Key("number", Whole(), _("leave it as it is; a new one has none")),) * numbered


def _work(*, numbered: bool) -> tuple[Key, ...]:
    return (
        Key(
            "due",
            Due(),
            _("a day, or counted: trip.end+15d, signed+5wd (working days)"),
            '"signed+1m"',
            "期限",
            anchor="due",
        ),
        *_responsible(),
        Key(
            *("after", Many(links.After()), _("what must be closed first: a task, or a ref")),
            *('["12.1"]', "前置"),
        ),
        Key("partners", Many(Text()), _("units that help"), zh="配合单位"),
        Key("since", Day(), _("the day the task was set")),
        Key("playbook", Text(), _("the step of a playbook that set it")),
        Key("priority", words.priority(), _("high, normal or low"), zh="优先级"),
        Key("states", facts.states()),
        Key("done", Day(), _("the day it was done"), zh="办结"),
        Key("postponements", facts.postponements(), zh="延期"),
        Key("notes", facts.notes(), zh="进展"),
        Key("problems", facts.problems(numbered=numbered), zh="问题"),
    )


def _visit() -> Table:
    return Table(
        "visit",
        (
            Key("organisation", Text(), _("“?” if it is not named"), zh="单位", required=True),
            Key("on", PartDay(), _("the day"), "2025-05-12", "日期"),
            Key("place", Text(), _("where it was"), _('"Port City"'), "地点"),
            Key(
                "met",
                Many(PersonForm()),
                _("name, post, organisation"),
                _('["Wu Muster, vice president, Example Cloud"]'),
                "会见",
            ),
            Key("saw", Text(), _("what was seen or said"), _('"data centre"'), "内容"),
            Key("intention", Blocks(_intention()), zh="意向"),
        ),
        lambda intention=(), **values: Visit(intentions=intention, **values),
        lambda visit: {**said(visit), "intention": visit.intentions},
    )


def _intention() -> Table:
    by = Key("by", Text(), _("who wants to do it"), _('"Example Cloud"'), "单位")
    text = Key("text", Text(), _("what they want to do"), zh="内容", required=True)
    became = Key(
        *("became", Many(links.AgreementRef(), lone=True), _("the agreement it led to")),
        *('"17"', "转化"),
    )
    return Table("intention", (by, text, became), Intention)
