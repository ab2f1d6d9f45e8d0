"""Rows become drafts, are refused with all that is wrong in them, or are passed over."""

from decimal import Decimal
from pathlib import Path

import pytest

from dealtrack.days import PartialDay
from dealtrack.errors import FileRefused
from dealtrack.exchange.columns.drafts import Link
from dealtrack.model import Amount, Assignment, Funds, Note, Party, Reached, StateChange
from tests.exchange.columns.tables import ON, a_table, passed, refusals, taken


def test_a_row_says_all_it_knows(tmp_path: Path) -> None:
    table = a_table(
        tmp_path,
        """协议名称,签约时间,甲方,乙方,金额（万元）,行业,责任单位,责任人,开工时间,投产时间,进展
示例协议,2026年3月,示例区,样本公司,350,能源/物流,商务局,张示例,2026.6.1,√,2026-07-01：动工""",
    )
    [one] = taken(list(table.items()))
    draft = one.draft

    assert (draft.title, str(draft.signed)) == ("示例协议", "2026-03")
    assert draft.parties == (
        Party(name="示例区", role="甲方"),
        Party(name="样本公司", role="乙方"),
    )
    assert draft.amount == Amount(value=Decimal(3_500_000))
    assert draft.sectors == ("energy", "logistics")
    assert draft.assignments == (Assignment(unit="商务局", owner="张示例"),)
    assert draft.stages == (
        Reached(stage="started", on=PartialDay.read("2026-06-01")),
        Reached(stage="in-production"),
    )
    assert [str(note.on) + note.text for note in draft.notes] == ["2026-07-01动工"]


def test_all_that_is_wrong_in_a_row_is_told(tmp_path: Path) -> None:
    table = a_table(
        tmp_path,
        """协议名称,签约时间,金额（万元）,行业,协议类型
甲,2026-02-30,约三百,低空经济,合同
,2026-03-01,350,能源,备忘录""",
    )
    items = list(table.items())

    assert [(one.row, one.column, one.value) for one in refusals(items)] == [
        *(
            (2, "签约时间", "2026-02-30"),
            (2, "金额（万元）", "约三百"),
            (2, "行业", "低空经济"),
        ),
        (3, "协议名称", ""),
    ]
    assert not taken(items)


def test_sums_headings_remarks_and_repeated_names_are_passed_over(tmp_path: Path) -> None:
    table = a_table(
        tmp_path,
        """协议名称,签约时间,金额（万元）
一、一季度,,
甲,2026-03-01,350
小计,,350
协议名称,签约时间,金额（万元）
乙,2026-04-01,50
合 计,,400
注：以协议为准,,""",
    )
    items = list(table.items())

    assert passed(items) == [
        *((2, "heading"), (4, "total"), (5, "header"), (7, "total"), (8, "remark")),
    ]
    assert [one.draft.title for one in taken(items)] == ["甲", "乙"]


def test_what_stands_for_nothing_is_nothing(tmp_path: Path) -> None:
    table = a_table(
        tmp_path,
        """title,date signed,parties,amount (USD),notes
A,N/A,-,n/a,无
B,未定,——,TBD,/""",
    )
    for one in taken(list(table.items())):
        draft = one.draft
        assert (draft.signed, draft.parties, draft.amount, draft.notes) == (None, (), None, ())


def test_several_rows_are_one_agreement(tmp_path: Path) -> None:
    table = a_table(
        tmp_path,
        """协议名称,签约时间,落实事项,完成时限,责任人,办理状态
甲,2026-03-01,选址,2026年5月,张,已完成
,,报批,签约后30天,李,
乙,2026-04-01,选址,长期,王,未启动
甲,,验收,2026-12-01,赵,""",
    )
    first, second = taken(list(table.items()))
    tasks = first.draft.follow_ups

    assert [one.number for one in first.rows] == [2, 3, 5]
    assert [(one.task, str(one.due), one.due_text) for one in tasks] == [
        ("选址", "2026-05-31", "2026年5月"),
        ("报批", "2026-03-31", "签约后30天"),
        ("验收", "2026-12-01", ""),
    ]
    assert tasks[0].states == (StateChange(state="done", on=ON),)
    assert [one.assigned(ON).owner for one in tasks] == ["张", "李", "赵"]
    assert (second.draft.title, second.draft.follow_ups[0].due) == ("乙", None)


def test_rows_of_one_agreement_must_not_contradict_each_other(tmp_path: Path) -> None:
    table = a_table(
        tmp_path,
        """协议名称,签约时间,落实事项
甲,2026-03-01,选址
甲,2026-03-02,报批""",
    )
    items = list(table.items())

    assert not taken(items)
    assert [(one.row, one.value) for one in refusals(items)] == [(3, "2026-03-02")]


def test_columns_in_a_row_are_parties_and_keys_are_links(tmp_path: Path) -> None:
    table = a_table(
        tmp_path,
        """number,base,name,c1,c2,c3,note
1,1,Example,4,356,NA,x
1+1,1,Accession,4,356,818,y""",
        """
key = "number"
[columns]
title = "{name} ({note})"
parties = "c1..c3"
supplements = "base"
[values.parties]
"4" = "Exampleland"
""",
    )
    first, second = (one for one in taken(list(table.items())))

    assert first.draft.title == "Example (x)"
    assert [party.name for party in second.draft.parties] == ["Exampleland", "356", "818"]
    assert (second.draft.key, second.links) == ("office/1+1", (Link("supplements", "1"),))


def test_values_are_translated_by_the_mapping(tmp_path: Path) -> None:
    table = a_table(
        tmp_path,
        "name,type\nA,DTT\nB,BIT\nC,",
        """
[columns]
title = "name"
kind = "type"
[always]
unit = "商务局"
[values.kind]
DTT = "memorandum"
"*" = "contract"
""",
    )
    drafts = [one.draft for one in taken(list(table.items()))]

    assert [draft.kind for draft in drafts] == ["memorandum", "contract", ""]
    assert {draft.assignments for draft in drafts} == {(Assignment(unit="商务局"),)}


def test_a_doubt_of_the_source_becomes_a_note(tmp_path: Path) -> None:
    table = a_table(tmp_path, "title,signed\nA,1897-05-15?\nB,1900-01-01")
    first, second = taken(list(table.items()))

    assert str(first.draft.signed) == "1897-05-15"
    assert first.draft.notes == (
        Note(on=ON, text="The day is uncertain in the source: signed 1897-05-15"),
    )
    assert second.draft.notes == ()


def test_funds_and_a_status_without_a_day_are_of_the_day_of_the_table(tmp_path: Path) -> None:
    table = a_table(tmp_path, "名称,到位资金（万元）,履约状态\n甲,100,终止\n乙,0,正常")
    first, second = (one.draft for one in taken(list(table.items())))

    assert first.funds == (Funds(amount=Amount(value=Decimal(1_000_000)), on=ON),)
    assert first.status(ON) == "terminated"
    assert (second.funds, second.statuses) == ((), ())


def test_columns_are_filled_down_where_the_mapping_says_so(tmp_path: Path) -> None:
    mapping = 'fill = "单位"\n[columns]\ntitle = "名称"\nunit = "单位"\n'
    table = a_table(tmp_path, "名称,单位,x\n甲,商务局,1\n乙,,2\n丙,发改局,3", mapping)
    units = [one.draft.assignments[0].unit for one in taken(list(table.items()))]

    assert units == ["商务局", "商务局", "发改局"]


def test_a_row_with_more_cells_than_columns_is_refused(tmp_path: Path) -> None:
    table = a_table(tmp_path, "名称,签约时间\n甲,2026-01-01\n乙,2026-01-01,x\n丙,2026-01-01")

    assert [(one.row, one.value) for one in refusals(list(table.items()))] == [(3, "x")]


def test_a_mapping_that_does_not_fit_says_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        a_table(tmp_path, "名称,时间\n甲,乙", '[columns]\nsigned = "日子"\n')

    told = str(refused.value)
    assert "“日子”" in told
    assert "columns.title: is missing" in told
    assert "名称" in told


def test_notes_and_signatures_below_a_table_are_passed_over(tmp_path: Path) -> None:
    table = a_table(
        tmp_path,
        """序号,协议名称,签约时间,地点
1,甲,2026-03-01,本市
注：1. 截至本月底。,,,
2. 以协议为准。,,,
填表人：张示例,,审核人：李样本,
3. 不是单独的话。,,,""",
    )
    items = list(table.items())

    assert passed(items) == [(3, "remark"), (4, "remark"), (5, "remark"), (6, "remark")]
    assert not refusals(items)


def test_a_number_that_stands_alone_goes_on_with_a_remark_only_below_one(
    tmp_path: Path,
) -> None:
    table = a_table(tmp_path, "协议名称,签约时间,地点\n2. 二期,,\n乙,2026-03-01,本市")

    assert [one.draft.title for one in taken(list(table.items()))] == ["2. 二期", "乙"]
