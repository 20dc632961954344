"""Samples of the weeks, the coaching, the rights, and of what was said later of an entry."""

from domain.event_catalogue import AnyStoredEvent
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.events.agreements import (
    ChallengeAnswered,
    ChallengeSet,
    CommitmentMade,
    CommitmentSettled,
)
from domain.journey.events.alerts import AlertAcknowledged, AlertClosed, AlertOpened, AlertSnoozed
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.coaches import CoachAssigned, CoachStanceSet
from domain.journey.events.consents import ArmAssigned, ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.journey.events.course import (
    GameSwitched,
    PhaseEmphasised,
    PlanAdjusted,
    TimeZoneChanged,
    TrackSet,
)
from domain.journey.events.deputies import DeputyAnswered, DeputyAnswerLapsed, DeputyEnded, DeputyProposed
from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled, EndingRecorded
from domain.journey.events.notes import NoteShared, NoteWritten
from domain.journey.events.pulses import EnergyRated, TrustRated
from domain.journey.events.quests import QuestDeclined, QuestOffered, QuestTaken
from domain.journey.events.sight import SightExpired, SightGranted, SightWithdrawn
from domain.journey.events.suggestions import OfferedExperiment, SuggestionOffered
from domain.journey.events.weeks import RestDeclared, WeekPlanned, WeekReviewed, WeekTurned
from tests.domain.samples.ids import (
    AFTER_CARE,
    CHALLENGE,
    CHECK_IN,
    COACH,
    COMMITMENT,
    CONSENT,
    COVER,
    DAY,
    LATER,
    MONDAY,
    NOTE,
    READER,
    ROLE,
    STEP,
    STUDY,
)
from tests.domain.samples.portrait import CONTACT_ADDED
from tests.domain.samples.steps import NEXT_STEP

TOGETHER: tuple[AnyStoredEvent, ...] = (
    WeekPlanned(happened_on=DAY, monday=MONDAY, intention="two talks", first="role", first_role_id=ROLE),
    WeekReviewed(
        happened_on=DAY, monday=MONDAY, conclusion="one talk, one surprise", first="role", first_role_id=ROLE
    ),
    RestDeclared(happened_on=DAY, monday=MONDAY, reason="flu", reserve=True, remind_of=(STEP,)),
    CheckInHeld(
        happened_on=DAY,
        check_in_id=CHECK_IN,
        minutes=45,
        note="tired",
        conclusion="two talks this week",
        next_step=NEXT_STEP,
    ),
    EnergyRated(happened_on=DAY, rating=4),
    TrustRated(happened_on=DAY, rating=9),
    EndingRecorded(happened_on=DAY, ending="own_business", note="a bakery, with “Åse”"),
    AfterCarePlanned(happened_on=DAY, after_care_id=AFTER_CARE, due=LATER, what="coffee, and how it goes"),
    AfterCareSettled(happened_on=DAY, after_care_id=AFTER_CARE, answer="better than I “feared”"),
    WeekTurned(happened_on=DAY, monday=MONDAY),
    SuggestionOffered(
        happened_on=DAY, monday=MONDAY, offers=(OfferedExperiment(role_id=ROLE, kind="job_shadow"),)
    ),
    CoachAssigned(happened_on=DAY, coach_id=COACH, name="Wouter"),
    CoachStanceSet(happened_on=DAY, stance="sales_manager"),
    NoteWritten(happened_on=DAY, note_id=NOTE, text="sleeps badly", shared=True, handover=True),
    NoteShared(happened_on=DAY, note_id=NOTE),
    CommitmentMade(happened_on=DAY, commitment_id=COMMITMENT, what="ring Anouk", due=LATER),
    CommitmentSettled(happened_on=DAY, commitment_id=COMMITMENT, kept=True, note="she was glad"),
    ChallengeSet(happened_on=DAY, challenge_id=CHALLENGE, what="ask for a day along", due=LATER),
    ChallengeAnswered(happened_on=DAY, challenge_id=CHALLENGE, answer="met"),
    QuestOffered(happened_on=DAY, quest="dream_decoder"),
    QuestTaken(happened_on=DAY, quest="ring_the_no"),
    QuestDeclined(happened_on=DAY, quest="listening_tour"),
    AlertOpened(happened_on=DAY, rule="steps_without_learning", since=MONDAY),
    AlertClosed(happened_on=DAY, rule="tunnel"),
    AlertAcknowledged(happened_on=DAY, rule="worse_than_feared", move="a smaller step first"),
    AlertSnoozed(happened_on=DAY, rule="silence", until=LATER),
    TrackSet(happened_on=DAY, track="preventive"),
    PhaseEmphasised(happened_on=DAY, phase="market_approach"),
    PlanAdjusted(happened_on=DAY, weekly_goal=1, programme_end=LATER, locale="sv", ask_trust=False),
    TimeZoneChanged(happened_on=DAY, time_zone="America/New_York"),
    GameSwitched(happened_on=DAY, on=False),
    SightGranted(
        happened_on=DAY, reader_id=READER, reader="payer", name="UWV", scope="progress", until=LATER
    ),
    SightWithdrawn(happened_on=DAY, reader_id=READER),
    SightExpired(happened_on=DAY, reader_id=READER),
    DeputyProposed(
        happened_on=DAY,
        cover_id=COVER,
        coach_id=COACH,
        coach_name="Ingrid",
        deputy_id=READER,
        name="Sanne",
        first_day=DAY,
        last_day=LATER,
    ),
    DeputyAnswered(
        happened_on=DAY,
        cover_id=COVER,
        agreed=True,
        scope="profile",
        deputy_id=READER,
        name="Sanne",
        first_day=DAY,
        last_day=LATER,
    ),
    DeputyEnded(happened_on=DAY, cover_id=COVER),
    DeputyAnswerLapsed(happened_on=DAY, cover_id=COVER),
    ConsentGiven(
        happened_on=DAY, consent_id=CONSENT, purpose="research", wording=3, study_id=STUDY, until=LATER
    ),
    ConsentWithdrawn(happened_on=DAY, consent_id=CONSENT),
    ConsentExpired(happened_on=DAY, consent_id=CONSENT),
    ArmAssigned(
        happened_on=LATER, consent_id=CONSENT, study_id=STUDY, arm="early", draw="by_programme_first"
    ),
    EntryCorrected(
        happened_on=DAY, number=7, fact=CONTACT_ADDED, along=2, reason="met at a step, not by herself"
    ),
    EntryRetracted(happened_on=DAY, number=8, reason="told twice"),
)
