"""The words of the method that are one of a few: kinds, states, bands, rules, grounds."""

from __future__ import annotations

from enum import StrEnum


class AgencyKind(StrEnum):
    """How an agency comes to be in the partnership (Crime and Disorder Act 1998, section 5)."""

    RESPONSIBLE = "Responsible authority"
    COOPERATING = "Co-operating body"
    INVITED = "Invited"


class ControlState(StrEnum):
    """What a control chart says of a crime type."""

    REDUCING = "Reducing"
    UNDER_CONTROL = "Under control"
    UNCONTROLLED = "Uncontrolled"
    NOT_ASSESSABLE = "Not assessable"


CHARTED_STATES = (ControlState.REDUCING, ControlState.UNDER_CONTROL, ControlState.UNCONTROLLED)


class CombiningRule(StrEnum):
    """How the agencies' harm scores become one combined harm."""

    SUM_OVER_DIVISOR = "Sum / 6, as published"
    MEAN = "Mean"
    MEDIAN = "Median"


PUBLISHED_DIVISOR = 6  # of the 2017/18 table, which does not say why


class RiskBand(StrEnum):
    """What a risk score means to the board."""

    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"
    NOT_ASSESSED = "Not assessed"


class Advice(StrEnum):
    """The recommendation that follows from a band and a steer; the board decides."""

    SELECT = "Select"
    DISCUSS = "Discuss"
    DO_NOT_SELECT = "Do not select"
    COMPELLED = "Compelled"


class AgencyState(StrEnum):
    """Where an agency's return stands."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    UNUSABLE = "unusable"
    MISSING = "missing"
    DUPLICATE = "duplicate"
    CLOSED = "closed"


class Match(StrEnum):
    """How a crime type of last year is matched with one of this year's."""

    OFFICER = "by the officer"  # on the sheet Last year of the set-up
    SAME_NAME = "by the same name"
    NONE = "not matched"


class Choice(StrEnum):
    """What the board decided of a theme."""

    PRIORITY = "Priority"
    NOT_A_PRIORITY = "Not a priority"
    DEFERRED = "Deferred"


UNDECIDED = "Not decided"  # where the board has made no choice


class Ground(StrEnum):
    """On what ground the board decided."""

    HIGH = "High"
    DISCUSSED = "Discussed"
    NATIONAL_STEER = "National steer"
    COMMISSIONER = "Police and crime commissioner's priority"
    COMMUNITY = "Community view"
    STATUTORY = "Statutory"
