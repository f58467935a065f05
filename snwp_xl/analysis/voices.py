"""Who spoke: which of the partnership's bodies were asked, who answered, and whose voice counts more than once."""

from __future__ import annotations

from snwp_xl.analysis.words import sentence, some
from snwp_xl.frozen import dataclass
from snwp_xl.matrix import Matrix
from snwp_xl.model import Agency, AgencyState, Partner, day_in_words
from snwp_xl.phrases import listed

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
class Voices:
    """Who was asked, heard, closed, and not asked."""

    heard: tuple[str, ...]
    awaited: tuple[str, ...]  # missing, unusable or in two versions
    closed: tuple[Agency, ...]
    not_asked: tuple[Partner, ...]
    shared: tuple[SharedVoice, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in words, most important first; what does not hold is left out."""
        asked = len(self.heard) + len(self.awaited) + len(self.closed)
        told = [f"{len(self.heard)} of {asked} agencies asked {'has' if len(self.heard) == 1 else 'have'} scored"]
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
    return Voices(heard, awaited, closed, matrix.assessment.partners_not_asked, _shared(agencies, heard))


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
