"""The fixed words of the field: kinds, sectors, stages, states, and their names.

Each word has a key (the API: stored, asked for, printed in JSON), a name in
each language, and synonyms that people may type instead.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from dealtrack.text import language


class Word(NamedTuple):
    """One word: its key, its two names, and what else it is called."""

    key: str
    en: str
    zh: str
    synonyms: tuple[str, ...] = ()
    code: str = ""
    meaning_en: str = ""
    meaning_zh: str = ""

    @property
    def name(self) -> str:
        """The word in the language spoken now."""
        return self.zh if language() == "zh" else self.en

    @property
    def meaning(self) -> str:
        """Its definition in the language spoken now, empty if it needs none."""
        return self.meaning_zh if language() == "zh" else self.meaning_en


class Vocabulary:
    """Words of one sort, in their order, found by key, name or synonym."""

    def __init__(self, sort: str, words: Iterable[Word]) -> None:
        self.sort = sort
        self.usual = tuple(words)
        self.adopt(self.usual)

    def adopt(self, words: Iterable[Word]) -> None:
        """Take *words* instead: an office speaks of its own sectors and stages.

        Like the language, this is chosen once, when the program starts; the words
        that came with the program stay in *usual*.  A name goes before a synonym of
        another word, and a key before a name.
        """
        self.words = tuple(words)
        self._by_key = {word.key: word for word in self.words}
        synonyms = ((synonym, w.key) for w in self.words for synonym in w.synonyms)
        names = ((name, w.key) for w in self.words for name in (w.zh, w.en))
        keys = ((key, key) for key in self._by_key)
        self._by_name = {folded(name): key for name, key in (*synonyms, *names, *keys)}

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> Word:
        return self._by_key[key]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key, in order."""
        return tuple(self._by_key)

    @property
    def choices(self) -> tuple[str, ...]:
        """What to offer for typing, in order: the keys, to readers of Chinese the names."""
        return tuple(w.zh for w in self.words) if language() == "zh" else self.keys

    def find(self, text: str) -> str | None:
        """Return the key that *text* names, if it names one."""
        return self._by_name.get(folded(text))

    def name(self, key: str) -> str:
        """Return the name of *key* in the language spoken now; an unknown key is its own."""
        word = self._by_key.get(key)
        return word.name if word else key

    def nearest(self, text: str, most: int = 3) -> tuple[str, ...]:
        """Return the keys whose names are closest to *text*, to offer for a misspelled one."""
        from difflib import get_close_matches  # noqa: PLC0415 -- 6 ms, wanted only after a slip

        cutoff = 0.6 if text.isascii() else 0.5  # 能原 shares one character of two with 能源
        close = get_close_matches(folded(text), self._by_name, n=most, cutoff=cutoff)
        return tuple(dict.fromkeys(self._by_name[name] for name in close))


def folded(text: str) -> str:
    """Return *text* as names are compared: no case, width, spaces, hyphens or underscores."""
    plain = normalize("NFKC", text).casefold()
    return "".join(plain.split()).replace("-", "").replace("_", "")


BINDINGS = Vocabulary(
    "binding",
    (
        Word("intent", "intent", "意向"),
        Word("agreement", "agreement", "协议"),
        Word("contract", "contract", "合同"),
    ),
)

KINDS = Vocabulary(
    "kind",
    (
        Word("intent", "letter of intent", "意向书", ("意向协议", "LOI", "意向")),
        Word(
            "memorandum",
            "memorandum",
            "备忘录",
            ("MoU", "合作备忘录", "memorandum of understanding"),
        ),
        Word("framework", "framework agreement", "框架协议", ("框架", "合作框架协议")),
        Word(
            "strategic",
            "strategic cooperation agreement",
            "战略合作协议",
            ("战略合作", "战略协议", "战略", "strategic cooperation", "strategic agreement"),
        ),
        Word("cooperation", "cooperation agreement", "合作协议", ("合作",)),
        Word(
            "contract",
            "contract",
            "正式合同",
            ("合同", "投资协议", "投资合同", "investment contract", "investment agreement"),
        ),
        Word("supplementary", "supplementary agreement", "补充协议", ("补充", "supplement")),
        Word(
            "capital-increase",
            "capital increase agreement",
            "增资扩产协议",
            ("增资", "增资协议", "capital increase"),
        ),
        Word(
            "friendship",
            "friendship memorandum",
            "友好交流备忘录",
            ("友好", "友城", "friendship agreement"),
        ),
    ),
)

BINDING_OF = {
    "intent": "intent",
    "memorandum": "intent",
    "friendship": "intent",
    "framework": "agreement",
    "strategic": "agreement",
    "cooperation": "agreement",
    "supplementary": "agreement",
    "contract": "contract",
    "capital-increase": "contract",
}

SIDES = Vocabulary(
    "side",
    (
        Word("ours", "ours", "我方", ("政府", "政府方", "our side", "government")),
        Word("theirs", "theirs", "对方", ("企业", "企业方", "their side", "company")),
        Word("third", "third party", "第三方", ("其他方", "third side")),
    ),
)

STATUSES = Vocabulary(
    "status",
    (
        Word("ongoing", "ongoing", "正常"),
        Word("suspended", "suspended", "暂缓", ("暂停",)),
        Word("terminated", "terminated", "终止", ("解约",)),
        Word("fulfilled", "fulfilled", "达成", ("完成", "履约")),
        Word("expired", "expired", "到期", ("届满",)),
    ),
)

STATES = Vocabulary(
    "state",
    (
        Word("open", "open", "待办", ("未办", "to do", "todo")),
        Word("in-progress", "in progress", "办理中", ("started", "doing", "在办")),
        Word("waiting", "waiting", "受阻", ("blocked",)),
        Word("submitted", "submitted", "待审核", ("待审", "in review")),
        Word("done", "done", "已办结", ("办结", "closed", "完成")),
        Word("cancelled", "cancelled", "撤销", ("canceled", "取消")),
    ),
)

PROMISE_STATES = Vocabulary(
    "promise",
    (
        Word("not-due", "not due", "未到期"),
        Word("unmet", "condition not met", "未达兑现条件", ("conditional", "未达条件")),
        Word("due", "due", "应兑现"),
        Word("overdue", "overdue", "逾期未兑现", ("逾期",)),
        Word("met", "condition met", "已达条件"),
        Word("partly", "partly honoured", "部分兑现"),
        Word("honoured", "honoured", "已兑现", ("honored", "兑现")),
        Word("waived", "waived", "免除"),
    ),
)

PRIORITIES = Vocabulary(
    "priority",
    (
        Word("high", "high", "高", ("urgent", "紧急", "重要", "H")),
        Word("normal", "normal", "中", ("普通", "一般", "N", "medium")),
        Word("low", "low", "低", ("L",)),
    ),
)

RELATIONS = Vocabulary(
    "relation",
    (
        Word("implements", "implements", "落实"),
        Word("supplements", "supplements", "补充"),
        Word("renews", "renews", "续签"),
        Word("supersedes", "supersedes", "替代"),
    ),
)

# Codes: sections of GB/T 4754-2017 and, alike in the letters used here, ISIC Rev. 4,
# written "GB/ISIC" where the two differ.
SECTORS = Vocabulary(
    "sector",
    (
        Word(
            "digital-economy",
            "digital economy",
            "数字经济",
            ("digital", "数字", "互联网", "软件", "信息技术"),
            "I/J",
        ),
        Word(
            "artificial-intelligence",
            "artificial intelligence",
            "人工智能",
            ("AI", "robotics", "机器人"),
            "I/J",
        ),
        Word(
            "electronics",
            "electronics",
            "电子信息",
            ("电子", "芯片", "半导体", "semiconductors"),
            "C",
        ),
        Word(
            "equipment", "equipment", "装备制造", ("装备", "机械", "高端装备", "machinery"), "C"
        ),
        Word(
            "automotive",
            "automotive",
            "汽车及零部件",
            ("汽车", "汽车零部件", "cars", "vehicles"),
            "C",
        ),
        Word("new-materials", "new materials", "新材料", ("材料", "materials"), "C"),
        Word("energy", "energy", "能源", ("新能源", "电力", "power", "new energy"), "D"),
        Word(
            "health",
            "health",
            "生命健康",
            ("医药", "生物医药", "医疗", "健康", "healthcare", "medicine"),
            "Q",
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
        Word("construction", "construction", "建筑", ("建筑业", "building", "建材"), "E/F"),
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
            "R",
        ),
        Word("education", "education", "教育", ("AI education",), "P"),
        Word("research", "research", "科研", ("科技", "研发", "R&D", "science"), "M"),
        Word(
            "public-services",
            "public services",
            "公共服务",
            ("政务", "社会治理", "public administration"),
            "S/O",
        ),
        Word("diplomacy", "diplomacy", "对外交往", ("外事", "友城", "foreign affairs"), "T/U"),
        Word("other", "other", "其他", ("其它",), ""),
    ),
)
