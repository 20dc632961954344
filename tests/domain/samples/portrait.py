"""Samples of who the client is: the start, the intake, the vision, stories, roles and people."""

from domain.event_catalogue import AnyStoredEvent
from domain.journey.events.allies import AllyInvited, IntroductionMade
from domain.journey.events.assessments import AssessedStrength, AssessmentNoted
from domain.journey.events.insights import InsightNamed
from domain.journey.events.intake import IntakeAgreed, QuestionsAnswered
from domain.journey.events.market import LeadNoted, MarketSignalNoted
from domain.journey.events.network import ContactAdded, ContactAddedV1, ContactPhoneSet, EmployerNamed
from domain.journey.events.opinions import CriterionScore, OddsDisputed, RoleScored
from domain.journey.events.pitches import PitchRevised
from domain.journey.events.roles import (
    RoleBlocked,
    RoleDiscovered,
    RoleJudged,
    RoleKept,
    RoleLinked,
    RoleParked,
    RolePassed,
    RoleReopened,
)
from domain.journey.events.start import ConditionDeclared, JourneyStarted
from domain.journey.events.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.journey.events.vision import DreamDecoded, IdealSketched, Quality, QualitySeen, ValueNamed
from tests.domain.samples.ids import (
    ASSESSMENT,
    CONDITION,
    CONTACT,
    CRITERION,
    DAY,
    DREAM,
    EMPLOYER,
    FROM_STEP,
    GOAL,
    INSIGHT,
    INTRODUCTION,
    LATER,
    LEAD,
    OTHER_CONTACT,
    OTHER_CRITERION,
    OTHER_PITCH,
    PITCH,
    QUALITY,
    REFLECTION,
    ROLE,
    SIGNAL,
    SKETCH,
    STORY,
    STRENGTH,
    VALUE,
)

OUTDOORS = Quality(quality_id=QUALITY, wording="å være ute")
CONTACT_ADDED = ContactAdded(
    happened_on=DAY,
    contact_id=CONTACT,
    name="Anouk",
    source=FROM_STEP,
    tie="weak",
    relation="neighbour",
    employer_id=EMPLOYER,
    introduced_by=OTHER_CONTACT,
    ask_first=True,
)

PORTRAIT: tuple[AnyStoredEvent, ...] = (
    JourneyStarted(
        happened_on=DAY,
        called="Åse",
        track="re_integration",
        locale="nb-NO",
        time_zone="Europe/Oslo",
        weekly_goal=3,
        programme_end=LATER,
    ),
    ConditionDeclared(happened_on=DAY, condition_id=CONDITION, wording="no night shifts"),
    RoleDiscovered(
        happened_on=DAY,
        role_id=ROLE,
        title="risk manager",
        distance="far",
        source=FROM_STEP,
        isco_group="1349",
        waits=True,
    ),
    RoleJudged(happened_on=DAY, role_id=ROLE, distance="licence"),
    RoleBlocked(happened_on=DAY, role_id=ROLE, reason="night shifts", condition_id=CONDITION),
    RoleParked(happened_on=DAY, role_id=ROLE, reason="“niet voor mij”"),
    RoleKept(happened_on=DAY, role_id=ROLE),
    RolePassed(happened_on=DAY, role_id=ROLE),
    RoleReopened(happened_on=DAY, role_id=ROLE),
    RoleLinked(
        happened_on=DAY,
        role_id=ROLE,
        isco_group="2412",
        occupation_id="0b2e1b1e-2a3c-4e58-9b0f-6f2f1f6f2a11",
    ),
    ContactAddedV1(
        happened_on=DAY, contact_id=CONTACT, name="Anouk", relation="neighbour", employer_id=EMPLOYER
    ),
    CONTACT_ADDED,
    ContactPhoneSet(happened_on=DAY, contact_id=CONTACT, phone="031-390 06 12"),
    EmployerNamed(happened_on=DAY, employer_id=EMPLOYER, name="Sjukhuset"),
    IntakeAgreed(
        happened_on=DAY,
        question="what now?",
        aim="work with people",
        occasion="the ward closed",
        context="a bad back; two children",
    ),
    QuestionsAnswered(happened_on=DAY, can="keep calm", want="fewer nights", move="two talks a week"),
    ValueNamed(happened_on=DAY, value_id=VALUE, wording="rättvisa"),
    DreamDecoded(happened_on=DAY, dream_id=DREAM, dream="to be a forester", qualities=(OUTDOORS,)),
    IdealSketched(happened_on=DAY, sketch_id=SKETCH, sketch="a school by the sea", qualities=(OUTDOORS,)),
    QualitySeen(happened_on=DAY, role_id=ROLE, quality_id=QUALITY),
    StoryRecorded(
        happened_on=DAY,
        story_id=STORY,
        title="the night of the storm",
        story="we moved\nnine beds",
        strength_ids=(STRENGTH,),
    ),
    GoalSet(happened_on=DAY, goal_id=GOAL, wording="to know what an auditor does", due=LATER),
    GoalReached(happened_on=DAY, goal_id=GOAL),
    ReflectionDone(happened_on=DAY, reflection_id=REFLECTION, theme="notice"),
    AssessmentNoted(
        happened_on=DAY,
        assessment_id=ASSESSMENT,
        instrument="a strengths test",
        strengths=(AssessedStrength(strength_id=STRENGTH, wording="keeps calm"),),
        note="taken at school",
    ),
    InsightNamed(
        happened_on=DAY, insight_id=INSIGHT, wording="it is the team, not the work", source=FROM_STEP
    ),
    RoleScored(
        happened_on=DAY,
        role_id=ROLE,
        scores=(
            CriterionScore(criterion_id=CRITERION, score=80),
            CriterionScore(criterion_id=OTHER_CRITERION, score=0),
        ),
    ),
    OddsDisputed(happened_on=DAY, role_id=ROLE, why="they rang me twice", own_reach=0.75),
    AllyInvited(happened_on=DAY, contact_id=CONTACT, how_to_help="listen, do not advise"),
    IntroductionMade(
        happened_on=DAY,
        introduction_id=INTRODUCTION,
        contact_id=CONTACT,
        to_contact_id=OTHER_CONTACT,
        note="both sing",
    ),
    LeadNoted(
        happened_on=DAY,
        lead_id=LEAD,
        channel="introduced",
        what="somebody leaves in May",
        role_id=ROLE,
        contact_id=CONTACT,
        employer_id=EMPLOYER,
    ),
    MarketSignalNoted(
        happened_on=DAY,
        signal_id=SIGNAL,
        role_id=ROLE,
        signal="market_shrinking",
        published=DAY,
        source="the labour office",
        address="https://example.org/figures",
        weak=True,
    ),
    PitchRevised(happened_on=DAY, pitch_id=PITCH, wording="calm where others run", follows=OTHER_PITCH),
)
