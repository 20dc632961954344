"""The invariants of a journey's effective events, checked before a correction or retraction is recorded."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from domain.journey.corrections.references import ENDING, References, references_of, subject_key
from domain.journey.corrections.subjects import SubjectKey
from domain.journey.events import answers as an
from domain.journey.events import evidence as ev
from domain.journey.events import experiments as ex
from domain.journey.events import feedback as fb
from domain.journey.events import pitches as pi
from domain.journey.events import pulses, vision, weeks
from domain.journey.events import refusals as rf
from domain.journey.events.agreements import ChallengeAnswered, CommitmentSettled
from domain.journey.events.alerts import AlertAcknowledged, AlertClosed, AlertOpened, AlertSnoozed
from domain.journey.events.allies import AllyInvited
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.coaches import CoachAssigned, CoachStanceSet
from domain.journey.events.consents import ArmAssigned, ConsentExpired, ConsentWithdrawn
from domain.journey.events.course import (
    GameSwitched,
    PhaseEmphasised,
    PlanAdjusted,
    TimeZoneChanged,
    TrackSet,
)
from domain.journey.events.deputies import DeputyAnswered, DeputyAnswerLapsed, DeputyEnded
from domain.journey.events.endings import AfterCareSettled, EndingRecorded
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.journey.events.intake import IntakeAgreed, QuestionsAnswered
from domain.journey.events.network import ContactPhoneSet
from domain.journey.events.notes import NoteShared
from domain.journey.events.offers import OfferDeclined
from domain.journey.events.opinions import OddsDisputed, RoleScored
from domain.journey.events.quests import QuestDeclined, QuestOffered, QuestTaken
from domain.journey.events.roles import (
    RoleBlocked,
    RoleJudged,
    RoleKept,
    RoleLinked,
    RoleParked,
    RolePassed,
    RoleReopened,
)
from domain.journey.events.sight import SightExpired, SightGranted, SightWithdrawn
from domain.journey.events.skills import SkillJudged
from domain.journey.events.start import JourneyStarted
from domain.journey.events.stories import GoalReached
from domain.journey.events.suggestions import SuggestionOffered
from domain.messages import Message, translatable
from domain.vocabulary import WEEKS_PER_RESERVE


class InvariantViolation(Struct, frozen=True):
    """A violated invariant: its key, which stays the same while the violation lasts, and two texts for the client."""

    key: tuple[str, int, SubjectKey]
    message: Message
    allowed: Message


def invariant_violations(events: Mapping[int, JourneyEvent]) -> Iterator[InvariantViolation]:
    """Yields every violated invariant: missing subjects, dates in the wrong order, duplicates, a role that changes.

    A journey without corrections has only those that the decisions allow.
    """
    references = {number: references_of(event) for number, event in events.items()}
    first = _first_days(events, references)
    start = next((one.happened_on for one in events.values() if isinstance(one, JourneyStarted)), date.min)
    numbers: dict[SubjectKey, int] = {}
    for number, event in events.items():
        yield from _missing_subjects(number, references[number], first)
        yield from _too_early(number, event, references[number], first, start)
        if key := uniqueness_key(event):
            if key in numbers:
                yield _duplicate(numbers[key], number, key)
            numbers[key] = number
    yield from _other_role_than_followed_up(events)
    yield from _too_many_reserve_weeks(events)


def _missing_subjects(
    number: int, references: References, first: Mapping[SubjectKey, date]
) -> Iterator[InvariantViolation]:
    for key in sorted((key for key in references.uses if key not in first), key=repr):
        yield InvariantViolation(
            ("missing", number, key),
            translatable("Entry %(number)s depends on this one.", number=number),
            translatable("to withdraw entry %(number)s first", number=number),
        )


def _too_early(
    number: int, event: JourneyEvent, references: References, first: Mapping[SubjectKey, date], start: date
) -> Iterator[InvariantViolation]:
    on = event.happened_on
    # A date for aftercare may be older than the ending.
    for key in sorted((key for key in references.part_of - {ENDING} if on < first.get(key, on)), key=repr):
        yield InvariantViolation(
            ("order", number, key),
            translatable(
                "Entry %(number)s would be earlier than what it refers to, on %(day)s.",
                number=number,
                day=first[key],
            ),
            translatable("a date up to %(day)s, or correct entry %(number)s first", day=on, number=number),
        )
    if on < start:
        yield InvariantViolation(
            ("start", number, ("start", None)),
            translatable("Entry %(number)s would be before the start.", number=number),
            translatable("a date up to %(day)s", day=on),
        )


def _other_role_than_followed_up(events: Mapping[int, JourneyEvent]) -> Iterator[InvariantViolation]:
    plans = {one.experiment_id: one for one in events.values() if isinstance(one, ex.ExperimentPlanned)}
    for number, event in events.items():
        if isinstance(event, ex.ExperimentPlanned) and event.role_id:
            followed = ex.role_followed_up(event, plans)
            if followed and followed != event.role_id:
                yield InvariantViolation(
                    ("role", number, ("role", followed)),
                    translatable(
                        "Entry %(number)s would follow up a step about another role.", number=number
                    ),
                    translatable("to correct entry %(number)s first", number=number),
                )


def _too_many_reserve_weeks(events: Mapping[int, JourneyEvent]) -> Iterator[InvariantViolation]:
    """Yields the reserve weeks that were not left when they were used, in the order of recording."""
    started_on, end, used = date.max, None, 0
    for number, event in events.items():
        match event:
            case JourneyStarted():
                started_on, end = event.happened_on, event.programme_end
            case PlanAdjusted():
                end = event.programme_end
            case weeks.RestDeclared(reserve=True):
                used += 1
                if used > weeks.reserve_weeks(started_on, end, event.happened_on, WEEKS_PER_RESERVE):
                    yield InvariantViolation(
                        ("reserve", number, ("week", event.monday)),
                        translatable("Entry %(number)s would be one reserve week too many.", number=number),
                        translatable("to withdraw entry %(number)s first", number=number),
                    )
            case _:
                pass


def _duplicate(one: int, other: int, key: SubjectKey) -> InvariantViolation:
    return InvariantViolation(
        ("twice", other, key),
        translatable(
            "Entries %(one)s and %(other)s would record the same thing twice.", one=one, other=other
        ),
        translatable("to withdraw entry %(number)s first", number=other),
    )


def _first_days(
    events: Mapping[int, JourneyEvent], references: Mapping[int, References]
) -> dict[SubjectKey, date]:
    first: dict[SubjectKey, date] = {}
    for number, event in events.items():
        for key in references[number].creates:
            first[key] = min(first.get(key, event.happened_on), event.happened_on)
    return first


RepeatableEvent = (
    AfterCareSettled
    | AlertAcknowledged
    | AlertClosed
    | AlertOpened
    | AlertSnoozed
    | AllyInvited
    | ArmAssigned
    | BeliefJudged
    | ChallengeAnswered
    | CoachAssigned
    | CoachStanceSet
    | CommitmentSettled
    | ConsentExpired
    | ConsentWithdrawn
    | ContactPhoneSet
    | DeputyAnswered
    | DeputyAnswerLapsed
    | DeputyEnded
    | an.FollowUpFellDue
    | GameSwitched
    | GapClosed
    | GapDecided
    | GoalReached
    | IntakeAgreed
    | rf.KeptOnFile
    | rf.KeptOnFileExpired
    | NoteShared
    | OddsDisputed
    | OfferDeclined
    | PhaseEmphasised
    | PlanAdjusted
    | QuestDeclined
    | QuestOffered
    | QuestTaken
    | QuestionsAnswered
    | rf.RefusalConcluded
    | rf.RefusalPaused
    | RoleBlocked
    | RoleJudged
    | RoleKept
    | RoleLinked
    | RoleParked
    | RolePassed
    | RoleReopened
    | RoleScored
    | SightExpired
    | SightGranted
    | SightWithdrawn
    | SkillJudged
    | SuggestionOffered
    | TimeZoneChanged
    | TrackSet
    | weeks.WeekPlanned
)
"""Events of which a journey may have several that say the same."""


def uniqueness_key(event: JourneyEvent) -> SubjectKey | None:
    """A key that only one event of a journey may have; None for events that may be repeated.

    An event is named by the subject it creates. One that creates none has a case here, or is repeatable.
    """
    match event:
        case ex.ExperimentRun() | ex.ExperimentCancelled() | ex.ExperimentRefused() | ex.ExperimentDropped():
            return "outcome", event.experiment_id
        case ev.AppealRated():
            return "rating", event.source.id or event.role_id
        case ev.OddsSignalHeard() | ev.TradeoffMade() | ev.StrengthObserved() | ev.GapFound():
            return "evidence", event
        case an.AnswerReceived():
            return "answer", (event.experiment_id, event.answer, event.happened_on)
        case vision.QualitySeen():
            return "quality seen", (event.role_id, event.quality_id)
        case pi.MadeVisible():
            return "visible", (event.experiment_id, event.to)
        case weeks.WeekReviewed() | weeks.RestDeclared() | weeks.WeekTurned():
            return type(event).__name__, event.monday
        case pulses.EnergyRated() | pulses.TrustRated():
            return type(event).__name__, event.happened_on
        case JourneyStarted() | EndingRecorded():
            return type(event).__name__, None
        case (
            ex.ExperimentConcluded()
            | an.SilenceElapsed()
            | fb.FeedbackReceived()
            | pi.ApplicationSent()
            | pi.PitchTried()
            | rf.FeedbackAgreed()
        ):
            return type(event).__name__, event.experiment_id
        case _:
            return None if isinstance(event, RepeatableEvent) else subject_key(event)
