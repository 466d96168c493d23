"""What ``duban rules`` prints: each clause and what carries it; the ways of counting."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.contract import Json
from toolkit.rules.coverage import FUNCTION, Carrier, Coverage, coverage
from toolkit.rules.regulation import Convention, Regulation
from toolkit.screen.display import Column, paragraph, table

STATUSES = {
    "explicit": "条文写明",
    "by_analogy": "类推",
    "config": "本单位设定",
    "ambiguous": "两种理解",
    "none": "没有时限",
}
_OUTSIDE = "不由软件承担"

_CLAUSES = (Column("条款", 9), Column("内容", 24), Column("由什么承担", 32), Column("状态", 12))
_SOURCES = (Column("来源", 28), Column("别的叫法", 22), Column("编号", 27))
_CHOICES = (Column("项", 24), Column("怎么算", 24), Column("现用", 16), Column("可选", 13))


def rules_lines(regulation: Regulation, *, ambiguous: int = 1) -> list[str]:
    """The clauses in order: number, summary, what carries it, how firmly."""
    found = coverage(regulation)
    rows = [[_number(each), each.entry.content, _carried(each), _status(each)] for each in found]
    outside = sum(1 for each in found if each.entry.outside)
    open_ones = sum(1 for each in found if not each.is_carried and not each.entry.outside)
    last = f"共{len(rows)}条，其中{outside}条不由软件承担，{open_ones}条没有着落。"
    return [
        *_head(regulation, ambiguous),
        *table(_CLAUSES, rows, ambiguous=ambiguous),
        last,
        "计算规则和可以改用的做法：duban rules --choices",
    ]


def choices_lines(regulation: Regulation, *, ambiguous: int = 1) -> list[str]:
    """The ways of counting: which holds, what else an office may choose, and the legal source."""
    rows = [_choice(each) for each in regulation.documented_conventions]
    return [
        *_head(regulation, ambiguous),
        *table(_CHOICES, rows, ambiguous=ambiguous),
        "要改用别的做法，在 duban.toml 的 [rules.choices] 里写一行，如：",
        '  week = "5个工作日"',
    ]


def sources_lines(regulation: Regulation, *, ambiguous: int = 1) -> list[str]:
    """The kinds of source with every name that ``--source`` understands."""
    rows = [[each.name, "、".join(each.aliases), each.id] for each in regulation.sources]
    return [*_head(regulation, ambiguous), *table(_SOURCES, rows, ambiguous=ambiguous)]


def copied_lines(folder: str, names: Sequence[str]) -> list[str]:
    """What ``--copy`` made, and what to do next."""
    return [
        f"已把制度复制到 {folder}：",
        *(f"  {name}" for name in names),
        "下一步：在 duban.toml 的 [rules] 里写 regulation = 这个文件夹的名称，再改里面的文件。",
    ]


def rules_object(regulation: Regulation) -> Json:
    """The same for programs, with the words of every clause."""
    return {
        "regulation": regulation.name,
        "source": regulation.source,
        "checked_on": regulation.checked_on.isoformat(),
        "clauses": [
            {
                "clause": each.entry.clause.number,
                "content": each.entry.content,
                "text": each.entry.clause.text,
                "outside": each.entry.outside or None,
                "carried_by": [
                    {
                        "kind": c.kind,
                        "id": c.id,
                        "name": c.name,
                        "status": c.status,
                        "particulars": list(c.particulars),
                    }
                    for c in each.carriers
                ],
            }
            for each in coverage(regulation)
        ],
        "choices": [
            {
                "id": each.id,
                "key": each.key,
                "question": each.question,
                "answer": each.answer,
                "source": each.source,
                "chosen": each.words,
                "options": list(each.options),
                "is_default": not each.is_chosen,
            }
            for each in regulation.documented_conventions
        ],
    }


def _head(regulation: Regulation, ambiguous: int) -> list[str]:
    text = f"《{regulation.name}》（来源：{regulation.source}；核对于{regulation.checked_on}）"
    return paragraph(text, ambiguous=ambiguous)


def _number(found: Coverage) -> str:
    """三-4; a section's opening words as 三(引言)."""
    number = found.entry.clause.number
    return number if "-" in number else f"{number}(引言)"


def _carried(found: Coverage) -> str:
    if found.entry.outside:
        return found.entry.outside
    kinds: dict[str, list[Carrier]] = {}
    for carrier in found.carriers:
        kinds.setdefault(carrier.kind, []).append(carrier)
    return "\n".join(_named(kind, carriers) for kind, carriers in kinds.items()) or "（没有）"


def _named(kind: str, carriers: Sequence[Carrier]) -> str:
    """分层协调：县政府分管领导; of many entries the first and the count."""
    shown = carriers[0].name if kind != FUNCTION else carriers[0].id.removeprefix("toolkit.")
    named = f"{kind}：{shown}" + (f"等{len(carriers)}项" if len(carriers) > 1 else "")
    return "\n".join([named, *(told for each in carriers for told in each.particulars)])


def _status(found: Coverage) -> str:
    if found.entry.outside:
        return _OUTSIDE
    return "\n".join(dict.fromkeys(STATUSES[carrier.status] for carrier in found.carriers))


def _choice(convention: Convention) -> list[str]:
    others = [words for words in convention.options if words != convention.words]
    return [
        f"{convention.id} {convention.key}\n{convention.question}",
        f"{convention.answer}\n（{convention.source}）",
        convention.words + ("\n（本单位选定）" if convention.is_chosen else ""),
        "\n".join(others) or "不可改",
    ]
