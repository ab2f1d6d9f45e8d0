"""The words of the field, each sort with its names: kinds, sectors, statuses, states."""

from dealtrack.model.sectors import USUAL
from dealtrack.model.words import Vocabulary, Word

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
        Word("delayed", "delayed", "滞后", ("behind plan", "落后")),
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

SECTORS = Vocabulary("sector", USUAL)

MEASURES = Vocabulary(
    "measure",
    (
        Word(
            *("signed", "agreements signed", "签约项目"),
            ("agreements", "签约", "签约数", "签约项目数", "签约个数"),
        ),
        Word(
            *("amount", "amount signed", "签约金额"),
            ("amounts", "金额", "协议金额", "签约额", "签约资金", "协议资金", "合同金额"),
        ),
        Word(
            *("registered", "projects registered", "注册项目"),
            ("注册", "注册数", "注册项目数", "注册企业", "registrations"),
        ),
        Word(
            *("started", "projects started", "开工项目"),
            ("开工", "开工数", "开工项目数", "starts"),
        ),
        Word(
            *("completed", "projects completed", "竣工项目"),
            ("竣工", "竣工数", "竣工项目数", "completions"),
        ),
        Word(
            *("produced", "projects in production", "投产项目"),
            ("投产", "投产数", "投产项目数", "production", "in production"),
        ),
        Word(
            *("funds", "funds in place", "到位资金"),
            ("资金到位", "到位", "到位资金额", "实际到位资金", "funds arrived"),
        ),
    ),
)
"""What a year's work is measured by; the words for counts are those of the stages."""

COLOURS = Vocabulary(
    "colour",
    (
        Word(
            *("blue", "blue", "蓝色"),
            ("蓝", "蓝单"),
            "",
            *("The matter will soon be due.", "事项临近到期。"),
        ),
        Word(
            *("yellow", "yellow", "黄色"),
            ("黄", "黄单"),
            "",
            *("The matter is behind.", "事项进展滞后。"),
        ),
        Word(
            *("red", "red", "红色"),
            ("红", "红单"),
            "",
            *("The matter is overdue.", "事项已逾期。"),
        ),
    ),
)
"""The colours of slips, the mildest first."""
