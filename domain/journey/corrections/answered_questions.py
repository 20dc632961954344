"""What somebody else has answered keeps its words: nobody is to have said yes to what was never asked."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from uuid import UUID

from domain.event import Event
from domain.journey.corrections.effective import NumberedEntries, effective_events
from domain.journey.corrections.events import CorrectionEvent, EntryCorrected
from domain.journey.corrections.references import references_of, subject_key
from domain.journey.corrections.subjects import SubjectKey
from domain.journey.events.agreements import (
    ChallengeAnswered,
    ChallengeSet,
    CommitmentMade,
    CommitmentSettled,
)
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled
from domain.journey.events.evidence import CriterionNamed, GapFound, StrengthObserved
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.journey.events.opinions import OddsDisputed, RoleScored
from domain.journey.events.roles import (
    RoleBlocked,
    RoleDiscovered,
    RoleJudged,
    RoleKept,
    RoleParked,
    RolePassed,
    RoleReopened,
)
from domain.journey.events.stories import StoryRecorded
from domain.journey.events.vision import QualitySeen
from domain.sensitivity import Sensitivity, field_sensitivities

ANSWERS: Mapping[type[Event], tuple[type[Event], ...]] = MappingProxyType(
    {
        ChallengeSet: (ChallengeAnswered,),
        CommitmentMade: (CommitmentSettled,),
        AfterCarePlanned: (AfterCareSettled,),
        RoleDiscovered: (
            RoleKept,
            RolePassed,
            RoleJudged,
            RoleBlocked,
            RoleParked,
            RoleReopened,
            RoleScored,
            OddsDisputed,
            QualitySeen,
            ExperimentPlanned,
        ),
        GapFound: (GapDecided, GapClosed),
        CriterionNamed: (RoleScored,),
        StrengthObserved: (StoryRecorded,),
    }
)
"""What one may put before somebody else, and what they say or do then.

A proposal of a deputy is not among them: it may be corrected, and the answer then counts no longer.
"""


Authors = Mapping[int, UUID | None]
"""Who recorded each entry, by its number."""


def reworded_questions(
    before: Mapping[int, JourneyEvent],
    after: Mapping[int, JourneyEvent],
    entries: NumberedEntries,
    authors: Authors,
) -> Iterator[int]:
    """The numbers of the entries that would have other words than before, and than somebody else has answered."""
    for number, event in after.items():
        known = before.get(number)
        if known is None or type(event) not in ANSWERS or _words(known) == _words(event):
            continue
        if any(
            _words_at(answer, number, entries) != _words(event)
            for answer in _answers(number, event, after, authors)
        ):
            yield number


def questions_reworded_since(
    entries: NumberedEntries, events: Mapping[int, JourneyEvent], seen: int
) -> Iterator[SubjectKey]:
    """The questions whose words are other ones now than when an entry was the last."""
    corrected = {
        one.number for place, one in entries.items() if place > seen and isinstance(one, CorrectionEvent)
    }
    # A correction that is withdrawn gives back the words of before.
    corrected |= {
        one.number for number in corrected if isinstance(one := entries.get(number), EntryCorrected)
    }
    for number in sorted(corrected & set(range(1, seen + 1))):
        event = events.get(number)
        if event is None or type(event) not in ANSWERS:
            continue
        if (subject := subject_key(event)) and _words_at(seen + 1, number, entries) != _words(event):
            yield subject


def _answers(
    number: int, question: JourneyEvent, events: Mapping[int, JourneyEvent], authors: Authors
) -> Iterator[int]:
    """The entries in which somebody else answers a question."""
    subject = subject_key(question)
    for place, event in events.items():
        if isinstance(event, ANSWERS[type(question)]) and authors.get(place) != authors.get(number):
            references = references_of(event)
            if subject in references.part_of | references.uses:
                yield place


def _words_at(answer: int, number: int, entries: NumberedEntries) -> list[object]:
    """The words of an entry when another was recorded."""
    then = effective_events((place, one) for place, one in entries.items() if place < answer)
    return _words(then[number]) if number in then else []


def _words(event: JourneyEvent) -> list[object]:
    return [getattr(event, name) for name in _wordings(type(event))]


@cache
def _wordings(kind: type[Event]) -> tuple[str, ...]:
    """The fields of an event that hold what a person wrote."""
    return tuple(
        name
        for name, sensitivity in field_sensitivities(kind)
        if "." not in name and sensitivity in {Sensitivity.PERSONAL, Sensitivity.SPECIAL}
    )
