"""Everything that the page says, as plain words and numbers for its template, with nothing in it that its reader may not see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from snwp_xl.analysis import Decided
from snwp_xl.analysis.words import sentence
from snwp_xl.assessment.origins import origin_words
from snwp_xl.briefing.cards import cards, shown
from snwp_xl.briefing.colours import colours
from snwp_xl.briefing.fit import on_paper
from snwp_xl.briefing.tables import heat_map, matrix_rows, probability_matrix
from snwp_xl.briefing.view import View
from snwp_xl.briefing.why import rule_words
from snwp_xl.layout.police import source_words
from snwp_xl.matrix import Theme, in_advice_order, in_words
from snwp_xl.model import UNDECIDED, Advice, Choice, RiskBand, day_in_words
from snwp_xl.phrases import listed
from snwp_xl.public.parts import CONFIDENTIAL, PROVISIONAL
from snwp_xl.results.risk import resting_on
from snwp_xl.theme import BAND_ROLES

MOST_THEMES = 8  # recommended or to be discussed, on the page
MOST_NAMED = 12  # themes in a sentence


def context(view: View) -> dict[str, object]:
    """The values of briefing.html."""
    page = _page(view)
    room = on_paper(page["cards"], page)
    for place, card in enumerate(page["cards"]):
        card["on_paper"] = place in room
    return {**page, "off_paper": len(page["cards"]) - len(room)}


def _page(view: View) -> dict[str, Any]:
    of, report, public = view.assessment, view.report, view.public is not None
    return {
        "public": public, "assessment": of.name, "partnership": of.partnership, "area": of.area, "marking": "" if public else of.marking,
        "edition": report.edition, "status": _status(view), "date": _day(of.dates.assessment), "board_date": _day(of.dates.board),
        "officer": _officer(view), "colours": colours(), "hidden": CONFIDENTIAL, "hides_from": view.hides_from,
        "bands": _bands(view), "decided": _decided(view), "recommended": _recommended(view), "fit": _fit(view),
        "obligations": list(of.settings.statutory_obligations), "open": _open(view), "names_scores": view.names_scores,
        "withheld": not all(one.risk for one in view.tells.values()), "matrix": matrix_rows(view),
        "since": list(view.since.sentences) if view.since else [], "heat": heat_map(view),
        "cards": cards(view), "more": _more(view), "who": list(_who(view)), "method": _method(view),
        "probability_matrix": probability_matrix(view), "notes": list(_notes(view)), "source": source_words(view.matrix.counts.source),
    }


def _day(day: date | None) -> str:
    return day_in_words(day) if day else ""


def _status(view: View) -> dict[str, object]:
    """FINAL or not; what is missing is the partnership's own business."""
    status = view.matrix.status
    missing = [] if view.public else [sentence(one) for one in status.missing]
    return {"final": status.final, "words": status.words, "missing": missing, "provisional": PROVISIONAL}


def _officer(view: View) -> dict[str, str]:
    """Whom to ask; the public edition names nobody."""
    one = view.assessment.contact
    return {} if view.public else {"name": one.name, "phone": one.phone, "email": one.email}


def _bands(view: View) -> list[dict[str, object]]:
    """How many crime types each band has, among those whose band is told; Not assessed only where there are some."""
    every = [str(one.row.risk_band) if one.band else CONFIDENTIAL for one in view.tells.values()]
    roles = {**BAND_ROLES, CONFIDENTIAL: BAND_ROLES[RiskBand.NOT_ASSESSED]}
    always = {str(RiskBand.HIGH), str(RiskBand.MEDIUM), str(RiskBand.LOW)}
    return [{"band": band, "role": role, "count": every.count(band)} for band, role in roles.items() if band in always or band in every]


# --- priorities -----------------------------------------------------------------------------------------------------------------


def _tells_bands(theme: Theme, view: View) -> bool:
    """Whether the bands of all crime types of a theme may be told, and so its own."""
    return all(view.told(row).band for row in theme.rows)


def _decided(view: View) -> list[dict[str, object]]:
    """The board's priorities, in its own order."""
    return [_priority(one, view) for one in view.report.analysis.decisions.chosen(Choice.PRIORITY)]


def _priority(one: Decided, view: View) -> dict[str, object]:
    said = one.decision
    assert said is not None  # `chosen` gives only themes with a decision
    told = one.theme is None or _tells_bands(one.theme, view)
    return {
        "theme": one.name, "band": str(one.band) if told else CONFIDENTIAL, "role": BAND_ROLES[one.band] if told else "none",
        "wording": said.public_wording, "ground": str(said.ground or ""), "lead": view.typed(said.lead), "reason": view.typed(said.reason)}


def _fit(view: View) -> str:
    """How the High themes fit the places; nothing where it would tell a withheld band by counting."""
    return view.matrix.priorities().sentence if all(one.band for one in view.tells.values()) else ""


def _recommended(view: View) -> dict[str, object]:
    """The themes that the method raises, strongest first, with the reason; the others by name."""
    themes = in_advice_order(view.matrix.themes())
    told = [theme for theme in themes if _tells_bands(theme, view)]
    raised = [theme for theme in told if theme.advice not in (Advice.DO_NOT_SELECT, None)]
    choices = {one.theme.casefold(): str(one.choice) for one in view.assessment.decisions}
    rows = [_theme(theme, choices.get(theme.name.casefold(), UNDECIDED), view) for theme in raised[:MOST_THEMES]]
    others = {
        "not_selected": [theme.name for theme in told if theme.advice is Advice.DO_NOT_SELECT],
        "not_assessed": [theme.name for theme in told if theme.advice is None],
        "withheld": [theme.name for theme in themes if theme not in told]}
    return {"rows": rows, "more": len(raised) - len(rows), "choices": bool(choices),
            **{key: listed(names, MOST_NAMED) for key, names in others.items()}}


def _theme(theme: Theme, choice: str, view: View) -> dict[str, object]:
    return {"name": theme.name, "advice": str(theme.advice), "why": _why(theme, view), "choice": choice}


def _why(theme: Theme, view: View) -> str:
    """The crime type that the recommendation rests on, and its sum."""
    row = resting_on(theme)
    product = f"{row.probability} × {row.combined_harm} = {row.risk_score}, " if view.told(row).risk else ""
    steer = "; national steer" if row.recommendation is Advice.COMPELLED else ""
    volume = "; high harm, low volume" if row.recommendation is Advice.DISCUSS and row.risk_band is RiskBand.LOW else ""
    return f"{row.name}: {product}{row.risk_band}{steer}{volume}"


def _open(view: View) -> list[str]:
    """How far the board has come and what does not fit; not for the public."""
    return [] if view.public else list(view.report.analysis.decisions.sentences)


# --- who, method, notes -----------------------------------------------------------------------------------------------------------


def _more(view: View) -> int:
    """Crime types to be selected or discussed that have no card."""
    with_card = {row.crime_type.number for row in shown(view)}
    raised = [one.row for one in view.tells.values() if one.band and one.row.recommendation not in (Advice.DO_NOT_SELECT, None)]
    return sum(row.crime_type.number not in with_card for row in raised)


def _who(view: View) -> Iterator[dict[str, object]]:
    """Who answered and how far they agree; on paper the sentences that a board asks for first."""
    yield from ({"words": words, "on_paper": True} for words in _voices(view))
    if not view.names_scores:
        return
    analysis = view.report.analysis
    agree, without = analysis.agreement, analysis.without_one_answer
    told = [*agree.sentences, *([without.words] if without else [])]
    first = tuple(one.words for one in agree.one_answer)
    for words in told:
        at_once = words == agree.concordance.words or words.startswith(first) or (without is not None and words == without.words)
        yield {"words": words, "on_paper": at_once}


def _voices(view: View) -> tuple[str, ...]:
    """Who was asked, heard and not asked; the public is not told why an agency was closed."""
    voices = view.report.analysis.voices
    if view.public is None:
        return voices.sentences
    asked = len(view.assessment.agencies)
    told = [f"{len(voices.heard)} of {asked} agencies asked {'has' if len(voices.heard) == 1 else 'have'} scored."]
    told += [f"Closed without a return: {listed([one.name for one in voices.closed])}."] if voices.closed else []
    told += [f"Not asked: {listed([one.name for one in voices.not_asked])}."] if voices.not_asked else []
    return tuple(told)


def _method(view: View) -> dict[str, object]:
    """The numbers in the method's sentences."""
    of, at = view.assessment, view.matrix.thresholds
    return {
        "agencies": len(of.agencies), "factors": len(of.factors), "scale": of.scale, "lowest": of.lowest_harm_score,
        "highest": of.highest_harm_score, "rule": rule_words(view.matrix),
        "divisor": of.divisor, "published": of.as_published, "no_view": of.settings.no_view_allowed,
        "high": in_words(at.high), "medium": in_words(at.medium), "highest_possible": in_words(at.highest_possible),
        "origin": origin_words(of), "high_percent": in_words(of.thresholds.high * 100),
        "medium_percent": in_words(of.thresholds.medium * 100),
    }


def _notes(view: View) -> Iterator[str]:
    """What this round's numbers have to be read with: recording changes and known events."""
    of, charts = view.assessment, view.matrix.charts
    for change in of.recording_changes:
        if change.crime_type in charts and change.month in charts[change.crime_type].changes:
            name = view.matrix.row(change.crime_type).name
            yield f"Recording of {name} changed in {change.month.words}{_because(view.typed(change.reason))}."
    for event in of.known_events:
        if event.crime_type in charts and event.month in charts[event.crime_type].events:
            name = view.matrix.row(event.crime_type).name
            yield f"A known event in {event.month.words} is left out of the chart of {name}{_because(view.typed(event.reason))}."


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""
