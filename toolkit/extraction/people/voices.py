"""Who speaks, and on which day: the words that open or sign an instruction.

聂崇文（8月11日）： · 5月6日，王县长在《…》上批示： · 【12月22日 08:12】县长 温如玉： · 书记批：
· （龚长春 2月24日） · 12月8日 07:35 电话 区长 郏云舸. Offices put these parts in any order, so
they are read part by part, and nothing else may stand between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.extraction.people.find import PersonMention
from toolkit.extraction.people.names import NameGrammar
from toolkit.extraction.units.find import UnitMention
from toolkit.text.patterns import lazy

_CN_DAY = r"[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
DAY = (
    r"(?:(?:20\d\d|[二〇零一三四五六七八九]{4})[年./-])?"
    rf"(?:\d{{1,2}}月\d{{1,2}}[日号]?|\d{{1,2}}[./-]\d{{1,2}}(?!\d|[^\W\d_])|{_CN_DAY})"
)
_DAY = lazy(DAY)
_CLOCK = lazy(
    r"\d{1,2}(?::\d\d|[时点](?:\d{1,2}分?|半)?)(?::\d\d)?|[上下中]午|零[时点]|晚上?|[凌早]晨|当[日天]|同日|次日"
    r"|\(?(?:星期|周)[一二三四五六日天]\)?"
)
_SAID = lazy(
    r"(?:随后|再次|又|还|亲自|专门|作出?了?|重要|的|以|通过|里|中)*"
    r"(?:批示|签批|批阅|批办|阅批|批转|批(?=:|$|\()|指示|交办|交代|来电(?:话)?|电话|微信(?:工作群|群)?|短信|工作群|钉钉"
    r"|(?:现场|会上|路上)(?=[\])]|$)|当面|口头|视频|语音|意见(?=:)|要求(?=:))(?:要求|指示|批示|交办|内容|如下|意见|原文|全文|说|里|道)*"
)
_FILL = lazy(
    r"[\s,、*■◆●□◇▲△◎-]|附:|于(?=\d)|[现兹]将|现?(?:抄清|抄录|摘录|转录|抄告|通报|转发|摘抄)如下|(?:内容|全文|原文)?如下"
    r"|到[^,。;:]{2,8},(?=要求:)"
)
_PAPER = lazy(
    r"(?:在|对|就)[^。;!?:]{2,120}?"
    r"(?:上(?=(?:的|作|再次|亲自|专门)*[^。;,]{0,4}(?:批|指示))|(?=作出[^。,]{0,6}(?:批|指)示|的?批示))"
)
_UNREAD_NAME = lazy(
    r"(?P<name>[^\W\d_]{2,4}?)(?:同志)?(?=\(\d|:|\s?(?:\d{1,2}[月./]|20\d\d[年./-])|的?批示|批:|$|\))"
)
_PLAIN_WORD = lazy(r"(?:[见况间位门容求果限明注期题者办号由]|签[字批])$")
_PLACE = lazy(r"\([^()]{2,24}\)")
_POST_REACH = 10
_BOUNDARY = lazy(r"(?:(?<=[。;!?|\"\])])|^|(?<=\s))\s*")
_OPENING, _CLOSING = "([", ")]"


@dataclass(frozen=True, slots=True)
class Voice:
    """``copy[start:end]`` says who speaks: ``who`` is the name, or the post where no name stands,
    ``day`` as written; either may be ``""``. ``said`` where a word of instructing stands there
    (批示, 电话), ``opens`` where words follow that are his, ``bracketed`` where brackets hold it
    all, ``named`` where ``who`` is a name, ``answers`` where a unit's own people speak."""

    start: int
    end: int
    who: str = ""
    day: str = ""
    said: bool = False
    opens: bool = False
    bracketed: bool = False
    named: bool = False
    answers: bool = False

    @property
    def certain(self) -> bool:
        """Two of name, day and word of instructing; one alone proves nothing."""
        return bool(self.who) + bool(self.day) + self.said > 1


class VoiceReader:
    """Reads the voices of one block. ``is_label`` tells the name of a form's field,
    ``blank_before`` where the author left a blank."""

    def __init__(
        self,
        copy: str,
        persons: Sequence[PersonMention],
        units: Sequence[UnitMention],
        names: NameGrammar,
        is_label: Callable[[str], bool],
        blank_before: Callable[[int], bool],
    ) -> None:
        self._copy = copy
        self._persons = {p.start: p for p in persons}
        self._units = {u.start: u.end for u in units}
        self._names = names
        self._is_label = is_label
        self._blank_before = blank_before

    def voices(self, start: int, stop: int) -> Iterator[Voice]:
        """The voices in ``copy[start:stop]`` in order; brackets and colons must be whole."""
        at = start
        while at < stop:
            voice = self.voice_at(at, stop)
            if voice is not None:
                yield voice
                at = max(voice.end, at + 1)
                continue
            following = _BOUNDARY.search(self._copy, at + 1, stop)
            bracket = self._copy.find("(", at + 1, stop)
            places = [p for p in (following.end() if following else -1, bracket) if p > at]
            if not places:
                return
            at = min(places)

    def voice_at(self, start: int, stop: int) -> Voice | None:
        """The voice that begins at ``start``, or ``None``."""
        copy = self._copy
        if start < stop and copy[start] == "(":
            inner = self._inside(start, stop)
            if inner is not None:
                return replace(inner, start=start, end=inner.end + 1, bracketed=True)
        return self._parts(start, stop, inside=False)

    def _inside(self, at: int, stop: int) -> Voice | None:
        """The voice that the bracket opening at ``at`` holds and nothing else."""
        close = self._copy.find(_CLOSING[_OPENING.index(self._copy[at])], at, stop)
        return self._parts(at + 1, close, inside=True) if close > 0 else None

    def _parts(self, start: int, stop: int, *, inside: bool) -> Voice | None:
        copy = self._copy
        voice = Voice(start, start)
        while voice.end < stop:
            at = voice.end
            if copy[at] == ":" and not inside:
                return replace(voice, end=at + 1, opens=True) if voice.who or voice.said else None
            if not inside and self._spaced(voice, stop):
                return replace(voice, opens=True)
            part = self._bracket(voice, stop) if copy[at] in _OPENING else self._part(voice, stop)
            if part is None:
                # 在《…》上的批示（3月23日） needs no colon
                spoken = voice.said and voice.day and copy[at - 1] in _CLOSING
                return replace(voice, opens=True) if spoken and not inside else None
            voice = part
        return voice if voice.who or voice.day else None

    def _spaced(self, voice: Voice, stop: int) -> bool:
        """王县长 3月5日 19:50　送医…: a blank opens what he says, where a line begins so."""
        at = voice.end
        if voice.start or not (voice.named and voice.day) or not self._blank_before(at):
            return False
        more = (_DAY, _CLOCK, _SAID, _PAPER)
        return self._copy[at].isalpha() and not any(p.match(self._copy, at, stop) for p in more)

    def _bracket(self, voice: Voice, stop: int) -> Voice | None:
        at = voice.end
        inner = self._inside(at, stop)
        if inner is not None:
            return _joined(replace(inner, end=inner.end + 1), voice)
        place = _PLACE.match(self._copy, at, stop) if voice.who else None
        return replace(voice, end=place.end()) if place else None

    def _part(self, voice: Voice, stop: int) -> Voice | None:
        """``voice`` with the part that stands at its end."""
        copy, at = self._copy, voice.end
        person = self._persons.get(at)
        if person is not None and person.end <= stop:
            found = Voice(at, person.end, person.name, named=True)
            return _joined(found, voice)
        if day := _DAY.match(copy, at, stop):
            return _joined(Voice(at, day.end(), day=day.group()), voice)
        if fill := _CLOCK.match(copy, at, stop) or _FILL.match(copy, at, stop):
            return replace(voice, end=fill.end())
        if word := _SAID.match(copy, at, stop):
            return _joined(Voice(at, word.end(), said=True), voice)
        if paper := _PAPER.match(copy, at, stop):
            return replace(voice, end=paper.end())
        told = voice.said and voice.day and copy[at - 1] == "]"  # [3月11日 会上]商务局…
        if (unit := self._units.get(at)) is not None and unit <= stop and not told:
            return replace(voice, end=unit, answers=True)
        if not voice.who and (name := self._unread_name(at, stop, post=False)):
            return _joined(name, voice)
        return self._by_post(voice, stop)

    def _by_post(self, voice: Voice, stop: int) -> Voice | None:
        copy, at = self._copy, voice.end
        post = next(self._names.title.finditer(copy, at, min(stop, at + _POST_REACH)), None)
        if post is None or not copy[at : post.end()].replace("、", "").isalpha():
            return None
        name = self._unread_name(post.end(), stop, post=True)
        if name is not None:
            return _joined(name, voice)
        who = "" if post.end() in self._persons else copy[at : post.end()]
        return _joined(Voice(at, post.end(), who), voice)

    def _unread_name(self, at: int, stop: int, *, post: bool) -> Voice | None:
        """Somebody nothing else is known of: 甘棠（2月3日）, 县委书记谷梁雨（12月1日）. Without a
        post before it or a day behind it, it must begin with a surname."""
        found = _UNREAD_NAME.match(self._copy, at, stop)
        if found is None:
            return None
        name = found["name"]
        if _PLAIN_WORD.search(name) or self._is_label(name) or self._names.title.search(name):
            return None
        behind = found.end() + self._copy.startswith(("(", " "), found.end())
        dated = _DAY.match(self._copy, behind, stop)
        known = post or dated or self._names.is_surname(name[0]) or self._names.is_surname(name[:2])
        sure = (
            post and dated
        )  # 区长燕子某（3月2日）: beside post and day a name may look like a word
        if not known or not (sure or self._names.may_be_name(name)):
            return None
        return Voice(at, found.end(), name, named=True)


def _joined(part: Voice, voice: Voice) -> Voice:
    """``voice`` longer by ``part``; what is read first stays, but for a post that gets its name."""
    named = part if part.named and not voice.named else voice
    return Voice(
        voice.start,
        part.end,
        named.who or part.who,
        voice.day or part.day,
        voice.said or part.said,
        named=named.named,
        answers=voice.answers,
    )
