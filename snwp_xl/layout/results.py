"""What is read again of a results workbook, a year later: sheets, headings and labels, for drawing and for finding them."""

from __future__ import annotations

from snwp_xl.layout.parts import Field, Value

RISK_SHEET, HARM_SHEET, METHOD_SHEET = "Risk matrix", "Harm scores", "Method"
CRIME_TYPE, PROBABILITY, COMBINED_HARM, RISK_SCORE, RISK_BAND = "Crime type", "Probability", "Combined harm", "Risk score", "Risk band"
RISK_HEADINGS = (CRIME_TYPE, PROBABILITY, COMBINED_HARM, RISK_SCORE, RISK_BAND)
HARM_HEADINGS = (CRIME_TYPE, COMBINED_HARM)  # each agency has a column between them

FACTORS_ASKED = Field("setting_factors", "Factors", Value.WHOLE)
HIGHEST_SCORE = Field("setting_scale", "Highest score", Value.WHOLE)
HIGHEST_HARM = Field("setting_highest_harm", "Highest combined harm", Value.NUMBER)
HIGHEST_POSSIBLE = Field("setting_highest_possible", "Highest possible risk score", Value.NUMBER)
