"""The grammar of days and of what comes again, as the documentation prints it.

It is the contract that the patterns of this package keep: a test makes sentences by it
and has every one of them read.
"""

DAYS = """
day         = calendar | around | counted ;

calendar    = calendar-en | calendar-zh ;
calendar-en = named-en | written | written-en | weekday-en | end-en ;
calendar-zh = named-zh | written-zh | weekday-zh | end-zh ;
named-en    = "today" | "tomorrow" | "yesterday" | [ "the " ] "day after tomorrow" ;
named-zh    = "今天" | "今日" | "明天" | "明日" | "后天" | "大后天" | "昨天" | "前天" ;

written     = year "-" month2 "-" day2 | year "/" month1 "/" day1 | year "." month1 "." day1
            | year month2 day2 ;
written-en  = month-name " " day1 [ ", " year ] | day1 " " month-name [ " " year ]
            | "the " ordinal | [ "the " ] ordinal " of " month-name
            | [ "the " ] ordinal " of " ( "this" | "next" | "last" ) " month" ;
written-zh  = year "年" month1 "月" day1 [ "日" | "号" ]
            | year-word "年" month1 "月" day1 [ "日" | "号" ]
            | month1 "月" day1 [ "日" | "号" ] | day1 ( "日" | "号" )
            | month-word "月" day1 ( "日" | "号" ) | [ ( year-word | year ) "年" ] feast ;
feast       = "元旦" | "劳动节" | "国庆节" | "五一" ;

weekday-en  = [ "on " ] name-en | "next " name-en | "next week"
            | name-en " " ( "this" | "next" | "last" ) " week"
            | [ "the " ] ( place-en | "last" ) " " ( name-en | "working day" ) " of " month-en ;
weekday-zh  = [ week-word ] name-zh
            | month-zh "第" place-zh "个" name-zh
            | month-zh "最后一个" ( name-zh | "工作日" ) ;
month-en    = "this month" | "next month" | month-name ;
month-zh    = "本月" | "下个月" | "下月" | month1 "月" ;

end-en      = "eow" | "eom" | "eoq" | "eoy"
            | [ "the " ] "end of " ( "this" | "next" | "last" ) " "
              ( "week" | "month" | "quarter" | "year" ) ;
end-zh      = [ "本" | "下" | "下个" ] ( "月" | "季" | "季度" ) ( "底" | "末" )
            | [ year-word "年" ] month1 "月" ( "底" | "末" )
            | ( "年" | "明年" | "明年年" ) ( "底" | "末" ) ;

around      = "by " calendar-en | ( month1 "月" day1 "日" | "月底" | "年底" ) "前" ;

counted     = "+" steps | anchor ( "+" | "-" ) steps | ( "in " | "within " ) steps-en
            | steps-en " " ( "ago" | "from now" | "later" )
            | steps-en " " ( "after" | "before" | "from" ) " " ( anchor-en | calendar-en )
            | steps-zh ( "后" | "之后" | "以后" | "内" | "之内" ) | working-zh | "半个月后"
            | anchor-zh ( "后" | "之日起" ) steps-zh [ "内" ]
            | anchor-zh steps-zh "后" | anchor-zh "前" steps-zh ;
steps       = count ( "d" | "w" | "m" | "y" | "wd" ) ;
steps-en    = count-en [ " and " count-en ] ;
count-en    = count " " ( "days" | "weeks" | "months" | "years" | "working days" )
            | ( "a" | "one" | "two" | "three" ) " " ( "day" | "week" | "month" ) ;
steps-zh    = count ( "天" | "周" | "个星期" | "个月" | "年" | "个工作日" )
            | "三天" | "十五天" | "两个半月" ;
working-zh  = count "个工作日" ;
anchor      = "signed" | "trip.end" | "trip.start" | "due" ;
anchor-en   = "signing" | "trip end" ;
anchor-zh   = "签约" | "签订" | "活动结束" | "到期" ;

year        = 1990..2100 ;
year-word   = "去" | "今" | "明" | "后" ;
month-word  = "上" | "本" | "下个" ;
month1      = 1..12 ;
month2      = 01..12 ;
day1        = 1..28 ;
day2        = 01..28 ;
count       = 1..99 ;
place-zh    = 1..4 ;
month-name  = "January" | "Feb" | "march" | "September" | "dec" ;
name-en     = "monday" | "Tue" | "Friday" | "sunday" ;
name-zh     = "周一" | "周五" | "星期三" | "礼拜日" | "周日" ;
week-word   = "上" | "本" | "这" | "下" | "下个" | "下下" ;
ordinal     = "1st" | "2nd" | "third" | "20th" | "twenty first" ;
place-en    = "first" | "second" | "3rd" | "fourth" ;
"""
"""Days, in EBNF (ISO/IEC 14977); ``1..12`` is any of these numbers."""

SERIES = """
recurrence  = series [ ( " until " | " till " ) ( end | end-en ) ]
            | series-zh [ ( "，至" | "，到" ) ( end | end-zh ) "止" ] ;
series      = "daily" | "weekly" | "fortnightly" | "monthly" | "quarterly"
            | "half-yearly" | "semi-annually" | "yearly" | "annually"
            | "every " unit | "once a " unit | "every other " ( unit | weekday-name )
            | "every " count2 " " ( "days" | "weeks" | "months" ) | "every " weekday-name
            | "every month on the " ( ordinal | "last working day" | "first " weekday-name )
            | "every " ordinal
            | [ "the " ] ( "last day" | "last working day" | "end" ) " of every " span
            | "every " [ "the " ] ( "last day" | "last working day" | "end" ) " of the " span
            | "every " ( "first " | "last " ) weekday-name " of the month"
            | "every " span " end"
            | ( "every year on " | "yearly on " ) ( month-name " " day1 | day1 " " month-name )
            | "the end of " month-name " every year" ;
series-zh   = "每天" | "每周" | "每月" | "每季度" | "每半年" | "每年" | "每" weekday-zh
            | "每" count2 ( "天" | "周" | "个月" ) | "每月" day1 ( "日" | "号" ) [ "前" ]
            | ( "每月" | "每季度" ) "最后一" ( "天" | "个工作日" ) | "每月底" | "每月月底"
            | "每月首个工作日" | "每月第" digit5 "个" weekday-zh
            | "每年" month1 "月" ( day1 "日" | "底" ) [ "前" ]
            | ( "隔" | "每隔一" ) ( "天" | "周" | "个月" ) | "双周"
            | ( "按" | "逐" ) ( "月" | "季度" | "年" )
            | ( "每" | "一" | "每两" ) ( "周" | "季度" | "年" ) "一次" ;
end         = year "-" month2 "-" day2 | year "-" month2 ;
end-en      = day1 " " month-name " " year | month-name " " year | "the end of " year ;
end-zh      = year "年" month1 "月" [ day1 "日" | "底" ] | year "年底" ;
unit        = "day" | "week" | "fortnight" | span ;
span        = "month" | "quarter" | "half-year" | "year" ;

year        = 2027..2100 ;
month2      = 01..12 ;
day1        = 1..28 ;
day2        = 01..28 ;
month1      = 1..12 ;
month-name  = "January" | "mar" | "September" ;
count2      = 2..99 ;
digit5      = 1..4 ;
weekday-name = "monday" | "Friday" ;
weekday-zh  = "周一" | "星期五" ;
ordinal     = "1st" | "15th" | "31st" ;
"""
"""What comes again, in the same way."""
