"""Chinese names, found by the letters that people type for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealtrack.report.alike.pinyin import is_pinyin, matches, syllables

FOUND = [
    ("txy", "腾讯云"),
    ("TXY", "腾讯云"),
    ("tengxunyun", "腾讯云"),
    ("tengxun", "腾讯云计算（北京）有限责任公司"),
    ("tengxy", "腾讯云"),
    ("tengxuny", "腾讯云"),
    ("tx", "深圳市腾讯计算机系统有限公司"),
    ("cq", "重庆市人民政府"),
    ("chongqing", "重庆市人民政府"),
    ("chq", "重庆市人民政府"),
    ("cs", "长沙市人民政府"),
    ("changsha", "长沙市人民政府"),
    ("xm", "厦门港务"),
    ("gsyh", "中国工商银行"),
    ("zs", "张三"),
    ("zhangs", "张三"),
    ("tclkj", "TCL科技"),
    ("txy", "騰訊雲"),
]

MISSED = [
    ("zq", "重庆市人民政府"),
    ("zs", "长沙市人民政府"),
    ("zhs", "长沙市人民政府"),
    ("tyx", "腾讯云"),
    ("txyun2", "腾讯云"),
    ("tengxunyunx", "腾讯云"),
    ("engxun", "腾讯云"),
    ("txy", "Tencent Cloud"),
]


@pytest.mark.parametrize(("word", "name"), FOUND)
def test_initials_and_syllables_spell_a_name(word: str, name: str) -> None:
    assert is_pinyin(word)
    assert matches(word, name)


@pytest.mark.parametrize(("word", "name"), MISSED)
def test_other_letters_do_not(word: str, name: str) -> None:
    assert not matches(word, name)


@pytest.mark.parametrize("word", ["t", "tx1", "腾x", "t-x", "", "é"])
def test_only_letters_of_the_alphabet_are_pinyin(word: str) -> None:
    assert not is_pinyin(word)


@given(st.text("腾讯云重庆长沙银行科技金华义乌优必选", min_size=2, max_size=6), st.data())
def test_any_way_to_begin_the_syllables_finds_the_name(name: str, data: st.DataObject) -> None:
    chosen = [data.draw(st.sampled_from(sorted(said))) for said in syllables(name)]
    word = "".join(data.draw(st.sampled_from((said, said[0]))) for said in chosen)

    assert matches(word, name)
