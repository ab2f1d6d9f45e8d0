"""What the fields are called at the head of a column, in either language.

A table that dealtrack wrote is known by these headings, and read back by them, whatever
language it was written in.
"""

from collections.abc import Iterable

from dealtrack.model.words import Vocabulary, Word
from dealtrack.query.fields import FIELDS

_MADE_FOR_SEARCH = ("name", "text")

_NAMES = {
    "record": ("Record", "记录"),
    "ref": ("Ref", "编号"),
    "id": ("Number", "序号"),
    "title": ("Title", "名称"),
    "place": ("Place", "地点"),
    "person": ("People", "人员"),
    "owner": ("Owner", "责任人"),
    "unit": ("Unit", "责任单位"),
    "trip": ("Trip", "外出活动"),
    "tag": ("Tags", "标签"),
    "source": ("Source", "来源"),
    "note": ("Notes", "进展"),
    "problem": ("Open problems", "存在问题"),
    "solver": ("To be solved by", "解决人"),
    "begins": ("Known since", "起始日期"),
    "progress": ("Last progress", "最近进展日期"),
    "kind": ("Kind", "协议类型"),
    "binding": ("Binding class", "协议性质"),
    "party": ("Parties", "签约方"),
    "ours": ("Our side", "我方"),
    "theirs": ("Their side", "对方"),
    "third": ("Third parties", "第三方"),
    "signatory": ("Signatories", "签署人"),
    "witness": ("Witnesses", "见证人"),
    "sector": ("Sectors", "行业"),
    "area": ("Areas", "合作领域"),
    "follows": ("Earlier cooperation", "前期合作"),
    "count": ("Papers", "份数"),
    "signed": ("Signed", "签约日期"),
    "year": ("Year signed", "签约年份"),
    "precise": ("Day is exact", "日期确切"),
    "expires": ("Expires", "届满日期"),
    "terminated": ("Terminated", "终止日期"),
    "amount": ("Amount", "金额"),
    "currency": ("Currency", "币种"),
    "funds": ("Funds in place", "到位资金"),
    "stage": ("Stage", "阶段"),
    "reached": ("Stages reached", "已达阶段"),
    "registered": ("Registered", "注册日期"),
    "registered_in": ("Months to registration", "注册用时（月）"),
    "started": ("Started", "开工日期"),
    "started_in": ("Months to start", "开工用时（月）"),
    "completed": ("Completed", "竣工日期"),
    "completed_in": ("Months to completion", "竣工用时（月）"),
    "produced": ("In production", "投产日期"),
    "produced_in": ("Months to production", "投产用时（月）"),
    "status": ("Status", "状态"),
    "plan": ("Planned stages", "计划阶段"),
    "next": ("Next stage", "下一阶段"),
    "planned": ("Planned for", "计划日期"),
    "finish": ("Planned completion", "计划完成日期"),
    "behind": ("Days behind plan", "滞后天数"),
    "link": ("Linked to", "关联协议"),
    "relation": ("Relation", "关联关系"),
    "task": ("Task", "跟进事项"),
    "due": ("Due", "到期日"),
    "original": ("Original due day", "原定到期日"),
    "since": ("Set on", "交办日期"),
    "state": ("Task state", "办理状态"),
    "open": ("Open", "未办结"),
    "done": ("Done on", "办结日期"),
    "closed": ("Closed on", "了结日期"),
    "late": ("Days late", "逾期天数"),
    "postponed": ("Times postponed", "延期次数"),
    "priority": ("Priority", "优先级"),
    "waits": ("Waits for", "等待事项"),
    "partner": ("Co-operating units", "协办单位"),
    "promise": ("Commitment of", "承诺方"),
    "condition": ("Condition", "兑现条件"),
    "conditional": ("Condition not met", "条件未达成"),
    "promised": ("Commitment state", "承诺状态"),
    "pledged": ("Amount committed", "承诺金额"),
    "kept": ("Amount honoured", "已兑现金额"),
    "start": ("Trip begins", "活动开始日期"),
    "end": ("Trip ends", "活动结束日期"),
    "days": ("Days", "天数"),
    "lead": ("Led by", "带队领导"),
    "met": ("People met", "会见人员"),
    "visit": ("Visited", "走访单位"),
    "intention": ("Intentions", "合作意向"),
    "became": ("Became", "意向转化"),
    "uid": ("Task uid", "事项标识"),
    "keeper": ("Owner of the record", "记录责任人"),
    "office": ("Unit of the record", "记录责任单位"),
}

_YUAN = " (CNY)", "（元）"
_MONEY = ("amount", "funds", "pledged", "kept")


def _word(field: str, en: str, zh: str) -> Word:
    """Return the names of *field*; one of money may say that it is in yuan."""
    yuan = (en + _YUAN[0], zh + _YUAN[1]) if field in _MONEY else ()
    return Word(field, en, zh, (*FIELDS[field].aliases, *yuan))


HEADINGS = Vocabulary("column", (_word(field, *names) for field, names in _NAMES.items()))
"""Every field that can be a column, and what it is called at the head of one."""

TOLD = frozenset(
    (
        *("record", "ref", "id", "person", "solver", "begins", "progress", "binding", "year"),
        *("precise", "reached", "next", "planned", "finish", "behind", "open", "late"),
        *("closed", "postponed", "conditional", "promised", "days", "problem", "met", "became"),
        *("registered_in", "started_in", "completed_in", "produced_in", "relation", "link"),
        *("keeper", "office", "kept", "waits", "trip"),
    )
)
"""The columns that only tell: what is in them follows from others, or counts in one ledger."""

NOT_COLUMNS = frozenset(_MADE_FOR_SEARCH)
"""The fields that are there to be searched, and would say everything twice in a column."""


def heading(field: str, *, in_yuan: bool = False) -> str:
    """Return what stands at the head of the column of *field*, in the language spoken now."""
    word = HEADINGS[field]
    if not in_yuan:
        return word.name
    return word.name + _YUAN[word.name == word.zh]


def is_own(header: Iterable[str]) -> bool:
    """Whether each name of a *header* is one that dealtrack writes, to the letter."""
    return all(name in _WRITTEN for name in header)


_WRITTEN = {
    name
    for word in HEADINGS
    for pair in ((word.en, word.zh), *([word.synonyms[-2:]] if word.key in _MONEY else []))
    for name in pair
}
