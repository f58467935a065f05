"""Probability, Crime profile and Monthly counts of the public edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snwp_xl.control.chance import profile_change
from snwp_xl.control.wording import span_words
from snwp_xl.layout import ALL_INCIDENTS, NO, YES
from snwp_xl.matrix import MatrixRow
from snwp_xl.model import Series
from snwp_xl.phrases import capital
from snwp_xl.public.parts import CONFIDENTIAL, NOT_APPLICABLE, NOT_AVAILABLE, Notes, PublicTable, or_mark, table_plan
from snwp_xl.public.suppression import ALL, YEAR, Year, year_total
from snwp_xl.public.told import LATEST, Public, Told
from snwp_xl.results.tables import Column, TablePlan
from snwp_xl.sheets import Content, Formula

PROBABILITY, PROFILE, COUNTS = "Probability", "Crime profile", "Monthly counts"
BEFORE = LATEST + 1
TEXT, STRONG, MIDDLE = "cell wrap public", "cell wrap strong public", "cell centre public"
WHOLE, PERCENT, SIGNED, SIGNED_PERCENT = (
    f"cell {role} right public" for role in ("whole", "percent", "signed", "signedpercent"))
MONTHS_SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


# --- Probability ----------------------------------------------------------------------------------------------------------------


def probability_plan(public: Public, notes: Notes) -> TablePlan:
    """The place of the probabilities."""
    columns = (
        Column("number", "Number", 10, MIDDLE), Column("name", "Crime type", 36, STRONG),
        Column("latest", _counted(public, notes, "Latest 12 months"), 14, WHOLE),
        Column("all", _counted(public, notes, "All incidents"), 14, WHOLE),
        Column("share", notes.mark("Share of all incidents", "share"), 14, PERCENT),
        Column("state", notes.mark("Control state", "state"), 27, TEXT), Column("hand", notes.mark("By hand", "hand"), 12, MIDDLE),
        Column("probability", notes.mark("Probability", "probability"), 14, MIDDLE))
    return table_plan(PROBABILITY, columns, len(public.rows), 1)


def _counted(public: Public, notes: Notes, heading: str) -> str:
    return notes.mark(heading, "counts") if public.counts.anything else heading


def probability(public: Public, plan: TablePlan) -> PublicTable:
    """Share, control state and probability score of each crime type."""
    months = public.matrix.counts.months
    last = f" The latest 12 months end with {months[-1].words}." if months else " There are no counts."
    words = (f"How likely each crime type is: from its share of all incidents and from its control chart.{last}",)
    every = public.counts.total_told(ALL, LATEST)
    return PublicTable(plan, "Probability", words, tuple(
        _probability_row(one, every, public, plan, at) for at, one in enumerate(public.rows, start=plan.first)))


def _probability_row(one: Told, every: bool, public: Public, plan: TablePlan, at: int) -> dict[str, Content]:
    row = one.row
    latest, all_ = (plan.own(key, at) for key in ("latest", "all"))
    share = f'=IF(AND(ISNUMBER({latest}),ISNUMBER({all_})),IF({all_}>0,{latest}/{all_},"{NOT_AVAILABLE}"),"{NOT_AVAILABLE}")'
    return {
        "number": row.crime_type.number, "name": row.name,
        "latest": or_mark(row.latest_count) if public.counts.total_told(row.crime_type.number, LATEST) else CONFIDENTIAL,
        "all": or_mark(row.all_count) if every else CONFIDENTIAL,
        "share": Formula(share, or_mark(row.share)) if one.share else CONFIDENTIAL,
        "state": row.control_state.value, "hand": YES if row.by_hand else NO,
        "probability": or_mark(row.probability) if one.probability else CONFIDENTIAL}


# --- Crime profile --------------------------------------------------------------------------------------------------------------


def profile(public: Public, notes: Notes) -> PublicTable:
    """The latest 12 months beside the 12 before, and whether they differ by more than chance."""
    columns = (
        Column("number", "Number", 10, MIDDLE), Column("name", "Crime type", 36, STRONG),
        Column("before", _counted(public, notes, _named(public, "12 months before", BEFORE)), 22, WHOLE),
        Column("latest", _counted(public, notes, _named(public, "Latest 12 months", LATEST)), 22, WHOLE),
        Column("change", "Change", 12, SIGNED), Column("percent", "Change in per cent", 14, SIGNED_PERCENT),
        Column("words", notes.mark("More than chance", "chance"), 36, TEXT))
    words = ("Incidents of each crime type in two years side by side. Crime types overlap: do not add them up.",)
    plan = table_plan(PROFILE, columns, len(public.rows) + 1, len(words))
    lines: list[tuple[int, str, MatrixRow | None]] = [(ALL, ALL_INCIDENTS, None)]
    lines += [(one.row.crime_type.number, one.row.name, one.row) for one in public.rows]
    return PublicTable(plan, "Crime profile", words, tuple(
        _profile_row(number, name, row, public, plan, at) for at, (number, name, row) in enumerate(lines, start=plan.first)))


def _named(public: Public, heading: str, back: int) -> str:
    years = public.counts.years
    if len(years) <= back or not years[back].whole:
        return heading
    return f"{heading}: {span_words(years[back].months[0], years[back].months[-1])}"


def _profile_row(number: int, name: str, row: MatrixRow | None, public: Public, plan: TablePlan, at: int) -> dict[str, Content]:
    series, told = series_of(public, number), public.counts
    before, latest = (year_total(series, told.years[back]) if len(told.years) > back else None for back in (BEFORE, LATEST))
    values: dict[str, Content] = {"number": number or NOT_APPLICABLE, "name": name, "before": or_mark(before), "latest": or_mark(latest)}
    shown = [told.total_told(number, back) for back in (BEFORE, LATEST)]
    for key, tell in zip(("before", "latest"), shown, strict=True):
        values[key] = values[key] if tell else CONFIDENTIAL
    if not all(shown):
        return values | dict.fromkeys(("change", "percent", "words"), CONFIDENTIAL)
    first, second, change = (plan.own(key, at) for key in ("before", "latest", "change"))
    moved = latest - before if latest is not None and before is not None else None
    percent = f'=IF(ISNUMBER({change}),IF({first}>0,{change}/{first},"{NOT_AVAILABLE}"),"{NOT_AVAILABLE}")'
    both = f'=IF(AND(ISNUMBER({first}),ISNUMBER({second})),{second}-{first},"{NOT_AVAILABLE}")'
    return values | {
        "change": Formula(both, or_mark(moved)), "words": _chance(public, row, series, before, latest),
        "percent": Formula(percent, or_mark(moved / before if moved is not None and before else None))}


def _chance(public: Public, row: MatrixRow | None, series: Series | None, before: int | None, latest: int | None) -> str:
    """What the results say of the change; no number stands in it."""
    chart = public.matrix.charts.get(row.crime_type.number) if row else None
    if chart:
        words = chart.profile.words
    else:
        years = public.counts.years
        months = [_months(series, years[back]) if len(years) > back and years[back].whole else None for back in (LATEST, BEFORE)]
        words = profile_change(before, latest, *months).words
    return capital(words)


def series_of(public: Public, number: int) -> Series | None:
    """The counts of a crime type, or of All incidents."""
    counts = public.matrix.counts
    return counts.all_incidents if number == ALL else counts.of(number)


# --- Monthly counts -------------------------------------------------------------------------------------------------------------


def monthly(public: Public, notes: Notes) -> PublicTable:
    """A row for each crime type and year, the months across; the year's total where it has all of its months."""
    years = public.counts.years
    last = years[0].months[-1] if years else None
    names = [MONTHS_SHORT[(last.month + i) % YEAR] for i in range(YEAR)] if last else []
    columns = (
        Column("number", "Number", 10, MIDDLE), Column("name", "Crime type", 34, STRONG), Column("year", "Months", 30, TEXT),
        *(Column(_month(i), name, 9, WHOLE) for i, name in enumerate(names)),
        Column("total", notes.mark("Total", "counts" if public.counts.anything else "months"), 18, WHOLE))
    source = " Where the counts come from is on the sheet Cover." if public.matrix.counts.source else ""
    words = (f"Incidents in each month. Crime types overlap: do not add them up.{source}",)
    lines = [(ALL, ALL_INCIDENTS), *((one.row.crime_type.number, one.row.name) for one in public.rows)]
    plan = table_plan(COUNTS, columns, len(lines) * len(years), len(words))
    pairs = [(number, name, back) for number, name in lines for back in reversed(range(len(years)))]
    return PublicTable(plan, "Monthly counts", words, tuple(
        _month_row(public, plan, at, number, name, back) for at, (number, name, back) in enumerate(pairs, start=plan.first)))


def _month_row(public: Public, plan: TablePlan, at: int, number: int, name: str, back: int) -> Mapping[str, Content]:
    year, series = public.counts.years[back], series_of(public, number)
    counts = (*[None] * (YEAR - len(year.months)), *(_months(series, year) or [None] * len(year.months)))
    told = public.counts.months_told(number, back)
    cells = {_month(i): NOT_AVAILABLE if count is None else count if told else CONFIDENTIAL for i, count in enumerate(counts)}
    total = year_total(series, year)
    span = plan.span(_month(0), _month(YEAR - 1), at)
    live = Formula(f'=IF(COUNT({span})={YEAR},SUM({span}),"{NOT_AVAILABLE}")', or_mark(total))
    value = CONFIDENTIAL if not public.counts.total_told(number, back) else live if told else or_mark(total)
    return {"number": number or NOT_APPLICABLE, "name": name, "year": span_words(year.months[0], year.months[-1]), **cells, "total": value}


def _months(series: Series | None, year: Year) -> Sequence[int | None] | None:
    return series.counts[year.first : year.last + 1] if series else None


def _month(place: int) -> str:
    return f"month:{place}"
