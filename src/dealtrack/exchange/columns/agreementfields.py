"""What columns are called that tell of an agreement."""

from dealtrack.exchange.columns.field import Field

AGREEMENT = (
    Field(
        *("title", "title", "名称", "text"),
        "agreement | name | agreement name | name of agreement | name of the agreement | "
        "agreement title | common name | project | project name | subject | "
        "协议名称 | 项目名称 | 合同名称 | 协议 | 项目 | 合同 | 标题 | 协议标题 | 签约项目 | "
        "签约项目名称 | 合作项目 | 合作项目名称 | 协议（项目）名称 | 项目（协议）名称 | "
        "事项名称",
    ),
    Field(
        *("kind", "kind", "协议类型", "kind"),
        "type | type of agreement | agreement type | kind of agreement | category | "
        "类型 | 类别 | "
        "协议类别 | 合同类型 | 协议性质 | 签约类型 | 合作类型 | 合同类别",
    ),
    Field(
        *("signed", "signed", "签约日期", "day"),
        "date signed | signed on | signing date | signature | signature date | "
        "date of signature | date of signing | signature day | year signed | 签约时间 | "
        "签订时间 | "
        "签订日期 | 签署时间 | 签署日期 | 签约日 | 签定时间 | 签定日期 | 合同签订时间 | "
        "协议签订时间 | 合同签订日期 | 协议签订日期 | 时间 | 日期 | date",
    ),
    Field(
        *("expires", "expires", "届满日期", "day"),
        "expiry | expiry date | end date | valid until | expiration | expires on | "
        "有效期至 | "
        "到期时间 | 协议到期时间 | 合同到期日 | 期满日期 | 截止日期 | 终止日期 | 有效期",
    ),
    Field(
        *("place", "place", "签约地点", "text"),
        "location | place of signing | signed at | venue | city | 地点 | 签订地点 | "
        "签署地点 | "
        "签约地 | 活动地点",
    ),
    Field(
        *("parties", "parties", "签约方", "parties"),
        "party | signatories | members | membership | partners | counterparties | 各方 | "
        "签约单位 | 签约主体 | 签约双方 | 协议各方 | 协议双方 | 合作单位 | 参与方 | 缔约方 | "
        "签署方 | 签署单位 | party a | party b | party c | 甲方 | 乙方 | 丙方 | 丁方 | "
        "戊方 | "
        "甲方名称 | 乙方名称 | 甲方单位 | 乙方单位",
    ),
    Field(
        *("ours", "our side", "我方", "parties"),
        "ours | us | our party | government side | 我方单位 | 我方签约单位 | 政府方 | "
        "政府签约单位 | "
        "政府方签约单位 | 我方签约主体",
    ),
    Field(
        *("theirs", "their side", "对方", "parties"),
        "theirs | partner | company | investor | counterparty | client | other side | "
        "合作方 | "
        "对方单位 | 对方签约单位 | 合作企业 | 企业 | 企业名称 | 投资方 | 投资主体 | "
        "投资单位 | "
        "投资企业 | 客商 | 客商名称 | 签约企业 | 企业方 | 外方 | 合作对象 | 投资商",
    ),
    Field(*("third", "third parties", "第三方", "parties"), "third party | guarantor | 担保方"),
    Field(
        *("witnesses", "witnesses", "见证人", "people"),
        "witness | witnessed by | 见证领导 | 见证 | 出席领导 | 见证人员",
    ),
    Field(
        *("sectors", "sectors", "行业", "sectors"),
        "sector | industry | industries | 产业 | 行业类别 | 产业类别 | 所属行业 | 所属产业 | "
        "行业领域 | 产业领域 | 行业分类 | 产业类型",
    ),
    Field(
        *("areas", "areas of cooperation", "合作领域", "texts"),
        "areas | area | fields of cooperation | 领域 | 合作内容 | 合作方向 | 主要领域",
    ),
    Field(
        *("amount", "amount", "金额", "amount"),
        "value | sum | investment | total investment | agreed investment | contract value | "
        "deal value | agreement amount | 投资额 | 投资总额 | 总投资 | 总投资额 | 协议金额 | "
        "合同金额 | 签约金额 | 协议投资额 | 计划总投资 | 协议总投资 | 合同额 | 签约额 | "
        "合同总额 | "
        "投资金额 | 计划投资 | 计划投资额 | 投资规模 | 协议资金",
    ),
    Field(
        *("currency", "currency", "币种", "text"),
        "money | currency code | 货币 | 货币种类 | 币别",
    ),
    Field(
        *("funds", "funds in place", "到位资金", "amount"),
        "funds | paid in | disbursed | 资金到位 | 实际到位资金 | 已到位资金 | 到位资金额 | "
        "累计到位资金 | 实到资金 | 已完成投资 | 累计完成投资",
    ),
    Field(
        *("funds_on", "day of the funds", "资金到位日期", "day"),
        "funds on | 资金到位时间 | 到位时间 | 到位日期",
    ),
    Field(
        *("stage", "stage", "阶段", "stage"),
        "phase | current stage | project stage | 项目阶段 | 当前阶段 | 目前阶段 | 所处阶段 | "
        "项目进度 | 进展阶段 | 目前状态",
    ),
    Field(*("planned", "planned stages", "计划阶段", "plan"), "各阶段计划"),
    Field(
        *("status", "status", "状态", "status"),
        "agreement status | project status | 协议状态 | 项目状态 | 履约状态 | 履约情况 | "
        "合同状态",
    ),
    Field(
        *("status_on", "day of the status", "状态日期", "day"),
        "status on | status date | 终止时间 | 状态时间",
    ),
    Field(
        *("unit", "unit", "责任单位", "text"),
        "responsible unit | department | bureau | office | 牵头单位 | 牵头部门 | 责任部门 | "
        "主办单位 | 承办单位 | 主管部门 | 归口单位 | 承接单位 | 落户园区 | 责任主体",
    ),
    Field(
        *("owner", "owner", "责任人", "text"),
        "responsible | responsible person | person in charge | contact | contact person | "
        "in charge | 联系人 | 负责人 | 经办人 | 专班负责人 | 项目负责人 | 联络员 | "
        "包保责任人 | "
        "包抓领导 | 责任领导",
    ),
    Field(
        *("follows", "earlier cooperation", "前期合作", "text"),
        "background | follows | 前期合作情况 | 合作基础",
    ),
    Field(
        *("count", "number of papers", "份数", "number"),
        "papers | copies | 协议份数 | 协议数 | 签约数",
    ),
    Field(
        *("tags", "tags", "标签", "texts"), "tag | labels | label | keywords | 标记 | 关键词"
    ),
    Field(
        *("notes", "notes", "进展", "notes"),
        "note | remarks | remark | comments | comment | progress | latest progress | "
        "备注 | 说明 | "
        "进展情况 | 最新进展 | 工作进展 | 项目进展 | 目前进展 | 推进情况 | 落实情况 | "
        "进度情况 | "
        "项目进展情况 | 目前进展情况 | 履约进展",
    ),
    Field(
        *("problems", "problems", "存在问题", "notes"),
        "problem | issues | issue | blockers | 问题 | 困难问题 | 存在困难 | 存在的问题 | "
        "主要问题 | "
        "需协调问题 | 需要协调解决的问题 | 存在问题及困难",
    ),
    Field(
        *("source", "source", "来源", "source"),
        "url | link | website | reference | text url | 出处 | 信息来源 | 网址 | 链接 | "
        "资料来源",
    ),
    Field(
        *("implements", "implements", "落实的协议", "link"),
        "implements agreement | 框架协议编号",
    ),
    Field(
        *("supplements", "supplements", "补充的协议", "link"),
        "base agreement | base treaty | amends | 原协议编号 | 主合同编号 | 主协议编号",
    ),
    Field(*("renews", "renews", "续签的协议", "link"), "renewal of | 续签协议编号"),
    Field(*("supersedes", "supersedes", "替代的协议", "link"), "replaces | 被替代协议编号"),
)
