"""Which names are one organisation's, pair by pair: what is proposed has to be worth a look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.report.alike import likeness, nearest, pairs

SAME = [
    # The same words, otherwise written
    ("腾讯云计算（北京）有限责任公司", "腾讯云计算(北京)有限责任公司", "written"),
    ("ＴＣＬ科技集团股份有限公司", "TCL科技集团股份有限公司", "written"),
    ("騰訊雲", "腾讯云", "written"),
    ("廣東發展銀行", "广东发展银行", "written"),
    ("金华市人民政府", "金华市政府", "written"),
    ("金华市政府", "浙江省金华市人民政府", "written"),
    ("深圳市优必选科技股份有限公司", "深圳优必选科技股份有限公司", "written"),
    ("金义新区管理委员会", "金义新区管委会", "written"),
    ("金华经济技术开发区", "金华市经济技术开发区", "written"),
    ("金华经济技术开发区", "金华经开区", "written"),
    ("宁波高新技术产业开发区管理委员会", "宁波高新区管委会", "written"),
    ("中共金华市委", "金华市委", "written"),
    ("市第十二中学", "市第12中学", "written"),
    ("优必选（UBTECH）", "优必选", "written"),
    ("浙江省商务厅", "浙江商务厅", "written"),
    ("Tencent Cloud", "TENCENT  CLOUD", "written"),
    ("Tencent Cloud", "Tencent-Cloud", "written"),
    ("Johnson & Johnson", "Johnson and Johnson", "written"),
    ("Ubtech Robotics Corp., Ltd.", "UBTECH Robotics Corp Ltd", "written"),
    ("Forinstance Energy S.A.", "Forinstance Energy SA", "written"),
    # The legal form is another one, or left out
    ("腾讯云计算（北京）有限责任公司", "腾讯云计算（北京）有限公司", "form"),
    ("比亚迪股份有限公司", "比亚迪", "form"),
    ("比亚迪有限公司", "比亚迪股份有限公司", "form"),
    ("海尔集团公司", "海尔集团有限公司", "form"),
    ("海尔集团", "海尔", "form"),
    ("金义新区管委会", "金义新区", "form"),
    ("Example Cloud", "Example Cloud Co., Ltd.", "form"),
    ("Example Cloud Limited", "Example Cloud Co., Ltd.", "form"),
    ("Siemens", "Siemens AG", "form"),
    ("Bosch GmbH", "Bosch", "form"),
    ("Haier Group", "Haier", "form"),
    ("Acme Inc.", "Acme Corporation", "form"),
    ("The Example Foundation", "Example Foundation", "form"),
    ("Dongyang Municipal People's Government", "Dongyang Government", "form"),
    ("Dongyang City Government", "Dongyang Municipal Government", "form"),
    # The city in front is left out
    ("深圳市腾讯计算机系统有限公司", "腾讯计算机系统有限公司", "seat"),
    ("江苏恒瑞医药股份有限公司", "恒瑞医药股份有限公司", "seat"),
    # What people say in short
    ("腾讯云", "腾讯云计算（北京）有限责任公司", "short"),
    ("优必选", "深圳市优必选科技股份有限公司", "short"),
    ("华为", "华为技术有限公司", "short"),
    ("云川开发区管委会", "云川经济技术开发区管理委员会", "short"),
    ("云川开发区", "云川经济开发区", "short"),
    ("Tencent", "Tencent Technology (Shenzhen) Company Limited", "short"),
    ("Ubtech", "Ubtech Technologies Inc.", "short"),
    # An office of the same words
    ("University of Oxford", "Oxford University", "order"),
    ("Ministry of Commerce", "Commerce Ministry", "order"),
    (
        "Management Committee of Jinyi New District",
        "Jinyi New District Management Committee",
        "order",
    ),
    # A slip of the keyboard
    ("优必选科技有限公司", "优必炫科技有限公司", "slip"),
    ("腾讯云计算有限公司", "腾迅云计算有限公司", "slip"),
    ("比方新能源有限公司", "比方新能原有限公司", "slip"),
    ("阿里巴巴集团", "阿里巴吧集团", "slip"),
    ("腾讯云计算有限公司", "腾讯云算计有限公司", "slip"),
    ("Siemens AG", "Siemans AG", "slip"),
    ("Ubtech Robotics", "Ubtech Robtics", "slip"),
    ("Forinstance New Energy", "Forinstnace New Energy", "slip"),
    ("Example Networks Ltd", "Example Network Ltd", "slip"),
]

OTHERS = [
    # Twins that differ by a number
    ("市第一中学", "市第二中学"),
    ("金华市第一中学", "金华市第三中学"),
    ("中建三局", "中建四局"),
    ("中铁十一局集团有限公司", "中铁十二局集团有限公司"),
    ("Plant 1", "Plant 2"),
    ("No. 1 Middle School", "No. 2 Middle School"),
    ("Holding 2025 Ltd", "Holding 2026 Ltd"),
    # Twins that differ by a place
    ("金华市人民政府", "义乌市人民政府"),
    ("伊春市人民政府", "宜春市人民政府"),
    ("福州市商务局", "抚州市商务局"),
    ("江苏省商务厅", "江西省商务厅"),
    ("江苏省人民政府", "苏州市人民政府"),
    ("金华市婺城区人民政府", "金华市金东区人民政府"),
    ("鼓楼区人民政府", "南京市鼓楼区人民政府"),
    ("腾讯云计算（北京）有限责任公司", "腾讯云计算（上海）有限责任公司"),
    ("西门子（中国）有限公司", "西门子有限公司"),
    ("北京银行", "南京银行"),
    ("云川经济开发区", "云川高新技术产业开发区"),
    ("云川开发区", "望澜经济开发区"),
    ("上海电气集团", "东方电气集团"),
    ("Henan Trading Co., Ltd.", "Hunan Trading Co., Ltd."),
    ("Hangzhou Machinery", "Changzhou Machinery"),
    ("Zhejiang University", "Zhanjiang University"),
    ("Shanxi Province", "Shaanxi Province"),
    ("Dongyang Municipal Government", "Dongyang County Government"),
    ("Siemens (China) Ltd.", "Siemens (India) Ltd."),
    # Parent and child, and what merely begins alike
    ("腾讯", "腾讯云"),
    ("Tencent", "Tencent Cloud"),
    ("Tencent", "Tencent Music Entertainment Group"),
    ("Siemens", "Siemens Energy AG"),
    ("吉利", "吉利汽车集团有限公司"),
    ("中国电信集团有限公司", "中国电信股份有限公司"),
    ("中国电信", "中国电建"),
    ("浙江大学", "浙江工业大学"),
    ("浙江大学", "浙江大学医学院附属第一医院"),
    ("金华市人民政府", "金华市人民政府办公室"),
    ("华为技术有限公司北京分公司", "华为技术有限公司"),
    ("工商银行义乌支行", "工商银行"),
    ("金华", "金华科技有限公司"),
    ("Example University", "Example University Hospital"),
    # Companies of different countries, or of different stock
    ("Siemens GmbH", "Siemens Inc."),
    ("Example AG", "Example Ltd."),
    ("Bank of China", "China Bank"),
    # Short names, in which one sign makes another name
    ("张江高科", "长江高科"),
    ("东方集团", "南方集团"),
    ("大华", "太华"),
    ("Nokia", "Nokla"),
    ("Marriott Group", "Barriott Group"),
    ("城市建设投资集团有限公司", "金华市城市建设投资集团有限公司"),
    ("北京科技有限公司", "科技有限公司"),
    ("优必选科技有限公司", "优必胜科技有限公司"),
    ("Example Cloud", "腾讯云"),
]


@pytest.mark.parametrize(("one", "other", "why"), SAME)
def test_one_organisation_in_two_spellings_is_seen(one: str, other: str, why: str) -> None:
    assert (likeness(one, other), likeness(other, one)) == (why, why)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_two_organisations_are_not_taken_for_one(one: str, other: str) -> None:
    assert (likeness(one, other), likeness(other, one)) == (None, None)


@pytest.mark.parametrize(("one", "other", "why"), SAME)
def test_what_is_alike_is_found_among_many(one: str, other: str, why: str) -> None:
    crowd = {name for pair in OTHERS for name in pair} - {one, other}

    assert other in nearest(one, [*crowd, other])
    assert (*sorted((one, other)), why) in set(pairs({*crowd, one, other}))


def test_the_surest_is_named_first() -> None:
    known = [
        "腾讯云计算（上海）有限公司",
        "腾讯云计算（北京）有限公司",
        "腾讯云计算(北京)有限责任公司",
    ]

    assert nearest("腾讯云计算（北京）有限责任公司", known) == (known[2], known[1])


PARTS = "腾讯 云计算 金华市 浙江省 第一 科技 有限公司 集团 （北京） Tencent Cloud Ltd. 2"
WORDS = st.lists(st.sampled_from(PARTS.split()), min_size=1, max_size=5).map("".join)


@given(st.sets(WORDS, max_size=12))
def test_pairs_are_what_two_by_two_would_find(names: set[str]) -> None:
    ordered = sorted(names)
    found = {
        (a, b, why)
        for at, a in enumerate(ordered)
        for b in ordered[at + 1 :]
        if (why := likeness(a, b))
    }

    assert set(pairs(names)) == found


@given(WORDS, WORDS)
def test_likeness_has_no_direction(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == "written"
