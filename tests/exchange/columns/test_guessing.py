"""Columns are known by their names, by parts of them, and by what they hold."""

from pathlib import Path

from dealtrack.exchange.columns.guess import Guess
from tests.exchange.columns.tables import guessed


def fields(guess: Guess) -> dict[str, str]:
    return {one.header: one.field for one in guess.columns}


def test_chinese_headings_are_known(tmp_path: Path) -> None:
    guess = guessed(
        tmp_path,
        """序号,项目名称,签约时间,甲方,乙方,总投资额（亿元）,所属行业,责任单位,责任人,开工时间,备注
1,示例项目,2026-03-01,示例区,样本公司,3.5,能源,商务局,张示例,2026年6月,好
2,样本项目,2026-03-02,示例区,范例公司,2,物流,商务局,张示例,,好""",
    )

    assert fields(guess) == {
        "序号": "",
        "项目名称": "title",
        "签约时间": "signed",
        "甲方": "parties",
        "乙方": "parties",
        "总投资额（亿元）": "amount",
        "所属行业": "sectors",
        "责任单位": "unit",
        "责任人": "owner",
        "开工时间": "stages.started",
        "备注": "notes",
    }
    assert guess.mapping.columns["parties"].of == ("甲方", "乙方")
    assert guess.mapping.rows == "agreement"


def test_english_headings_are_known_however_they_are_spelled(tmp_path: Path) -> None:
    guess = guessed(
        tmp_path,
        """No.,Name.of.the.agreement,date_signed,Signatories,AMOUNT (USD million),In charge
1,Example agreement,2026-03-01,"A, B",3.5,Li
2,Sample agreement,2026-03-02,"A, C",2,Li""",
    )

    assert list(fields(guess).values()) == ["", "title", "signed", "parties", "amount", "owner"]
    assert guess.mapping.columns["parties"].split == ","


def test_what_a_column_holds_may_speak_against_its_name(tmp_path: Path) -> None:
    guess = guessed(
        tmp_path,
        """名称,类型,状态,项目状态
甲,国企,手续办理顺利,正常
乙,民企,等待批复中,终止
丙,外企,已进场,正常""",
    )

    assert fields(guess) == {"名称": "title", "类型": "", "状态": "notes", "项目状态": "status"}


def test_what_nobody_named_is_known_by_what_it_holds(tmp_path: Path) -> None:
    guess = guessed(
        tmp_path,
        """名称,何时,啥
甲,2026-03-01,框架协议
乙,2026-03-02,合同
丙,2026-04-02,备忘录""",
    )

    assert fields(guess) == {"名称": "title", "何时": "signed", "啥": "kind"}
    assert {one.why for one in guess.columns[1:]} == {"what it holds"}


def test_rows_of_tasks_with_one_title_are_one_agreement(tmp_path: Path) -> None:
    guess = guessed(
        tmp_path,
        """协议名称,落实事项,完成时限,责任人,进展
甲,选址,2026-03-01,张,好
,报批,2026-04-01,李,差
乙,选址,2026-05-01,王,好""",
    )

    assert guess.mapping.rows == "follow-up"
    assert list(fields(guess).values()) == ["title", "task", "due", "task_owner", "task_notes"]


def test_a_number_of_its_own_is_the_key(tmp_path: Path) -> None:
    guess = guessed(tmp_path, "项目编号,名称\nA-1,甲\nA-2,乙\nA-3,丙")

    assert guess.mapping.key == ("项目编号",)


def test_a_number_of_each_task_is_not_the_key_of_its_agreement(tmp_path: Path) -> None:
    guess = guessed(
        tmp_path,
        "编号,项目名称,落实事项,完成时限\n1,甲,选址,2026-05-01\n2,甲,报批,2026-06-01",
    )

    assert (guess.mapping.rows, guess.mapping.key) == ("follow-up", ())


def test_without_a_column_for_it_the_title_is_made_of_the_parties(tmp_path: Path) -> None:
    guess = guessed(tmp_path, "企业名称,协议类型\n样本公司,合同\n范例公司,框架协议")

    assert guess.mapping.columns["title"].of == ("{theirs} {kind}",)


def test_the_unit_above_the_table_is_that_of_its_amounts(tmp_path: Path) -> None:
    guess = guessed(
        tmp_path,
        """签约项目台账,,
填报单位：示例办,,单位：万元
项目名称,签约时间,总投资
甲,2026-03-01,3500
乙,2026-03-02,2000""",
    )

    assert guess.mapping.unit == "万元"


def test_what_a_pivot_table_counts_is_no_title(tmp_path: Path) -> None:
    guess = guessed(
        tmp_path, "行标签,计数项:项目名称,求和项:投资额\n市商务局,2,100\n总计,2,100"
    )

    assert "title" not in guess.mapping.columns


def test_a_column_that_is_called_like_a_field_and_is_none_surprises(tmp_path: Path) -> None:
    guess = guessed(
        tmp_path, "名称,签约时间,签约日期,x\n甲,很快,2026-03-01,1\n乙,将来,2026-03-02,2"
    )

    assert [(one.header, one.field) for one in guess.columns if one.surprises] == [
        ("签约时间", "")
    ]
