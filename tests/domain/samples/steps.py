"""Samples of experiments, of what they taught, and of what became of the approaches."""

from typing import Any

from domain.event_catalogue import AnyStoredEvent
from domain.journey.events.answers import AnswerReceived, FollowUpFellDue, FollowUpPlanned, SilenceElapsed
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.evidence import (
    AppealRated,
    CriterionNamed,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.experiments import (
    EarlierGuess,
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
    Forecast,
    IfThenPlan,
    NextStep,
)
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested, FourPoints, PointsHeard
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.journey.events.network import Meeting
from domain.journey.events.offers import OfferDeclined
from domain.journey.events.pitches import ApplicationSent, MadeVisible, PitchTried
from domain.journey.events.refusals import (
    FeedbackAgreed,
    KeptOnFile,
    KeptOnFileExpired,
    RefusalConcluded,
    RefusalPaused,
)
from domain.journey.events.skills import SkillEvidence, SkillJudged
from tests.domain.samples.ids import (
    CONTACT,
    CRITERION,
    DAY,
    EMPLOYER,
    FOLLOW_UP,
    FROM_STEP,
    GAP,
    LATER,
    OTHER_CRITERION,
    OTHER_STEP,
    PITCH,
    ROLE,
    STEP,
    STRENGTH,
)

NEXT_STEP = NextStep(what="ring again", due=LATER)
STEP_ON_DAY: dict[str, Any] = {"happened_on": DAY, "experiment_id": STEP}

STEPS: tuple[AnyStoredEvent, ...] = (
    AppealRated(happened_on=DAY, role_id=ROLE, rating=8, source=FROM_STEP),
    OddsSignalHeard(
        happened_on=DAY,
        role_id=ROLE,
        signal="fresh_outsider",
        source=FROM_STEP,
        answer_to=OTHER_STEP,
        weak=True,
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
        example="when two orders came in at once",
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
        forecast=Forecast(appeal=6, invited=0.25, five_tries="perhaps"),
        plan=IfThenPlan(when="Tue 10:00", where="their place", if_then="if late then ring"),
        planned_for=LATER,
        dread_before=7,
        meeting=Meeting(contact_id=CONTACT, tie="weak", in_role=True, can_hire=True),
        channel="introduced",
        employer_id=EMPLOYER,
        refers_to=OTHER_STEP,
        feared="that I would waste his time",
        what="ask him about his first year",
        earlier_guesses=(
            EarlierGuess(
                until=LATER,
                forecast=Forecast(appeal=4, invited=0.5, five_tries="yes"),
                dread_before=3,
                believed=True,
            ),
        ),
    ),
    ExperimentRun(**STEP_ON_DAY, hours=1.5, dread_after=2, note="laughed twice", fear="did_not"),
    BeliefJudged(**STEP_ON_DAY, verdict="held_up"),
    ExperimentCancelled(**STEP_ON_DAY, dread_after=4, note="ill"),
    ExperimentRefused(**STEP_ON_DAY, dread_after=9, note="too busy"),
    ExperimentDropped(**STEP_ON_DAY, note="another one first"),
    ExperimentConcluded(**STEP_ON_DAY, conclusion="worth a day along", next_step=NEXT_STEP),
    AnswerReceived(
        **STEP_ON_DAY, answer="rejected_after_interview", close=True, heard_in=OTHER_STEP, note="by phone"
    ),
    SilenceElapsed(**STEP_ON_DAY, heard_in=OTHER_STEP),
    FollowUpPlanned(**STEP_ON_DAY, follow_up_id=FOLLOW_UP, due=LATER, what="knock again"),
    FeedbackRequested(**STEP_ON_DAY, channel="phone", via="call"),
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
        heard=PointsHeard(
            competence="enough",
            requirements="not_enough",
            well_qualified="enough",
            self_presentation="not_said",
        ),
        via="call",
    ),
    FollowUpFellDue(happened_on=DAY, follow_up_id=FOLLOW_UP),
    SkillJudged(
        happened_on=DAY,
        skill_id="c4f3e3f0-5b0e-4f0e-9d52-2f9f3f1f5c11",
        title="read safety rules",
        standing="partly",
        evidence=SkillEvidence(kind="gap", id=GAP),
        role_id=ROLE,
    ),
    GapDecided(happened_on=DAY, gap_id=GAP, decision="go_round", how="with a colleague", due=LATER),
    GapClosed(happened_on=DAY, gap_id=GAP),
    ApplicationSent(**STEP_ON_DAY, pitch_id=PITCH, cv="the short one"),
    PitchTried(**STEP_ON_DAY, pitch_id=PITCH, landed=7),
    MadeVisible(**STEP_ON_DAY, to="the head of the ward"),
    FeedbackAgreed(**STEP_ON_DAY),
    RefusalPaused(**STEP_ON_DAY, skipped=True),
    RefusalConcluded(**STEP_ON_DAY, change="begin with the why"),
    OfferDeclined(**STEP_ON_DAY, why="too far to travel"),
    KeptOnFile(**STEP_ON_DAY, until=LATER),
    KeptOnFileExpired(**STEP_ON_DAY),
)
