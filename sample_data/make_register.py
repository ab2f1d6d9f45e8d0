"""Make ``register-zh.xlsx``: the kind of table that offices keep, with all that is wrong in it.

Every name and figure in it is made up.  Run: ``python sample_data/make_register.py``
"""

from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

TITLE = "示例市2026年签约项目推进台账"
ABOVE = "填报单位：示例市合作交流办公室        截至2026年10月31日        单位：万元"
GROUPS = ("序号", "项目名称", "签约情况", "", "签约主体", "", "协议类型", "所属行业", "总投资",
          "责任单位", "开工时间", "落实事项", "", "", "")  # fmt: skip
NAMES = ("", "", "时间", "地点", "甲方", "乙方", "", "", "", "", "",
         "事项", "完成时限", "责任人", "办理状态")  # fmt: skip

ROWS: tuple[tuple[object, ...], ...] = (
    (1, "示例云数据中心项目", date(2026, 3, 15), "示例市", "示例市河东开发区管委会",
     "样本云计算有限公司", "投资协议", "数字经济", 35000, "河东开发区", "2026.6.18",
     "办理用地预审", "2026年11月底", "张示例", "办理中"),
    ("", "", "", "", "", "", "", "", "", "", "",
     "提交能评报告", date(2026, 11, 13), "李样本", "未完成"),
    (2, "样本机器人产业园", "2026.4.8", "范例市", "示例市高新区管委会",
     "样本智能装备集团、范例机器人有限公司", "框架协议", "人工智能/装备制造", "2.4亿元",
     "高新区", "—", "成立工作专班", "2026/5/30", "王范例", "已完成"),
    (3, "示例新能源储能基地", "2026年5月", "示例市", "示例市人民政府与范例能源集团", "",
     "战略合作协议", "新能源", "面议", "市发展改革局", "", "对接电网接入方案", "签约后60天",
     "赵举例", "推进中"),
    (4, "范例生物医药中试平台", 46204, "样本市", "示例市高新区管委会",
     "范例生物医药股份有限公司", "合同", "生物医药", 8600.5, "高新区", date(2026, 9, 1),
     "落实人才公寓", "2026-12-15", "钱例子", ""),
    (5, "示例低空物流试点", "3月20日", "示例市", "示例市交通运输局", "样本航空科技有限公司",
     "合作协议", "低空经济", 1200, "市交通运输局", "", "划设试验航线", "长期",
     "孙样例", "未启动"),
    (6, "样本冷链食品加工", "2026-07-02", "范例市", "示例市河东开发区管委会",
     "范例食品（示例）有限公司", "意向书", "食品加工", 5200, "河东开发区", "", "选址",
     "2026年12月", "张示例", "推进中"),
)  # fmt: skip


def main() -> None:
    """Write the workbook."""
    path = Path(__file__).with_name("register-zh.xlsx")
    book = Workbook()
    book.properties.created = book.properties.modified = datetime(2026, 11, 1)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "台账"
    total = ("合计", *[""] * 7, 74000.5)
    for row in ((TITLE,), (ABOVE,), GROUPS, NAMES, *ROWS, total,
                ("注：总投资以协议为准。",)):  # fmt: skip
        sheet.append([cell if cell != "" else None for cell in row])
    for cells in ("A1:O1", "A2:O2", "C3:D3", "E3:F3", "L3:O3", "A13:B13"):
        sheet.merge_cells(cells)
    for column in "ABGHIJK":
        sheet.merge_cells(f"{column}3:{column}4")
    for column in "ABCDEFGHIJK":
        sheet.merge_cells(f"{column}5:{column}6")
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["C9"].number_format = "General"
    book.save(path)


if __name__ == "__main__":
    main()
