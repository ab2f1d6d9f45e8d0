"""The words of tables: what they say of a state, a stage or a status, and of parties."""

from dealtrack.model.words import folded

STATE_WORDS = {
    **dict.fromkeys(
        ("未完成", "未开始", "未启动", "逾期", "逾期未完成", "待启动", "否", "no"), "open"
    ),
    **dict.fromkeys(
        ("推进中", "正在推进", "进行中", "正在办理", "正在落实", "持续推进"), "in-progress"
    ),
    **dict.fromkeys(("已完成", "已落实", "是", "yes", "完成", "finished", "complete"), "done"),
    **dict.fromkeys(("已取消", "不再推进", "终止"), "cancelled"),
}
"""What tables say of a task besides the names of states; overdue follows from its due day."""

STAGE_WORDS = {
    **dict.fromkeys(("拟签约", "跟踪洽谈", "在谈项目", "对接中"), "negotiating"),
    **dict.fromkeys(("已签协议", "签约未开工", "已签"), "signed"),
    **dict.fromkeys(("在建项目", "开工建设", "建设中", "已动工"), "started"),
    **dict.fromkeys(("建成", "已建成", "完工", "已完工"), "completed"),
    **dict.fromkeys(("建成投产", "试生产", "已投产运营", "投产运营"), "in-production"),
    **dict.fromkeys(("已达产", "达产达效"), "full-capacity"),
}
"""What tables say of a stage besides the names of the stages."""

STATUS_WORDS = {
    **dict.fromkeys(("正常推进", "推进中", "履约中", "in force", "active", "有效"), "ongoing"),
    **dict.fromkeys(("已终止", "已解约", "终止合作", "cancelled", "作废"), "terminated"),
    **dict.fromkeys(("已履约", "履行完毕", "已完成"), "fulfilled"),
    **dict.fromkeys(("暂停推进", "中止"), "suspended"),
}
"""What tables say of a status besides the names of the statuses."""

ROLES = {
    **{
        folded(f"{sign}方{rest}"): f"{sign}方"
        for sign in "甲乙丙丁戊"
        for rest in ("", "名称", "单位")
    },
    **{folded(f"party {sign}"): f"Party {sign}" for sign in "ABCDE"},
}
"""The role of a party, by the folded name of its column."""
