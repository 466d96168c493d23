"""A new office's folder: made aside, put in place whole."""

from __future__ import annotations

import errno
import re
import shutil
import tempfile
from pathlib import Path

from toolkit.errors import StorageError, UsageError, why
from toolkit.loading.units_table import read_units_table, write_units_table
from toolkit.office.folder import SETTINGS_FILE, UNITS_FILE
from toolkit.office.settings import create_folder

_COUNTY = re.compile(r"[㐀-鿿·]{1,20}[县市区旗州盟镇乡]")


def create_office(folder: Path, county: str = "") -> list[str]:
    """Make an office folder with settings, table of units and room for templates.

    Returns the names made; ``county`` ``""`` makes the example office. All is made aside and put
    in place at the end, so that a failure leaves nothing behind. Raises UsageError E0206 for a
    name that is no county's, SettingsError E3005 for an office folder that exists, StorageError
    E5201–E5203.
    """
    if county and not _COUNTY.fullmatch(county):
        raise UsageError(
            "E0206",
            f"--county 的“{county}”不是县名全称。请写到“县、市、区、旗”等字为止，如 云溪县。",
        )
    try:
        if (folder / SETTINGS_FILE).exists():
            return create_folder(folder, county)  # says that it exists
        # beside the place, so that moving it there is one step on the same disk
        near = next(each for each in (folder, *folder.absolute().parents) if each.is_dir())
        with tempfile.TemporaryDirectory(prefix=".duban-", dir=near) as scratch:
            made = create_folder(Path(scratch) / "office", county)
            write_units_table(Path(scratch) / "office" / UNITS_FILE, county)
            # Leaves the compiled copy, so that commands which only read have nothing to write.
            read_units_table(Path(scratch) / "office" / UNITS_FILE)
            _put_in_place(Path(scratch) / "office", folder)
    except OSError as fault:
        code = "E5201" if fault.errno == errno.ENOSPC else "E5202"
        raise StorageError(
            code, f"无法建立“{folder}”：{why(fault)}。没有留下文件。请处理后重试，或换一个位置。"
        ) from None
    return [*made, UNITS_FILE]


def _put_in_place(made: Path, folder: Path) -> None:
    """The finished office into its folder; the settings, which make it an office, come last."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        made.rename(folder)
        return
    for each in sorted(made.iterdir(), key=lambda path: path.name == SETTINGS_FILE):
        if not (folder / each.name).exists():
            shutil.move(each, folder / each.name)
