"""Why a file cannot be read: every refusal with its code and Chinese message, in one place.

The messages name no file; :func:`toolkit.reading.read_bytes` puts the file's name in front, once.
"""

from __future__ import annotations

from toolkit.errors import InputError, UsageError

MEGABYTE = 1024 * 1024


def not_found(path: str, similar: list[str]) -> UsageError:
    hint = f"是否想用：{'、'.join(similar)}？" if similar else "请检查文件名和所在文件夹。"
    return UsageError("E0201", f"找不到文件“{path}”。{hint}")


def is_folder(path: str) -> UsageError:
    return UsageError("E0202", f"“{path}”是文件夹，不是文件。请指定其中一个文件。")


def no_permission(path: str) -> InputError:
    return InputError(
        "E1110", f"没有权限读取“{path}”。请检查文件权限，或复制到自己的文件夹后再导入。"
    )


def not_readable(path: str) -> InputError:
    return InputError("E1110", f"读取“{path}”时出错。请检查磁盘或网络位置，复制到本机后再导入。")


def empty() -> InputError:
    return InputError("E1101", "文件是空的（0字节）。请检查是否选错文件，或重新复制后再导入。")


def without_text() -> InputError:
    return InputError("E1101", "文件里没有文字。请检查是否选错文件。")


def only_pictures() -> InputError:
    return InputError(
        "E1108",
        "文件里只有图片，没有文字。请提供可编辑的版本，或先识别成文字、存为 .txt 后再导入。",
    )


def other_content(what: str, remedy: str) -> InputError:
    return InputError("E1102", f"{what}。{remedy}")


def old_word(renamed: bool) -> InputError:
    tail = "，只是改了扩展名" if renamed else ""
    return InputError(
        "E1102", f"这是旧版 Word（.doc）文件{tail}。请在 WPS/Word 中另存为 .docx 后再导入。"
    )


def kingsoft() -> InputError:
    return InputError("E1103", "这是 WPS 专有格式（.wps）。请在 WPS 中“另存为”.docx。")


def encrypted() -> InputError:
    return InputError("E1104", "文件已加密，无法读取。请在 WPS/Word 中取消密码后另存，再重新导入。")


def with_macros() -> InputError:
    return InputError("E1105", "这是带宏的文档（.docm）。为安全起见不读取，请另存为 .docx。")


def strict_format() -> InputError:
    return InputError(
        "E1106", "这是“严格 Open XML”格式。请在 WPS/Word 中另存为普通“Word 文档（.docx）”。"
    )


def ofd() -> InputError:
    return InputError(
        "E1107", "暂不支持 OFD。请向来文单位索取 Word 版，或把文字复制出来存为 .txt。"
    )


def truncated() -> InputError:
    return InputError("E1201", "文件不完整（可能没有复制完）。请重新复制后再导入。")


def damaged(part: str) -> InputError:
    return InputError("E1201", f"文件已损坏（{part}校验不符）。请重新复制，或向来文单位重新索取。")


def malformed(part: str, line: int, column: int) -> InputError:
    return InputError(
        "E1201",
        f"文件已损坏（{part} 第{line}行第{column}列不合规范）。请用 WPS 打开后另存再导入。",
    )


def too_large(size: int, limit: int) -> InputError:
    return InputError(
        "E1202",
        f"文件过大（约{round(size / MEGABYTE)}MB，上限{limit // MEGABYTE}MB），已拒绝。"
        "请删去其中的图片或拆成几个文件后再导入。",
    )


def unpacks_too_large(size: int, ratio: int) -> InputError:
    return InputError(
        "E1202",
        f"文件解压后过大（约{round(size / MEGABYTE)}MB，压缩比{ratio}∶1），可能有害，已拒绝。"
        "请向来文单位核实。",
    )


def part_too_large(part: str, size: int, limit: int) -> InputError:
    return InputError(
        "E1202",
        f"文件内部的 {part} 过大（约{round(size / MEGABYTE)}MB，上限{limit // MEGABYTE}MB），"
        "已拒绝。请拆成几个文件后再导入。",
    )


def paragraph_endless(paragraph: int, length: int, limit: int) -> InputError:
    """Nobody writes such a paragraph: the breaks between paragraphs were lost on the way."""
    return InputError(
        "E1208",
        f"第{paragraph}段有{length}字（一段上限{limit}字），可能丢失了换行，没有读取。"
        "请按原文重新分段后再导入。",
    )


def too_many_entries(count: int, limit: int) -> InputError:
    return InputError(
        "E1202", f"文件内部条目过多（{count}个，上限{limit}），已拒绝。请向来文单位核实。"
    )


def has_doctype() -> InputError:
    return InputError(
        "E1203",
        "文件含有外部引用声明（DOCTYPE），不符合 Word 规范且可能有害，已拒绝。"
        "请用 WPS 打开后另存，或向来文单位核实。",
    )


def paragraph_too_long(paragraph: int) -> InputError:
    return InputError(
        "E1204",
        f"第{paragraph}段超过1000万字节（约330万字），超出可处理范围。请检查文件，分段后再导入。",
    )


def nested_too_deep(limit: int) -> InputError:
    return InputError("E1205", f"表格嵌套过深（超过{limit}层）。请简化后再导入。")


def illegal_character(line: int, column: int) -> InputError:
    return InputError(
        "E1206", f"文件内部有非法字符（第{line}行第{column}列）。请用 WPS 打开后另存再导入。"
    )


def without_body() -> InputError:
    return InputError("E1207", "文件缺少正文部分，已损坏。请用 WPS 打开后另存，或重新索取。")


def unknown_encoding() -> InputError:
    return InputError("E1401", "无法判断文字编码。请用记事本另存为 UTF-8 后再导入。")


def undecodable(line: int) -> InputError:
    return InputError(
        "E1402", f"第{line}行有无法识别的字节，编码可能混用。请用记事本另存为 UTF-8 后再导入。"
    )


def secret(mark: str, paragraph: int) -> InputError:
    return InputError(
        "E1701",
        f"第{paragraph}段标有密级“{mark}”。涉密文件不得在非涉密计算机上处理，已停止读取，"
        "没有编号，没有写任何文件。请立即将文件移出本机，按保密规定在涉密计算机上办理；"
        "已解密的，请去掉密级标志后再导入。",
    )
