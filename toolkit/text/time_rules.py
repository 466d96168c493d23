"""The grammar of time expressions: all core rules, and the table of those counted or without a day.

A core rule says which day (or what sort of duty) its words name. What stands behind it (前, 内,
24时前) and around it (力争, 自…起, 截至, 以来) is the same for all of them and lives in
:mod:`toolkit.text.dates`.
"""

from __future__ import annotations

from toolkit.text.calendar_rules import CALENDAR_RULES, NUMERALS, YEARS
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
from toolkit.text.time_model import Rule, rule_table
from toolkit.text.time_pieces import (
    ALONE,
    CLOCK,
    COUNT,
    DAY,
    DUTY,
    EDGE_AFTER,
    EDGE_BEFORE,
    EVENT_WORDS,
    EVERY,
    FESTIVALS,
    FREE_EVENTS,
    MAYBE_YEAR,
    MONTH,
    NINE,
    NOT_AHEAD,
    PERIODIC_ACT,
    URGENT_WORDS,
    WITHIN_LEAD,
    YEAR,
)
from toolkit.text.time_readings import (
    read_asked_within,
    read_clock,
    read_hours,
    read_near_day,
    read_week,
    read_weekday,
    read_within,
)

EVENT_HEADS = (
    "学年插正麦移全集项工主汛台雨梅供采入冬封上霜春秋夏三农防旅旺开动完竣验投通"
    "试运放收暑寒中会蓄下申报受截到届两换复营交搬施进招挂签迎考比大双节"
)


_OTHER_RULES = rule_table(
    (
        "星期",
        "周星礼",
        "本这下上周星礼",
        rf"(?<![0-9{NINE}两每逢半双])(?P<ref>本|这个?|下下?个?|上个?)?(?:周|星期|礼拜)"
        r"(?P<weekday>[一二三四五六日末]|天(?!天))(?!次|期|个月|年|边|围)"
        rf"(?:\((?:(?P<month>{MONTH})月)?(?P<day>{DAY})[日号]\))?",
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
        NUMERALS + "两上下中凌早傍晚零天",
        rf"(?<![0-9{NINE}十.:第])(?=[0-9{NINE}两十上下中凌早傍晚零天])(?:{CLOCK}|中午)(?:之|以)?前{NOT_AHEAD}",
        read_clock,
    ),
    (
        "若干日内",
        "内间",
        NUMERALS + "两廿百半几数自从即今会本散未接用",
        rf"{WITHIN_LEAD}(?<![0-9.第近])(?:{COUNT}(?:-|至|到|、))?(?P<count>{COUNT}|半|几|数)(?P<each>个)?"
        r"(?P<half>半)?(?P<unit>工作日|日|天|周|星期|礼拜|旬|月|季度|学期|年)(?:(?:的?时间)?[之以]?内(?!的|在校|涝)|(?P<use>的?时间))",
        read_within,
    ),
    (
        "若干小时内",
        "时分钟",
        NUMERALS + "两廿百半",
        rf"{ALONE}(?P<count>{COUNT}|半)个?(?P<unit>小时|分钟|钟头)[之以]?内",
        read_hours,
    ),
    (
        "限若干日",
        "天周星礼月工",
        NUMERALS + "两半会散",
        rf"(?:会后|散会后)?(?:(?:(?<=限)|(?<=给[你他]们)|(?<=给你))(?P<limit>)"
        rf"|(?<=[,。;!?])(?P<all>)(?=(?:{COUNT}|半)个?[^\W\d_]{{1,3}}{EDGE_AFTER})"
        rf"|(?<![0-9.第近每过这那了有]))(?P<count>{COUNT}|半)个?(?P<unit>工作日|天|周|星期|礼拜|(?<=个)月)"
        r"(?(limit)(?![内之以])|(?(all)(?![^\W_])|(?:[之以]?后(?=回[话复报]|报(?!废|名)|见|交|给我|我|再?[去来]看)|(?=[拿给交报办做写搞清拆修]|出(?!一)|解决|完成"
        r"|[^\W\d_]{1,2}(?:[完清齐掉通]|到位|出来|下来)))))",
        read_asked_within,
    ),
    (
        "节日",
        "旦节年夕宵五明午秋阳庆考月动一八前",
        YEARS + '元春农过除清端中重国教儿建妇植高冬腊劳立雨惊谷小芒夏大处白霜寒秋"五十六七八三正',
        rf"{MAYBE_YEAR}{FESTIVALS}",
        read_festival,
    ),
    (
        "农历日",
        "正腊",
        YEARS + "正腊农",
        rf"{MAYBE_YEAR}(?:农历)?(?P<lunar>正月|腊月)初?(?P<day>{DAY})",
        read_lunar_day,
    ),
    (
        "年前",
        "年",
        "年农",
        rf"(?<![0-9〇{NINE}十百两几多半每全近])(?:农历)?年(?=[之以]?前{NOT_AHEAD})",
        read_new_year,
    ),
    (
        "农历月底",
        "正腊",
        YEARS + "正腊农",
        rf"{MAYBE_YEAR}(?:农历)?(?P<lunar>正月|腊月)[底末]",
        read_lunar_end,
    ),
    (
        "秋季开学",
        "学",
        YEARS + "今当秋9九暑新开",
        rf"{MAYBE_YEAR}(?:(?:今|当)?(?:秋季?|9月|九月|秋季?新?学期|暑期后)开学|秋季?学期(?=前)"
        r"|(?<!季)(?P<bare>(?:新学期)?开学))(?=[之以]?前)",
        read_autumn_term,
    ),
    (
        "事件之前",
        "前",
        YEARS + EVENT_HEADS,
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
        YEARS + "今明来开暑寒春秋",
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
        NUMERALS + "两廿百半双日周旬月季",
        rf"(?<![0-9每第])(?:{COUNT}|半|双)个?(?:天|日|周|旬|月|季度?|年|小时)(?:一|1){PERIODIC_ACT}"
        rf"|(?<![0-9每第])(?:{COUNT}|半|双)个?(?:天|日|周|旬|月|小时)(?:报|查|巡|调度|通报|会商|碰头|检测|监测)(?:一|1)次"
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
    (
        "紧急",
        "快早紧即马速急一期刻改",
        "尽及抓立马迅即第火特加从赶速限近",
        URGENT_WORDS,
        read_urgent,
    ),
    ("即日起", "即", "自从即", r"[自从]?即日起", read_start),
    ("当日办结", "当次", "当次", r"当[日天]|次日|当场", read_standard),
)
RULES = (*CALENDAR_RULES, *_OTHER_RULES)
BEFORE_SOMETHING = next(rule for rule in RULES if rule.read is read_event and not rule.heads)
"""在…前 with free words begins with any character behind 在 or 于."""

RULES_BY_HEAD: dict[str, tuple[Rule, ...]] = {
    head: tuple(rule for rule in RULES if head in rule.heads)
    for head in sorted(set("".join(rule.heads for rule in RULES)))
}
