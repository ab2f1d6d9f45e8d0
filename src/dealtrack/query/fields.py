"""The fields that can be asked about: one table, read by everything else.

The parser takes names and kinds from it, the matcher reads values through it, a
store that keeps an index makes one column of each, and ``help query`` prints it.
To add a field, add a line.
"""

from collections.abc import Iterator

from dealtrack.days import Lean
from dealtrack.model import Entry
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import (
    BINDINGS,
    KINDS,
    PRIORITIES,
    PROMISE_STATES,
    RELATIONS,
    SECTORS,
    SIDES,
    STATES,
    STATUSES,
)
from dealtrack.query import readers
from dealtrack.query.field import Field, Kind, day, flag, money, number, ref, text, word
from dealtrack.query.readers import (
    Values,
    names,
    of_agreement,
    of_entry,
    of_record,
    of_task,
    of_trip,
)
from dealtrack.query.words import CODES, RECORDS, fold, nearest, plain
from dealtrack.text import later

__all__ = ["FIELDS", "OF_RECORDS", "TEXTS", "find_field", "fold", "nearest_fields"]


def find_field(name: str) -> Field | None:
    """Return the field that is called *name* in any language, if there is one."""
    return _BY_NAME.get(plain(name))


def nearest_fields(name: str) -> tuple[str, ...]:
    """Return the names of fields closest to *name*, to offer for a misspelled one."""
    return nearest(name, _BY_NAME)


def _everything(entry: Entry) -> Values:
    return tuple(dict.fromkeys(value for field in _TEXTS for value in field.read(entry)))


_MILESTONES = (
    (
        *("registered", "registered", "注册"),
        later("The day it was registered, or got further."),
        later("Within how many months of signing it was registered."),
    ),
    (
        *("started", "started", "开工"),
        later("The day it was started, or got further."),
        later("Within how many months of signing it was started."),
    ),
    (
        *("completed", "completed", "竣工"),
        later("The day it was completed, or got further."),
        later("Within how many months of signing it was completed."),
    ),
    (
        *("in-production", "produced", "投产"),
        later("The day it went into production, or got further."),
        later("Within how many months of signing it went into production."),
    ),
)


def _on_the_way() -> Iterator[Field]:
    """Yield the day of each stage that rates are made of, and the months from signing to it."""
    for stage, name, alias, on, months in _MILESTONES:
        yield day(name, f"{alias}日期", of_agreement(readers.reached_on(stage)), on)
        yield number(
            f"{name}_in", f"{alias}用时", of_agreement(readers.months_to(stage)), months
        )


# Every `d` is the day that the question looks at.
_OF_RECORDS = (
    word("record", "记录", RECORDS, of_record(readers.sort_of), later("Agreement or trip.")),
    ref(
        *("ref", "编号"),
        of_entry(lambda e: (e.ref, e.record.ref)),
        later("The ref; 17 finds its follow-ups 17.1, 17.2 too."),
    ),
    number("id", "序号", of_record(lambda r, d: r.id), later("The number of the record.")),
    text("title", "标题 名称", of_record(lambda r, d: r.title), later("The title.")),
    text("place", "地点", of_record(lambda r, d: readers.places(r)), later("Where it was.")),
    text(
        *("person", "人员"),
        of_record(lambda r, d: names(readers.people(r))),
        later("Signatories, witnesses, leads, members and people met."),
    ),
    text("owner", "责任人", of_entry(lambda e: e.owner), later("Who answers for it.")),
    text("unit", "责任单位", of_entry(lambda e: e.unit), later("Which unit answers for it.")),
    ref(
        *("trip", "外出活动 活动"),
        of_record(lambda r, d: readers.trip(r)),
        later("The trip it was signed on, or the trip itself: T3."),
    ),
    text("tag", "标签", of_record(lambda r, d: r.tags), later("Tags.")),
    text(
        *("source", "来源"),
        of_record(lambda r, d: readers.sources(r)),
        later("Titles, addresses and files of the sources."),
    ),
    text("note", "进展", of_entry(readers.notes), later("What was noted on it.")),
    text(
        *("problem", "问题 存在问题"),
        of_entry(lambda e: tuple(p.text for p in readers.problems(e))),
        later("Problems that are not solved."),
    ),
    text(
        *("solver", "解决人"),
        of_entry(lambda e: tuple(p.solver for p in readers.problems(e))),
        later("Who must solve these problems."),
    ),
    day(
        *("begins", "起始"),
        of_record(lambda r, d: r.known_from()),
        later("The first day that anything is known of."),
    ),
    day(
        *("progress", "最近进展"),
        of_record(lambda r, d: r.last_progress(d)),
        later("The last day on which something moved."),
    ),
)

_OF_AGREEMENTS = (
    word("kind", "类型 协议类型", KINDS, of_agreement(lambda a, d: a.kind), later("The kind.")),
    word(
        *("binding", "性质", BINDINGS),
        of_agreement(lambda a, d: a.binding),
        later("How binding it is."),
    ),
    text(
        *("party", "签约方"),
        of_agreement(lambda a, d: readers.parties(a)),
        later("The parties, by the name they signed with."),
    ),
    text(
        *("ours", "我方"),
        of_agreement(lambda a, d: readers.parties(a, "ours")),
        later("The parties of our side."),
    ),
    text(
        *("theirs", "对方"),
        of_agreement(lambda a, d: readers.parties(a, "theirs")),
        later("The parties of their side."),
    ),
    text(
        *("third", "第三方"),
        of_agreement(lambda a, d: readers.parties(a, "third")),
        later("The parties of neither side."),
    ),
    text(
        *("signatory", "签署人"),
        of_agreement(lambda a, d: names(readers.signatories(a))),
        later("Who signed for a party."),
    ),
    text(
        *("witness", "见证人"),
        of_agreement(lambda a, d: names(a.witnesses)),
        later("Who witnessed the signing; posts are searched too."),
    ),
    word(
        "sector", "行业", SECTORS, of_agreement(lambda a, d: a.sectors), later("The sectors.")
    ),
    text("area", "领域 合作领域", of_agreement(lambda a, d: a.areas), later("The areas.")),
    text(
        *("follows", "前情"),
        of_agreement(lambda a, d: a.follows),
        later("The earlier cooperation it builds on."),
    ),
    number(
        *("count", "份数"),
        of_agreement(lambda a, d: a.count if isinstance(a.count, int) else None),
        later("How many papers it stands for."),
    ),
    day(
        *("signed", "签约 签约日期"),
        of_agreement(lambda a, d: readers.signed(a)),
        later("The day of signing, the earliest possible one."),
    ),
    number(
        *("year", "签约年份"),
        of_agreement(lambda a, d: on.earliest.year if (on := readers.signed(a)) else None),
        later("The year of signing."),
    ),
    flag(
        *("precise", "日期确切"),
        of_agreement(lambda a, d: on.is_exact if (on := readers.signed(a)) else None),
        later("The day of signing is known exactly."),
    ),
    day(
        *("expires", "届满"),
        of_agreement(lambda a, d: a.expires),
        later("The day it expires."),
        Lean.FUTURE,
    ),
    day(
        *("terminated", "终止 终止日期"),
        of_agreement(lambda a, d: a.terminated_on(d)),
        later("The day it was terminated."),
    ),
    money(
        *("amount", "金额"),
        of_agreement(lambda a, d: a.amount),
        later("The amount; currencies are never mixed."),
    ),
    word(
        *("currency", "币种", CODES),
        of_agreement(lambda a, d: a.amount.currency if a.amount else None),
        later("The currency of the amount."),
    ),
    money("funds", "到位资金", of_agreement(readers.funds), later("The money in place.")),
    word(
        *("stage", "阶段", STAGES),
        of_agreement(lambda a, d: a.stage(d)),
        later("The furthest stage reached."),
    ),
    word(
        *("reached", "已达", STAGES),
        of_agreement(readers.reached),
        later("Every stage reached: later ones imply the earlier."),
    ),
    *_on_the_way(),
    word(
        *("status", "状态 协议状态", STATUSES),
        of_agreement(lambda a, d: a.status(d)),
        later("How it stands."),
    ),
    word(
        *("plan", "计划阶段", STAGES),
        of_agreement(lambda a, d: tuple(a.planned(d))),
        later("Every stage that is planned."),
    ),
    word(
        *("next", "下一阶段", STAGES),
        of_agreement(lambda a, d: to_come[0] if (to_come := a.next_planned(d)) else None),
        later("The stage planned next, of those not reached."),
    ),
    day(
        *("planned", "计划 计划日期"),
        of_agreement(
            lambda a, d: to_come[1].latest if (to_come := a.next_planned(d)) else None
        ),
        later("The last day that is planned for it."),
        Lean.FUTURE,
    ),
    day(
        *("finish", "计划完成"),
        of_agreement(lambda a, d: end.latest if (end := a.planned_end(d)) else None),
        later("The last day that is planned to finish the work, until it is."),
        Lean.FUTURE,
    ),
    number(
        *("behind", "滞后 滞后天数"),
        of_agreement(lambda a, d: a.days_behind(d) or None),
        later("By how many days it is behind its plan."),
    ),
    ref(
        *("link", "关联"),
        of_agreement(lambda a, d: tuple(str(link.to) for link in a.links)),
        later("The earlier agreements it is linked to: 17."),
    ),
    word(
        *("relation", "关系", RELATIONS),
        of_agreement(lambda a, d: tuple(link.relation for link in a.links)),
        later("How it is linked to them."),
    ),
)

_OF_TASKS = (
    text("task", "事项 跟进事项", of_task(lambda f, d: f.task), later("What is to be done.")),
    day(
        *("due", "到期 期限"),
        of_task(lambda f, d: f.due_day(d)),
        later("The day it is due, after any postponement."),
        Lean.FUTURE,
    ),
    day(
        *("original", "原期限"),
        of_task(lambda f, d: f.due),
        later("The day it was due at first."),
        Lean.FUTURE,
    ),
    day("since", "交办", of_task(lambda f, d: f.since), later("The day the task was set.")),
    word("state", "办理状态", STATES, of_task(lambda f, d: f.state(d)), later("Its state.")),
    flag("open", "未结", of_task(lambda f, d: f.is_open(d)), later("It waits to be done.")),
    day("done", "办结", of_task(lambda f, d: f.done_on(d)), later("The day it was done.")),
    day(
        *("closed", "了结"),
        of_task(lambda f, d: f.closed_on(d)),
        later("The day it was done, cancelled or waived."),
    ),
    number(
        *("late", "逾期 逾期天数"),
        of_task(lambda f, d: f.days_late(d) or None),
        later("By how many days it is overdue."),
    ),
    number(
        *("postponed", "延期 延期次数"),
        of_task(lambda f, d: f.times_postponed(d)),
        later("How often it was postponed."),
    ),
    word(
        *("priority", "优先级", PRIORITIES),
        of_task(lambda f, d: f.priority),
        later("Its priority."),
    ),
    ref(
        *("waits", "前置 等待事项"),
        of_entry(lambda e: e.waits_for),
        later("What it has to wait for: 17.2."),
    ),
    text(
        *("partner", "协办 协办单位"),
        of_task(lambda f, d: f.partners),
        later("The co-operating units."),
    ),
    word(
        *("promise", "承诺方 承诺", SIDES),
        of_task(lambda f, d: f.promise.side if f.promise else None),
        later("Whose commitment it is."),
    ),
    text(
        *("condition", "条件 兑现条件"),
        of_task(lambda f, d: f.promise.condition if f.promise else None),
        later("The condition of the commitment."),
    ),
    flag(
        *("conditional", "附条件"),
        of_task(lambda f, d: f.is_conditional(d)),
        later("Its condition is not met."),
    ),
    word(
        *("promised", "兑现 承诺状态", PROMISE_STATES),
        of_task(lambda f, d: f.promise_state(d)),
        later("Where the commitment stands."),
    ),
    money(
        *("pledged", "承诺金额"),
        of_task(lambda f, d: f.promise.amount if f.promise else None),
        later("The amount of the commitment."),
    ),
    money(
        *("kept", "兑现金额 已兑现金额"),
        of_task(lambda f, d: f.amounts_honoured(d)),
        later("The money that was honoured, whole or in part."),
    ),
)

_OF_TRIPS = (
    day("start", "开始", of_trip(lambda t, d: t.start), later("The first day of the trip.")),
    day("end", "结束", of_trip(lambda t, d: t.end), later("The last day of the trip.")),
    number("days", "天数", of_trip(lambda t, d: t.days()), later("How many days it took.")),
    text("lead", "带队 带队领导", of_trip(lambda t, d: names((t.lead,))), later("Who led it.")),
    text("met", "会见", of_trip(lambda t, d: names(t.people_met)), later("Whom it met.")),
    text("visit", "走访", of_trip(lambda t, d: readers.visits(t)), later("Whom it visited.")),
    text(
        *("intention", "意向 合作意向"),
        of_trip(lambda t, d: readers.intentions(t)),
        later("The intentions it heard of."),
    ),
    ref(
        *("became", "转化 意向转化"),
        of_trip(lambda t, d: tuple(str(n) for one in t.all_intentions for n in one.became)),
        later("The agreements that its intentions became: 17."),
    ),
)

_NAMED = (*_OF_RECORDS, *_OF_AGREEMENTS, *_OF_TASKS, *_OF_TRIPS)
_TEXTS = tuple(field for field in _NAMED if field.kind is Kind.TEXT)
TEXTS = tuple(field.name for field in _TEXTS)
"""The fields that are looked through for a text: all of this kind, each but once."""

# Not looked through: they say once more what others say, or would say it of other entries
_ASIDE = (
    text(
        *("uid", "标识"),
        of_task(lambda f, d: f.uid),
        later("The name that calendars know a follow-up by."),
    ),
    text(
        *("keeper", "记录责任人"),
        of_record(lambda r, d: r.assigned(d).owner),
        later("Who answers for the agreement or the trip itself."),
    ),
    text(
        *("office", "记录责任单位"),
        of_record(lambda r, d: r.assigned(d).unit),
        later("Which unit answers for the agreement or the trip itself."),
    ),
    text(
        *("name", "名字"),
        of_record(lambda r, d: readers.everybody(r)),
        later("Any person or organisation named in it, at any time; blanks do not matter."),
    ),
)
_ANYWHERE = text("text", "文本 全文", _everything, later("Any of the texts."))

FIELDS: dict[str, Field] = {field.name: field for field in (*_NAMED, *_ASIDE, _ANYWHERE)}

_SHARED = (
    *(
        "record",
        "id",
        "title",
        "place",
        "person",
        "trip",
        "tag",
        "source",
        "begins",
        "progress",
    ),
    *("keeper", "office", "name"),
)
OF_RECORDS = frozenset(_SHARED) | {field.name for field in (*_OF_AGREEMENTS, *_OF_TRIPS)}
"""The fields of which all entries of a record say the same."""

_BY_NAME = {
    plain(name): field for field in FIELDS.values() for name in (field.name, *field.aliases)
}
