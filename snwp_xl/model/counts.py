"""Monthly incident counts."""

from __future__ import annotations

from dataclasses import replace

from snwp_xl.frozen import dataclass
from snwp_xl.model.months import Month


@dataclass(frozen=True, slots=True)
class Series:
    """A crime type's monthly counts, or those of All incidents."""

    name: str
    counts: tuple[int | None, ...]  # one a month, None: missing (never 0)
    crime_type: int | None = None  # None: All incidents


@dataclass(frozen=True, slots=True)
class Counts:
    """Monthly incident counts for the assessment's area."""

    months: tuple[Month, ...]  # without gaps
    series: tuple[Series, ...] = ()  # at most one a crime type
    all_incidents: Series | None = None
    source: str = ""
    file: str = ""
    sha256: str = ""

    def of(self, crime_type: int) -> Series | None:
        """The crime type's series, if it has one."""
        return next((series for series in self.series if series.crime_type == crime_type), None)

    def up_to(self, last: Month) -> Counts:
        """The same counts without the months after `last`."""
        keep = sum(month <= last for month in self.months)
        cut = tuple(replace(series, counts=series.counts[:keep]) for series in self.series)
        every = self.all_incidents and replace(self.all_incidents, counts=self.all_incidents.counts[:keep])
        return replace(self, months=self.months[:keep], series=cut, all_incidents=every)


NO_COUNTS = Counts(months=())
