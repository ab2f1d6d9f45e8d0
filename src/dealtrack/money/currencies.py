"""The currencies of ISO 4217 that offices meet, and what people call them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Currency(NamedTuple):
    """A currency: its code, and its name in English and in Chinese."""

    code: str
    english: str
    chinese: str


_TABLE = """
AED UAE dirham|阿联酋迪拉姆
ARS Argentine peso|阿根廷比索
AUD Australian dollar|澳元
BDT Bangladeshi taka|孟加拉塔卡
BGN Bulgarian lev|保加利亚列弗
BHD Bahraini dinar|巴林第纳尔
BND Brunei dollar|文莱元
BRL Brazilian real|巴西雷亚尔
BYN Belarusian rouble|白俄罗斯卢布
CAD Canadian dollar|加元
CHF Swiss franc|瑞士法郎
CLP Chilean peso|智利比索
CNY yuan|元
COP Colombian peso|哥伦比亚比索
CZK Czech koruna|捷克克朗
DKK Danish krone|丹麦克朗
DZD Algerian dinar|阿尔及利亚第纳尔
EGP Egyptian pound|埃及镑
ETB Ethiopian birr|埃塞俄比亚比尔
EUR euro|欧元
GBP pound sterling|英镑
GEL Georgian lari|格鲁吉亚拉里
GHS Ghanaian cedi|加纳塞地
HKD Hong Kong dollar|港元
HUF forint|匈牙利福林
IDR rupiah|印尼盾
ILS shekel|以色列谢克尔
INR Indian rupee|印度卢比
IQD Iraqi dinar|伊拉克第纳尔
IRR Iranian rial|伊朗里亚尔
JPY yen|日元
KES Kenyan shilling|肯尼亚先令
KGS Kyrgyz som|吉尔吉斯斯坦索姆
KHR riel|柬埔寨瑞尔
KRW won|韩元
KWD Kuwaiti dinar|科威特第纳尔
KZT tenge|哈萨克斯坦坚戈
LAK kip|老挝基普
LKR Sri Lankan rupee|斯里兰卡卢比
MAD Moroccan dirham|摩洛哥迪拉姆
MMK kyat|缅元
MNT tugrik|蒙古图格里克
MOP pataca|澳门元
MXN Mexican peso|墨西哥比索
MYR ringgit|林吉特
NGN naira|奈拉
NOK Norwegian krone|挪威克朗
NPR Nepalese rupee|尼泊尔卢比
NZD New Zealand dollar|新西兰元
OMR Omani rial|阿曼里亚尔
PEN Peruvian sol|秘鲁索尔
PHP Philippine peso|菲律宾比索
PKR Pakistani rupee|巴基斯坦卢比
PLN zloty|波兰兹罗提
QAR Qatari riyal|卡塔尔里亚尔
RON Romanian leu|罗马尼亚列伊
RSD Serbian dinar|塞尔维亚第纳尔
RUB Russian rouble|卢布
SAR Saudi riyal|沙特里亚尔
SEK Swedish krona|瑞典克朗
SGD Singapore dollar|新加坡元
THB baht|泰铢
TJS somoni|索莫尼
TRY Turkish lira|土耳其里拉
TWD New Taiwan dollar|新台币
TZS Tanzanian shilling|坦桑尼亚先令
UAH hryvnia|格里夫纳
USD US dollar|美元
UZS Uzbek sum|乌兹别克斯坦苏姆
VND dong|越南盾
ZAR rand|南非兰特
"""

_ALSO = {
    "CNY": "¥ cny¥ cn¥ rmb rmb¥ renminbi 人民币 元人民币 人民币元 圆",
    "USD": "$ us$ usd$ dollar dollars 美金",
    "EUR": "€ euros",
    "GBP": "£ pound pounds sterling",
    "JPY": "jp¥ jpy¥ 日圆 円",
    "HKD": "hk$ hkd$ 港币 港圆",
    "TWD": "nt$ 台币",
    "KRW": "₩ 韩币 韩圆",
    "SGD": "s$ 新币 新元",
    "AUD": "a$ au$ 澳币",
    "CAD": "c$ ca$ 加币",
    "NZD": "nz$ 纽币",
    "INR": "₹",
    "RUB": "₽ rouble roubles ruble rubles",
    "THB": "฿",
    "VND": "₫",
    "PHP": "₱",
    "ILS": "₪",
    "TRY": "₺",
    "UAH": "₴",
    "NGN": "₦",
    "KZT": "₸",
    "MYR": "rm 马币",
    "MOP": "mop$ 澳门币",
}


def _row(line: str) -> Currency:
    english, chinese = line[4:].split("|")
    return Currency(line[:3], english, chinese)


CURRENCIES: Mapping[str, Currency] = MappingProxyType(
    {line[:3]: _row(line) for line in _TABLE.strip().splitlines()}
)
"""By code."""


_CODES = {
    name: code
    for code, (_code, english, chinese) in CURRENCIES.items()
    for name in (code.lower(), english.lower(), f"{english.lower()}s", chinese)
} | {name: code for code, names in _ALSO.items() for name in names.split()}


def find_currency(name: str) -> str | None:
    """Return the code of the currency that people call *name*, in lower case."""
    return _CODES.get(name)
