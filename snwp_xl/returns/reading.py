"""One workbook that came back -> a Return, and every finding with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from snwp_xl import locate
from snwp_xl.assessment.cells import DAY_FORMATS, day_of
from snwp_xl.findings import Finding, Place, finding
from snwp_xl.intake import Book, Cell, CellKind, Refusal, read_book, read_book_bytes
from snwp_xl.intake.values import moment
from snwp_xl.layout import SCORES_SHEET, SIGN_OFF, Grid, Value, grid_of
from snwp_xl.model import AgencyState, Assessment, CrimeType, Return, ScoreRow, SignOff
from snwp_xl.questions import Fact, questions
from snwp_xl.returns.entries import Entry, ReadReturn
from snwp_xl.returns.grid import Located, locate_grids, outside, remarks, shift, some, strange_rows
from snwp_xl.returns.identity import identify
from snwp_xl.returns.scores import AS_TEXT, Said, clean, is_no_view, read_score, shown

NO_VIEW_READ = "no-view-in-scores"
SIGNED = (CellKind.TEXT, CellKind.NUMBER, CellKind.DATE)  # kinds of cells that can sign
FIRST_SERIAL = 36_526  # 1 January 2000


def read_return(source: Path | str | bytes | Book, assessment: Assessment, *, file: str = "") -> ReadReturn:
    """Read a completed workbook: a path, its bytes, or what intake made of it; `file` is how findings call it.

    Whatever is wrong with it is a finding; nothing is raised for the content of a file.
    """
    if isinstance(source, Book):
        book: Book | Refusal = source
        file = file or source.name
    elif isinstance(source, bytes):
        book = read_book_bytes(source, file or "return.xlsx")
    else:
        file = file or Path(source).name
        book = read_book(Path(source), name=file)
    if isinstance(book, Refusal):
        return _unusable(file, book.sha256, "", [finding(book.code, Place(file), what=book.what)])
    return _read(book, file, assessment)


def _unusable(file: str, sha256: str, agency: str, findings: Sequence[Finding]) -> ReadReturn:
    return ReadReturn(file, sha256, AgencyState.UNUSABLE, agency, None, tuple(findings))


def _read(book: Book, file: str, assessment: Assessment) -> ReadReturn:
    said_once = [finding(code, Place(file)) for code in book.remarks]
    identity = identify(book, file, assessment)
    if identity.findings:
        return _unusable(file, book.sha256, identity.agency, [*identity.findings, *said_once])
    grid = grid_of(assessment)
    at, found = _one_grid(locate_grids(book, grid), grid, file)
    if at is None:
        return _unusable(file, book.sha256, identity.agency, [replace(one, agency=identity.agency) for one in (*found, *said_once)])
    reading = Reading(assessment, grid, at, file)
    rows = reading.rows()
    signed, unsigned = _sign_off(book, file)
    found += [*reading.findings, *unsigned, *remarks(at, grid, book, file, SCORES_SHEET), *outside(at, grid, file, at.head), *said_once]
    made = Return(identity.agency, file, book.sha256, rows, signed, at.sheet.name)
    state = AgencyState.COMPLETE if made.complete else AgencyState.INCOMPLETE
    named = tuple(replace(one, agency=identity.agency) for one in found)
    return with_questions(ReadReturn(file, book.sha256, state, identity.agency, made, named, reading.entries), assessment)


def with_questions(read: ReadReturn, assessment: Assessment, settled: Iterable[Fact] = ()) -> ReadReturn:
    """The same with the questions that are still open: not those that its own replies, or earlier ones, settle."""
    if read.return_ is None or any(found.code == "return-empty" for found in read.findings):
        return read
    old = [one.finding for one in read.questions]
    open_now = questions(assessment, read.return_, (*read.settled, *settled))
    kept = [found for found in read.findings if found not in old]
    return replace(read, questions=open_now, findings=(*kept, *(one.finding for one in open_now)))


def _one_grid(grids: Sequence[Located], grid: Grid, file: str) -> tuple[Located | None, list[Finding]]:
    """The grid that counts, where a sheet was copied: the one that holds answers, if the others hold none or the same."""
    if not grids:
        return None, [finding("return-unusable", Place(file), what="its table of scores is gone")]
    held = [_answers(one, grid) for one in grids]
    filled = [i for i, answers in enumerate(held) if any(any(cells) for cells in answers.values())] or [0]
    chosen = filled[0]
    if len(grids) == 1:
        return grids[chosen], []
    place = Place(file, grids[chosen].sheet.name)
    others = ", ".join(one.sheet.name for i, one in enumerate(grids) if i != chosen)
    differ = [i for i in filled[1:] if held[i] != held[chosen]]
    if differ:
        names = " and ".join(grids[i].sheet.name for i in (chosen, *differ))
        return None, [finding("sheet-twice", place, names=names)]
    return grids[chosen], [finding("sheet-copied", place, name=place.sheet, others=others)]


def _answers(at: Located, grid: Grid) -> dict[int, tuple[str, ...]]:
    return {i: at.answers(rows[0], grid) for i, rows in at.rows.items()}


# --- rows ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A crime type's row as it was read: what each score cell says, and what stands beside the scores."""

    said: tuple[Said, ...]
    cells: tuple[str, ...]
    view: Cell | None
    view_cell: str
    comment: str


class Reading:
    """A grid being read, and the findings made of it so far."""

    def __init__(self, assessment: Assessment, grid: Grid, at: Located, file: str) -> None:
        self.assessment = assessment
        self.grid = grid
        self.at = at
        self.file = file
        self.findings: list[Finding] = []
        self.entries: tuple[Entry, ...] = ()
        self._odd: dict[str, list[str]] = {}

    def rows(self) -> tuple[ScoreRow, ...]:
        """Every crime type's answers; each expected one is asked for, so that a deleted row or column is seen."""
        for factor in self.grid.factors:
            if factor in self.at.twice:
                self._find("column-twice", "", factor=factor)
            elif factor not in self.at.columns:
                self._find("column-missing", "", factor=factor)
        shifted = shift(self.at, self.grid)
        if shifted:
            self._find("grid-shifted", self.at.address(self.at.head + 1, self._present()[0]), how=shifted)
        kept = self.findings[:]
        pairs = [self._crime_type(i, one) for i, one in enumerate(self.assessment.crime_types)]
        self.entries = tuple(entry for _, entry in pairs)
        if shifted:  # where every score may be another's, none is used, and nothing more is said of each
            self.findings = kept
            return tuple(_nothing(row) for row, _ in pairs)
        if len(pairs) > 1 and all(found.code == "row-empty" for found in self.findings[len(kept):]) and len(self.findings) == len(pairs):
            self.findings = []
            self._find("return-empty", self.at.address(self.at.head + 1, self._present()[0]))
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

    def _crime_type(self, i: int, crime_type: CrimeType) -> tuple[ScoreRow, Entry]:
        rows = self.at.rows.get(i, ())
        nothing = (None,) * len(self.grid.factors)
        if not rows:
            self._find("row-missing", "", crime_type)
            return ScoreRow(crime_type.number, nothing, cells=("",) * len(nothing)), Entry(crime_type.number, nothing)
        filled = [row for row in rows if any(self.at.answers(row, self.grid))] or [rows[0]]
        held = {self.at.answers(row, self.grid) for row in filled}
        row = self._row(filled[0])
        entry = self._entry(crime_type, row, self.at.sheet.cell(filled[0], self.at.names), filled[0])
        if len(held) > 1:
            cells = ", ".join(self.at.address(one, self.grid.corner) or str(one + 1) for one in filled)
            self._find("row-twice", self.at.address(filled[0], self.grid.corner), crime_type, cells=cells)
            return replace(_nothing(ScoreRow(crime_type.number, nothing)), comment=row.comment, cells=row.cells), entry
        return self._answer(crime_type, row), entry

    def _row(self, row: int) -> Row:
        said = []
        for factor in self.assessment.factors:
            cell = None if factor.name in self.at.twice else self.at.cell(row, factor.name)
            said.append(Said() if cell is None else read_score(cell, self.grid.allowed, factor.levels))
        cells = tuple(self.at.address(row, factor) for factor in self.grid.factors)
        comment = self.at.cell(row, self.grid.comment)
        words = clean(comment.text).strip() if comment else ""
        return Row(tuple(said), cells, self.at.cell(row, self.grid.view), self.at.address(row, self.grid.view), words)

    def _entry(self, crime_type: CrimeType, row: Row, name: Cell, at_row: int) -> Entry:
        wrong = tuple(i for i, said in enumerate(row.said) if said.wrong)
        view = row.view is not None and is_no_view(row.view.text)
        where = self.at.address(at_row, self.grid.corner)
        return Entry(crime_type.number, tuple(said.score for said in row.said), view, row.comment, row.cells, wrong, where)

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
        return replace(nothing, scores=self._scores(crime_type, row))

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


# --- sign-off ------------------------------------------------------------------------------------------------------------


def _sign_off(book: Book, file: str) -> tuple[SignOff, list[Finding]]:
    """Who answers for the scores, and a WARNING of what is missing of it."""
    cells = {one.key: locate.field(book, one) for one in SIGN_OFF}
    texts = {key: clean(found.text).strip() if found and found.cell and found.cell.kind in SIGNED else "" for key, found in cells.items()}
    dated = cells["sign_date"]
    on = _day(dated.cell) or day_of(dated, DAY_FORMATS) if dated else None
    signed = SignOff(texts["sign_name"], texts["sign_role"], on)
    missing = [one for one in SIGN_OFF if not texts[one.key] or (one.value is Value.DATE and on is None)]
    if not missing:
        return signed, []
    words = [f"{one.label.lower()} ({texts[one.key]!r} is not a date)" if texts[one.key] else one.label.lower() for one in missing]
    first = cells[missing[0].key]
    return signed, [finding("sign-off-missing", first.place(file) if first else Place(file), what=", ".join(words))]


def _day(cell: Cell | None) -> date | None:
    """The day of a serial number whose date format was lost on the way, if it is a day of our time."""
    if cell is None or cell.kind is not CellKind.NUMBER or not isinstance(cell.value, int) or cell.value < FIRST_SERIAL:
        return None
    day = moment(cell.value, False)
    return day if isinstance(day, date) else None


