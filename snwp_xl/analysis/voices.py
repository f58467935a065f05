"""Who spoke: which of the partnership's bodies were asked, who answered, and whose voice counts more than once."""

from __future__ import annotations

from snwp_xl.analysis.words import number, sentence, some
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix
from snwp_xl.model import Agency, AgencyState, Partner, day_in_words
from snwp_xl.phrases import counted, listed

HEARD = (AgencyState.COMPLETE, AgencyState.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class SharedVoice:
    """An organisation for which several agencies score."""

    organisation: str
    agencies: tuple[str, ...]  # those asked
    heard: tuple[str, ...]  # those of them whose return counts

    @property
    def words(self) -> str:
        """The sentence for the board."""
        names = self.heard if len(self.heard) > 1 else self.agencies
        come = f"{some(len(names), 'return')} come" if len(self.heard) > 1 else f"{some(len(names), 'agency', 'agencies')} asked are"
        return sentence(f"{come} from one organisation, {self.organisation}: {listed(names)}")


@dataclass(frozen=True, slots=True)
class PartVoice:
    """An agency whose return is incomplete, and how many of the crime types it has answered."""

    agency: str
    answered: int
    crime_types: int

    @property
    def words(self) -> str:
        """UAVA (15 of 17 crime types)."""
        return f"{self.agency} ({self.answered} of {counted(self.crime_types, 'crime type')})"


@dataclass(frozen=True, slots=True)
class Voices:
    """Who was asked, heard, closed, and not asked."""

    heard: tuple[str, ...]  # in full or in part
    in_part: tuple[PartVoice, ...]
    awaited: tuple[str, ...]  # missing, unusable or in two versions
    closed: tuple[Agency, ...]
    not_asked: tuple[Partner, ...]
    shared: tuple[SharedVoice, ...]

    @property
    def whole(self) -> int:
        """How many agencies have answered for every crime type."""
        return len(self.heard) - len(self.in_part)

    @property
    def asked(self) -> int:
        """How many agencies were asked."""
        return len(self.heard) + len(self.awaited) + len(self.closed)

    @property
    def whose_scores(self) -> str:
        """Of how many the scores are: "4 of 5 agencies and, in part, of one more"."""
        part = f" and, in part, of {number(len(self.in_part))} more" if self.in_part else ""
        return f"{self.whole} of {self.asked} agencies{part}"

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in words, most important first; what does not hold is left out."""
        part = f" in full; in part: {listed([one.words for one in self.in_part])}" if self.in_part else ""
        told = [f"{self.whole} of {self.asked} agencies asked {'has' if self.whole == 1 else 'have'} scored{part}"]
        told += [f"awaited: {listed(self.awaited)}"] if self.awaited else []
        told += [f"{one.name} was closed without a return{_when(one)}" for one in self.closed]
        told += [f"not asked: {listed([one.name for one in self.not_asked])}"] if self.not_asked else []
        return (*map(sentence, told), *(one.words for one in self.shared))


def voices(matrix: Matrix) -> Voices:
    """Who spoke in a matrix."""
    agencies, states = matrix.assessment.agencies, matrix.agency_states
    heard = tuple(one.name for one in agencies if states[one.name] in HEARD)
    closed = tuple(one for one in agencies if states[one.name] is AgencyState.CLOSED)
    awaited = tuple(one.name for one in agencies if one.name not in heard and one not in closed)
    return Voices(heard, _in_part(matrix), awaited, closed, matrix.assessment.partners_not_asked, _shared(agencies, heard))


def _in_part(matrix: Matrix) -> tuple[PartVoice, ...]:
    """The incomplete returns; a crime type on which an agency has no view is answered."""
    return tuple(
        PartVoice(one.name, sum(row.harm_scores[i] is not None for row in matrix.rows), len(matrix.rows))
        for i, one in enumerate(matrix.assessment.agencies) if matrix.agency_states[one.name] is AgencyState.INCOMPLETE
    )  # fmt: skip


def _shared(agencies: tuple[Agency, ...], heard: tuple[str, ...]) -> tuple[SharedVoice, ...]:
    """The organisations of several agencies; an agency that names none stands for itself."""
    members: dict[str, list[Agency]] = {}
    for one in agencies:
        name = " ".join((one.organisation or one.name).split())
        members.setdefault(name.casefold(), []).append(one)
    return tuple(
        SharedVoice(own[0].organisation or own[0].name, tuple(one.name for one in own), tuple(one.name for one in own if one.name in heard))
        for own in members.values() if len(own) > 1
    )  # fmt: skip


def _when(agency: Agency) -> str:
    if agency.closed is None:
        return ""
    day = agency.closed.on
    on = f" on {day_in_words(day)}" if day else ""
    return f"{on}{f': {agency.closed.reason}' if agency.closed.reason else ''}"
