"""How far an agreement has come: the stages, their order, and what each implies."""

from dealtrack.model.words import Vocabulary, Word

STAGES = Vocabulary(
    "stage",
    (
        Word(
            "planned",
            "planned",
            "谋划",
            (),
            "",
            "Being prepared; no talks yet.",
            "项目谋划中,尚未接洽。",
        ),
        Word(
            "negotiating",
            "negotiating",
            "洽谈",
            ("在谈", "negotiation"),
            "",
            "Talks with the other side are under way.",
            "双方正在洽谈。",
        ),
        Word(
            "signed", "signed", "签约", ("已签约",), "", "The paper is signed.", "协议已签署。"
        ),
        Word(
            "registered",
            "registered",
            "注册",
            ("已注册", "工商注册"),
            "",
            "The project company is registered here.",
            "项目公司已在本地完成工商注册。",
        ),
        Word(
            "started",
            "started",
            "开工",
            ("已开工", "under construction", "在建"),
            "",
            "Construction, fitting-out or installation has begun.",
            "已开始土建、装修或设备安装。",
        ),
        Word(
            "completed",
            "completed",
            "竣工",
            ("已竣工",),
            "",
            "Construction is finished and accepted.",
            "建设内容完成并通过验收。",
        ),
        Word(
            "in-production",
            "in production",
            "投产",
            ("已投产", "production"),
            "",
            "Goods or services are being produced.",
            "已开始生产或运营。",
        ),
        Word(
            "full-capacity",
            "full capacity",
            "达产",
            ("已达产",),
            "",
            "Output has reached what the agreement planned.",
            "产出达到协议约定规模。",
        ),
        Word(
            "in-progress",
            "in progress",
            "推进中",
            ("推进", "implementing", "实施中"),
            "",
            "What was agreed is being carried out.",
            "协议事项正在落实。",
        ),
        Word(
            "fulfilled",
            "fulfilled",
            "达成",
            ("已达成", "履行完毕", "已完成"),
            "",
            "What was agreed has been done.",
            "协议事项全部落实。",
        ),
    ),
)

PROJECT_TRACK = (
    "planned",
    "negotiating",
    "signed",
    "registered",
    "started",
    "completed",
    "in-production",
    "full-capacity",
)
SHORT_TRACK = ("planned", "negotiating", "signed", "in-progress", "fulfilled")
BEFORE_SIGNING = ("planned", "negotiating")

SHORT_KINDS = ("strategic", "friendship", "memorandum", "intent", "framework")
"""The kinds of agreements that are no building projects."""


def track_of(kind: str) -> tuple[str, ...]:
    """Return the stages that an agreement of *kind* usually passes, first to last."""
    return SHORT_TRACK if kind in SHORT_KINDS else PROJECT_TRACK


def implied_by(stage: str) -> tuple[str, ...]:
    """Return the stages that reaching *stage* implies, itself last.

    Source: reaching a later stage implies the earlier ones of its track.
    """
    track = PROJECT_TRACK if stage in PROJECT_TRACK else SHORT_TRACK
    return track[: track.index(stage) + 1]


def rank(stage: str) -> int:
    """Return how far along its track *stage* is, comparable between the tracks.

    Both tracks end equally far: with everything that was agreed.
    """
    return len(PROJECT_TRACK if stage == SHORT_TRACK[-1] else implied_by(stage))
