"""One event of every kind with every field filled, as `stored/` holds it under the name of its tag."""

from datetime import date
from typing import Any
from uuid import UUID

from domain.events import Event
from domain.journey.answers import AnswerReceived, FollowUpPlanned, SilenceElapsed
from domain.journey.coaching import CheckInHeld
from domain.journey.contacts import ContactAdded, EmployerNamed, Meeting
from domain.journey.endings import EndingRecorded
from domain.journey.evidence import (
    AppealRated,
    CriterionNamed,
    GapFound,
    OddsSignalHeard,
    Source,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
    Forecast,
    NextStep,
    WhenWhereIf,
)
from domain.journey.feedback import FeedbackReceived, FeedbackRequested, FourPoints
from domain.journey.pulses import EnergyRated, TrustRated
from domain.journey.roles import RoleBlocked, RoleDiscovered, RoleJudged, RoleParked, RoleReopened
from domain.journey.start import ConditionDeclared, JourneyStarted
from domain.journey.weeks import RestDeclared, WeekPlanned, WeekReviewed

DAY, LATER, MONDAY = date(2026, 1, 14), date(2026, 7, 10), date(2026, 1, 12)


def _id(number: int) -> UUID:
    return UUID(int=number)


ROLE, STEP, OTHER_STEP, CONTACT, EMPLOYER = (_id(number) for number in range(1, 6))
CRITERION, OTHER_CRITERION, STRENGTH, GAP, CONDITION, FOLLOW_UP, CHECK_IN = (_id(n) for n in range(6, 13))
FROM_STEP = Source(kind="experiment", id=STEP)
NEXT_STEP = NextStep(what="ring again", due=LATER)
STEP_ON_DAY: dict[str, Any] = {"happened_on": DAY, "experiment_id": STEP}

SAMPLES: tuple[Event, ...] = (
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
    ),
    RoleJudged(happened_on=DAY, role_id=ROLE, distance="licence"),
    RoleBlocked(happened_on=DAY, role_id=ROLE, reason="night shifts", condition_id=CONDITION),
    RoleParked(happened_on=DAY, role_id=ROLE, reason="“niet voor mij”"),
    RoleReopened(happened_on=DAY, role_id=ROLE),
    ContactAdded(
        happened_on=DAY, contact_id=CONTACT, name="Anouk", relation="neighbour", employer_id=EMPLOYER
    ),
    EmployerNamed(happened_on=DAY, employer_id=EMPLOYER, name="Sjukhuset"),
    AppealRated(happened_on=DAY, role_id=ROLE, rating=8, source=FROM_STEP),
    OddsSignalHeard(
        happened_on=DAY, role_id=ROLE, signal="fresh_outsider", source=FROM_STEP, answer_to=OTHER_STEP
    ),
    CriterionNamed(happened_on=DAY, criterion_id=CRITERION, wording="atmosphere", source=FROM_STEP),
    TradeoffMade(
        happened_on=DAY, winner=CRITERION, loser=OTHER_CRITERION, met_in_reality=True, source=FROM_STEP
    ),
    StrengthObserved(
        happened_on=DAY,
        strength_id=STRENGTH,
        wording="keeps calm",
        hidden=True,
        witness="contact",
        source=FROM_STEP,
        contact_id=CONTACT,
    ),
    GapFound(
        happened_on=DAY, gap_id=GAP, wording="audit experience", closable=True, source=FROM_STEP, role_id=ROLE
    ),
    ExperimentPlanned(
        **STEP_ON_DAY,
        kind="conversation",
        role_id=ROLE,
        hypothesis="it is mostly paper",
        tests=("appeal", "odds"),
        forecast=Forecast(appeal=6, invited=0.25),
        plan=WhenWhereIf(when="Tue 10:00", where="their place", if_then="if late then ring"),
        planned_for=LATER,
        dread_before=7,
        meeting=Meeting(contact_id=CONTACT, tie="weak", in_role=True, can_hire=True),
        channel="introduced",
        employer_id=EMPLOYER,
        refers_to=OTHER_STEP,
    ),
    ExperimentRun(**STEP_ON_DAY, hours=1.5, dread_after=2, note="laughed twice"),
    ExperimentCancelled(**STEP_ON_DAY, dread_after=4, note="ill"),
    ExperimentRefused(**STEP_ON_DAY, dread_after=9, note="too busy"),
    ExperimentDropped(**STEP_ON_DAY, note="another one first"),
    ExperimentConcluded(**STEP_ON_DAY, conclusion="worth a day along", next_step=NEXT_STEP),
    AnswerReceived(
        **STEP_ON_DAY, answer="rejected_after_interview", close=True, heard_in=OTHER_STEP, note="by phone"
    ),
    SilenceElapsed(**STEP_ON_DAY, heard_in=OTHER_STEP),
    FollowUpPlanned(**STEP_ON_DAY, follow_up_id=FOLLOW_UP, due=LATER, what="knock again"),
    FeedbackRequested(**STEP_ON_DAY, channel="phone"),
    FeedbackReceived(
        **STEP_ON_DAY,
        usable=True,
        points=FourPoints(
            competence="depth is there",
            requirements="the licence",
            well_qualified="second of four",
            self_presentation="start with the why",
        ),
        this_post_only=False,
        kept_on_file=True,
        note="friendly",
    ),
    WeekPlanned(happened_on=DAY, monday=MONDAY, intention="two talks"),
    WeekReviewed(happened_on=DAY, monday=MONDAY, conclusion="one talk, one surprise"),
    RestDeclared(happened_on=DAY, monday=MONDAY, reason="flu"),
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
)
