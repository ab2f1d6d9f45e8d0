"""Ledgers to measure with: invented, of any size, and the same bytes every time.

``python -m benchmarks.ledgers 1000 ledger.json 5`` writes one of 1,000 agreements, and
five trip files of 100 more beside it.  Each agreement has three follow-ups: one done
long ago; one done but for 3 % cancelled and 5 % overdue; one open with a due day ahead,
every third of these a commitment.
There is a trip to every twenty agreements.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID

import msgspec
from msgspec.structs import replace

from dealtrack.days import PartialDay
from dealtrack.exchange import trip
from dealtrack.model import (
    Agreement,
    Amount,
    Assignment,
    FollowUp,
    Note,
    Party,
    Person,
    Promise,
    Reached,
    StateChange,
    Trip,
    Visit,
)
from dealtrack.model.codec import encode
from dealtrack.model.followup import State
from dealtrack.model.stages import track_of
from dealtrack.model.vocabulary import KINDS, SECTORS
from dealtrack.store.disk import checkpoint, journal
from dealtrack.store.disk.checkpoint import Meta, Place
from dealtrack.store.disk.files import Files

TODAY = date(2026, 11, 2)
"""The day that these ledgers are looked at."""

AGREEMENTS_TO_A_TRIP = 20

OF_A_FILE = 100
"""How many agreements a trip file brings."""

_SEED = 20261102
_CITIES = ["东衡", "南屿", "海岚", "金竹", "北雁", "容山", "竺帆", "锦鹿"]
_LINES = ["新能源", "智能装备", "现代物流", "生物医药", "数字文旅", "绿色建材", "智慧农业"]
_SORTS = ["集团有限公司", "科技股份有限公司", "产业发展有限公司", "研究院"]
_FAMILIES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_GIVEN = "明华建国志强晓燕丽娜伟东海涛雪梅文静"
_UNITS = ["招商局", "发改委", "自然资源局", "开发区管委会", "工信局", "行政审批局", "商务局"]
_TASKS = (
    "召开项目推进会并形成会议纪要",
    "落实项目用地指标和规划条件",
    "完成项目公司注册登记",
    "协调供电、供水、供气接入方案",
    "报送环评材料并跟踪审批",
    "回访企业，了解设备采购进度",
    "起草补充协议并征求各方意见",
    "兑现首批扶持资金",
)
_PROGRESS = (
    "双方就厂房改造方案交换了意见，企业将于下周提交修改稿。",
    "已完成选址踏勘，正在办理用地预审。",
    "企业反映用工缺口较大，已转人社部门协调。",
    "首批设备到厂，计划月底前开始安装调试。",
)


class Ledger(NamedTuple):
    """The records of a ledger."""

    agreements: tuple[Agreement, ...]
    trips: tuple[Trip, ...]


def make(agreements: int, seed: int = _SEED) -> Ledger:
    """Make a ledger of so many *agreements*."""
    dice = Random(seed)
    return Ledger(
        tuple(_agreement(id_, dice) for id_ in range(1, agreements + 1)),
        tuple(_trip(id_, dice) for id_ in range(1, 1 + -(-agreements // AGREEMENTS_TO_A_TRIP))),
    )


def agreements(first: int, end: int) -> Iterator[Agreement]:
    """Make the agreements with the ids from *first* to before *end*, one after the other."""
    dice = Random(_SEED + first)
    return (_agreement(id_, dice) for id_ in range(first, end))


def trips(first: int, end: int) -> Iterator[Trip]:
    """Make the trips with the ids from *first* to before *end*, one after the other."""
    dice = Random(_SEED - first)
    return (_trip(id_, dice) for id_ in range(first, end))


def write(ledger: Ledger, path: Path) -> None:
    """Write *ledger* as one transaction of the journal, and a checkpoint after it."""
    files = Files.of(path)
    tables = {
        name: {str(record.id): msgspec.Raw(encode(record)) for record in records}
        for name, records in ledger._asdict().items()
    }
    counters = {name: len(table) for name, table in tables.items()}
    now = datetime.combine(TODAY, datetime.min.time(), UTC)
    says = journal.Transaction(
        revision=1,
        at=now,
        by="benchmarks",
        what="",
        changes=tuple(_changes(tables)),
        counters=counters,
        previous="",
    )
    line = journal.append(files.journal, says, 0, 0)
    place = Place(line.end, line.sum)
    meta = Meta(revision=1, counters=counters, journal=place, written=now)
    checkpoint.write(files.checkpoint, meta, tables)


def write_trip_file(number: int, path: Path) -> None:
    """Write a trip file of its own for each *number*."""
    made = make(OF_A_FILE, seed=number)
    titled = (replace(a, title=f"{a.title}（{number}）") for a in made.agreements)
    path.write_text(trip.write(made.trips[0], titled), encoding="utf-8")


def _changes(tables: dict[str, dict[str, msgspec.Raw]]) -> Iterator[journal.RecordChange]:
    for name, table in tables.items():
        for key, record in table.items():
            yield journal.RecordChange(
                table=name, id=int(key), before=journal.NOTHING, after=record
            )


def _agreement(id_: int, dice: Random) -> Agreement:
    signed = _before(TODAY, dice.randint(120, 1100))
    kind = dice.choice(KINDS.keys)
    line = dice.choice(_LINES)
    companies = (_company(dice, line) for _ in range(dice.choice((1, 1, 1, 2))))
    return Agreement(
        id=id_,
        uid=_uid(dice),
        title=f"{dice.choice(_CITIES)}{line}项目{KINDS[kind].zh}",
        kind=kind,
        signed=PartialDay.of(signed),
        place=dice.choice(_CITIES) + "市",
        parties=(_ours(dice), *{one.name: one for one in companies}.values()),
        witnesses=tuple(_person(dice) for _ in range(dice.randint(0, 2))),
        sectors=(dice.choice(SECTORS.keys),),
        amount=_amount(dice) if dice.random() < 0.7 else None,
        assignments=(Assignment(unit=dice.choice(_UNITS), owner=_name(dice)),),
        trip=-(-id_ // AGREEMENTS_TO_A_TRIP),
        stages=tuple(_stages(kind, signed, dice)),
        follow_ups=tuple(_follow_ups(signed, dice)),
        notes=tuple(_notes(signed, dice)),
        last_number=3,
    )


def _stages(kind: str, signed: date, dice: Random) -> Iterator[Reached]:
    track = track_of(kind)
    start = track.index("signed")
    for number, stage in enumerate(track[start : start + dice.randint(1, 3)]):
        yield Reached(stage=stage, on=PartialDay.of(signed + timedelta(days=35 * number)))


def _follow_ups(signed: date, dice: Random) -> Iterator[FollowUp]:
    first = signed + timedelta(days=dice.randint(14, 40))
    yield _follow_up(1, signed, first, dice, _closed("done", first, dice))
    second = _before(TODAY, dice.randint(1, 75))
    fate = dice.random()
    closed = _closed("cancelled" if fate < 0.03 else "done", second, dice)
    yield _follow_up(2, signed, second, dice, () if fate > 0.95 else closed)
    promise = Promise(side=dice.choice(("ours", "theirs"))) if dice.random() < 1 / 3 else None
    ahead = TODAY + timedelta(days=dice.randint(0, 540))
    yield _follow_up(3, signed, ahead, dice, (), promise)


def _follow_up(
    number: int,
    since: date,
    due: date,
    dice: Random,
    states: tuple[StateChange, ...],
    promise: Promise | None = None,
) -> FollowUp:
    return FollowUp(
        number=number,
        uid=_uid(dice),
        task=dice.choice(_TASKS),
        due=due,
        since=since,
        promise=promise,
        states=states,
        assignments=(Assignment(unit=dice.choice(_UNITS), owner=_name(dice)),),
    )


def _closed(state: State, due: date, dice: Random) -> tuple[StateChange, ...]:
    on = min(due + timedelta(days=dice.randint(-10, 8)), _before(TODAY, 1))
    return (StateChange(state=state, on=on, author=_name(dice)),)


def _notes(signed: date, dice: Random) -> Iterator[Note]:
    day = signed
    for _ in range(dice.randint(0, 3)):
        day += timedelta(days=dice.randint(5, 35))
        yield Note(on=day, text=dice.choice(_PROGRESS), author=_name(dice))


def _trip(id_: int, dice: Random) -> Trip:
    start = _before(TODAY, dice.randint(120, 1100))
    city, line = dice.choice(_CITIES), dice.choice(_LINES)
    visits = (_company(dice, dice.choice(_LINES)).name for _ in range(dice.randint(2, 5)))
    return Trip(
        id=id_,
        uid=_uid(dice),
        title=f"赴{city}{line}招商推介",
        start=PartialDay.of(start),
        end=PartialDay.of(start + timedelta(days=dice.randint(1, 4))),
        places=(city + "市",),
        lead=_person(dice),
        members=tuple(_person(dice) for _ in range(4)),
        visits=tuple(Visit(organisation=name, place=city + "市") for name in visits),
    )


def _ours(dice: Random) -> Party:
    return Party(name=f"{dice.choice(_CITIES)}经济开发区管委会", role="甲方", side="ours")


def _company(dice: Random, line: str) -> Party:
    name = f"{dice.choice(_CITIES)}{dice.choice(_FAMILIES)}氏{line}{dice.choice(_SORTS)}"
    return Party(name=name, role="乙方", side="theirs", signatory=_person(dice))


def _person(dice: Random) -> Person:
    return Person(name=_name(dice), post=dice.choice(("副市长", "董事长", "总经理", "主任")))


def _name(dice: Random) -> str:
    return dice.choice(_FAMILIES) + "".join(dice.sample(_GIVEN, 2))


def _amount(dice: Random) -> Amount:
    return Amount(value=Decimal(dice.randint(5, 500) * 1_000_000))


def _uid(dice: Random) -> str:
    return str(UUID(int=dice.getrandbits(128), version=4))


def _before(day: date, days: int) -> date:
    return day - timedelta(days=days)


def main() -> None:
    """Write what the command line asks for."""
    size, path, files = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    write(make(size), path)
    for number in range(files):
        write_trip_file(number, path.parent / f"trip-{number}.toml")


if __name__ == "__main__":
    main()
