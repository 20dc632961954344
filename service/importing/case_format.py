"""The case format: a whole worked journey in one JSON file, as a list of actions. See `docs/case-format.md`."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from domain.allowed_dates import MAX_WEEKS
from domain.command import Chance, Hours, Note, Rating, SentenceText, Title
from domain.vocabulary import Distance, ExperimentKind, OddsSignal, TestedAspect, Tie

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
    note: Note | None = None


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
    outcome_date: dt.date | None = None
    outcome_note: Note | None = None
    refers_to: str | None = None
    signals: CaseSignals = CaseSignals()
    new_roles: tuple[Title, ...] = ()
    criteria_changes: tuple[CriteriaChange, ...] = ()
    feedback_received: CaseFeedback | None = None
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


class CaseFile(Struct, frozen=True, kw_only=True):
    """A worked journey. Other members of the file, such as expected figures, are not imported."""

    case_id: Title
    client: CaseClient
    roles: tuple[CaseRole, ...]
    actions: tuple[CaseAction, ...]
    parked_roles: tuple[ParkedRole, ...] = ()
    weeks: tuple[CaseWeek, ...] = ()


def shift_case(case: CaseFile, weeks: int) -> CaseFile:
    """The case moved by whole weeks, so that weekdays stay the same."""
    by = dt.timedelta(weeks=weeks)
    client = replace(
        case.client,
        start_date=case.client.start_date + by,
        programme_end=_later(case.client.programme_end, by),
    )
    return replace(
        case,
        client=client,
        roles=tuple(replace(one, blocked_from=_later(one.blocked_from, by)) for one in case.roles),
        parked_roles=tuple(replace(one, date=one.date + by) for one in case.parked_roles),
        actions=tuple(_moved_action(one, by) for one in case.actions),
    )


def _moved_action(action: CaseAction, by: dt.timedelta) -> CaseAction:
    following = action.next_step
    return replace(
        action,
        date=action.date + by,
        outcome_date=_later(action.outcome_date, by),
        next_step=replace(following, due=_later(following.due, by)) if following else None,
    )


def _later(day: dt.date | None, by: dt.timedelta) -> dt.date | None:
    return day + by if day else None
