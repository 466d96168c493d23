"""What a file is and whether it can be read; text files and their encodings."""

from __future__ import annotations

import io
import random
import re
import struct
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from builders import doc, docx, ole, paragraph, table, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.errors import DubanError, InputError, UsageError
from toolkit.reading import read_bytes, read_document
from toolkit.reading.package import Package

_CASES: list[dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "corpus" / "bad_inputs.toml").read_text(encoding="utf-8")
)["case"]
_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml"
_TWO_LINES = "第一行写得很长很长\n第二行"


def _patched_types(old: bytes, new: bytes) -> bytes:
    files = _files(doc("甲"))
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(old, new)
    return zipped(dict(files))


def _files(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _without(*names: str) -> bytes:
    return zipped({name: data for name, data in _files(doc("甲")).items() if name not in names})


def _with_document(document: bytes) -> bytes:
    return docx(parts={"word/document.xml": document})


def _with_doctype(encoding: str = "UTF-8") -> bytes:
    xml = _files(doc("甲&e;乙"))["word/document.xml"].decode().replace("&amp;e;", "&e;")
    xml = xml.replace('encoding="UTF-8"', f'encoding="{encoding}"')
    entity = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    return _with_document(xml.replace("?>", f"?>{entity}", 1).encode(encoding))


def _laughs() -> bytes:
    entities = '<!ENTITY a "哈哈哈">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    xml = _files(doc("甲"))["word/document.xml"].decode()
    return _with_document(xml.replace("?>", f"?><!DOCTYPE w [{entities}]>", 1).encode())


def _encrypted_zip() -> bytes:
    data = bytearray(doc("甲"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def _lying_size() -> bytes:
    data = bytearray(doc("甲" * 300))
    at = data.find(b"word/document.xml", data.find(b"PK\x01\x02")) - 46
    (size,) = struct.unpack_from("<I", data, at + 24)
    struct.pack_into("<I", data, at + 24, size - 100)
    return bytes(data)


def _big_part() -> bytes:
    """33 MB that do not pack suspiciously small, so that only the limit on a part is passed."""
    noise = random.Random(1)
    blocks = (f"<w:p>{'甲' * 9000}{noise.randbytes(300).hex()}</w:p>" for _ in range(1260))
    return _with_document("".join(blocks).encode())


def _same_part_twice() -> bytes:
    buffer = io.BytesIO(doc("甲"))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("Word/Document.xml", "乙")
    data = buffer.getvalue()
    return data.replace(b"Word/Document.xml", b"word/document.xml")


def _nested(depth: int) -> bytes:
    body = paragraph("底")
    for _ in range(depth):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    return docx(body)


RECIPES: dict[str, Callable[[], bytes]] = {
    "encrypted": lambda: ole("EncryptionInfo", "EncryptedPackage"),
    "encrypted_zip": _encrypted_zip,
    "old_word": lambda: ole("1Table", "WordDocument", "Data", "ObjectPool"),
    "truncated": lambda: doc("甲" * 500)[:-40],
    "truncated_old": lambda: ole("WordDocument")[:600],
    "nothing": lambda: b"",
    "blank": lambda: docx(paragraph(""), paragraph("　")),
    "blank_text": lambda: "\ufeff \r\n　\n".encode(),
    "plain_text": lambda: "关于做好防汛工作的通知".encode("gbk"),
    "noise": lambda: random.Random(1).randbytes(4000),
    "excel": lambda: zipped(
        {
            "[Content_Types].xml": "application/vnd.openxmlformats-officedocument.spreadsheetml",
            "xl/workbook.xml": "<a/>",
        }
    ),
    "old_excel": lambda: ole("Workbook"),
    "slides": lambda: zipped({"[Content_Types].xml": "presentationml", "ppt/a.xml": "<a/>"}),
    "old_slides": lambda: ole("Current User", "PowerPoint Document"),
    "plain_zip": lambda: zipped({"纪要.docx": doc("甲"), "附件.txt": "乙"}),
    "rar": lambda: b"Rar!\x1a\x07\x00" + bytes(50),
    "bomb": lambda: docx(parts={"word/media/image1.png": bytes(24 * 1024 * 1024)}),
    "big_part": _big_part,
    "big_file": lambda: b"PK\x03\x04" + bytes(21 * 1024 * 1024),
    "many_entries": lambda: zipped({f"word/{i}.xml": "" for i in range(2001)}),
    "lying_size": _lying_size,
    "same_part_twice": _same_part_twice,
    "outside_entity": _with_doctype,
    "outside_entity_utf16": lambda: _with_doctype("UTF-16"),
    "entity_in_styles": lambda: docx(
        paragraph("甲"), parts={"word/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}
    ),
    "billion_laughs": _laughs,
    "long_paragraph": lambda: docx(paragraph("甲"), paragraph(_noise_text())),
    "nested_tables": lambda: _nested(100),
    "control_character": lambda: _with_document(b"<w>\xe7\x94\xb2\x01</w>"),
    "surrogate_bytes": lambda: _with_document(b"<w>\xe7\x94\xb2\xed\xa0\x80</w>"),
    "surrogate_reference": lambda: _with_document(b"<w>&#xD800;</w>"),
    "without_document": lambda: _without("word/document.xml"),
    "without_types": lambda: _without("[Content_Types].xml"),
    "cut_document": lambda: _with_document(b"<w><a></w>"),
    "macros": lambda: _patched_types(
        _WORD + b".document.main", b"application/vnd.ms-word.document.macroEnabled.main"
    ),
    "hidden_macros": lambda: docx(paragraph("甲"), parts={"word/vbaProject.bin": b"x"}),
    "strict": lambda: docx(
        document=_files(doc("甲"))["word/document.xml"]
        .decode()
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
    ),
    "only_pictures": lambda: docx(
        paragraph('<w:r><w:drawing><a:blip r:embed="p"/></w:drawing></w:r>')
    ),
    "picture": lambda: b"\xff\xd8\xff\xe0" + bytes(100),
    "utf16_without_mark": lambda: "abc，督办".encode("utf-16-le"),
    "mixed_encodings": lambda: (
        "县政府办公室：\n请各单位抓紧落实会议精神。\n".encode() + "县财政局".encode("gbk")
    ),
    "bad_bytes": lambda: _TWO_LINES.encode("gbk") + b"\xff\xff",
    "bad_utf16": lambda: _TWO_LINES.encode("utf-16") + b"\x00\xd8",
    "pdf": lambda: b"%PDF-1.7\n",
    "ofd": lambda: zipped({"OFD.xml": "<a/>", "Doc_0/Document.xml": "<a/>"}),
    "rtf": lambda: b"{\\rtf1\\ansi }",
    "web_page": lambda: "<html><body>通知</body></html>".encode(),
    "open_document": lambda: zipped({"mimetype": "a", "content.xml": "<a/>"}),
}


def _noise_text() -> str:
    """11 MB that do not pack small, so that the limit on a text node is met first."""
    return random.Random(2).randbytes(5_600_000).hex()


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
def test_one_line_of_five_megabytes_is_read_fast(encoding: str) -> None:
    text = "会议强调，各单位要抓好落实。" * 120_000
    data = text.encode(encoding)
    begun = perf_counter()
    document = read_bytes("纪要.txt", data)
    assert perf_counter() - begun < 2
    assert document.paragraphs[0].text == text


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
    files = dict(_files(_SAMPLE))
    data = bytearray(files[name])
    for position, piece in changes:
        at = position % len(data)
        data[at : at + len(piece)] = piece
    _read_or_refuse("纪要.docx", zipped({**files, name: bytes(data)}))


@given(st.binary(max_size=200), st.sampled_from(["纪要.docx", "纪要.txt", "纪要.wps", "纪要"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    for head in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"):
        _read_or_refuse(name, head + data)
