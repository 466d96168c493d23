"""The rules that name a day, month, quarter or year of the calendar, and periods between them."""

from __future__ import annotations

from toolkit.text.calendar_readings import (
    read_bare_day,
    read_bare_month_part,
    read_bare_year,
    read_days_span,
    read_dotted,
    read_dotted_span,
    read_five_year_plan,
    read_half,
    read_month,
    read_month_day,
    read_months_span,
    read_quarter,
    read_quarters_span,
    read_relative_month,
    read_relative_quarter,
    read_week_of_month,
    read_whole_year,
    read_year_part,
    read_years_span,
)
from toolkit.text.time_model import Rule, rule_table
from toolkit.text.time_pieces import (
    ALONE,
    CLOCK,
    DAY,
    DAY_GOES_ON,
    EDGE_AFTER,
    EDGE_BEFORE,
    IN_BRACKETS,
    MAYBE_YEAR,
    MONTH,
    NINE,
    NOT_INSIDE,
    PART,
    TO,
    TOLD_DAY,
    YEAR,
    YEAR_DIGITS,
)

DIGITS = "0123456789"
NUMERALS = DIGITS + NINE + "十"
YEARS = DIGITS + "一二今本明后去前上次翌来第当"

CALENDAR_RULES: tuple[Rule, ...] = rule_table(
    (
        "年月日",
        "月",
        NUMERALS + YEARS,
        rf"{MAYBE_YEAR}{NOT_INSIDE}(?P<month>{MONTH})月(?P<day>{DAY})"
        rf"(?:[日号]{IN_BRACKETS}(?P<opens>(?:开学|放假|开班)(?=[之以]?前))?|(?=[之以]?前(?!后)))",
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
        DIGITS,
        r"(?<=\()(?P<month>1[0-2]|0?[1-9])\.(?P<day>3[01]|[12][0-9]|0?[1-9])日?"
        r"(?=\)|[前定完交报验开竣投上召举到]|以前)",
        read_dotted,
    ),
    (
        "点分年月",
        ".",
        "2",
        rf"{EDGE_BEFORE}(?P<year>20[0-9]{{2}})\.(?P<month>1[0-2]|0?[1-9])(?={EDGE_AFTER}|[底前])底?",
        read_dotted,
    ),
    (
        "起止年月",
        ".",
        "2",
        rf"{ALONE}20[0-9]{{2}}\.(?:1[0-2]|0?[1-9]){TO}(?P<year>20[0-9]{{2}})\.(?P<month>1[0-2]|0?[1-9])(?![0-9.])",
        read_dotted_span,
    ),
    (
        "点分月日",
        "./",
        DIGITS,
        r"(?<![0-9./])(?P<month>1[0-2]|0?[1-9])[./](?P<day>3[01]|[12][0-9]|0?[1-9])日?(?=(?:之|以)?前)",
        read_dotted,
    ),
    (
        "月份",
        "月",
        NUMERALS + YEARS,
        rf"{MAYBE_YEAR}{NOT_INSIDE}(?!二月二|三月三|六月六|七月七|九月九)(?P<month>{MONTH})月份?(?:月(?=[底末初]))?{PART}?",
        read_month,
    ),
    (
        "月内第几周",
        "周星",
        NUMERALS + YEARS,
        rf"{MAYBE_YEAR}{NOT_INSIDE}(?P<month>{MONTH})月份?的?(?:第[一二三四五1-5]个?|(?P<last>最后一?个?))(?:周|星期)(?:[之以]?内|末)?",
        read_week_of_month,
    ),
    (
        "相对月",
        "月",
        "本当这下次上",
        rf"(?P<ref>本月|当月|这个?月|下下?个?月|(?<!首)次月|上个?月)份?(?:月(?=[底末初]))?(?:{PART}|(?P<day>{DAY})(?:[日号]{IN_BRACKETS}|(?=[之以]?前(?!后))))?",
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
        NUMERALS + "廿卅",
        rf"{ALONE}(?P<day>{DAY})(?:[日号](?=(?:{CLOCK})?(?:之|以)?前)|{TOLD_DAY}"
        rf"|日(?P<listed>{DAY_GOES_ON}))",
        read_bare_day,
    ),
    (
        "季度",
        "季",
        NUMERALS + YEARS + "首两前",
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
        YEARS + "上下",
        rf"{MAYBE_YEAR}(?P<half>[上下])半年(?P<part>末|底|内)?",
        read_half,
    ),
    (
        "年底",
        "年",
        YEARS + "年",
        rf"(?:(?<![0-9〇{NINE}第]){YEAR}年?|(?<![0-9〇{NINE}十百两几多半每全近学财成来A-Za-z×*])年)"
        r"(?P<part>底|末|终|内(?!部|容)|初|(?<=年年)中|(?<=年)中(?=之?前))",
        read_year_part,
    ),
    (
        "全年",
        "全",
        YEARS + "全",
        rf"(?<!贯穿){MAYBE_YEAR}全年(?!龄|的?(?:各项)?(?:目标|任务|计划|指标))(?:内)?",
        read_whole_year,
    ),
    ("整年", "年", YEARS, rf"(?<![0-9〇{NINE}第]){YEAR}(?!度|级|款|版|报|鉴|龄)", read_bare_year),
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
        NUMERALS + YEARS,
        rf"{MAYBE_YEAR}{ALONE}(?P<month>{MONTH})月?份?(?:{TO}|[、和])"
        rf"(?:(?:(?P<year2>{YEAR_DIGITS})年|(?P<rel2>次年|翌年|明年|第二年)))?"
        rf"(?P<last>{MONTH})(?:月份?{PART}?|(?:两个?|这两个?)月)(?!{DAY}[日号])",
        read_months_span,
    ),
    (
        "起止日期",
        "月",
        NUMERALS + YEARS,
        rf"{MAYBE_YEAR}{ALONE}(?P<month>{MONTH})月{DAY}[日号]?{TO}"
        rf"(?:(?P<rel2>次年|翌年|明年)?(?P<month2>{MONTH})月)?(?P<last>{DAY})[日号]",
        read_days_span,
    ),
    (
        "起止季度",
        "季",
        "一二三" + YEARS,
        rf"{MAYBE_YEAR}(?<![0-9{NINE}])[一二三](?:{TO}|、)(?P<last>[二三四])季度",
        read_quarters_span,
    ),
)
