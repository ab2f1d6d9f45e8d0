"""What can be asked with ``is:``, each a question with a name."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from dealtrack.query import questions
from dealtrack.query.expr import EVERYTHING, NOTHING, Expr, Op, Term
from dealtrack.query.words import nearest, plain
from dealtrack.text import later


class State(NamedTuple):
    """A state to ask for: its names, what it means, and the question as of a day."""

    name: str
    aliases: tuple[str, ...]
    about: str
    ask: Callable[[date], Expr]


def find_state(name: str) -> State | None:
    """Return the state that is called *name* in any language, if there is one."""
    return _BY_NAME.get(plain(name))


def nearest_states(name: str) -> tuple[str, ...]:
    """Return the names of states closest to *name*, to offer for a misspelled one."""
    return nearest(name, _BY_NAME)


def _state(name: str, aliases: str, about: str, asks: Expr) -> State:
    return State(name, tuple(aliases.split()), about, lambda _day: asks)


def _with(field: str, key: str) -> Expr:
    return Term(field, Op.EQ, key)


STATES = (
    State("overdue", ("逾期",), later("Should have been done by now."), questions.overdue),
    _state("open", "未结 未办结", later("Waits to be done."), questions.OPEN),
    _state("closed", "了结", later("Done, cancelled or waived."), questions.CLOSED),
    _state("done", "办结 已办结 完成", later("Done."), questions.DONE),
    _state("undated", "无期限", later("Open, with no due day."), questions.UNDATED),
    _state("todo", "待办", later("Open, and not begun."), _with("state", "open")),
    _state("in-progress", "办理中", later("Being worked on."), _with("state", "in-progress")),
    _state("waiting", "受阻", later("Cannot go on for now."), _with("state", "waiting")),
    _state("submitted", "待审核", later("Waits for approval."), _with("state", "submitted")),
    _state("cancelled", "撤销", later("Cancelled."), _with("state", "cancelled")),
    _state("postponed", "延期", later("Postponed."), Term("postponed", Op.GE, 1)),
    _state("urgent", "紧急", later("Of high priority."), _with("priority", "high")),
    _state("blocked", "有问题", later("Has a problem unsolved."), questions.known("problem")),
    _state("commitment", "承诺 承诺事项", later("A commitment."), questions.COMMITMENT),
    _state(
        *("conditional", "附条件 未达条件"),
        later("A commitment whose condition is not met."),
        questions.CONDITIONAL,
    ),
    _state("honoured", "已兑现", later("Honoured."), _with("promised", "honoured")),
    _state("task", "跟进事项 事项", later("A follow-up."), questions.known("task")),
    _state("signed", "已签约 签约", later("Signed."), questions.SIGNED),
    _state("ongoing", "正常", later("Neither paused nor over."), questions.ONGOING),
    _state("suspended", "暂缓", later("Paused."), _with("status", "suspended")),
    _state("terminated", "终止", later("Terminated."), _with("status", "terminated")),
    _state("fulfilled", "达成", later("Fulfilled."), _with("status", "fulfilled")),
    _state("delayed", "滞后", later("Behind its plan."), _with("status", "delayed")),
    _state("expired", "到期", later("Past its last day."), _with("status", "expired")),
    _state("agreement", "协议", later("An agreement."), questions.AGREEMENT),
    _state("trip", "外出活动 活动", later("A trip."), questions.TRIP),
    _state("anything", "全部", later("Whatever there is."), EVERYTHING),
    _state("nothing", "无", later("Nothing at all."), NOTHING),
)

_BY_NAME = {plain(name): state for state in STATES for name in (state.name, *state.aliases)}
