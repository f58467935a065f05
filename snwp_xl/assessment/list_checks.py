"""The live checks of a list's rows, of a whole list and of the sheet Setup: the reader's rules (`entries`) as formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from fractions import Fraction

from snwp_xl import layout
from snwp_xl.assessment.checks import MISSING, OK, WRONG, Rule, checked, empty, fits, fits_test, is_empty, name_rule
from snwp_xl.assessment.names import refused_by_windows, windows_test
from snwp_xl.assessment.places import column_area, matrix_scores, source_area
from snwp_xl.assessment.values import Entry
from snwp_xl.frozen import dataclass
from snwp_xl.layout import Column, Table
from snwp_xl.phrases import counted
from snwp_xl.sheets import Formula, Plain, own, shortened, text_literal

LONGEST_HEADING = 18  # characters of a heading in a check
COPY_DOWN = "Some rows have no check: copy it down from the row above"
UNIQUE = {"agencies": ("name",), "crime_types": ("number", "name"), "factors": ("number", "name")}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it is drawn: its columns and what stands in them now."""

    table: Table
    columns: tuple[Column, ...]
    entries: Sequence[Entry]
    highest: int = layout.MOST  # probability
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)  # by source: what may be chosen now

    def cells(self, key: str, row: int) -> str:
        """The cell of a column in a formula's own row."""
        return own([column.key for column in self.columns].index(key), row)


# --- a row of a list --------------------------------------------------------------------------------------------------------


def row_check(listing: Listing, i: int) -> Formula:
    """The check of a list's row `i`, from 0."""
    row = listing.table.first + i
    entry = listing.entries[i] if i < len(listing.entries) else {}
    first, last = own(1, row), own(len(listing.columns) - 1, row)
    if listing.table is layout.PROBABILITY_MATRIX:  # its last columns are worked out
        last = listing.cells("uncontrolled", row)
    unused = f"SUMPRODUCT(LEN(TRIM({first}:{last})))=0"
    rules = [*_column_rules(listing, row, entry), *OWN_RULES[listing.table.key](listing, row, i, entry)]
    return checked(unused, all(empty(value) for value in entry.values()), "", rules)


def _column_rules(listing: Listing, row: int, entry: Entry) -> list[Rule]:
    """What every column asks: not empty where it may not be, and of the right kind."""
    rules = []
    for column in listing.columns:
        at, value = listing.cells(column.key, row), entry.get(column.key)
        heading = shortened(column.heading, LONGEST_HEADING)
        if column.required:
            rules.append(Rule(is_empty(at), empty(value), f"{heading} {MISSING}"))
        test = fits_test(column, at)
        if test:
            wrong = not empty(value) and not fits(column, value)
            rules.append(Rule(f"IF({is_empty(at)},FALSE,NOT({test}))", wrong, f"{heading} {WRONG}"))
        if column.source and not column.free:
            rules.append(_known_rule(listing, column.source, at, value, f"{column.heading} unknown"))
    return rules


def _known_rule(listing: Listing, source: str, at: str, value: Plain, words: str) -> Rule:
    """A name that another list should hold."""
    known = any(_alike(value, one) for one in listing.choices[source])
    test = f"IF({is_empty(at)},FALSE,SUMPRODUCT(--({_as_read(source_area(source))}={_as_read(at)}))=0)"
    return Rule(test, not empty(value) and not known, words)


def _as_read(at: str) -> str:
    """A formula's part: a text as people read it, as far as a formula can tell; = does not mind its case."""
    return f'TRIM(SUBSTITUTE({at},"\u2013","-"))'


def _alike(one: Plain, other: Plain) -> bool:
    """Whether a spreadsheet's = finds two texts the same as `_as_read` gives them."""
    return _plain(one) == _plain(other)


def _plain(value: Plain) -> str:
    return " ".join(str(value).replace("\u2013", "-").split()).casefold()


def _once_rules(listing: Listing, row: int, entry: Entry) -> list[Rule]:
    rules = []
    for key in UNIQUE[listing.table.key]:
        at, value = listing.cells(key, row), entry.get(key)
        alike = sum(_alike(other.get(key), value) for other in listing.entries)
        heading = "Name" if key == "name" else listing.table.column(key).heading
        test = f"SUMPRODUCT(--({_as_read(column_area(listing.table, key, here=True))}={_as_read(at)}))>1"
        rules.append(Rule(test, alike > 1, f"{heading} appears twice"))
    return rules


def _agency_rules(listing: Listing, row: int, i: int, entry: Entry) -> list[Rule]:
    name, asked, on, reason = (listing.cells(key, row) for key in ("name", "asked", "closed_on", "closed_reason"))
    closed, said = not empty(entry.get("closed_on")), not empty(entry.get("closed_reason"))
    for_files = Rule(
        f'AND(TRIM({asked})<>"{layout.NO}",{windows_test(name)})',
        entry.get("asked") != layout.NO and bool(refused_by_windows(str(entry.get("name") or ""))), "Name not usable")
    return [
        name_rule(name, entry.get("name")), for_files, *_once_rules(listing, row, entry),
        Rule(f"AND(LEN(TRIM({on}))>0,{is_empty(reason)})", closed and not said, "Why closed missing"),
        Rule(f"AND({is_empty(on)},LEN(TRIM({reason}))>0)", said and not closed, "Closing date missing"),
    ]


def _crime_type_rules(listing: Listing, row: int, i: int, entry: Entry) -> list[Rule]:
    state, probability, reason = (listing.cells(key, row) for key in ("state_by_hand", "probability_by_hand", "by_hand_reason"))
    by_hand = [not empty(entry.get(key)) for key in ("state_by_hand", "probability_by_hand")]
    value = entry.get("probability_by_hand")
    return [
        name_rule(listing.cells("name", row), entry.get("name")), *_once_rules(listing, row, entry),
        Rule(f"IF(ISNUMBER({probability}),{probability}>MAX({matrix_scores()}),FALSE)", isinstance(value, int) and value > listing.highest,
             "Over the highest"),
        Rule(f"AND(LEN(TRIM({state}))>0,LEN(TRIM({probability}))>0)", all(by_hand), "State or probability"),
        Rule(f"AND(LEN(TRIM({state}))+LEN(TRIM({probability}))>0,{is_empty(reason)})",
             any(by_hand) and empty(entry.get("by_hand_reason")), "Why by hand missing"),
    ]


def _factor_rules(listing: Listing, row: int, i: int, entry: Entry) -> list[Rule]:
    return [name_rule(listing.cells("name", row), entry.get("name")), *_once_rules(listing, row, entry)]


def _matrix_rules(listing: Listing, row: int, i: int, entry: Entry) -> list[Rule]:
    keys = ("from", "reducing", "under_control", "uncontrolled")
    edge, *scores = (listing.cells(key, row) for key in keys)
    now = [_number(entry.get(key)) for key in keys]
    falls = [f"{scores[0]}>{scores[1]}", f"{scores[1]}>{scores[2]}"]
    fallen = now[1:] != sorted(now[1:])
    if i == 0:
        return [Rule(f"{edge}<>0", now[0] != 0, "Must start at 0%"), Rule(f"OR({','.join(falls)})", fallen, "Scores fall")]
    above = [_number(listing.entries[i - 1].get(key)) for key in keys] if entry else now
    falls += [f"{at}<{listing.cells(key, row - 1)}" for key, at in zip(keys[1:], scores, strict=True)]
    fallen = fallen or any(one < before for one, before in zip(now[1:], above[1:], strict=True))
    return [
        Rule(f"{edge}<={listing.cells('from', row - 1)}", now[0] <= above[0], "Share must rise"),
        Rule(f"OR({','.join(falls)})", fallen, "Scores fall")]


def _number(value: Plain) -> Fraction:
    return Fraction(value) if isinstance(value, int | float | Fraction) else Fraction(0)


def _change_rules(listing: Listing, row: int, i: int, entry: Entry) -> list[Rule]:
    return [Rule(is_empty(listing.cells("reason", row)), empty(entry.get("reason")), f"Reason {MISSING}")]


def _decision_rules(listing: Listing, row: int, i: int, entry: Entry) -> list[Rule]:
    at = listing.cells("theme", row)
    test = f"SUMPRODUCT(--({_as_read(column_area(listing.table, 'theme', here=True))}={_as_read(at)}))>1"
    alike = sum(_alike(other.get("theme"), entry.get("theme")) for other in listing.entries)
    known = _known_rule(listing, layout.THEMES, at, entry.get("theme"), "Theme unknown")
    return [known, Rule(test, alike > 1, "Decided twice")]


def _no_rules(listing: Listing, row: int, i: int, entry: Entry) -> list[Rule]:
    return []


OWN_RULES: Mapping[str, Callable[[Listing, int, int, Entry], list[Rule]]] = {
    "agencies": _agency_rules, "crime_types": _crime_type_rules, "factors": _factor_rules, "probability_matrix": _matrix_rules,
    "changes": _change_rules, "decisions": _decision_rules, "last_year": _no_rules,
}


# --- a whole sheet ------------------------------------------------------------------------------------------------------------


def list_check(listing: Listing, checks: Sequence[str]) -> Formula:
    """How a whole list stands: too few or too many entries, rows to look at, else how many entries there are."""
    table, (count, filled, what, one) = listing.table, _counted(listing)
    check, key = column_area(table, "check", here=True), column_area(table, _first_key(table), here=True)
    least, most = table.counted.start, table.counted.stop - 1
    unchecked = f"SUMPRODUCT(--(LEN(TRIM({key}))>0),--(LEN({check})=0))"
    fine = f'IF({count}=0,"{OK}: none yet","{OK}: "&{count}&IF({count}=1," {one}"," {what}"))'
    rest = f'IF({unchecked}>0,"{COPY_DOWN}",{_to_look_at(check, "row")},{fine}))'
    formula = f'=IF({count}<{least},"At least {least} {what}",IF({count}>{most},"At most {most} {what}",{rest}))'
    if filled < least:
        return Formula(formula, f"At least {least} {what}")
    if filled > most:
        return Formula(formula, f"At most {most} {what}")
    return Formula(formula, _look_at(checks, "row") or (f"{OK}: {filled} {one if filled == 1 else what}" if filled else f"{OK}: none yet"))


def _first_key(table: Table) -> str:
    """The column that every entry has something in, other than its number."""
    return next(column.key for column in table.entries if column.required and column.key != "number")


def _counted(listing: Listing) -> tuple[str, int, str, str]:
    """How many entries count: as a formula's part, now, and what they and one of them are called."""
    table = listing.table
    if table is layout.AGENCIES:
        count = f'SUMPRODUCT(--(TRIM({column_area(table, "asked", here=True)})="{layout.YES}"))'
        return count, sum(entry.get("asked") == layout.YES for entry in listing.entries), "agencies asked to score", "agency asked to score"
    key = _first_key(table)
    count = f"SUMPRODUCT(--(LEN(TRIM({column_area(table, key, here=True)}))>0))"
    return count, sum(not empty(entry.get(key)) for entry in listing.entries), table.what, table.one


def sheet_check(check: str, checks: Sequence[str]) -> Formula:
    """How the whole of Setup stands, whose checks are the cells `check`."""
    done = f"{OK}: nothing left to do here"
    return Formula(f"={_to_look_at(check, 'field')},{text_literal(done)})", _look_at(checks, "field") or done)


def _to_look_at(check: str, what: str) -> str:
    """The beginning of an IF: how many checks are not OK, in words, if any."""
    count = f'SUMPRODUCT(--(LEN({check})>0),--({check}<>"{OK}"))'
    return f'IF({count}>0,{count}&IF({count}=1," {what}"," {what}s")&" to look at"'


def _look_at(checks: Sequence[str], what: str) -> str:
    count = sum(words not in ("", OK) for words in checks)
    return f"{counted(count, what)} to look at" if count else ""
