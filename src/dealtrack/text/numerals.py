"""Numbers written in Chinese characters, of speech and of contracts, as plain ones.

``六十``, ``一百零五``, ``三亿五千万``, ``十二点五亿``, ``壹佰贰拾万``.  What people say
short and hear in two ways, such as ``一百二`` or ``三五``, is no number here.
"""

import re

_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGIT = "[一二两三四五六七八九]"
_ANY = "零〇一二两三四五六七八九"
_FORMAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟兩", "一二二三三四五六六七八九十百千两")

_RUN = rf"[{_ANY}十百千万亿点]+"
_HEARD_IN_TWO_WAYS = rf"[百千万亿]{_DIGIT}(?![十百千])"
_WITH_POINT = rf"([^点]+)点([{_ANY}]+)([十百千万亿]*)"
_BELOW_TEN_THOUSAND = (
    rf"(?:({_DIGIT})千)?零?(?:({_DIGIT})百)?零?(?:({_DIGIT}?)(十))?零?({_DIGIT})?"
)


def read_chinese(run: str) -> int | None:
    """Return the whole number that *run* spells in characters; None if it is none."""
    plain = run.translate(_FORMAL).replace("〇", "零")
    if re.search(_HEARD_IN_TWO_WAYS, plain) or (plain != "零" and plain.endswith("零")):
        return None
    return _value(plain)


def in_digits(text: str) -> str:
    """Return *text* with the first number in characters as digits: ``100亿元`` for 一百亿元.

    A text with plain digits stays as it is: there 亿 is a unit, and no number.
    """
    if text.isascii() or re.search(r"\d", text):
        return text
    return re.sub(_RUN, lambda run: _spelled(run.group()), text.translate(_FORMAL), count=1)


def _spelled(run: str) -> str:
    found = re.fullmatch(_WITH_POINT, run)
    whole = read_chinese(found[1] if found else run)
    if whole is None:
        return run
    digits = "".join(str(_DIGITS[one]) for one in found[2]) if found else ""
    return f"{whole}.{digits}{found[3]}" if found else str(whole)


def _value(run: str) -> int | None:
    for mark, worth in (("亿", 10**8), ("万", 10**4)):
        head, is_there, tail = run.rpartition(mark)
        if is_there:
            many, rest = _value(head), _value(tail.removeprefix("零")) if tail else 0
            return None if not many or rest is None or rest >= worth else many * worth + rest
    found = re.fullmatch(_BELOW_TEN_THOUSAND, run)
    if not (run and found):
        return None
    thousands, hundreds, tens, ten, ones = found.groups(default="")
    more = _DIGITS.get(tens, 1) if ten else 0
    return (
        _DIGITS.get(thousands, 0) * 1000
        + _DIGITS.get(hundreds, 0) * 100
        + more * 10
        + _DIGITS.get(ones, 0)
    )
