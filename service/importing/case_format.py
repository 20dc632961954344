"""The case format: a whole worked journey in one JSON file, as a list of actions. See `docs/case-format.md`."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar, cast

from msgspec import Meta, Struct
from msgspec.structs import replace

from domain.allowed_dates import MAX_WEEKS
from domain.command import Chance, Hours, LongText, Note, PhoneNumber, Rating, SentenceText, Title
from domain.journey.commands.feedback import PointsHeardInput
from domain.vocabulary import (
    BeliefVerdict,
    Distance,
    ExperimentKind,
    FearOutcome,
    FeedbackVia,
    FirstNextWeek,
    FiveTries,
    OddsSignal,
    Quest,
    TestedAspect,
    Tie,
)

S = TypeVar("S")

CaseKind = ExperimentKind | Literal["coach_session", "rest"]
CaseOutcome = Literal[
    "held",
    "done",
    "declared",
    "pending",
    "cancelled_by_other",
    "refused",
    "no_answer_28d",
    "invited",
    "rejected_unseen",
    "rejected_after_interview",
    "second_round",
    "offer",
    "called_back",
    "planned",
]


class CaseClient(Struct, frozen=True, kw_only=True):
    """The client of a case, and what she starts with."""

    name: Title
    locale: Annotated[str, Meta(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    track: Literal["curative", "preventive", "re-integration"]
    start_date: dt.date
    programme_end: dt.date | None = None
    weekly_goal: Annotated[int, Meta(ge=1, le=3)] = 2
    time_zone: str | None = None
    constraints: tuple[SentenceText, ...] = ()
    starting_criteria: tuple[Title, ...] = ()


class CaseRole(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A role of the case, known at the start or discovered later."""

    role: Title
    distance: Distance
    known_at_start: bool
    starting_appeal: Rating | None = None
    blocked_from: dt.date | None = None
    blocked_reason: SentenceText | None = None
    isco_group: str | None = None


class ParkedRole(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A role parked on a day."""

    role: Title
    date: dt.date
    reason: SentenceText


class CasePerson(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The person an action is with."""

    name: Title
    tie: Tie
    relation: Title | None = None
    organisation: Title | None = None
    in_role: bool = False
    can_hire: bool = False


class CasePrediction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The forecasts of a step."""

    appeal: Rating | None = None
    invited: Chance | None = None
    five_tries: FiveTries | None = None


class CasePlan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When and where, and what to do if something gets in the way."""

    when: SentenceText
    where: SentenceText
    if_then: SentenceText | None = None


class NamedTrait(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A strength or a gap by its name."""

    name: Title
    hidden: bool = False
    closable: bool = True


class CaseSignals(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The evidence from an action."""

    appeal: Rating | None = None
    odds: tuple[OddsSignal, ...] = ()
    strengths: tuple[NamedTrait, ...] = ()
    gaps: tuple[NamedTrait, ...] = ()


class CriteriaChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A trade-off between two criteria."""

    winner: Title
    loser: Title
    met_in_reality: bool


class CaseFeedback(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The feedback asked for after a refusal, and the answer."""

    asked: bool
    given: bool = False
    usable: bool = False
    channel: str | None = None
    points: Mapping[str, Note | None] = {}
    for_this_job_only: bool | None = None
    keep_on_file_consent: bool | None = None
    kept_until: dt.date | None = None
    note: Note | None = None
    heard: PointsHeardInput = PointsHeardInput()
    via: FeedbackVia | None = None


class CaseCare(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the client did after a refusal: took a moment or went on at once, and drew a conclusion."""

    paused_on: dt.date | None = None
    skipped: bool = False
    concluded_on: dt.date | None = None
    change: SentenceText | None = None
    """The one change; without it there was nothing to change."""


class CaseNextStep(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The next step, and the day it is due."""

    what: SentenceText
    due: dt.date | None = None


class CaseAction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of the case, a check-in or a rest."""

    id: str
    date: dt.date
    week: int | None = None
    """For the reader; the date says it."""
    kind: CaseKind
    outcome: CaseOutcome
    role: Title | None = None
    hours: Hours | None = None
    who: CasePerson | None = None
    channel: str | None = None
    hypothesis: SentenceText | None = None
    tests: tuple[TestedAspect, ...] = ()
    prediction: CasePrediction | None = None
    plan: CasePlan | None = None
    dread_before: Rating | None = None
    dread_after: Rating | None = None
    planned_on: dt.date | None = None
    feared: SentenceText | None = None
    fear: FearOutcome | None = None
    verdict: BeliefVerdict | None = None
    pitch_landed: Rating | None = None
    leave_to_call: bool = False
    outcome_date: dt.date | None = None
    outcome_note: Note | None = None
    refers_to: str | None = None
    signals: CaseSignals = CaseSignals()
    new_roles: tuple[Title, ...] = ()
    criteria_changes: tuple[CriteriaChange, ...] = ()
    feedback_received: CaseFeedback | None = None
    after_refusal: CaseCare | None = None
    conclusion: SentenceText | None = None
    next_step: CaseNextStep | None = None

    @property
    def answered_on(self) -> dt.date:
        """The day of the answer; the day of the action unless given."""
        return self.outcome_date or self.date


class CaseWeek(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reviewed week, by its Sunday."""

    week: Annotated[int, Meta(ge=1, le=MAX_WEEKS)]
    """1 in the calendar week of the start."""
    conclusion: SentenceText
    first: FirstNextWeek | None = None
    first_role: Title | None = None


class CaseQuest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A quest, offered by the coach or accepted by the client."""

    quest: Quest
    offered_on: dt.date | None = None
    accepted_on: dt.date | None = None
    declined_on: dt.date | None = None


class CaseChallenge(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A challenge of the coach's, and what the client answered."""

    what: SentenceText
    date: dt.date
    due: dt.date | None = None
    accepted_on: dt.date | None = None
    declined_on: dt.date | None = None
    met_on: dt.date | None = None


class CasePhone(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The phone number of a person the client has met by then."""

    name: Title
    date: dt.date
    phone: PhoneNumber


class CaseEnergy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much energy the client had on a day."""

    date: dt.date
    rating: Rating


class CasePitch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A version of the pitch, written on a day."""

    date: dt.date
    wording: LongText


class CaseFile(Struct, frozen=True, kw_only=True):
    """A worked journey. Other members of the file, such as expected figures, are not imported."""

    case_id: Title
    client: CaseClient
    roles: tuple[CaseRole, ...]
    actions: tuple[CaseAction, ...]
    parked_roles: tuple[ParkedRole, ...] = ()
    weeks: tuple[CaseWeek, ...] = ()
    pitches: tuple[CasePitch, ...] = ()
    quests: tuple[CaseQuest, ...] = ()
    challenges: tuple[CaseChallenge, ...] = ()
    phones: tuple[CasePhone, ...] = ()
    energy: tuple[CaseEnergy, ...] = ()


def shift_case(case: CaseFile, weeks: int) -> CaseFile:
    """The case moved by whole weeks, so that weekdays stay the same."""
    return _shifted(case, dt.timedelta(weeks=weeks))


def _shifted(value: S, by: dt.timedelta) -> S:
    moved: Any = value
    match value:
        case dt.date():
            moved = value + by
        case Struct():
            moved = replace(
                value, **{name: _shifted(getattr(value, name), by) for name in value.__struct_fields__}
            )
        case tuple():
            moved = tuple(_shifted(one, by) for one in cast("tuple[object, ...]", value))
        case _:
            pass
    return cast("S", moved)
