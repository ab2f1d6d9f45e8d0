"""The sectors that come with the program, and how their codes are read."""

import re
from typing import NamedTuple

from dealtrack.model.words import Word


class Sections(NamedTuple):
    """The sections that a sector belongs to in each of the two classifications."""

    gb: tuple[str, ...]
    isic: tuple[str, ...]


def sections(code: str) -> Sections:
    """Read the *code* of a sector: ``C``, several as ``Q C``, and ``R H/R I`` for both.

    Before the stroke stand sections of GB/T 4754-2017, behind it those of ISIC Rev. 4;
    without one they are alike.  The first is the main one.  An office may write a division,
    group or class as well: ``C39``.
    """
    gb, stroke, isic = code.partition("/")
    own = _several(gb)
    return Sections(own, _several(isic) if stroke else own)


def is_code(code: str) -> bool:
    """Whether *code* is one: letters of sections, A to T and A to U, digits behind them."""
    gb, isic = sections(code)
    sound = [bool(re.fullmatch(r"[A-T]\d{0,4}", one)) for one in gb]
    return all([*sound, *(bool(re.fullmatch(r"[A-U]\d{0,4}", one)) for one in isic)])


def _several(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.split(r"[\s,，、]+", text.strip()))) if text.strip() else ()


# Where a sector takes from several sections, the main one comes first: medicine is made
# (C) and health is cared for (Q), tourism is sights, hotels and agencies.
USUAL = (
    Word(
        "digital-economy",
        "digital economy",
        "数字经济",
        ("digital", "数字", "互联网", "软件", "信息技术"),
        "I C/J C",
    ),
    Word(
        "artificial-intelligence",
        "artificial intelligence",
        "人工智能",
        ("AI", "robotics", "机器人"),
        "I C/J C",
    ),
    Word(
        "electronics",
        "electronics",
        "电子信息",
        ("电子", "芯片", "半导体", "semiconductors"),
        "C",
    ),
    Word("equipment", "equipment", "装备制造", ("装备", "机械", "高端装备", "machinery"), "C"),
    Word(
        "automotive",
        "automotive",
        "汽车及零部件",
        ("汽车", "汽车零部件", "cars", "vehicles"),
        "C",
    ),
    Word("new-materials", "new materials", "新材料", ("材料", "materials"), "C"),
    Word("energy", "energy", "能源", ("新能源", "电力", "power", "new energy"), "D B"),
    Word(
        "health",
        "health",
        "生命健康",
        ("医药", "生物医药", "医疗", "健康", "healthcare", "medicine"),
        "Q C",
    ),
    Word(
        "elderly-care",
        "elderly care",
        "养老",
        ("养老服务", "smart elderly care", "智慧养老"),
        "Q",
    ),
    Word("agriculture", "agriculture", "农业", ("farming", "现代农业"), "A"),
    Word("food", "food", "食品", ("食品加工",), "C"),
    Word("textiles", "textiles", "纺织服装", ("纺织", "服装", "textile"), "C"),
    Word("construction", "construction", "建筑", ("建筑业", "building", "建材"), "E C/F C"),
    Word(
        "logistics",
        "logistics",
        "物流",
        ("smart logistics", "智慧物流", "仓储", "transport"),
        "G/H",
    ),
    Word("trade", "trade", "商贸", ("贸易", "电商", "commerce"), "F/G"),
    Word("finance", "finance", "金融", ("金融业",), "J/K"),
    Word(
        "culture-tourism",
        "culture and tourism",
        "文化旅游",
        ("文旅", "旅游", "tourism", "culture", "文化"),
        "R H L N/R I N",
    ),
    Word("education", "education", "教育", ("AI education",), "P"),
    Word("research", "research", "科研", ("科技", "研发", "R&D", "science"), "M"),
    Word(
        "public-services",
        "public services",
        "公共服务",
        ("政务", "社会治理", "public administration"),
        "S N O/O E S",
    ),
    Word("diplomacy", "diplomacy", "对外交往", ("外事", "友城", "foreign affairs"), "S T/O U"),
    Word("other", "other", "其他", ("其它",), ""),
)
"""The sectors that come with the program, in the order in which they are listed."""
