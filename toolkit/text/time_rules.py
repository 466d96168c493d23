"""The grammar of time expressions: the table of its core rules.

A core rule says which day (or what sort of duty) its words name. What stands behind it (前, 内,
24时前) and around it (力争, 自…起, 截至, 以来) is the same for all of them and lives in
:mod:`toolkit.text.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from toolkit.text.event_readings import (
    read_autumn_term,
    read_blanked,
    read_event,
    read_festival,
    read_lunar_day,
    read_lunar_end,
    read_new_year,
    read_recurring,
    read_season,
    read_standard,
    read_start,
    read_until,
    read_urgent,
)
from toolkit.text.time_model import Now, Reading
from toolkit.text.time_pieces import (
    ALONE,
    CLOCK,
    COUNT,
    DAY,
    DUTY,
    EDGE_BEFORE,
    EVENT_WORDS,
    EVERY,
    FESTIVALS,
    FREE_EVENTS,
    IN_BRACKETS,
    MAYBE_YEAR,
    MONTH,
    NINE,
    NOT_AHEAD,
    NOT_INSIDE,
    PART,
    PERIODIC_ACT,
    TO,
    URGENT_WORDS,
    WITHIN_LEAD,
    YEAR,
    YEAR_DIGITS,
)
from toolkit.text.time_readings import (
    read_asked_within,
    read_bare_day,
    read_bare_month_part,
    read_bare_year,
    read_clock,
    read_days_span,
    read_dotted,
    read_five_year_plan,
    read_half,
    read_hours,
    read_month,
    read_month_day,
    read_months_span,
    read_near_day,
    read_quarter,
    read_quarters_span,
    read_relative_month,
    read_relative_quarter,
    read_week,
    read_weekday,
    read_whole_year,
    read_within,
    read_year_part,
    read_years_span,
)

Reader = Callable[[re.Match[str], Now], Reading | None]


@dataclass(frozen=True)
class Rule:
    """One core rule: its name in prose, what every match holds, begins with, form and meaning."""

    name: str
    marks: str
    """Whatever the rule takes holds one of these; a text with none needs no pattern compiled."""
    heads: str
    form: str
    read: Reader

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """``form`` compiled when a text first holds a mark and one of the heads."""
        return re.compile(self.form)


def _table(*rows: tuple[str, str, str, str, Reader]) -> tuple[Rule, ...]:
    return tuple(Rule(*row) for row in rows)


_DIGITS = "0123456789"
_NUMERALS = _DIGITS + NINE + "十"
_YEARS = _DIGITS + "一二今本明后去前上次翌来第当"
EVENT_HEADS = (
    "学年插正全集项工主汛台雨梅供采入冬封上霜春秋夏三农防旅旺开动完竣验投通"
    "试运放收暑寒中会蓄下申报受截到届两换复营交搬施进招挂签迎考比大双节"
)

RULES: tuple[Rule, ...] = _table(
    (
        "年月日",
        "月",
        _NUMERALS + _YEARS,
        rf"{MAYBE_YEAR}{NOT_INSIDE}(?P<month>{MONTH})月(?P<day>{DAY})"
        rf"(?:[日号]{IN_BRACKETS}|(?=[之以]?前(?!后)))",
        read_month_day,
    ),
    (
        "点分日期",
        "./-",
        "2",
        rf"{ALONE}(?P<year>20[0-9]{{2}})(?P<sep>[./-])(?P<month>1[0-2]|0?[1-9])"
        r"(?P=sep)(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9.])",
        read_dotted,
    ),
    (
        "括注月日",
        "(",
        _DIGITS,
        r"(?<=\()(?P<month>1[0-2]|0?[1-9])\.(?P<day>3[01]|[12][0-9]|0?[1-9])日?"
        r"(?=\)|[前定完交报验开竣投上召举到]|以前)",
        read_dotted,
    ),
    (
        "点分月日",
        ".",
        _DIGITS,
        r"(?<![0-9.])(?P<month>1[0-2]|0?[1-9])\.(?P<day>3[01]|[12][0-9]|0?[1-9])日?(?=(?:之|以)?前)",
        read_dotted,
    ),
    (
        "月份",
        "月",
        _NUMERALS + _YEARS,
        rf"{MAYBE_YEAR}{NOT_INSIDE}(?!二月二|三月三|六月六|七月七|九月九)(?P<month>{MONTH})月份?{PART}?",
        read_month,
    ),
    (
        "相对月",
        "月",
        "本当这下次上",
        rf"(?P<ref>本月|当月|这个?月|下下?个?月|(?<!首)次月|上个?月)份?(?:{PART}|(?P<day>{DAY})(?:[日号]{IN_BRACKETS}|(?=[之以]?前(?!后))))?",
        read_relative_month,
    ),
    (
        "月底",
        "月",
        "月",
        rf"(?<![0-9{NINE}十个本当这下次上每同xX×*_])月{PART}",
        read_bare_month_part,
    ),
    (
        "几日",
        "日号",
        _NUMERALS + "廿卅",
        rf"{ALONE}(?P<day>{DAY})[日号](?=(?:{CLOCK})?(?:之|以)?前|(?<=号)(?:[给交报]|就能|一定))",
        read_bare_day,
    ),
    (
        "季度",
        "季",
        _NUMERALS + _YEARS + "首两前",
        rf"{MAYBE_YEAR}(?<![0-9{NINE}])(?:第|前)?(?P<quarter>[一二三四1-4首两])(?:(?<=前.)个)?季(?:度|(?=末|底))"
        r"(?P<part>末|底|内)?(?!如何|怎么|怎样)",
        read_quarter,
    ),
    (
        "本季度",
        "季",
        "本这下上季",
        rf"(?<![0-9{NINE}每四首第个两])(?P<ref>本|这个?|下个?|上个?)?季度?(?P<part>末|底|内)?(?!节|风|的)",
        read_relative_quarter,
    ),
    (
        "半年",
        "半",
        _YEARS + "上下",
        rf"{MAYBE_YEAR}(?P<half>[上下])半年(?P<part>末|底|内)?",
        read_half,
    ),
    (
        "年底",
        "年",
        _YEARS + "年",
        rf"(?:(?<![0-9〇{NINE}第]){YEAR}年?|(?<![0-9〇{NINE}十百两几多半每全近学财成来A-Za-z×*])年)"
        r"(?P<part>底|末|终|内(?!部|容)|初|(?<=年年)中|(?<=年)中(?=之?前))",
        read_year_part,
    ),
    ("全年", "全", "全", r"(?<!贯穿)全年(?!龄)(?:内)?", read_whole_year),
    ("整年", "年", _YEARS, rf"(?<![0-9〇{NINE}第]){YEAR}(?!度|级|款|版|报|鉴|龄)", read_bare_year),
    (
        "五年规划期末",
        "五",
        '十"',
        r'"?十(?P<plan>[三四五六])五"?(?:规划)?(?:(?P<end>时?期?末)|时期|期间)',
        read_five_year_plan,
    ),
    (
        "起止年份",
        "年",
        "12一二",
        rf"{ALONE}(?P<first>{YEAR_DIGITS})年?{TO}(?P<last>{YEAR_DIGITS}|[0-9]{{2}})年(?:底|末)?",
        read_years_span,
    ),
    (
        "起止月份",
        "月",
        _NUMERALS + _YEARS,
        rf"{MAYBE_YEAR}{ALONE}(?P<month>{MONTH})月?份?(?:{TO}|[、和])"
        rf"(?:(?:(?P<year2>{YEAR_DIGITS})年|(?P<rel2>次年|翌年|明年|第二年)))?"
        rf"(?P<last>{MONTH})(?:月份?{PART}?|(?:两个?|这两个?)月)(?!{DAY}[日号])",
        read_months_span,
    ),
    (
        "起止日期",
        "月",
        _NUMERALS + _YEARS,
        rf"{MAYBE_YEAR}{ALONE}(?P<month>{MONTH})月{DAY}[日号]?{TO}"
        rf"(?:(?P<month2>{MONTH})月)?(?P<last>{DAY})[日号]",
        read_days_span,
    ),
    (
        "起止季度",
        "季",
        "一二三" + _YEARS,
        rf"{MAYBE_YEAR}(?<![0-9{NINE}])[一二三](?:{TO}|、)(?P<last>[二三四])季度",
        read_quarters_span,
    ),
    (
        "星期",
        "周星礼",
        "本这下上周星礼",
        rf"(?<![0-9{NINE}两每逢半双])(?P<ref>本|这个?|下下?个?|上个?)?(?:周|星期|礼拜)"
        r"(?P<weekday>[一二三四五六日末]|天(?!天))(?!次|期|个月|年|边|围)",
        read_weekday,
    ),
    (
        "本周",
        "周星礼",
        "本这下上周星礼",
        rf"(?<![0-9{NINE}两每半双个])(?P<ref>本一?|这一?个?|下下?一?个?|上一?个?)?(?:周|星期|礼拜)"
        r"(?P<limit>之?内|以内|初)?(?!年|边|围|转|期|密|全|[一二三四五六日天末])",
        read_week,
    ),
    (
        "今明后天",
        "今明后昨前",
        "今明后大昨前",
        r"(?P<near>今明(?=两?天)|今|明|大?后|昨|前)"
        r"(?P<when>两?天(?:夜里|晚上|[上下中]午|傍晚)?|日|晚上?|早|晨|夜里?)"
        r"(?P<must>[之以]?内|(?=必须|就|务必|一定))?"
        r"(?!(?:会上|在这里)?(?:讲|说|定|看|议|研究|布置|交代|部署|强调)(?:到|过|了|下来)?的)",
        read_near_day,
    ),
    (
        "钟点前",
        "前",
        _NUMERALS + "两上下中凌早傍晚零天",
        rf"(?<![0-9{NINE}十.:第])(?=[0-9{NINE}两十上下中凌早傍晚零天])(?:{CLOCK}|中午)(?:之|以)?前{NOT_AHEAD}",
        read_clock,
    ),
    (
        "若干日内",
        "内间",
        _NUMERALS + "两廿百半几数自从即今会本散未接用",
        rf"{WITHIN_LEAD}(?<![0-9.第近])(?:{COUNT}(?:-|至|到|、))?(?P<count>{COUNT}|半|几|数)(?P<each>个)?"
        r"(?P<half>半)?(?P<unit>工作日|日|天|周|星期|礼拜|旬|月|季度|学期|年)(?:(?:的?时间)?[之以]?内(?!的|在校|涝)|(?P<use>的?时间))",
        read_within,
    ),
    (
        "若干小时内",
        "时分钟",
        _NUMERALS + "两廿百",
        rf"{ALONE}(?P<count>{COUNT})个?(?P<unit>小时|分钟|钟头)[之以]?内",
        read_hours,
    ),
    (
        "限若干日",
        "天周星礼月工",
        _NUMERALS + "两半会散",
        rf"(?:会后|散会后)?(?:(?<=限)(?P<limit>)|(?<![0-9.第近每过这那了有]))(?P<count>{COUNT}|半)个?"
        r"(?P<unit>工作日|天|周|星期|礼拜|(?<=个)月)"
        r"(?(limit)(?![内之以])|(?=[拿给交报办做写搞清拆修]|出(?!一)|解决|完成"
        r"|[^\W\d_]{1,2}(?:[完清齐掉通]|到位|出来|下来)))",
        read_asked_within,
    ),
    (
        "节日",
        "旦节年夕宵五明午秋阳庆考月动一八前",
        _YEARS + '元春农过除清端中重国教儿建妇植高冬腊劳立雨惊谷小芒夏大处白霜寒秋"五十六七八三正',
        rf"{MAYBE_YEAR}{FESTIVALS}",
        read_festival,
    ),
    (
        "农历日",
        "正腊",
        _YEARS + "正腊农",
        rf"{MAYBE_YEAR}(?:农历)?(?P<lunar>正月|腊月)初?(?P<day>{DAY})",
        read_lunar_day,
    ),
    (
        "年前",
        "年",
        "年",
        rf"(?<![0-9〇{NINE}十百两几多半每全近])年(?=[之以]?前{NOT_AHEAD})",
        read_new_year,
    ),
    (
        "农历月底",
        "正腊",
        _YEARS + "正腊农",
        rf"{MAYBE_YEAR}(?:农历)?(?P<lunar>正月|腊月)[底末]",
        read_lunar_end,
    ),
    (
        "秋季开学",
        "学",
        _YEARS + "今当秋9九暑新开",
        rf"{MAYBE_YEAR}(?:(?:今|当)?(?:秋季?|9月|九月|秋季?新?学期|暑期后)开学|秋季?学期(?=前)"
        r"|(?<!季)(?P<bare>(?:新学期)?开学))(?=[之以]?前)",
        read_autumn_term,
    ),
    (
        "事件之前",
        "前",
        _YEARS + EVENT_HEADS,
        rf"{MAYBE_YEAR}(?:正式|全面|集中|项目|工程|主体)?(?:{EVENT_WORDS}"
        rf"|(?:{EDGE_BEFORE}|(?<=[于在赶须要到]))[会节])(?:来临|到来|开始|结束)?[之以]?前{NOT_AHEAD}",
        read_event,
    ),
    (
        "在某事之前",
        "前",
        "",
        rf"(?<=[在于])(?!没|未|不)[^\W\d_]{{0,10}}?{FREE_EVENTS}[之以]?前{NOT_AHEAD}",
        read_event,
    ),
    (
        "季节",
        "春夏秋冬暑寒",
        _YEARS + "今明来开暑寒春秋",
        rf"(?:(?<![0-9〇{NINE}第]){YEAR}(?:[春夏秋冬](?:季学期|季|天)?(?![节运晚耕奥残粮令游茶播收种训检修])|开春|暑假|寒假|暑期)"
        r"|今冬明春|今[春夏秋冬]|明[春夏秋](?!节)|来春|开春|暑假|寒假|暑期|[春秋]季学期)",
        read_season,
    ),
    (
        "直至某事",
        "直",
        "直",
        r"直[至到](?P<what>[^,。;|]{2,20}?)(?:为止|(?=$|[,。;|]))",
        read_until,
    ),
    (
        "隐去的日期",
        "月",
        "xX×*_",
        r"(?:[xX×*_]{1,4}年)?[xX×*_]{1,4}月(?:[xX×*_]{1,4}[日号]|上旬|中旬|下旬|初|底|末)?",
        read_blanked,
    ),
    ("每隔一期", "每", "每", EVERY, read_recurring),
    (
        "一期一次",
        "一1日周旬月季",
        _NUMERALS + "两廿百半双日周旬月季",
        rf"(?<![0-9每第])(?:{COUNT}|半|双)个?(?:天|日|周|旬|月|季度?|年|小时)(?:一|1){PERIODIC_ACT}"
        rf"|(?<![0-9{NINE}十本当上下每次同这整半间近单今明作生假节月前后])(?:日|周|旬|月|季)"
        r"(?:调度|通报|报告|研判|会商|例会|清零|督查|督导|点评|分析|推进)(?!会|中心)",
        read_recurring,
    ),
    (
        "按期",
        "按逢隔逐",
        "按逢隔",
        r"按(?:日|周|旬|月|季度?|半?年度?)(?=调度|通报|报|汇|公布|公开|考核|上报|推进|清|发放|拨付|统计|更新"
        r"|督|检|开展|兑现|支付|向)|逢(?:周|星期)[一二三四五六日]|隔[天日周]"
        r"|逐(?:日|周|月|小时)(?=报|通|调|汇|发|更)",
        read_recurring,
    ),
    ("长期事项", "长常持续", "长常持年全", DUTY, read_recurring),
    ("紧急", "快早紧即马速急一期刻", "尽及抓立马迅即第火特加从赶速限近", URGENT_WORDS, read_urgent),
    ("即日起", "即", "自从即", r"[自从]?即日起", read_start),
    ("当日办结", "当次", "当次", r"当[日天]|次日|当场", read_standard),
)
BEFORE_SOMETHING = next(rule for rule in RULES if rule.read is read_event and not rule.heads)
"""在…前 with free words begins with any character behind 在 or 于."""

RULES_BY_HEAD: dict[str, tuple[Rule, ...]] = {
    head: tuple(rule for rule in RULES if head in rule.heads)
    for head in sorted(set("".join(rule.heads for rule in RULES)))
}
