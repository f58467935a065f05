"""The rows of a grid -> each crime type's answers; each expected one is asked for, so that what was deleted is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from snwp_xl.findings import Finding, Place, finding
from snwp_xl.frozen import dataclass
from snwp_xl.intake import NOTHING, Cell
from snwp_xl.layout import SEE_START, Grid
from snwp_xl.locate import plain
from snwp_xl.model import Assessment, CrimeType, ScoreRow
from snwp_xl.returns.entries import Entry
from snwp_xl.returns.grid import Located, Shift, shift, some, strange_rows
from snwp_xl.returns.replies import Beside
from snwp_xl.returns.scores import AS_TEXT, NOTHING_SAID, Said, as_typed, clean, is_no_view, read_score, shown, whole_text

NO_VIEW_READ = "no-view-in-scores"
NOTHING_BESIDE = Beside("", "", "")


@dataclass(frozen=True, slots=True)
class Row:
    """A crime type's row as it was read: what each score cell says, and what stands beside the scores."""

    said: tuple[Said, ...]
    cells: tuple[str, ...]
    view: Cell | None
    view_cell: str
    comment: str
    beside: Beside  # the question in the row, and the reply


class Reading:
    """A grid being read, and the findings made of it so far."""

    def __init__(self, assessment: Assessment, grid: Grid, at: Located, file: str) -> None:
        self.assessment = assessment
        self.grid = grid
        self.at = at
        self.file = file
        self.findings: list[Finding] = []
        self.entries: tuple[Entry, ...] = ()
        self.beside: dict[int, Beside] = {}  # replies, by crime type
        self.unclear: dict[int, str] = {}  # those that are another number than the scores make
        self._odd: dict[str, list[str]] = {}
        self._columns = tuple((None if one.name in at.twice else at.columns.get(one.name), one) for one in assessment.factors)

    def rows(self) -> tuple[ScoreRow, ...]:
        """Every crime type's answers; each expected one is asked for, so that a deleted row or column is seen."""
        for factor in self.grid.factors:
            if factor in self.at.twice:
                self._find("column-twice", "", factor=factor)
            elif factor not in self.at.columns:
                self._find("column-missing", "", factor=factor)
        shifted = shift(self.at, self.grid)
        if shifted:
            self._find("grid-shifted", self.at.address(min(shifted.rows), self._present()[0]), how=shifted.how)
        before = len(self.findings)
        pairs = [self._crime_type(i, one, shifted) for i, one in enumerate(self.assessment.crime_types)]
        self.entries = tuple(entry for _, entry in pairs)
        if len(pairs) > 1 and not before and [found.code for found in self.findings] == ["row-empty"] * len(pairs):
            self.findings = []
            self._find("return-empty", self.at.address(self.at.head + 1, self._present()[0]))
        if not shifted:
            self.findings += strange_rows(self.at, self.grid, self.file)
        self._say_odd()
        return tuple(row for row, _ in pairs)

    def _present(self) -> list[str]:
        return [factor for factor in self.grid.factors if factor in self.at.columns]

    def _find(self, code: str, cell: str, crime_type: CrimeType | None = None, **values: object) -> None:
        name = {"crime_type_name": crime_type.name} if crime_type else {}
        place = Place(self.file, self.at.sheet.name, cell)
        number = crime_type.number if crime_type else None
        known = {"rule": self.grid.rule, "scores": self.grid.scores, **name, **values}
        self.findings.append(finding(code, place, crime_type=number, **known))  # type: ignore[arg-type]

    def _crime_type(self, i: int, crime_type: CrimeType, shifted: Shift | None) -> tuple[ScoreRow, Entry]:
        rows = self.at.rows.get(i, ())
        nothing = (None,) * len(self.grid.factors)
        if not rows:
            self._find("row-missing", "", crime_type)
            return ScoreRow(crime_type.number, nothing, cells=("",) * len(nothing)), Entry(crime_type.number, nothing)
        filled, differ = self._filled(rows)
        if shifted and filled[0] in shifted.rows:  # every score may be another's: none is used, and nothing more is said of each
            row = self._row(filled[0])
            kept = ScoreRow(crime_type.number, nothing, comment=row.comment, cells=row.cells)
            return kept, Entry(crime_type.number, nothing, comment=row.comment, cells=row.cells)
        row = self._with_reply(crime_type, self._row(filled[0]))
        entry = self._entry(crime_type, row)
        if differ:
            cells = ", ".join(self.at.address(one, self.grid.corner) or str(one + 1) for one in filled)
            self._find("row-twice", self.at.address(filled[0], self.grid.corner), crime_type, cells=cells)
            return replace(_nothing(ScoreRow(crime_type.number, nothing)), comment=row.comment, cells=row.cells), entry
        return self._answer(crime_type, row), entry

    def _filled(self, rows: Sequence[int]) -> tuple[Sequence[int], bool]:
        """Of a crime type's rows those that say something, the first if none does; and whether they say different things."""
        if len(rows) == 1:
            return rows, False
        answers = {row: self.at.answers(row, self.grid) for row in rows}
        filled = [row for row in rows if any(answers[row])] or [rows[0]]
        return filled, len({answers[row] for row in filled}) > 1

    def _row(self, row: int) -> Row:
        said = []
        sheet, allowed = self.at.sheet, self.grid.allowed
        for column, factor in self._columns:
            read = NOTHING_SAID if column is None else read_score(sheet.cells.get((row, column), NOTHING), allowed, factor.levels)
            struck = read.score is not None and (row, column) in sheet.struck
            said.append(Said(wrong="score-crossed-out", shown=read.shown) if struck else read)
        cells = tuple(self.at.address(row, factor) for factor in self.grid.factors)
        view = None if self._struck(row, self.grid.view) else self.at.cell(row, self.grid.view)
        words = self._words(row, self.grid.comment)
        return Row(tuple(said), cells, view, self.at.address(row, self.grid.view), words, self._beside(row))

    def _beside(self, row: int) -> Beside:
        """The question in a row and its reply; only query workbooks have them."""
        if self.grid.reply not in self.at.columns:
            return NOTHING_BESIDE
        asked = self._words(row, self.grid.question)
        replied = self._words(row, self.grid.reply) if plain(asked) != plain(SEE_START) else ""
        return Beside(asked, replied, self.at.address(row, self.grid.reply))

    def _words(self, row: int, heading: str) -> str:
        """What somebody wrote in a row under a heading."""
        cell = self.at.cell(row, heading)
        return as_typed(cell.text) if cell and cell.text else ""

    def _struck(self, row: int, heading: str) -> bool:
        """Whether the cell is crossed out: what stands there may be meant to be gone."""
        return (row, self.at.columns.get(heading)) in self.at.sheet.struck

    def _with_reply(self, crime_type: CrimeType, row: Row) -> Row:
        """Note the row's reply; a score given there, where just one is missing, is that score."""
        if not row.beside.reply:
            return row
        self.beside[crime_type.number] = row.beside
        number = whole_text(row.beside.reply)
        lacking = [i for i, said in enumerate(row.said) if said.score is None]
        scores = [said.score for said in row.said if said.score is not None]
        if number is None:
            return row
        if len(lacking) == 1 and number in self.grid.allowed and not (row.view and is_no_view(row.view.text)):
            factor = self.grid.factors[lacking[0]]
            self._find("reply-used", row.beside.cell, crime_type, factor=factor, value=number)
            said = (*row.said[: lacking[0]], Said(number), *row.said[lacking[0] + 1 :])
            return replace(row, said=said)
        corrected = number in scores and plain(self.grid.rule) in plain(row.beside.asked)  # the cell was corrected too
        if not lacking and number != sum(scores) and not corrected:
            self.unclear[crime_type.number] = row.beside.reply
        return row

    def _entry(self, crime_type: CrimeType, row: Row) -> Entry:
        wrong = tuple(i for i, said in enumerate(row.said) if said.wrong)
        view = row.view is not None and is_no_view(row.view.text)
        return Entry(crime_type.number, tuple(said.score for said in row.said), view, row.comment, row.cells, wrong)

    def _answer(self, crime_type: CrimeType, row: Row) -> ScoreRow:
        nothing = ScoreRow(crime_type.number, (None,) * len(row.said), comment=row.comment, cells=row.cells)
        view = clean(row.view.text).strip() if row.view else ""
        every_view = all(is_no_view(said.shown) for said in row.said)
        if row.view and view and not is_no_view(view):
            self._find("no-view-not-a-choice", row.view_cell, crime_type, value=shown(row.view))
            if not any(said.entered for said in row.said):
                return nothing
        chosen = is_no_view(view) or (every_view and not view)
        if chosen and not self.grid.no_view:
            self._find("no-view-not-allowed", row.view_cell or row.cells[0], crime_type)
            return nothing
        if chosen and every_view:
            self._find(NO_VIEW_READ, row.cells[0], crime_type)
            return replace(nothing, no_view=True)
        if chosen and any(said.entered for said in row.said):
            self._find("score-beside-no-view", row.view_cell, crime_type)
            return nothing
        if chosen:
            return replace(nothing, no_view=True)
        if not any(said.entered for said in row.said) and len(self._present()) > 1:
            self._find("row-empty", f"{row.cells[0]}:{row.cells[-1]}" if all(row.cells) else row.view_cell, crime_type)
            return nothing
        return ScoreRow(crime_type.number, self._scores(crime_type, row), comment=row.comment, cells=row.cells)

    def _scores(self, crime_type: CrimeType, row: Row) -> tuple[int | None, ...]:
        for factor, said, cell in zip(self.grid.factors, row.said, row.cells, strict=True):
            if said.wrong:
                self._find(said.wrong, cell, crime_type, factor=factor, value=said.shown)
            elif said.score is None and factor in self.at.columns and factor not in self.at.twice:
                self._find("score-missing", cell, crime_type, factor=factor)
            elif said.remark:
                words = f"{cell} {said.shown!r} as {said.score}" if said.remark == AS_TEXT else cell
                self._odd.setdefault(said.remark, []).append(words)
        return tuple(said.score for said in row.said)

    def _say_odd(self) -> None:
        for code, cells in self._odd.items():
            self._find(code, cells[0].split(" ", 1)[0], count=len(cells), cells=some(cells))


def _nothing(row: ScoreRow) -> ScoreRow:
    return replace(row, scores=(None,) * len(row.scores), no_view=False)
