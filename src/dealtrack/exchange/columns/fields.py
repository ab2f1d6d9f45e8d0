"""What a column may hold: the fields of a record, and what offices call them."""

import re
from functools import cache, lru_cache

from dealtrack.exchange.columns.agreementfields import AGREEMENT
from dealtrack.exchange.columns.field import Field
from dealtrack.model.stages import STAGES
from dealtrack.model.words import folded

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
    return {field.key: field for field in (*AGREEMENT, *_TASK, *_TRIP)}


def every_field() -> tuple[Field, ...]:
    """Return every field of an agreement and its follow-ups, those of the stages last."""
    named = (
        f"{sort}.{stage}"
        for sort in ("stages", "plan")
        for stage in (word.key for word in STAGES.usual)
    )
    days = (found for key in named if (found := stage_field(key)))
    return (*AGREEMENT, *_TASK, *days)


def fields_of_trips() -> tuple[Field, ...]:
    """Return every field of a trip."""
    return (*(field for field in AGREEMENT if field.key in OF_BOTH), *_TRIP)


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
