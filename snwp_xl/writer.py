"""XlsxWriter with its slow parts written anew: how a sheet's cells become XML, and how finished parts are handed over.

The bytes are XlsxWriter's own, as tests compare with whatever version is installed; they take half of the time. This rests on
XlsxWriter's inner workings, so it is for the minor version in which those were looked at. With any other version XlsxWriter
goes its own way, and more slowly.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.chart_line import ChartLine
from xlsxwriter.chart_scatter import ChartScatter
from xlsxwriter.packager import Packager
from xlsxwriter.worksheet import Worksheet

from snwp_xl.formulas import column_name

LOOKED_AT = "3.3."  # how XlsxWriter's version begins
StoredFormula = namedtuple("Formula", "formula, format, value")  # type: ignore[name-match] # the name by which XlsxWriter knows it
ROWS_A_SPAN = 16  # rows that share the attribute "spans"
ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))


class QuickSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose cells are written in one go, and whose formulas are taken as they are.

    XlsxWriter searches each formula for some thirty functions that need a prefix, of which ours hold none.
    """

    # rows and columns are always numbers here: no search for addresses such as A1
    write_string = getattr(Worksheet, "_write_string", Worksheet.write_string)
    write_number = getattr(Worksheet, "_write_number", Worksheet.write_number)
    write_blank = getattr(Worksheet, "_write_blank", Worksheet.write_blank)

    def write_formula(self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0) -> int:
        """Write a formula; gives -1 where there is no such cell."""
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = StoredFormula(formula.removeprefix("="), cell_format, value)
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")

    def _write_rows(self) -> None:
        if self.comments:
            super()._write_rows()
            return
        self._calculate_spans()
        looks: dict[Any, str] = {}
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            cells, info = self.table.get(row), self.row_info.get(row)
            span = self.row_spans.get(row // ROWS_A_SPAN)
            if cells:
                self._write_row(row, span, info)
                self._write_cells(row, cells, looks)
                self.fh.write("</row>")
            elif info is not None:
                self._write_empty_row(row, span, info)

    def _write_cells(self, row: int, cells: dict[int, Any], looks: dict[Any, str]) -> None:
        """The cells of a row; `looks` keeps each format's number as an attribute."""
        write, number = self.fh.write, str(row + 1)
        for column in sorted(cells):
            cell = cells[column]
            look = looks.get(cell.format)
            if look is None and cell.format:
                look = looks[cell.format] = f'" s="{cell.format._get_xf_index()}"'
            form = FORMS.get(cell.__class__.__name__)
            if look is None or form is None:
                self._write_cell(row, column, cell)
            else:
                write(f'<c r="{column_name(column)}{number}{look}{form(cell)}')

    def _calculate_spans(self) -> None:
        if self.comments:
            super()._calculate_spans()
            return
        spans: dict[int, tuple[int, int]] = {}
        for row, cells in self.table.items():
            if cells:
                first, last = spans.get(row // ROWS_A_SPAN, (self.xls_colmax, 0))
                spans[row // ROWS_A_SPAN] = min(first, *cells), max(last, *cells)
        self.row_spans = {block: f"{first + 1}:{last + 1}" for block, (first, last) in spans.items()}


def _formula(cell: Any) -> str:
    value, kind = cell.value, ""
    if isinstance(value, bool):
        value, kind = int(value), ' t="b"'
    elif isinstance(value, str) and value:
        kind = ' t="e"' if value in ERRORS else ' t="str"'
        value = _escaped(value)
    return f"{kind}><f>{_escaped(cell.formula)}</f><v>{value}</v></c>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


FORMS = {  # the kinds of cell that are written here, by XlsxWriter's names for them: the rest of the element after its style
    "Number": lambda cell: f"><v>{cell.number:.16G}</v></c>",
    "Datetime": lambda cell: f"><v>{cell.number:.16G}</v></c>",
    "String": lambda cell: f' t="s"><v>{cell.string}</v></c>',
    "Blank": lambda cell: "/>",
    "Formula": _formula,
}


class QuickChart(Chart):  # type: ignore[misc]
    """A chart that writes its tags and its copy of the numbers in fewer steps."""

    def _xml_start_tag(self, tag: str, attributes: Iterable[tuple[str, Any]] = ()) -> None:
        self.fh.write(f"<{tag}{''.join([self._attribute(*one) for one in attributes])}>")

    def _xml_empty_tag(self, tag: str, attributes: Iterable[tuple[str, Any]] = ()) -> None:
        self.fh.write(f"<{tag}{''.join([self._attribute(*one) for one in attributes])}/>")

    def _attribute(self, name: str, value: Any) -> str:
        return f' {name}="{value if value.__class__ is int or str(value).isalnum() else self._escape_attributes(value)}"'

    def _write_num_cache(self, data: Sequence[Any] | None) -> None:
        points = [f'<c:pt idx="{i}"><c:v>{_number(one)}</c:v></c:pt>' for i, one in enumerate(data or ()) if one is not None]
        head = f'<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{len(data or ())}"/>'
        self.fh.write(f"{head}{''.join(points)}</c:numCache>")


def _number(value: Any) -> Any:
    """A number as it is, 0 for anything else."""
    try:
        float(value)
    except ValueError:
        return 0
    return value


class QuickLine(QuickChart, ChartLine):  # type: ignore[misc]
    """A line chart."""


class QuickScatter(QuickChart, ChartScatter):  # type: ignore[misc]
    """A scatter chart."""


QUICK_CHARTS = {ChartLine: QuickLine, ChartScatter: QuickScatter}


class _Parts(Packager):  # type: ignore[misc]
    """Hands the parts over instead of leaving them to be zipped: they are not finished yet."""

    def _create_package(self) -> list[Any]:
        self.workbook.parts = {
            name: content.getvalue() if binary else content.getvalue().encode() for content, name, binary in super()._create_package()}
        return []


class QuickBook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook whose parts are in `parts` once it is closed, and not in the file that it was given."""

    worksheet_class = QuickSheet
    parts: dict[str, bytes]

    def _get_packager(self) -> Any:
        return _Parts()

    def add_chart(self, options: dict[str, Any]) -> Any:
        """Add a chart; a line or scatter chart is one of ours."""
        chart = super().add_chart(options)
        chart.__class__ = QUICK_CHARTS.get(type(chart), type(chart))
        return chart


Book = QuickBook if xlsxwriter.__version__.startswith(LOOKED_AT) else xlsxwriter.Workbook
