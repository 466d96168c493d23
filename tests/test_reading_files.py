"""What a file is and whether it can be read; text files and their encodings."""

from __future__ import annotations

import re
import struct
import tomllib
from pathlib import Path
from time import perf_counter

import pytest
from bad_files import RECIPES, files_of
from builders import doc, docx, paragraph, table, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.errors import DubanError, InputError, UsageError
from toolkit.reading import read_bytes, read_document
from toolkit.reading.package import Package

_CASES: list[dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "corpus" / "bad_inputs.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["id"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_bad_input(case: dict[str, str]) -> None:
    data = RECIPES[case["recipe"]]()
    with pytest.raises(InputError) as refusal:
        read_bytes(case["name"], data)
    pattern = re.escape(case["message"]).replace("＊", r"\d+")
    assert re.fullmatch(pattern, str(refusal.value))
    assert refusal.value.exit_code == 3


def test_every_recipe_is_used() -> None:
    assert {case["recipe"] for case in _CASES} == set(RECIPES)


def test_a_bomb_is_refused_from_its_directory_alone() -> None:
    """A directory that promises 100,000 entries is not even listed."""
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 100_000 % 65_536, 40_000, 9, 0, 0)
    begun = perf_counter()
    with pytest.raises(InputError, match="条目过多"):
        Package(b"PK\x03\x04" + end)
    assert perf_counter() - begun < 0.1


# --- files on the disk -----------------------------------------------------------------------


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "纪要.docx"
    path.write_bytes(doc("甲 / 乙"))
    assert [one.text for one in read_document(path).paragraphs] == ["甲", "乙"]


def test_a_missing_file_names_similar_ones(tmp_path: Path) -> None:
    (tmp_path / "第12次常务会议纪要.docx").write_bytes(doc("甲"))
    with pytest.raises(UsageError) as refusal:
        read_document(tmp_path / "第12次常务会纪要.docx")
    assert refusal.value.code == "E0201"
    assert refusal.value.message.endswith("是否想用：第12次常务会议纪要.docx？")
    assert refusal.value.exit_code == 2


def test_a_missing_file_in_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="请检查文件名和所在文件夹"):
        read_document(tmp_path / "无" / "纪要.docx")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        read_document(tmp_path)
    assert refusal.value.code == "E0202"


def test_a_path_no_system_accepts() -> None:
    with pytest.raises(InputError) as refusal:
        read_document(Path("a\x00b.docx"))
    assert refusal.value.code == "E1110"


def test_a_big_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "大.docx"
    with path.open("wb") as file:
        file.truncate(5 * 1024**3)
    with pytest.raises(InputError, match="约5120MB，上限20MB"):
        read_document(path)


def test_the_name_in_a_message_is_cleaned() -> None:
    with pytest.raises(InputError) as refusal:
        read_bytes("纪要\u202excod.exe", b"")
    assert refusal.value.message.startswith("纪要xcod.exe：")


# --- text files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "finding"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "按 UTF-16 读取"),
        ("gbk", "按 GB18030 读取"),
        ("gb18030", "按 GB18030 读取"),
    ],
)
@pytest.mark.parametrize("text", ["请住建局阅处", "督办", "第12次常务会议纪要：3月底前完成"])
def test_encodings(text: str, encoding: str, finding: str | None) -> None:
    document = read_bytes("纪要.txt", text.encode(encoding))
    assert [one.text for one in document.paragraphs] == [text]
    assert document.format == "text"
    messages = [one.message for one in document.findings]
    if finding is None:
        assert messages == []
    else:
        assert [message.startswith(finding) for message in messages] == [True]


def test_utf16_of_the_other_byte_order() -> None:
    data = b"\xfe\xff" + "督办".encode("utf-16-be")
    assert read_bytes("纪要.txt", data).paragraphs[0].text == "督办"


def test_rare_characters_of_gb18030() -> None:
    assert read_bytes("纪要.txt", "市𬱖局㐂".encode("gb18030")).paragraphs[0].text == "市𬱖局㐂"


def test_each_line_with_words_is_a_paragraph() -> None:
    document = read_bytes("纪要.txt", "甲\r\n\r\n　　乙\r丙\n \n丁\u2028戊\x0b己".encode())
    assert [(one.index, one.text) for one in document.paragraphs] == [
        (1, "甲"),
        (2, "　　乙"),
        (3, "丙"),
        (4, "丁"),
        (5, "戊"),
        (6, "己"),
    ]


def test_invisible_characters_are_cleaned_and_reported() -> None:
    document = read_bytes("纪要.txt", "督\x00办\u200b\n正常\n县\ufeff财政局".encode())
    assert [one.text for one in document.paragraphs] == ["督办", "正常", "县财政局"]
    assert [one.message for one in document.findings] == ["已清除3个不可见字符（第1、3段）。"]


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f"])
def test_marks_that_turn_the_order_are_cleaned_and_reported(mark: str) -> None:
    document = read_bytes("纪要.docx", doc(f"甲 / 3月{mark}5日"))
    assert document.paragraphs[1].text == "3月5日"
    assert [one.message for one in document.findings] == [
        "第2段含有会改变显示顺序的隐藏字符，已清除，请核对文字次序。"
    ]


def test_visible_characters_stay_as_they_are() -> None:
    text = "　〔２０２６〕“督”　①㈠ ○〇 𬱖 é\tㄅ\ue000"
    assert read_bytes("纪要.docx", doc(text)).paragraphs[0].text == text
    assert read_bytes("纪要.txt", text.encode()).paragraphs[0].text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_line_of_five_megabytes_is_refused_fast(encoding: str) -> None:
    text = "会议强调，各单位要抓好落实。" * 120_000
    data = text.encode(encoding)
    begun = perf_counter()
    with pytest.raises(InputError, match=r"E1208.*第1段有1680000字"):
        read_bytes("纪要.txt", data)
    assert perf_counter() - begun < 2


def test_a_text_of_an_unknown_extension_is_read() -> None:
    assert read_bytes("纪要", "会议纪要".encode()).format == "text"
    assert read_bytes("纪要.txt", b"MZ is no program here").format == "text"


# --- whatever the bytes, a reading or a refusal ----------------------------------------------

_SAMPLE = docx(
    paragraph("一、重点任务"),
    table(["序号", "责任单位"], ["1", "县财政局"]),
    paragraph("<w:r><w:br/></w:r>", "完"),
    numbering='<w:abstractNum w:abstractNumId="0"/>',
    comments="<w:comment/>",
)


def _read_or_refuse(name: str, data: bytes) -> None:
    try:
        read_bytes(name, data)
    except DubanError as refusal:
        assert refusal.message.startswith(name)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, len(_SAMPLE) - 1), st.integers(0, 255)), max_size=8),
    st.integers(0, len(_SAMPLE)),
    st.sampled_from(["纪要.docx", "纪要.txt"]),
)
def test_a_damaged_file_is_read_or_refused(
    changes: list[tuple[int, int]], length: int, name: str
) -> None:
    data = bytearray(_SAMPLE)
    for position, value in changes:
        data[position] = value
    _read_or_refuse(name, bytes(data[: length or None]))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=3)), min_size=1, max_size=4),
    st.sampled_from(["word/document.xml", "word/numbering.xml", "_rels/.rels"]),
)
def test_damage_inside_a_part_is_read_or_refused(
    changes: list[tuple[int, bytes]], name: str
) -> None:
    files = dict(files_of(_SAMPLE))
    data = bytearray(files[name])
    for position, piece in changes:
        at = position % len(data)
        data[at : at + len(piece)] = piece
    _read_or_refuse("纪要.docx", zipped({**files, name: bytes(data)}))


@given(st.binary(max_size=200), st.sampled_from(["纪要.docx", "纪要.txt", "纪要.wps", "纪要"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    for head in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"):
        _read_or_refuse(name, head + data)
