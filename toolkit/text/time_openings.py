"""Where a time may begin in a text: what the rules begin with, and what stands behind it."""

from __future__ import annotations

import re

from toolkit.text.patterns import lazy
from toolkit.text.time_pieces import NINE
from toolkit.text.time_rules import EVENT_HEADS, RULES_BY_HEAD

_UNIT_NEXT = r"年月日号个天周季小时点旬工分星礼钟、到至和以一之"
_OPENINGS = (
    rf"(?<![0-9])[0-9]{{1,4}}(?=[-:./{_UNIT_NEXT}])",
    rf"(?<![{NINE}十两百])[{NINE}十两半几数廿卅百〇零]{{1,5}}"
    rf"(?=[{_UNIT_NEXT}前\"节国劳儿妇建假期黄])",
    r"今明|[今本明去前上次翌来第当]一?[年月周季日天晚早夜晨春夏秋冬下二半场会次通方意办分星礼个]",
    r"后[年天]|大后天|昨[天日]|首季|两季|[第前][一二三四两1-4]个?季",
    r"这[个月周季一]|下[个一周月下季半星礼次闸]|[周星礼][一二三四五六日天末内之以期拜]",
    r"[年月季][底末内终初上中下度前之以]|全年|年内持|十[三四五]五|\"(?=[五十六七八三春中国清端元])",
    r"[上中下]午|凌晨|早[上晨]|傍晚|晚上?|零点|天黑|下班|上班",
    r"[自从](?=即|今|本|会|散)|即[日刻]|会议?[后结之]|散会|未来|今后(?=[0-9一二三四五六七八九两半])|接下来",
    r"用[0-9一二三四五六七八九十半两]|秋季|暑[期假]|寒假|新学期|开[学春]|直[至到]|[xX×*_]{1,4}[年月]",
    r"小年(?=[之以]?前)|元[旦宵]|春[节季]|农历|过年|除夕|清明|端午|中秋|重阳|国庆|教师节|儿童节|建[党军]节",
    r"妇女节|植树节|高考|腊月|劳动|正月",
    r"[立雨惊春谷小芒夏大处白霜寒秋冬][春水蛰分雨夏满种至暑秋露降冬雪寒](?=[之以]?前)",
    r"每|按[日周旬月季半年]|逢[周星]|隔[天日周]|逐[日周月小]|半|双|长期|常[年态]|持续",
    r"[日周旬月季](?=调度|通报|报告|研判|会商|例会|清零|督[查导]|点评|分析|推进)",
    r"尽[快早]|及早|抓紧|立[即刻马行]|马上|迅速|第一时|火速|特急|加急|从速|赶[紧快]|速[办查报]|限期|近期",
    rf"[{EVENT_HEADS}](?=[^\W\d_]{{0,10}}?前)|[会节](?=[之以]?前)|(?<=[在于])(?=[^\W\d_]{{2,13}}?前)",
)
_HEADS = "".join(map(re.escape, RULES_BY_HEAD))
OPENING = lazy(rf"(?=[{_HEADS}]|(?<=[在于]))(?:{'|'.join(_OPENINGS)})")
"""Where a rule may begin: one pass of C code that leaves few places to look at closely."""
