"""What a column may hold: the fields of a record, and what offices call them."""

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from dealtrack.model.stages import STAGES
from dealtrack.model.words import folded
from dealtrack.text import language

Sort = Literal[
    "text",
    "day",
    "due",
    "amount",
    "parties",
    "people",
    "texts",
    "number",
    "kind",
    "sectors",
    "stage",
    "status",
    "state",
    "priority",
    "notes",
    "source",
    "link",
    "sayings",
    "plan",
]
"""What the cells of a field are read as."""


class Field(NamedTuple):
    """A field: its name in a mapping, its names for people, and other words for its column.

    The cells of a field *of* ``task`` tell of a follow-up, those *of* ``trip`` of a trip, all
    others of the agreement; what a trip has as well is in `OF_BOTH`.
    """

    key: str
    en: str
    zh: str
    sort: Sort
    others: str
    of: Literal["agreement", "task", "trip"] = "agreement"

    @property
    def name(self) -> str:
        """What the field is called in the language spoken now."""
        return self.zh if language() == "zh" else self.en

    @property
    def names(self) -> tuple[str, ...]:
        """Every word for its column."""
        return (self.en, self.zh, *(part.strip() for part in self.others.split("|")))


_AGREEMENT = (
    Field(
        *("title", "title", "名称", "text"),
        "agreement | name | agreement name | name of agreement | name of the agreement | "
        "agreement title | common name | project | project name | subject | "
        "协议名称 | 项目名称 | 合同名称 | 协议 | 项目 | 合同 | 标题 | 协议标题 | 签约项目 | "
        "签约项目名称 | 合作项目 | 合作项目名称 | 协议（项目）名称 | 项目（协议）名称 | "
        "事项名称",
    ),
    Field(
        *("kind", "kind", "协议类型", "kind"),
        "type | type of agreement | agreement type | kind of agreement | category | "
        "类型 | 类别 | "
        "协议类别 | 合同类型 | 协议性质 | 签约类型 | 合作类型 | 合同类别",
    ),
    Field(
        *("signed", "signed", "签约日期", "day"),
        "date signed | signed on | signing date | signature | signature date | "
        "date of signature | date of signing | signature day | year signed | 签约时间 | "
        "签订时间 | "
        "签订日期 | 签署时间 | 签署日期 | 签约日 | 签定时间 | 签定日期 | 合同签订时间 | "
        "协议签订时间 | 合同签订日期 | 协议签订日期 | 时间 | 日期 | date",
    ),
    Field(
        *("expires", "expires", "届满日期", "day"),
        "expiry | expiry date | end date | valid until | expiration | expires on | "
        "有效期至 | "
        "到期时间 | 协议到期时间 | 合同到期日 | 期满日期 | 截止日期 | 终止日期 | 有效期",
    ),
    Field(
        *("place", "place", "签约地点", "text"),
        "location | place of signing | signed at | venue | city | 地点 | 签订地点 | "
        "签署地点 | "
        "签约地 | 活动地点",
    ),
    Field(
        *("parties", "parties", "签约方", "parties"),
        "party | signatories | members | membership | partners | counterparties | 各方 | "
        "签约单位 | 签约主体 | 签约双方 | 协议各方 | 协议双方 | 合作单位 | 参与方 | 缔约方 | "
        "签署方 | 签署单位 | party a | party b | party c | 甲方 | 乙方 | 丙方 | 丁方 | "
        "戊方 | "
        "甲方名称 | 乙方名称 | 甲方单位 | 乙方单位",
    ),
    Field(
        *("ours", "our side", "我方", "parties"),
        "ours | us | our party | government side | 我方单位 | 我方签约单位 | 政府方 | "
        "政府签约单位 | "
        "政府方签约单位 | 我方签约主体",
    ),
    Field(
        *("theirs", "their side", "对方", "parties"),
        "theirs | partner | company | investor | counterparty | client | other side | "
        "合作方 | "
        "对方单位 | 对方签约单位 | 合作企业 | 企业 | 企业名称 | 投资方 | 投资主体 | "
        "投资单位 | "
        "投资企业 | 客商 | 客商名称 | 签约企业 | 企业方 | 外方 | 合作对象 | 投资商",
    ),
    Field(*("third", "third parties", "第三方", "parties"), "third party | guarantor | 担保方"),
    Field(
        *("witnesses", "witnesses", "见证人", "people"),
        "witness | witnessed by | 见证领导 | 见证 | 出席领导 | 见证人员",
    ),
    Field(
        *("sectors", "sectors", "行业", "sectors"),
        "sector | industry | industries | 产业 | 行业类别 | 产业类别 | 所属行业 | 所属产业 | "
        "行业领域 | 产业领域 | 行业分类 | 产业类型",
    ),
    Field(
        *("areas", "areas of cooperation", "合作领域", "texts"),
        "areas | area | fields of cooperation | 领域 | 合作内容 | 合作方向 | 主要领域",
    ),
    Field(
        *("amount", "amount", "金额", "amount"),
        "value | sum | investment | total investment | agreed investment | contract value | "
        "deal value | agreement amount | 投资额 | 投资总额 | 总投资 | 总投资额 | 协议金额 | "
        "合同金额 | 签约金额 | 协议投资额 | 计划总投资 | 协议总投资 | 合同额 | 签约额 | "
        "合同总额 | "
        "投资金额 | 计划投资 | 计划投资额 | 投资规模 | 协议资金",
    ),
    Field(
        *("currency", "currency", "币种", "text"),
        "money | currency code | 货币 | 货币种类 | 币别",
    ),
    Field(
        *("funds", "funds in place", "到位资金", "amount"),
        "funds | paid in | disbursed | 资金到位 | 实际到位资金 | 已到位资金 | 到位资金额 | "
        "累计到位资金 | 实到资金 | 已完成投资 | 累计完成投资",
    ),
    Field(
        *("funds_on", "day of the funds", "资金到位日期", "day"),
        "funds on | 资金到位时间 | 到位时间 | 到位日期",
    ),
    Field(
        *("stage", "stage", "阶段", "stage"),
        "phase | current stage | project stage | 项目阶段 | 当前阶段 | 目前阶段 | 所处阶段 | "
        "项目进度 | 进展阶段 | 目前状态",
    ),
    Field(*("planned", "planned stages", "计划阶段", "plan"), "各阶段计划"),
    Field(
        *("status", "status", "状态", "status"),
        "agreement status | project status | 协议状态 | 项目状态 | 履约状态 | 履约情况 | "
        "合同状态",
    ),
    Field(
        *("status_on", "day of the status", "状态日期", "day"),
        "status on | status date | 终止时间 | 状态时间",
    ),
    Field(
        *("unit", "unit", "责任单位", "text"),
        "responsible unit | department | bureau | office | 牵头单位 | 牵头部门 | 责任部门 | "
        "主办单位 | 承办单位 | 主管部门 | 归口单位 | 承接单位 | 落户园区 | 责任主体",
    ),
    Field(
        *("owner", "owner", "责任人", "text"),
        "responsible | responsible person | person in charge | contact | contact person | "
        "in charge | 联系人 | 负责人 | 经办人 | 专班负责人 | 项目负责人 | 联络员 | "
        "包保责任人 | "
        "包抓领导 | 责任领导",
    ),
    Field(
        *("follows", "earlier cooperation", "前期合作", "text"),
        "background | follows | 前期合作情况 | 合作基础",
    ),
    Field(
        *("count", "number of papers", "份数", "number"),
        "papers | copies | 协议份数 | 协议数 | 签约数",
    ),
    Field(
        *("tags", "tags", "标签", "texts"), "tag | labels | label | keywords | 标记 | 关键词"
    ),
    Field(
        *("notes", "notes", "进展", "notes"),
        "note | remarks | remark | comments | comment | progress | latest progress | "
        "备注 | 说明 | "
        "进展情况 | 最新进展 | 工作进展 | 项目进展 | 目前进展 | 推进情况 | 落实情况 | "
        "进度情况 | "
        "项目进展情况 | 目前进展情况 | 履约进展",
    ),
    Field(
        *("problems", "problems", "存在问题", "notes"),
        "problem | issues | issue | blockers | 问题 | 困难问题 | 存在困难 | 存在的问题 | "
        "主要问题 | "
        "需协调问题 | 需要协调解决的问题 | 存在问题及困难",
    ),
    Field(
        *("source", "source", "来源", "source"),
        "url | link | website | reference | text url | 出处 | 信息来源 | 网址 | 链接 | "
        "资料来源",
    ),
    Field(
        *("implements", "implements", "落实的协议", "link"),
        "implements agreement | 框架协议编号",
    ),
    Field(
        *("supplements", "supplements", "补充的协议", "link"),
        "base agreement | base treaty | amends | 原协议编号 | 主合同编号 | 主协议编号",
    ),
    Field(*("renews", "renews", "续签的协议", "link"), "renewal of | 续签协议编号"),
    Field(*("supersedes", "supersedes", "替代的协议", "link"), "replaces | 被替代协议编号"),
)

_TASK = (
    Field(
        *("task", "task", "落实事项", "text"),
        "follow-up | action | action item | to do | todo | next step | 跟进事项 | 事项 | "
        "任务 | "
        "工作任务 | 任务事项 | 待办事项 | 重点事项 | 下一步工作 | 下步计划 | 下一步计划 | "
        "下步工作 | 下一步打算 | 主要任务 | 具体任务 | 需落实事项 | 落实任务 | 工作事项",
        "task",
    ),
    Field(
        *("due", "due", "完成时限", "due"),
        "due day | due date | deadline | due on | to be done by | 到期日 | 时限 | 办理时限 | "
        "完成期限 | 计划完成时间 | 截止时间 | 期限 | 要求完成时间 | 时限要求 | "
        "办结时限 | 时间节点 | "
        "完成时间要求",
        "task",
    ),
    Field(
        *("task_unit", "unit of the task", "事项责任单位", "text"),
        "task unit | unit in charge of the task | 事项牵头单位 | 落实单位 | 办理单位 | "
        "任务责任单位",
        "task",
    ),
    Field(
        *("task_owner", "owner of the task", "事项责任人", "text"),
        "task owner | assignee | assigned to | who | 办理人 | 落实人 | 任务负责人 | 任务责任人",
        "task",
    ),
    Field(
        *("partners", "co-operating units", "协办单位", "texts"),
        "co-operating unit | supporting units | 配合单位 | 协同单位 | 配合部门 | 责任配合单位",
        "task",
    ),
    Field(
        *("state", "task state", "办理状态", "state"),
        "state | task status | progress state | 事项状态 | 完成状态 | 是否完成 | 办理情况 | "
        "完成情况 | 办结情况 | 任务状态 | 事项进度",
        "task",
    ),
    Field(
        *("done", "done on", "办结日期", "day"),
        "done | completed on | finished | closed on | 办结时间 | 完成时间 | 完成日期 | "
        "实际完成时间 | 实际办结时间",
        "task",
    ),
    Field(
        *("priority", "priority", "优先级", "priority"),
        "urgency | importance | 紧急程度 | 重要程度 | 重要性",
        "task",
    ),
    Field(
        *("task_notes", "notes on the task", "事项进展", "notes"),
        "task notes | task progress | 事项进展情况 | 办理进展 | 任务进展",
        "task",
    ),
)

_TRIP = (
    Field(
        *("start", "trip begins", "活动开始日期", "day"),
        "start | start date | begins | from | departure | 开始日期 | 开始时间 | 出发日期 | "
        "出发时间 | 起始日期 | 出访日期 | 外出时间 | 外出日期",
        "trip",
    ),
    Field(
        *("end", "trip ends", "活动结束日期", "day"),
        "end | end date | ends | to | until | return | 结束日期 | 结束时间 | 返回日期 | "
        "返回时间",
        "trip",
    ),
    Field(
        *("places", "places", "地点", "texts"),
        "place | destination | destinations | where | 目的地 | 活动地点 | 前往地点 | 出访地",
        "trip",
    ),
    Field(
        *("lead", "led by", "带队领导", "people"),
        "lead | leader | head of delegation | 带队 | 带队人 | 领队 | 团长 | 带队负责人",
        "trip",
    ),
    Field(
        *("members", "members", "随行人员", "people"),
        "delegation | participants | accompanied by | 成员 | 团组成员 | 参加人员 | 代表团成员",
        "trip",
    ),
    Field(
        *("visits", "visited", "走访单位", "parties"),
        "visits | visit | organisations visited | companies visited | 走访企业 | 拜访单位 | "
        "拜访企业 | 考察单位 | 考察企业 | 对接企业",
        "trip",
    ),
    Field(
        *("met", "people met", "会见人员", "people"),
        "met | met with | contacts | 会见 | 会见对象 | 接待人员 | 对接人员",
        "trip",
    ),
    Field(
        *("intentions", "intentions", "合作意向", "sayings"),
        "intention | letters of intent | 意向 | 意向项目 | 达成意向 | 合作意向情况",
        "trip",
    ),
)
OF_BOTH = ("title", "unit", "owner", "tags", "source", "notes", "problems")
"""The fields of an agreement that a trip has as well."""

_STAGE_DAYS = {
    "planned": ("谋划时间",),
    "negotiating": ("洽谈时间", "接洽时间"),
    "signed": (),
    "registered": ("注册时间", "注册日期", "工商注册时间", "公司注册时间", "registration date"),
    "started": ("开工时间", "开工日期", "动工时间", "实际开工时间", "construction start"),
    "completed": ("竣工时间", "竣工日期", "建成时间", "完工时间", "completion date"),
    "in-production": ("投产时间", "投产日期", "试生产时间", "production start", "produced"),
    "full-capacity": ("达产时间", "达产日期"),
    "in-progress": (),
    "fulfilled": ("履约完成时间", "达成日期"),
}
_ENTRY = {"date of entry into force", "entry into force"}


def stage_field(key: str) -> Field | None:
    """Return the field that holds the day of a stage, or the day planned for it."""
    sort, _dot, stage = key.partition(".")
    if sort not in {"stages", "plan"} or stage not in STAGES:
        return None
    word = STAGES[stage]
    if sort == "plan":
        return Field(key, f"{word.en}, planned", f"计划{word.zh}日期", "day", _planned(stage))
    others = " | ".join((f"{word.en} on", *_STAGE_DAYS[stage]))
    return Field(key, f"{word.en} on", f"{word.zh}日期", "day", others)


def _planned(stage: str) -> str:
    chinese = [name for name in _STAGE_DAYS[stage] if not name.isascii()]
    return " | ".join(
        (
            *(f"{before}{name}" for before in ("计划", "预计", "拟") for name in chinese),
            f"planned {STAGES[stage].en}",
        )
    )


def find_field(key: str) -> Field | None:
    """Return the field that a mapping calls *key*."""
    return _by_key().get(key) or stage_field(key)


@cache
def _by_key() -> dict[str, Field]:
    return {field.key: field for field in (*_AGREEMENT, *_TASK, *_TRIP)}


def every_field() -> tuple[Field, ...]:
    """Return every field of an agreement and its follow-ups, those of the stages last."""
    named = (
        f"{sort}.{stage}"
        for sort in ("stages", "plan")
        for stage in (word.key for word in STAGES.usual)
    )
    days = (found for key in named if (found := stage_field(key)))
    return (*_AGREEMENT, *_TASK, *days)


def fields_of_trips() -> tuple[Field, ...]:
    """Return every field of a trip."""
    return (*(field for field in _AGREEMENT if field.key in OF_BOTH), *_TRIP)


IGNORED = (
    *("序号", "no", "no.", "#", "row", "行号", "index", "编号序号", "number of row"),
    *_ENTRY,
)
"""What columns are called that tell nothing of an agreement."""

KEYS = (
    *("id", "key", "ref", "agreement id", "agreement no", "agreement number", "project id"),
    *("编号", "协议编号", "项目编号", "合同编号", "合同号", "项目代码", "协议号", "档案编号"),
)
"""What columns are called that tell one row from another, whatever else changes."""


@lru_cache(4096)
def plain_header(header: str) -> str:
    """Return a header as it is compared: without unit, brackets, marks, or what wraps it."""
    bare = re.sub(r"[（(【\[][^）)】\]]*[）)】\]]", "", header)
    return re.sub(r"[^\w]|_", "", folded(bare or header))
