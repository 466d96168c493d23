"""The plan as an Excel workbook: written as tables, read back whatever program saved it."""

from toolkit.workbook.reading import read_workbook
from toolkit.workbook.writing import workbook_bytes

__all__ = ["read_workbook", "workbook_bytes"]
