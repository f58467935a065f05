"""The ribbon add-in snwp_xl.xlam, for offices that keep plain .xlsx workbooks; derived from the one xlwings ships.

Changed are the ribbon, the module that the ribbon calls, the name of the settings sheet (in the workbook, and the one
constant by which xlwings' module finds it), its rows, and the title that Excel's list of add-ins shows.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from snwp_xl.buttons.catalogue import BUTTONS
from snwp_xl.buttons.interpreter import Interpreter, configuration
from snwp_xl.buttons.project import module_source, read_project
from snwp_xl.buttons.shipped import RIBBON, VBA_PART, not_as_expected, shipped_parts

ADDIN_FILE = "snwp_xl.xlam"
ADDIN_SHEET = "snwp_xl.conf"  # xlwings' module looks for PROJECT_NAME & ".conf"
OWN_MODULE = "RibbonMyAddin"
MODULES = {"ThisWorkbook": "Document", "Dictionary": "Class", OWN_MODULE: "Module", "Sheet2": "Document", "xlwings": "Module"}
RIBBON_PART, WORKBOOK_PART = "customUI/customUI.xml", "xl/workbook.xml"
SHEET_PART, TITLE_PART = "xl/worksheets/sheet1.xml", "docProps/core.xml"
RIBBON_NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
TAB = "Harm matrix"
FIXED_DATE = (2018, 4, 1, 0, 0, 0)  # of the parts within the file: any, as long as it is always the same


def addin_bytes(interpreter: Interpreter) -> bytes:
    """The add-in; the same package and interpreter give the same bytes. Raises ProjectRefused."""
    parts = shipped_parts(RIBBON)
    parts[VBA_PART] = _project(parts[VBA_PART])
    parts[RIBBON_PART] = ribbon_xml().encode("utf-8")
    parts[WORKBOOK_PART] = _replaced(parts, WORKBOOK_PART, r'name="_myaddin\.conf"', f'name="{ADDIN_SHEET}"')
    parts[SHEET_PART] = _replaced(parts, SHEET_PART, r"<sheetData>.*</sheetData>", _sheet_data(configuration(interpreter)))
    parts[SHEET_PART] = _replaced(parts, SHEET_PART, r'<dimension ref="[^"]*" />', "")
    parts[TITLE_PART] = _replaced(parts, TITLE_PART, r"<dc:title />", f"<dc:title>{TAB}</dc:title>")
    return _zipped(parts)


def ribbon_xml() -> str:
    """The tab with a button for each of the catalogue's."""
    buttons = "".join(
        f'<button id="snwp{button.macro}" label={quoteattr(button.caption)} size="large" imageMso="{button.picture}"'
        f" onAction={quoteattr(f'{OWN_MODULE}.{button.macro}')} screentip={quoteattr(button.caption)} supertip={quoteattr(button.does)}/>"
        for button in BUTTONS
    )
    group = f'<group id="snwpGroup" label={quoteattr(TAB)}>{buttons}</group>'
    tabs = f'<tabs><tab id="snwpTab" label={quoteattr(TAB)}>{group}</tab></tabs>'
    return f'<customUI xmlns="{RIBBON_NAMESPACE}"><ribbon>{tabs}</ribbon></customUI>'


def ribbon_macros() -> str:
    """The module that the ribbon calls: the macros of the workbook's Module1, each given the control that was pressed."""
    macros = (
        f'Public Sub {button.macro}(control As IRibbonControl)\n    RunPython "{button.command}"\nEnd Sub\n' for button in BUTTONS
    )
    return "\n".join(["Option Explicit\n' The buttons of the harm matrix. The work is done in Python, in snwp_xl.addin.\n", *macros])


def _project(content: bytes) -> bytes:
    project = read_project(content, MODULES)
    source = project.source("xlwings")
    shipped, own = (f'Public Const PROJECT_NAME As String = "{name}"' for name in ("myaddin", "snwp_xl"))
    if source.count(shipped) != 1:
        raise not_as_expected("its add-in has a different name")
    named = project.with_source("xlwings", source.replace(shipped, own))
    return named.with_source(OWN_MODULE, module_source(OWN_MODULE, ribbon_macros())).packed()


def _replaced(parts: dict[str, bytes], part: str, pattern: str, text: str) -> bytes:
    """A part with the one place that matches replaced; raises ProjectRefused where there is not exactly one."""
    changed, count = re.subn(pattern, lambda match: text, parts.get(part, b"").decode("utf-8"), flags=re.DOTALL)
    if count != 1:
        raise not_as_expected(f"its add-in's {part} is different")
    return changed.encode("utf-8")


def _sheet_data(rows: Iterable[tuple[str, str]]) -> str:
    """The settings as text within the cells, from A1 on."""
    cell = '<c r="{}{}" t="inlineStr"><is><t>{}</t></is></c>'
    lines = (
        f'<row r="{number}">{cell.format("A", number, escape(name))}{cell.format("B", number, escape(value))}</row>'
        for number, (name, value) in enumerate(rows, start=1)
    )
    return f"<sheetData>{''.join(lines)}</sheetData>"


def _zipped(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return content.getvalue()
