"""The set-up workbook -> Assessment, and everything wrong in it as findings with their cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from snwp_xl import layout, locate
from snwp_xl.assessment.cells import Row, in_percent
from snwp_xl.assessment.entries import (
    read_agencies,
    read_changes,
    read_crime_types,
    read_decisions,
    read_factors,
    read_last_year,
    read_matrix,
)
from snwp_xl.assessment.names import refused
from snwp_xl.assessment.sift import Listed, Sift
from snwp_xl.findings import Finding, Severity
from snwp_xl.intake import Book
from snwp_xl.locate import plain
from snwp_xl.model import PUBLISHED_DIVISOR, Assessment, CombiningRule, Contact, Dates, Settings, Thresholds, day_in_words

STANDARD = Thresholds()


def read_setup(book: Book, file: str) -> tuple[Assessment | None, tuple[Finding, ...]]:
    """The assessment that a set-up workbook holds; None, and at least one ERROR, if it cannot be used."""
    assessment, findings = _read(book, file)
    if assessment is None or _errors(findings):
        return None, findings
    return replace(assessment, sha256=settings_hash(assessment)), findings


def read_unfinished(book: Book, file: str) -> Assessment | None:
    """The assessment where nothing is wrong but fields of Setup that are still empty: enough for what needs no dates and no contact."""
    assessment, findings = _read(book, file)
    empty = all(one.code == "setup-missing" and one.place.sheet == layout.SETUP_SHEET for one in _errors(findings))
    return assessment if empty else None


def _read(book: Book, file: str) -> tuple[Assessment | None, tuple[Finding, ...]]:
    """The assessment with harmless values where something is wrong; None where parts are gone, for the rest would follow from that."""
    sift = Sift(book, file)
    _version(sift)
    fields = sift.fields(layout.SETUP_FIELDS)
    lists = {table.key: sift.rows(table) for table in layout.SETUP_TABLES}
    if _errors(sift.findings):
        return None, tuple(sift.findings)
    return _assessment(sift, fields, lists), tuple(sift.findings)


def settings_hash(assessment: Assessment) -> str:
    """SHA-256 of the settings as read: the same for two files that say the same."""
    return hashlib.sha256(repr(replace(assessment, sha256="")).encode("utf-8", "replace")).hexdigest()


def _errors(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if one.severity is Severity.ERROR]


def _version(sift: Sift) -> None:
    said = locate.field(sift.book, layout.VERSION)
    if said and said.text and said.text != layout.LAYOUT_VERSION:
        sift.find("setup-wrong-version", said.place(sift.file), found=said.text, wanted=layout.LAYOUT_VERSION)


def _assessment(sift: Sift, fields: Row, lists: Mapping[str, Listed]) -> Assessment:
    name = _name(sift, fields)
    dates = _dates(sift, fields)
    contact = Contact(fields.text("contact_name"), fields.text("contact_phone"), fields.text("contact_email"))
    scale = fields.whole("scale", 4)
    agencies, others = read_agencies(sift, lists["agencies"])
    matrix = read_matrix(sift, lists["probability_matrix"])
    crime_types = read_crime_types(sift, lists["crime_types"], matrix)
    numbers = {plain(one.name): one.number for one in crime_types}
    changes, events = read_changes(sift, lists["changes"], numbers)
    return Assessment(
        name=name, partnership=fields.text("partnership"), area=fields.text("area"),
        agencies=agencies, crime_types=crime_types, factors=read_factors(sift, lists["factors"], scale),
        probability_matrix=matrix, scale=scale, rule=fields.choice("rule", CombiningRule, CombiningRule.SUM_OVER_DIVISOR),
        divisor=fields.whole("divisor", PUBLISHED_DIVISOR), thresholds=_thresholds(sift, fields), marking=fields.text("marking"),
        dates=dates, contact=contact, settings=_settings(fields), partners_not_asked=others, recording_changes=changes,
        known_events=events, decisions=read_decisions(sift, lists["decisions"], crime_types),
        last_year=read_last_year(sift, lists["last_year"], numbers))


def _name(sift: Sift, fields: Row) -> str:
    name = fields.name("name")
    why = name and refused(name)
    if why:
        sift.find("setup-name-refused", fields.place("name"), name=name, why=why)
    return name


def _dates(sift: Sift, fields: Row) -> Dates:
    days = {key: fields.day(key) for key in (
        "assessment_date", "returns_by", "counts_by", "papers_out", "board_date", "publish_by", "keep_returns_until")}
    for key, earlier in layout.NOT_BEFORE.items():
        day, first = days[key], days[earlier]
        if day and first and day < first:
            what, other = (layout.SETUP_FIELDS[one].label for one in (key, earlier))
            sift.find("setup-dates-order", fields.place(key), what=what, day=day_in_words(day), other=other, first=day_in_words(first))
    return Dates(*days.values())


def _settings(fields: Row) -> Settings:
    obligations = (fields.text(key) for key in layout.OBLIGATIONS)
    return Settings(
        no_view_allowed=fields.yes("no_view"), screening=fields.yes("screening"), places=fields.whole("places", 3),
        statutory_obligations=tuple(one for one in obligations if one), last_month=fields.month("last_month"),
        adopted_edition=fields.optional_whole("adopted_edition"),
        last_year_highest_possible=fields.number("last_year_highest_possible"),
        last_year_highest_harm=fields.number("last_year_highest_harm"),
        public_agency_scores=fields.yes("public_agency_scores"), suppress_below=fields.whole("suppress_below", 0),
        board_sees_agency_scores=fields.yes("board_sees_agency_scores"), figures_in_mail=fields.yes("figures_in_mail"),
        attachment_limit_mb=fields.whole("attachment_limit", 10), board_addresses=fields.text("board_addresses"),
        analyst_addresses=fields.text("analyst_addresses"), round_folder=fields.text("round_folder"))


def _thresholds(sift: Sift, fields: Row) -> Thresholds:
    high, medium, high_harm = (fields.share(key) for key in ("high", "medium", "high_harm"))
    if high is not None and medium is not None and high <= medium:
        sift.find("setup-thresholds-order", fields.place("high"), high=in_percent(high), medium=in_percent(medium))
    return Thresholds(
        STANDARD.high if high is None else high, STANDARD.medium if medium is None else medium,
        STANDARD.high_harm if high_harm is None else high_harm)
