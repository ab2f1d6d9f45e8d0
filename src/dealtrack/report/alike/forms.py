"""The parts of a name that are often left out or written otherwise: forms, seats, fillers."""

import re

CHINESE_FORM = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|股份公司|总公司|(?<![分子])公司|有限合伙|合伙企业)$"
)
"""The legal form at the end of a Chinese name."""

GROUP = re.compile(r"集团$")

COMMITTEE = re.compile(r"(?<=[区园港城])管委会$")
"""A zone signs under its own name or under that of its committee."""

ZONE = re.compile(r"(?:经济开发区|经开区|高新区|开发区)$")
"""What kind of zone it is, which people leave out: 开发区."""

LATIN_FORMS = {
    **dict.fromkeys(("ltd", "limited"), "limited"),
    **dict.fromkeys(("inc", "incorporated", "corp", "corporation"), "corporation"),
    **dict.fromkeys(("co", "company"), ""),
    **dict.fromkeys(("gmbh", "mbh"), "gmbh"),
    **{word: word for word in ("llc", "llp", "plc", "ag", "sa", "se", "bv", "nv", "ab")},
    **{word: word for word in ("oy", "spa", "srl", "sarl", "kg", "kk", "pty", "pte", "bhd")},
}
"""The words of a legal form, and the family of each; some only say that it is a company."""

GROUPS = {"group"}

SKIPPED = {"the", "of", "and", "for"}

INSTITUTIONS = {
    *("university", "college", "institute", "academy", "school", "hospital", "embassy"),
    *("ministry", "department", "bureau", "office", "government", "committee", "commission"),
    *("council", "administration", "province", "county", "district", "zone", "chamber"),
}
"""Words of offices, which may stand before or behind what they are of."""

_OFFICIAL = {"people", "peoples", "municipal", "municipality", "city"}
"""What the name of a government may leave out."""

SAME = (
    ("管理委员会", "管委会"),
    ("人民政府", "政府"),
    ("经济技术开发区", "经开区"),
    ("高新技术产业开发区", "高新区"),
    ("中国共产党", "中共"),
    ("责任有限公司", "有限责任公司"),
)
"""What is written in full or short."""

USUAL = re.compile(
    r"(?:科技|技术|信息|计算机|计算|系统|网络|软件|电子|智能|数码|数字|通信|实业|工业|产业|医药"
    r"|制药|制造|发展|控股|投资|国际|股份|集团|企业|工程|建设|设备|贸易|商贸|服务|咨询|管理"
    r"|城市|文化|传媒|开发|置业|能源|中国)+"
)
"""Words that very many companies add to what they are called by."""

USUAL_WORDS = {
    *("technology", "technologies", "tech", "systems", "software", "industries", "industry"),
    *("industrial", "international", "holding", "holdings", "group", "solutions", "services"),
    *("digital", "information", "network", "networks", "electronics", "enterprise"),
    *("enterprises", "investment", "investments", "development", "trading", "china"),
}

FILLERS = str.maketrans("", "", "的之与和及暨")

NUMERALS = frozenset("0123456789一二三四五六七八九十百千零〇两")

PINYIN = re.compile(r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]{1,3}(?:ng|n|r)?)+")
"""A Chinese word in Latin letters, in which one letter makes another place or person."""


def is_official(words: tuple[str, ...]) -> bool:
    """Whether *words* name a government."""
    return "government" in words


def shortened(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the *words* of a government without those that may be left out."""
    return tuple(word for word in words if word not in _OFFICIAL)


_ORDINAL = re.compile(r"第([一二三四五六七八九十]{1,3})")
_DIGIT = {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)}


def with_digits(text: str) -> str:
    """Return *text* with its ordinals in digits: 第十二中学 is 第12中学."""
    return _ORDINAL.sub(lambda found: f"第{_number(found[1])}", text)


def _number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    return (_DIGIT.get(tens, 1) * 10 if ten else 0) + _DIGIT.get(ones, 0)


_TRADITIONAL = (
    "騰訊雲網絡電腦資訊軟體計機構華東廣開發區園業實產職務務財務團國際貿易長沙"
    "與聯盟協會學應術醫藥車輛製造銀行證券險億萬邁達運輸鐵路龍鳳麗義烏寧灣門島"
    "縣鄉鎮廳勞動衛環態農糧紡織創設備儀錶數據庫點線總經營銷傳媒藝節衞遼陝滬鄭"
    "歐亞韓馬陸錢趙孫張陳劉楊黃吳馮鄧蔣葉蘇盧譚賴鍾嚴興飛視聽讀寫測繪標誌準檢驗鑒"
    "礦鋼鋁銅錫鎢鹽氣熱壓閥軸電纜光學鏡頭顯個體為時來後員場塊報紙書圖館價優選賓館"
)
_SIMPLIFIED = (
    "腾讯云网络电脑资讯软体计机构华东广开发区园业实产职务务财务团国际贸易长沙"
    "与联盟协会学应术医药车辆制造银行证券险亿万迈达运输铁路龙凤丽义乌宁湾门岛"
    "县乡镇厅劳动卫环态农粮纺织创设备仪表数据库点线总经营销传媒艺节卫辽陕沪郑"
    "欧亚韩马陆钱赵孙张陈刘杨黄吴冯邓蒋叶苏卢谭赖钟严兴飞视听读写测绘标志准检验鉴"
    "矿钢铝铜锡钨盐气热压阀轴电缆光学镜头显个体为时来后员场块报纸书图馆价优选宾馆"
)
SIMPLER = str.maketrans(dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True)))
"""Traditional characters that names of organisations are made of, as simplified ones."""
