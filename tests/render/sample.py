"""Invented reports with every word of a page in them, in English and in Chinese."""

from datetime import date
from decimal import Decimal

import msgspec

from dealtrack.report.page import (
    Bar,
    Beside,
    Block,
    Chart,
    Column,
    Facts,
    Funnel,
    Note,
    Page,
    Quantity,
    Section,
    Table,
    Tile,
    Tiles,
    Tone,
    Toned,
    Trend,
)


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A report that is what it is given."""

    schema: str = "dealtrack/sample/1"
    day: date = date(2026, 11, 22)
    sum: Decimal = Decimal("350000000.50")
    text: str = "战略合作协议"
    laid_out: Page = Page("Sample", ())

    def page(self) -> Page:
        return self.laid_out


ENGLISH = Page(
    title="Where things stand",
    subtitle="2026-11-22, Sunday · 312 agreements",
    blocks=(
        Tiles(
            (
                Tile("agreements", "312", hint="+4 this month"),
                Tile("overdue", "3", Tone.BAD, "the oldest 21 days"),
                Tile("due within a week", "7", Tone.WARN),
                Tile("closed on time", "92.4 %", Tone.GOOD, "97 of 105"),
            )
        ),
        Table(
            columns=(
                Column("ref", "Ref", "ref"),
                Column("days_late", "Days late", "number"),
                Column("due", "Due", "day"),
                Column("task", "Task", grow=True),
                Column("owner", "Owner"),
                Column("agreement", "Agreement", grow=True),
            ),
            rows=(
                (
                    "17.2",
                    Toned(21, Tone.BAD),
                    date(2026, 11, 1),
                    "Send the signed annex on data centres to the other side",
                    "Mei Zhang",
                    "Strategic cooperation on smart logistics · Harbour Robotics",
                ),
                (
                    "104.1",
                    Toned(2, Tone.WARN),
                    date(2026, 11, 20),
                    "Visit the site",
                    None,
                    "Framework for an elderly-care pilot · Willow Health",
                ),
                (
                    "T3.1",
                    1,
                    date(2026, 11, 21),
                    "File the trip report",
                    Toned("nobody yet", Tone.QUIET),
                    "Trip to the coast, 3–5 November",
                ),
            ),
            title="Overdue",
            more="3 of 12 – use --all",
        ),
        Beside(
            (
                (
                    Section(
                        "By sector",
                        (
                            Chart(
                                (
                                    Bar("Artificial intelligence", 118),
                                    Bar("Equipment", 61),
                                    Bar("Elderly care", 9, tone=Tone.WARN),
                                    Bar("Textiles", 0),
                                )
                            ),
                        ),
                    ),
                ),
                (
                    Section(
                        "Rates",
                        (
                            Facts(
                                (
                                    ("Fulfilment", "291 of 292 · 99.65 %"),
                                    ("Started", Toned("198 of 292 · 67.8 %", Tone.GOOD)),
                                    ("Funds in place", Decimal("370.25")),
                                    ("Conversion", None),
                                    ("Not counted", ("17  suspended", "31  no day known")),
                                )
                            ),
                        ),
                        Tone.GOOD,
                    ),
                ),
            )
        ),
        Table(
            columns=(
                Column("unit", "Unit"),
                Column("signed", "Signed", "number"),
                Column("started", "Started", "number"),
            ),
            rows=(("Lakeside Zone", 218, 118), ("Harbour Zone", 1_074, Toned(80, Tone.BAD))),
            title="By unit",
            total=("Total", 1_292, 198),
        ),
        Table((Column("ref", "Ref", "ref"),), (), "Slips", "No slip is open."),
        Note("Two agreements have no signing day and are not counted.", Tone.WARN),
        Note("Close one: dealtrack done 17.2", Tone.QUIET),
        Note("Move it: dealtrack postpone 17.2 --to +1w --reason …", Tone.QUIET),
    ),
)

CHINESE = Page(
    title="总体情况",
    subtitle="2026-11-22 星期日 · 共312份协议",
    blocks=(
        Tiles(
            (
                Tile("协议总数", "312", hint="本月新增4份"),
                Tile("逾期", "3", Tone.BAD, "最长21天"),
                Tile("一周内到期", "7", Tone.WARN),
                Tile("按时办结率", "92.4 %", Tone.GOOD, "105项中97项"),
            )
        ),
        Table(
            columns=(
                Column("ref", "编号", "ref"),
                Column("days_late", "逾期天数", "number"),
                Column("due", "到期日", "day"),
                Column("task", "跟进事项", grow=True),
                Column("owner", "责任人"),
                Column("agreement", "协议", grow=True),
            ),
            rows=(
                (
                    "17.2",
                    Toned(21, Tone.BAD),
                    date(2026, 11, 1),
                    "向云帆机器人报送补充协议附件，并请对方确认数据中心用地、能耗指标和首期资金安排",
                    "章小梅",
                    "“智慧物流”战略合作协议 · 云帆机器人（滨湖）有限公司",
                ),
                (
                    "104.1",
                    Toned(2, Tone.WARN),
                    date(2026, 11, 20),
                    "实地走访",
                    None,
                    "智慧养老试点框架协议 · 柳岸健康",
                ),
                (
                    "T3.1",
                    1,
                    date(2026, 11, 21),
                    "报送外出活动总结",
                    Toned("待定", Tone.QUIET),
                    "11月3日至5日沿海考察",
                ),
            ),
            title="逾期事项",
            more="共12项，显示3项；全部显示请用 --all",
        ),
        Beside(
            (
                (
                    Section(
                        "按行业",
                        (
                            Chart(
                                (
                                    Bar("人工智能", 118),
                                    Bar("装备制造", 61),
                                    Bar("养老", 9, tone=Tone.WARN),
                                    Bar("纺织服装", 0),
                                )
                            ),
                        ),
                    ),
                ),
                (
                    Section(
                        "五率",
                        (
                            Facts(
                                (
                                    ("履约率", "291／292，99.65 %"),
                                    ("开工率", Toned("198／292，67.8 %", Tone.GOOD)),
                                    ("到位资金（亿元）", Decimal("370.25")),
                                    ("协议转合同率", None),
                                    ("未计入", ("17  暂缓", "31  签约日不详")),
                                )
                            ),
                        ),
                        Tone.GOOD,
                    ),
                ),
            )
        ),
        Table(
            columns=(
                Column("unit", "责任单位"),
                Column("signed", "签约", "number"),
                Column("started", "开工", "number"),
            ),
            rows=(("滨湖开发区", 218, 118), ("临港新区", 1_074, Toned(80, Tone.BAD))),
            title="按责任单位",
            total=("合计", 1_292, 198),
        ),
        Table((Column("ref", "编号", "ref"),), (), "督办单", "没有未销号的督办单。"),
        Note("有2份协议签约日不详，未计入。", Tone.WARN),
        Note("办结：dealtrack done 17.2", Tone.QUIET),
        Note("延期：dealtrack postpone 17.2 --to +1w --reason …", Tone.QUIET),
    ),
)

HOSTILE = (
    "[red]x[/red]",
    "[/foo]",
    ":smile:",
    "\x1b[31mred\x1b]0;title\x07",
    "\x9b31m",
    "\u202egnp.exe",
    "=cmd()",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "中文“引号”，；（括号）",
    "a\ttab",
    "two\nlines",
    "two\r\nlines\x7f",
    "**strong** _em_ `code` [link](javascript:alert(1)) ![i](x) | pipe \\| \\",
    "# heading",
    "- item",
    "1. item",
    "> quote &amp; &lt; ~~~",
    "https://example.com/a_b_c",
    "half a pair \ud83d",
    "\u2028\u2066\ufeff\x00",
    "👩‍👩‍👧 ☑️ é",
    "",
    " ",
)


def page_of(texts: tuple[str, ...]) -> Page:
    """Return a page that has every text in every place."""
    blocks = tuple(block for text in texts for block in _everywhere(text))
    table = Table(
        (Column("a", "A", "ref"), Column("b", "B"), Column("c", "C", grow=True)),
        tuple(("1", text, text) for text in texts),
    )
    return Page(texts[0] if texts else "", (table, *blocks), subtitle="".join(texts))


def _everywhere(text: str) -> tuple[Block, ...]:
    columns = (
        Column("ref", text, "ref"),
        Column("text", text),
        Column("number", text, "number"),
        Column("day", text, "day"),
    )
    row = (text, Toned(text, Tone.BAD), text, text)
    return (
        Table(columns, (row,), text, text, row, text),
        Table(columns, (), text, text),
        Facts(((text, text), (text, (text, Toned(text, Tone.STRONG))), (text, ())), text),
        Tiles((Tile(text, text, Tone.WARN, text),)),
        Chart((Bar(text, 3, text), Bar(text, Decimal("1.5"))), text),
        Chart((), text, text),
        Trend((Bar(text, 3, text), Bar(text, 0)), text),
        Trend((), text, text),
        Funnel((Bar(text, 3, text), Bar(text, 1)), text, shares=(text, text)),
        Funnel((), text, text),
        Facts(((text, Quantity(Decimal(3), text, text)),)),
        Note(text, Tone.WARN),
        Section(text, (Note(text, Tone.BAD),)),
    )
