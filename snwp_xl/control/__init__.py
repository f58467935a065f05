"""Monthly counts -> limits, signals, more than chance, control state: the control chart, whole and pure."""

from snwp_xl.control.chance import Change, ProfileChange, more_than_chance, profile_change
from snwp_xl.control.chart import Chart, Segment
from snwp_xl.control.signals import Direction, Limits, Rule, Signal, xmr_limits
from snwp_xl.control.verdict import assess
from snwp_xl.control.wording import signal_words

__all__ = [
    "Change", "Chart", "Direction", "Limits", "ProfileChange", "Rule", "Segment", "Signal",
    "assess", "more_than_chance", "profile_change", "signal_words", "xmr_limits",
]
