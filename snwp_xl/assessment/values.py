"""Assessment -> what stands in each field and list of the set-up workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from graphlib import CycleError, TopologicalSorter

from snwp_xl import layout
from snwp_xl.layout import Column, Table
from snwp_xl.model import Assessment, LastYear, Month
from snwp_xl.sheets import Plain

Entry = dict[str, Plain]  # a row of a list, by column key


def field_values(assessment: Assessment) -> Entry:
    """What stands in each field of Setup; ValueError for more statutory obligations than there are fields."""
    dates, contact, settings, thresholds = assessment.dates, assessment.contact, assessment.settings, assessment.thresholds
    return {
        "name": assessment.name, "partnership": assessment.partnership, "area": assessment.area, "marking": assessment.marking,
        "assessment_date": dates.assessment, "returns_by": dates.returns_by, "counts_by": dates.counts_by,
        "papers_out": dates.papers_out, "board_date": dates.board, "publish_by": dates.publish_by,
        "keep_returns_until": dates.keep_returns_until,
        "contact_name": contact.name, "contact_phone": contact.phone, "contact_email": contact.email,
        "board_addresses": settings.board_addresses, "analyst_addresses": settings.analyst_addresses,
        "scale": assessment.scale, "no_view": _yes(settings.no_view_allowed), "rule": assessment.rule.value, "divisor": assessment.divisor,
        "high": thresholds.high, "medium": thresholds.medium, "high_harm": thresholds.high_harm, "places": settings.places,
        **_obligations(settings.statutory_obligations),
        "last_month": _month(settings.last_month), "screening": _yes(settings.screening),
        "board_sees_agency_scores": _yes(settings.board_sees_agency_scores),
        "public_agency_scores": _yes(settings.public_agency_scores), "suppress_below": settings.suppress_below,
        "adopted_edition": settings.adopted_edition, "last_year_highest_harm": settings.last_year_highest_harm,
        "last_year_highest_possible": settings.last_year_highest_possible,
        "figures_in_mail": _yes(settings.figures_in_mail), "attachment_limit": settings.attachment_limit_mb,
        "round_folder": settings.round_folder,
    }


def _obligations(said: tuple[str, ...]) -> Entry:
    if len(said) > len(layout.OBLIGATIONS):
        raise ValueError(f"{len(said)} statutory obligations; the set-up workbook has room for {len(layout.OBLIGATIONS)}")
    return {key: said[i] if i < len(said) else None for i, key in enumerate(layout.OBLIGATIONS)}


def list_entries(assessment: Assessment) -> dict[str, list[Entry]]:
    """What stands in each list, by the list's key."""
    return {
        "agencies": _agencies(assessment),
        "crime_types": [{
            "number": one.number, "name": one.name, "theme": one.theme, "definition": one.definition, "national_steer": one.national_steer,
            "commissioner_priority": one.commissioner_priority, "community_view": one.community_view,
            "state_by_hand": one.state_by_hand and one.state_by_hand.value, "probability_by_hand": one.probability_by_hand,
            "by_hand_reason": one.by_hand_reason} for one in assessment.crime_types],
        "factors": [{
            "number": one.number, "name": one.name, "question": one.question,
            **{layout.level_column(i).key: words for i, words in enumerate(one.levels, start=1)}} for one in assessment.factors],
        "probability_matrix": _matrix(assessment),
        "changes": _changes(assessment),
        "decisions": [{
            "theme": one.theme, "choice": one.choice.value, "ground": one.ground and one.ground.value, "reason": one.reason,
            "public_wording": one.public_wording, "lead": one.lead, "board": one.board, "on": one.on, "minute": one.minute}
            for one in assessment.decisions],
        "last_year": _last_year(assessment),
    }


def columns_drawn(table: Table, assessment: Assessment) -> tuple[Column, ...]:
    """A list's columns for this assessment: a descriptor for each score, a column for each agency known from last year."""
    return layout.columns_of(table, assessment.scale, _last_years_agencies(assessment.last_year))


def _last_years_agencies(rows: Iterable[LastYear]) -> list[str]:
    """The agencies that scored last year, in the order in which the rows have them; each row may lack some."""
    before: dict[str, list[str]] = {}
    for row in rows:
        names = [agency for agency, _ in row.harm_scores]
        for i, name in enumerate(names):
            before.setdefault(name, []).extend(names[max(0, i - 1) : i])
    try:
        return list(TopologicalSorter(before).static_order())
    except CycleError:  # the rows disagree
        return list(before)


def _agencies(assessment: Assessment) -> list[Entry]:
    asked: list[Entry] = [{
        "name": one.name, "organisation": one.organisation, "kind": one.kind.value, "asked": layout.YES, "contact": one.contact,
        "email": one.email, "more_time_until": one.more_time_until, "closed_on": one.closed.on if one.closed else None,
        "closed_reason": one.closed.reason if one.closed else None, "counting_file": one.counting_file} for one in assessment.agencies]
    others: list[Entry] = [
        {"name": one.name, "organisation": one.organisation, "kind": one.kind.value, "asked": layout.NO}
        for one in assessment.partners_not_asked]
    return [*asked, *others]


def _matrix(assessment: Assessment) -> list[Entry]:
    matrix = assessment.probability_matrix
    return [
        {"from": edge, "reducing": row[0], "under_control": row[1], "uncontrolled": row[2]}
        for edge, row in zip(matrix.lower_edges, matrix.scores, strict=True)]


def _changes(assessment: Assessment) -> list[Entry]:
    names = {one.number: one.name for one in assessment.crime_types}
    changes = [(one.month, one.crime_type, layout.RECORDING_CHANGE, one.reason) for one in assessment.recording_changes]
    events = [(one.month, one.crime_type, layout.KNOWN_EVENT, one.reason) for one in assessment.known_events]
    return [
        {"month": month.first_day, "crime_type": names[number], "kind": kind, "reason": reason}
        for month, number, kind, reason in (*changes, *events)]


def _last_year(assessment: Assessment) -> list[Entry]:
    names = {one.number: one.name for one in assessment.crime_types}
    return [{
        "name": one.name, "crime_type": None if one.crime_type is None else names[one.crime_type], "combined_harm": one.combined_harm,
        "probability": one.probability, "risk_score": one.risk_score, "risk_band": one.risk_band and one.risk_band.value,
        **{layout.last_year_column(name).key: score for name, score in one.harm_scores}} for one in assessment.last_year]


def _yes(value: bool) -> str:
    return layout.YES if value else layout.NO


def _month(month: Month | None) -> date | None:
    return month.first_day if month else None
