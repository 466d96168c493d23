"""The document's own level: 县, 市, 区, 省, 镇, 街道 or 开发区, and the place's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from toolkit.text.normalize import match_copy
from toolkit.text.patterns import lazy

# Han or the × of a blotted name; a class of letters, since a range of Han takes a millisecond to
# compile wherever it stands
_HAN = r"(?:[^\W\d_]|[×*])"
_PLACE = lazy(
    rf"(?<!{_HAN})[在赴由]?({_HAN}{{1,7}}?(?:自治[县州]|[省市县区州旗盟]))"
    r"(?=(?:人民)?政府|委(?:员会)?(?:办|文件|常委|关于)|人民代表大会|国土|安全生产|规划委|土地"
    r"|防汛|常务会|县长|市长|区长|第[一二三四五六七八九十\d]|20\d\d年|关于|领导小组|督查室|十|信访)"
)
_LINE_PLACE = lazy(
    rf"^(?:中共)?({_HAN}{{1,5}}?(?:自治[县州]|[省市县区州旗盟]))(?=$|人民|委|政府|第|20|关于|国土|长|县长)(?!(?<=^[^\W\d_][县区市])长)"
)
_ZONE = lazy(
    rf"^(?:中共)?({_HAN}{{2,12}}?(?:开发区|高新区|新区|园区|产业园|集聚区))"
    r"(?:管理委员会|管委会|党工委|管理办公室)"
)
_ZONE_ALONE = lazy(rf"^({_HAN}{{2,12}}?(?:开发区|高新区|新区|园区|产业园|集聚区))(?=[(（]|$)")
_TOWN = lazy(
    rf"^(?:中共)?((?:{_HAN}{{1,6}}?[县市区])?({_HAN}{{1,5}}(?:镇|乡|街道)))"
    r"(?=人民政府|委员会|党委|党工委|党政|办事处|20\d\d年|第|政府|主任|镇长|乡长|班子|工作|机关|周|碰头|例会|联席"
    rf"|{_HAN}{{1,6}}(?:社区|村))"
)
_POST = lazy(
    r"(自治区|省|市|县|区|州|旗|镇|乡|街道)(?:委(?:副?书记|常委|办|县|市|、)|长|政府|人大|政协|级领导)"
)
_OF_UNITS = lazy(rf"(?<!{_HAN})([市县区])(?!域|场){_HAN}{{2,5}}?[局委办]")
_SEEN = lazy(rf"(?<!{_HAN})({_HAN}{{1,4}}[县区镇乡旗]|{_HAN}{{1,4}}(?:街道|新区))")
_LISTED = lazy(rf"[、由请在到于与和从，（]({_HAN}{{2,3}}(?:县|镇|乡|街道))")
_SHORT = lazy(
    rf"(?<!{_HAN})(?![全各我两三每五六四本该到市区省在由副邻外强整县日号月把将从让请报给对经据和与及或即等某何此原老小大现设出]){_HAN}县"
)
_NO_PLACE = lazy(
    r"[了们全各该本我每两三在由对到的及和与关于送据把以向让给按照下前后报请经日月年委是副]|协助|有关|直辖|荣获"
    r"|落实|办好|完成|认真|扎实|号|城[乡镇区]|^[乡村]镇|地区|园区|社区|小区|景区|片区"
    r"|[城库矿山灾校辖街险淹]区|书记|交代|嘱咐"
)
_NO_STEM = frozenset(("代", "副", "老", "原", "本", "新", "邻", "各", "时任", "现任", "代表"))
_NOT_NAMED = lazy(
    r"其他|另外|属地|隔壁|调整|[个们位]|[回返下]乡|列入|纳入|创新|支持|示范|试点|先导|样板|领跑|首善|美丽|引领|特色|重点|国家|省级|市级|老区|城乡|市区县|[城集乡村古]镇$|[库安厂禁山矿棚]|副[县区]$|常务|兴[县旗]|强[县镇]|新建|建设|推进|建成|成立"
    r"|争取|围绕|聚焦|记得|留得|立足|所有|补齐|开工|万|其中|听取|邀请|叮嘱|一要|镇镇|县县|抄送|改善|分管|责任"
)
_LEVEL_WORD = lazy(r"[省市县区州旗盟](?!政(?!府|协))")  # 东方市政公司 is of no city
_BEFORE_PLACE = lazy(r"[^\W\d_](?<![在赴由到至是省市州的])")
_LONGEST = 15
"""Characters of the longest name of a division, 自治县 and all."""
_HEAD_LINES = 14


@dataclass(frozen=True, slots=True)
class Level:
    """Whose document it is.

    ``prefix`` is the level word to supply, in the document's script (县, 縣, 市, 区, 镇 …; ``""``
    when unknown or for a 街道), ``place`` the whole name (苍屏县; ``""`` unknown), ``grade`` one of
    nation, province, city, county, township, zone. ``places`` are names of places met in the
    document, simplified (城关镇, 云台区); ``pair`` the two it calls 两县 or 两区, if just two.
    """

    prefix: str = ""
    place: str = ""
    grade: str = "county"
    city: str = ""
    traditional: bool = False
    places: frozenset[str] = frozenset()
    pair: tuple[str, str] | tuple[()] = ()

    @property
    def prefix_copy(self) -> str:
        """The level word in simplified script, as it stands in the matching copy."""
        return {"縣": "县", "區": "区", "鎮": "镇", "鄉": "乡"}.get(self.prefix, self.prefix)

    @property
    def stem(self) -> str:
        """The place without its level word: 苍屏; ``""`` when unknown."""
        return _stem(self.place)

    @property
    def stem_copy(self) -> str:
        """The stem in simplified script."""
        return match_copy(_stem(self.place)) if self.traditional else _stem(self.place)


@lru_cache(maxsize=64)
def _stem(place: str) -> str:
    return re.sub(r"(?:自治)?[省市县縣區区州旗盟镇鎮乡鄉]$|街道$", "", place)


def detect_level(
    texts: Iterable[str], *, issuer: str | None = None, divisions: Set[str] = frozenset()
) -> Level:
    """The level of the document whose paragraphs are ``texts``; ``issuer`` if already known.

    ``divisions`` are places known by their whole names: what only looks like one yields to them.
    """
    lines = [re.sub(r"\s+", "", line) for line in texts]
    lines = [line for line in lines if line]
    copies = [match_copy(line) for line in lines]
    heads = ([match_copy(issuer)] if issuer else []) + copies[:_HEAD_LINES] + copies[-6:]
    traditional = any(mark in line for line in lines for mark in "縣區鎮會議關於為與")
    body = "\n".join(copies)  # 县长 周正平 in one cell, 县信访局 in the next: no 周正平县
    places = _places(copies)
    zone = next((m.group(1) for line in heads[:4] if (m := _ZONE.match(line))), "")
    posts = Counter(m.group(1) for m in _POST.finditer(body))
    if not zone and heads and body.count("管委会") > 1 and (alone := _ZONE_ALONE.match(heads[0])):
        zone = alone.group(1)
    known = _known(heads, divisions)
    level = _level(heads, body, posts, traditional, places, zone, known)
    return replace(level, pair=_pair(body, places - {level.place}))


def _level(
    heads: Sequence[str],
    body: str,
    posts: Counter[str],
    traditional: bool,
    places: frozenset[str],
    zone: str,
    known: Counter[str],
) -> Level:
    if zone and posts["县"] < 5:
        return Level("區" if traditional else "区", zone, "zone", "", traditional, places)
    town = _town(heads[:6], posts)
    if town:
        return _town_level(town, traditional, places)
    return _county_level(heads, body, posts, traditional, places, known)


def _known(lines: Iterable[str], divisions: Set[str]) -> Counter[str]:
    """How often each place of ``divisions`` is named; of two that end alike the longer one."""
    named: Counter[str] = Counter()
    for line in lines:
        for end in (m.end() for m in _LEVEL_WORD.finditer(line)):
            for start in range(max(0, end - _LONGEST), end - 2):
                if line[start:end] in divisions:
                    named[line[start:end]] += not _BEFORE_PLACE.match(
                        line, max(0, start - 1), start
                    )
                    break
    return named


_TWO = lazy(r"两([县区镇乡])")


def _pair(body: str, places: frozenset[str]) -> tuple[str, str] | tuple[()]:
    """The two counties a document calls 两县, in the order they come up in; none when there are
    more, or no 两县."""
    said = _TWO.search(body)
    named = [p for p in places if said and p.endswith(said.group(1)) and body.count(p) > 1]
    if len(named) != 2:
        return ()
    first, second = sorted(named, key=body.index)
    return first, second


def _town(heads: Sequence[str], posts: Counter[str]) -> str:
    for line in heads:
        if line[-1] in "。;:" or ":" in line[3:14]:
            continue  # 乙乡政府座谈:… is where the text is, not whose it is
        if (m := _TOWN.match(line)) and not _NO_PLACE.search(m.group(2)):
            town = m.group(2)
            word = "街道" if town.endswith("街道") else town[-1]
            upper = posts["县"] + posts["区"] + posts["市"]
            if "关于" not in town and (line.startswith(f"{m.group(1)}人民政府") or upper < 6):
                return town if posts[word] or upper < 4 else ""
    return ""


def _town_level(town: str, traditional: bool, places: frozenset[str]) -> Level:
    if town.endswith("街道"):
        return Level("", town, "township", "", traditional, places)
    trad = {"镇": "鎮", "乡": "鄉"}
    prefix = trad[town[-1]] if traditional else town[-1]
    return Level(prefix, town, "township", "", traditional, _without_own(places, town[-1], town))


def _county_level(
    heads: Sequence[str],
    body: str,
    posts: Counter[str],
    traditional: bool,
    places: frozenset[str],
    known: Counter[str],
) -> Level:
    scores: Counter[str] = Counter()
    names = Counter({name: 4 * count for name, count in known.items()})
    for line in heads:
        found = _LINE_PLACE.match(line)
        if found and body.count(found.group(1)) == body.count(found.group(1) + "长"):
            found = None  # 董慎行市长批示: a name before a post
        candidates = [(found.group(1), 6)] if found else []
        candidates += [(m.group(1), 3) for m in _PLACE.finditer(line)]
        for raw, weight in candidates:
            name = _clean_place(raw)
            if name:
                names[name] += weight
                scores["自治区" if name.endswith("自治区") else name[-1]] += weight
    for word, count in posts.items():
        if word in ("省", "市", "县", "区", "州", "旗", "自治区"):
            scores[word] += min(count, 30)
    if not scores:  # 市城管局, 市住建局: nothing but the units say whose paper it is
        said = Counter(m.group(1) for m in _OF_UNITS.finditer(body))
        scores.update({word: count for word, count in said.items() if count > 2})
    by_state = "".join(heads[:3]).startswith(("国务院", "中共中央", "中央"))
    if not scores or by_state:
        nation = by_state or body.count("国务院") > 2 or body.count("党中央") > 2
        return Level(grade="nation" if nation else "county", traditional=traditional, places=places)
    word = scores.most_common(1)[0][0]
    own = [(count, name) for name, count in names.items() if name.endswith(word)]
    place = max(own)[1] if own else _place_in(body, word) or _place_of_head(heads, body, word)
    places = _without_own(places, word, place)
    prefix = {"县": "縣", "区": "區"}.get(word, word) if traditional else word
    return Level(prefix, place, _grade(word, body, places), "", traditional, places)


def _clean_place(raw: str) -> str:
    name = re.sub(r"^(?:中共|受|代表|在|经|由|由于|是|赴)", "", raw)
    if len(name) > 2 and name[-1] == name[-2]:
        name = name[:-1]  # 榕桐市|市委
    stem = name[:-1]
    if not 1 <= len(stem) <= 6 or _NO_PLACE.search(stem) or stem in _NO_STEM:
        return ""
    return "" if name[-2:] in ("城市", "全县", "我县") else name


def _place_in(body: str, word: str) -> str:
    found = Counter(
        name
        for m in re.finditer(
            rf"(?<!{_HAN})(?:在|赴|由)?({_HAN}{{2,4}}{word})(?=人民政府|委|第十)", body
        )
        if (name := _clean_place(m.group(1)))
    )
    return found.most_common(1)[0][0] if found else ""


def _place_of_head(heads: Sequence[str], body: str, word: str) -> str:
    """The place a line of the head begins with, whatever follows, if the paper names it again,
    and once at least as a place (云溪县水务公司; 云溪县城区 alone may be a 县城)."""
    begins = re.compile(rf"(?:中共)?({_HAN}{{2,4}}?{word})")
    for line in heads:
        m = begins.match(line)
        name = _clean_place(m.group(1)) if m else ""
        if not name or body.count(name) < 2 or _NOT_NAMED.search(name):
            continue
        if re.search(rf"{name}(?![级域城])", body):
            return name
    return ""


def _grade(word: str, body: str, places: frozenset[str]) -> str:
    if word in ("省", "自治区"):
        return "province"
    if word not in "市州盟":
        return "county"
    below = sum(name[-1] in "县区" and not name.endswith("新区") for name in places)
    if below >= 2 or re.search(r"各县|县区|各区|县（市|县\(市", body):
        return "city"
    return "county" if re.search(r"各?乡镇|[^城]镇党委", body) else "city"


def _places(copies: Iterable[str]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for line in copies:
        for pattern in (_SEEN, _LISTED):
            for m in pattern.finditer(line):
                name = m.group(1)
                if len(name) >= 3 and not _NO_PLACE.search(name) and not _NOT_NAMED.search(name):
                    counts[name] += 1
    for line in copies:
        counts.update(m.group() for m in _SHORT.finditer(line))
    counts = Counter({n: c for n, c in counts.items() if len(n) > 2 or c > 1})
    return frozenset(
        name
        for name in counts
        if not any(name != other and name.endswith(other) for other in counts)
    )


def _without_own(places: frozenset[str], word: str, place: str) -> frozenset[str]:
    """坚持县, 拨付县: what ends in the document's own level word is a phrase, not a place."""
    return frozenset(p for p in places if not p.endswith(word) or p == place)
