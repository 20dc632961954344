"""The steps of a simulated client: planned with a guess and dread, then taken, called off, refused or dropped."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from msgspec import Struct

from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    DropExperiment,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput, PlanExperiment
from domain.journey.commands.network import ContactInput
from domain.journey.commands.pitches import MakeVisible, NotePapersSent, TryPitch
from domain.journey.commands.refusals import AgreeFeedback
from domain.vocabulary import (
    KINDS_WITH_HOURS,
    KINDS_WITHOUT_CONTACT,
    MEETING_KINDS,
    Channel,
    ExperimentKind,
    FearOutcome,
    FiveTries,
    TestedAspect,
)
from service.research.simulation import learning
from service.research.simulation.life import Life, soon
from service.research.simulation.randomness import clamp
from service.research.simulation.truth import RoleTruth

Afterwards = Callable[[Life, datetime, UUID, RoleTruth | None], None]
"""What follows once a step took place: the life, when it was told, the step and its role."""


class _PlannedStep(Struct, frozen=True, kw_only=True):
    """A step that lies ahead."""

    experiment_id: UUID
    day: date
    role: RoleTruth | None
    afterwards: Afterwards | None
    surely: bool


_MORE_DREAD: dict[ExperimentKind, float] = {
    "desk_research": -3,
    "reflection": -3,
    "conversation": 0,
    "follow_up": 0.5,
    "job_shadow": 0.5,
    "application": 0.5,
    "trial": 1.5,
    "interview": 2,
}


def plan(
    life: Life,
    at: datetime,
    kind: ExperimentKind,
    role: RoleTruth | None,
    afterwards: Afterwards | None = None,
    *,
    refers_to: UUID | None = None,
    surely: bool = False,
) -> None:
    """Plans a step some days ahead. `surely`: whoever was invited goes."""
    stream, on = life.stream("steps"), at.date()
    day = soon(at, 0 if kind in ("follow_up", "desk_research") else 1, 5, stream)
    experiment_id = life.new_id("experiment")
    feared = stream.happens(0.35)
    planned = life.client(
        at,
        PlanExperiment(
            happened_on=on,
            experiment_id=experiment_id,
            kind=kind,
            role_id=role.role_id if role else None,
            hypothesis=life.say("hypotheses", "steps", role=role.title)
            if role and stream.happens(0.55)
            else None,
            tests=_aspects(life),
            forecast=_forecast(life, on, kind, role),
            plan=_when(life) if stream.happens(0.65) else None,
            planned_for=day if stream.happens(0.85) else None,
            dread_before=_rated(life, life.person.dread + _MORE_DREAD[kind], 1.4),
            contact=_whom(life, kind),
            channel=_channel(life, kind),
            employer=life.employer("steps") if kind in ("application", "interview") else None,
            refers_to=refers_to,
            feared=life.say("feared", "steps") if feared else None,
            what=life.say("next_steps", "steps") if stream.happens(0.3) else None,
        ),
    )
    if not planned:
        return
    if role:
        life.tries[role.role_id] += 1
    ahead = _PlannedStep(
        experiment_id=experiment_id, day=day, role=role, afterwards=afterwards, surely=surely
    )
    delay = stream.whole(1, 6) if stream.happens(life.person.reports_late) else 0
    life.on_day(day + timedelta(days=delay), partial(_tell, ahead=ahead))


def _aspects(life: Life) -> tuple[TestedAspect, ...]:
    aspects: tuple[TestedAspect, ...] = ("appeal", "odds", "tradeoffs", "strengths", "gaps")
    stream = life.stream("steps")
    return tuple(stream.some(aspects, stream.whole(0, 2)))


def _forecast(life: Life, on: date, kind: ExperimentKind, role: RoleTruth | None) -> ForecastInput | None:
    """What the client expects: of the chances about the truth, with their own hope."""
    stream = life.stream("steps")
    if role is None or stream.happens(0.3):
        return None
    appeal = round(clamp(stream.normal(life.felt.get(role.role_id, 60), 10), 0, 100) / 10)
    if kind not in ("application", "interview"):
        return ForecastInput(appeal=appeal)
    invited = clamp(life.true_chance(role, on) + life.person.hope + stream.normal(0, 0.12), 0.01, 0.99)
    steps_up: tuple[FiveTries, ...] = ("no", "perhaps", "probably", "yes")
    in_five = steps_up[min(3, int(invited * 6))] if stream.happens(0.5) else None
    return ForecastInput(appeal=appeal, invited=round(invited, 2), five_tries=in_five)


def _when(life: Life) -> IfThenPlanInput:
    return IfThenPlanInput(
        when=life.say("when", "steps"),
        where=life.say("where", "steps"),
        if_then=life.say("if_then", "steps") if life.stream("steps").happens(0.7) else None,
    )


def _rated(life: Life, mean: float, spread: float) -> int | None:
    stream = life.stream("steps")
    rating = round(clamp(stream.normal(mean, spread), 0, 10))
    return rating if stream.happens(0.85) else None


def _whom(life: Life, kind: ExperimentKind) -> ContactInput | None:
    likely = 0.85 if kind in MEETING_KINDS else 0.5 if kind == "follow_up" else 0
    return life.contact("steps", kind) if life.stream("steps").happens(likely) else None


def _channel(life: Life, kind: ExperimentKind) -> Channel | None:
    if kind in KINDS_WITHOUT_CONTACT:
        return None
    channels: dict[Channel | None, float] = (
        {"advert": 5.0, "network": 2.0, "cold": 1.0, "agency": 1.0, "introduced": 1.0}
        if kind == "application"
        else {"network": 4.0, "introduced": 2.0, "cold": 2.0, "phone": 1.0, "mail": 1.0, None: 2.0}
    )
    return life.stream("steps").pick_by_weight(channels)


def _tell(life: Life, at: datetime, ahead: _PlannedStep) -> None:
    """Tells, perhaps days later, what became of a step."""
    stream, experiment_id, day = life.stream("steps"), ahead.experiment_id, ahead.day
    step = life.diary.journey.experiments[experiment_id]
    kind = step.planned.kind
    if not ahead.surely and not stream.happens(life.person.follows_through):
        if stream.happens(0.35):
            life.client(at, DropExperiment(happened_on=at.date(), experiment_id=experiment_id))
        return
    before = step.planned.dread_before
    worse = stream.happens(0.05)
    dread = _rated(life, (5 if before is None else before) + (2.5 if worse else -1.8), 1.3)
    if kind in MEETING_KINDS and not ahead.surely and stream.happens(0.1):
        answer = CancelExperiment if stream.happens(0.5) else RefuseExperiment
        life.client(at, answer(happened_on=day, experiment_id=experiment_id, dread_after=dread))
    else:
        life.client(
            at,
            RunExperiment(
                happened_on=day,
                experiment_id=experiment_id,
                hours=float(stream.whole(2, 8)) if kind in KINDS_WITH_HOURS else None,
                dread_after=dread,
                note=life.say("notes", "steps") if stream.happens(0.3) else None,
                fear=_fear(life, worse=worse) if step.planned.feared else None,
            ),
        )
    if life.diary.journey.experiments[experiment_id].stage != "planned" and (
        kind == "application" or stream.happens(life.person.concludes)
    ):
        if stream.happens(0.7):
            _learn(life, at, experiment_id, ahead.role)
        else:
            life.on_day(soon(at, 1, 2, stream), partial(_learn, experiment_id=experiment_id, role=ahead.role))
    if life.diary.journey.experiments[experiment_id].stage == "run":
        _papers(life, at, experiment_id, kind, day)
        if ahead.afterwards:
            ahead.afterwards(life, at, experiment_id, ahead.role)


def _fear(life: Life, *, worse: bool) -> FearOutcome:
    if worse:
        return "happened"
    return life.stream("steps").pick_by_weight({"did_not": 6.0, "partly": 3.0, "happened": 1.0})


def _learn(life: Life, at: datetime, experiment_id: UUID, role: RoleTruth | None) -> None:
    learning.conclude(life, at, life.diary.journey.experiments[experiment_id], role)


def _papers(life: Life, at: datetime, experiment_id: UUID, kind: ExperimentKind, day: date) -> None:
    """Which pitch and CV went along, how the pitch landed, and who noticed the client."""
    stream, on = life.stream("steps"), at.date()
    versions = life.diary.journey.pitches.versions
    pitches = [key for key, one in versions.items() if one.happened_on <= day]
    pitch_id = pitches[-1] if pitches else None
    if kind == "application" and stream.happens(0.8):
        cv = life.say("cvs", "steps")
        life.client(at, NotePapersSent(happened_on=on, experiment_id=experiment_id, pitch_id=pitch_id, cv=cv))
    if kind in MEETING_KINDS:
        if pitch_id and stream.happens(0.3):
            landed = stream.whole(3, 9)
            life.client(
                at,
                TryPitch(happened_on=on, experiment_id=experiment_id, pitch_id=pitch_id, landed=landed),
            )
        if stream.happens(0.2):
            seen_by = life.say("visible_to", "steps")
            life.client(at, MakeVisible(happened_on=on, experiment_id=experiment_id, to=seen_by))
    if kind == "interview" and stream.happens(0.6):
        life.client(at, AgreeFeedback(happened_on=on, experiment_id=experiment_id))
