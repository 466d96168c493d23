"""``duban paper``: a plan from a report, papers about a ticket of the ledger; nothing numbered."""

from __future__ import annotations

from pathlib import Path

import pytest
from clerk import DAY, MINUTES, Run, files
from docx import Document
from papers import ROOT, text_of

from toolkit.papers import PAPERS
from toolkit.rendering.shelf import Shelf

BREAKDOWN = str(ROOT / "samples" / "政府工作报告任务分解表.docx")
PLAN = "任务分解方案"


def test_a_breakdown_becomes_a_plan(run: Run, office: Path, here: Path) -> None:
    before = files(office)
    code, output, _ = run("paper", PLAN, BREAKDOWN, "-o", "方案.docx", "--office", "督办")
    text = text_of((here / "方案.docx").read_bytes())
    assert code == 0
    assert output.startswith("已写到 方案.docx，共16项任务。")
    assert "现将报告提出的4个方面16项任务分解下达" in text
    assert "一、项目攻坚（共4项）" in text
    assert "（待编号）" in text
    assert files(office) == before


def test_every_task_has_one_row_and_the_counts_add_up(run: Run, here: Path) -> None:
    run("paper", PLAN, str(ROOT / "samples" / "2026年政府工作报告.docx"), "-o", "方案.docx")
    table = Document(str(here / "方案.docx")).tables[0]
    first = [row.cells[0].text for row in table.rows[1:]]
    numbers = [text for text in first if text.isdecimal()]
    chapters = [text for text in first if not text.isdecimal()]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    counts = [int(chapter.rpartition("共")[2].removesuffix("项）")) for chapter in chapters]
    assert sum(counts) == len(numbers)


def test_the_offices_own_template_is_used(run: Run, office: Path, here: Path) -> None:
    own = Shelf().export(PAPERS[PLAN], office / "模板")
    document = Document(str(own))
    document.paragraphs[0].runs[0].text = "{{ issuer_name }}办公室文件"
    document.save(str(own))
    run("paper", PLAN, BREAKDOWN, "-o", "方案.docx", "--office", "督办")
    assert text_of((here / "方案.docx").read_bytes()).startswith("示例县人民政府办公室文件")


@pytest.mark.parametrize(
    ("args", "exit_code", "starts"),
    [
        (["催办单", BREAKDOWN, "-o", "x.docx"], 2, "【E0206】没有“催办单”这种单"),
        ([PLAN, BREAKDOWN], 2, "【E0205】缺少 -o 文件"),
        (["销号单", "1号"], 2, "【E0208】这里没有台账"),
        ([PLAN, "无事.txt", "-o", "x.docx"], 4, "【E2411】“无事.txt”里没有找到任务"),
        ([PLAN, BREAKDOWN, "-o", "坏.docx"], 7, "【E5102】“坏.docx”已存在"),
        ([PLAN, BREAKDOWN, "-o", "x.docx", "--year", "26"], 2, "【E0206】“26”不是年份"),
        ([PLAN, "坏.docx", "-o", "x.docx"], 3, "【E1"),
    ],
)
def test_faults(args: list[str], exit_code: int, starts: str, run: Run, here: Path) -> None:
    before = files(here)
    code, _, error = run("paper", *args)
    assert (code, error.startswith(starts), files(here)) == (exit_code, True, before), error


HOME = ["--office", "督办"]
INSTRUCTION = """张明县长2026年3月9日在《关于青石河沿岸污水直排问题的情况报告》上批示：
请县生态环境局牵头，会同县水利局立即核查，依法处理，3月17日前报结果。
"""


class TestAboutATicket:
    """1号 of 12 February: 县住建局, one item, to report by the 26th."""

    @pytest.fixture
    def issued(self, run: Run, office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        code, _, error = run("new", "纪要.txt", "--yes", *HOME, *DAY)
        assert (code, error) == (0, "")
        monkeypatch.setenv("DUBAN_TODAY", "2026-02-25")
        return office

    @staticmethod
    def paper(run: Run, here: Path, name: str, *arguments: str) -> tuple[str, str]:
        """What stands on the paper about 1号, and what the command says."""
        code, output, error = run("paper", name, "1号", *arguments, *HOME)
        assert (code, error) == (0, ""), error
        data = (here / f"{name}-1号.docx").read_bytes()
        return text_of(data), output.replace("\n", "")

    def test_a_form_to_report_on(self, issued: Path, run: Run, here: Path) -> None:
        before = files(issued)
        text, said = self.paper(run, here, "反馈表")
        assert "示政督交〔2026〕1号" in text
        assert "反馈单位｜云溪县住房和城乡建设局" in text
        assert "制定停车秩序整治方案" in text
        assert said == "已写到 反馈表-1号.docx。没有编号，没有改动台账。单上空着、请填写的：" + (
            "交办机构联系人、交办机构电话。"
        )
        assert files(issued) == before

    def test_a_closing_form_before_and_after_the_check(
        self, issued: Path, run: Run, here: Path
    ) -> None:
        (here / "方案.docx").write_bytes(b"plan")
        report = ["--text", "方案已报县政府", "--file", "方案.docx", "--done"]
        run("feedback", "1号", *report, *HOME)
        text, said = self.paper(run, here, "销号单")
        assert "方案已报县政府｜方案.docx" in text
        assert "2026年2月25日" in text
        assert "请填写的：核查方式、核查意见、" in said
        (here / "销号单-1号.docx").unlink()
        check = ["--who", "李明", "--method", "实地核查", "--conclusion", "同意销号"]
        run("close", "1号", "--text", "已核实", *check, *HOME)
        text, said = self.paper(run, here, "销号单")
        assert "（实地核查）已核实" in text and "核查人：李明" in text
        assert said.endswith("请填写的：审签、审签日期。")

    def test_an_extension_asked_for_and_answered(self, issued: Path, run: Run, here: Path) -> None:
        wish = ["--until", "2026-03-10", "--reason", "连续降雨"]
        text, said = self.paper(run, here, "延期申请", *wish)
        assert "应于2026年2月26日前反馈" in text and "申请延期至2026年3月10日" in text
        assert "申请日期、已开展工作、保证措施" in said
        code, _, error = run("paper", "延期批复", "1号", *HOME)
        assert (code, error[:7]) == (4, "【E4551】")
        given = ["--who", "李明", "--text", "连续降雨", "--until", "2026-03-10"]
        run("extend", "1号", *given, *HOME)
        text, said = self.paper(run, here, "延期批复", "--number", "示政督函〔2026〕4号")
        assert "同意延期至2026年3月10日反馈。" in text
        assert "示政督函〔2026〕4号" in text and "原应于2026年2月26日前反馈" in text
        assert "发文字号" not in said

    def test_a_notice_lists_all_tickets_of_the_document(
        self, issued: Path, run: Run, here: Path
    ) -> None:
        text, said = self.paper(run, here, "交办通知")
        assert "需落实的事项共2项" in text
        assert "云溪县人民政府第12次常务会议于2026年2月11日召开" in text
        rows = [line for line in text.splitlines() if line[:2] in ("1｜", "2｜")]
        assert [("住房和城乡建设局" in row, "发展和改革局" in row) for row in rows] == [
            (True, False),
            (False, True),
        ]
        assert "发文字号、成文日期" in said

    def test_a_supervision_letter_repeats_its_ticket(
        self, issued: Path, run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code, _, error = run("paper", "督办通知书", "1号", *HOME)
        assert (code, error[:7]) == (4, "【E4553】")
        self.urge_and_supervise(run, monkeypatch)
        code, _, error = run("paper", "督办通知书", "示政督交〔2026〕1号", "-o", "书.docx", *HOME)
        assert (code, error) == (0, "")
        text = text_of((here / "书.docx").read_bytes())
        assert "示政督办〔2026〕1号" in text and "经示政督催〔2026〕1号" in text
        assert "（联系人：（待填），电话：（待填））" in text

    def test_of_several_supervision_tickets_one_is_named(
        self, office: Path, run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        earlier = "县公安局要于2月13日前完成乱停车辆清理。县公安局要于2月24日前完成停车标线施划。"
        minutes = MINUTES.replace("停车难是群众反映强烈的问题。", earlier)
        (here / "纪要.txt").write_text(minutes, encoding="utf-8")
        run("new", "纪要.txt", "--yes", *HOME, *DAY)
        self.urge_and_supervise(run, monkeypatch)
        ask = ["paper", "督办通知书", "示政督交〔2026〕1号", "-o", "书.docx", *HOME]
        code, _, error = run(*ask)
        assert (code, error[:7]) == (4, "【E4553】")
        assert "1号的事项有2份督办单：示政督办〔2026〕1号、示政督办〔2026〕2号。" in error
        assert run(*ask, "--item", "2")[0] == 0
        text = text_of((here / "书.docx").read_bytes())
        assert "示政督办〔2026〕2号" in text and "第2项：" in text and "第1项：" not in text

    @staticmethod
    def urge_and_supervise(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        chain = [f"--signed={act}=某某@DAY" for act in ("提出", "同意", "签发", "下发")]
        for command, day in (("urge", "2026-02-27"), ("supervise", "2026-03-05")):
            monkeypatch.setenv("DUBAN_TODAY", day)
            signed = [each.replace("DAY", day) for each in chain]
            code, _, error = run(command, "--yes", *signed, *HOME)
            assert (code, error) == (0, "")

    def test_an_instruction_is_transmitted(
        self, office: Path, run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (here / "批示.txt").write_text(INSTRUCTION, encoding="utf-8")
        monkeypatch.setenv("DUBAN_TODAY", "2026-03-10")
        wishes = ["--kind", "领导批示", "--source", "县政府主要领导重要批示（公文、人民来信）"]
        code, output, error = run("new", "批示.txt", "--yes", *wishes, *HOME)
        assert code == 0, output + error
        text, said = self.paper(run, here, "领导批示办理单")
        assert "2026年3月9日" in text and "依法处理" in text
        assert "类别、拟办意见" in said

    def test_other_sources_are_no_instruction(self, issued: Path, run: Run, here: Path) -> None:
        code, _, error = run("paper", "领导批示办理单", "1号", *HOME)
        assert (code, error[:7]) == (4, "【E4552】")

    def test_a_number_nobody_has(self, issued: Path, run: Run, here: Path) -> None:
        code, _, error = run("paper", "销号单", "99号", *HOME)
        assert (code, error[:7]) == (2, "【E4521】")

    def test_by_the_ledger_number(self, issued: Path, run: Run, here: Path) -> None:
        code, _, error = run("paper", "反馈表", "2026-督-0001", "-o", "表.docx", *HOME)
        assert (code, error) == (0, "")
        assert "示政督交〔2026〕1号" in text_of((here / "表.docx").read_bytes())
