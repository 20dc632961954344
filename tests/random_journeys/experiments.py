"""Turns that carry a journey: experiments planned and carried out."""

from datetime import timedelta
from uuid import UUID

from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    DropExperiment,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput, PlanExperiment
from domain.journey.commands.network import ContactInput, EmployerInput
from domain.journey.commands.pitches import MakeVisible
from domain.journey.commands.roles import NewRoleInput
from domain.journey.decide import UserCommand
from domain.vocabulary import KINDS_REQUIRING_ROLE, ExperimentKind
from tests.random_journeys.random_journey import (
    CHANNELS,
    FEARS,
    FIVE_TRIES,
    KINDS,
    MOST_ROLES,
    SAYINGS,
    TESTED,
    TIES,
    VERDICTS,
    JourneyDraft,
)
from tests.random_journeys.roles import new_role


def plan(draft: JourneyDraft) -> UserCommand:
    kind = draft.one_of(KINDS)
    role_id, new_role = role_for(draft, kind)
    earlier = [
        key
        for key, one in draft.journey.experiments.items()
        if kind != "follow_up" or one.planned.role_id in (None, role_id)
    ]
    on = draft.day(draft.began())
    return PlanExperiment(
        happened_on=on,
        experiment_id=draft.new("experiment"),
        kind=kind,
        role_id=role_id,
        new_role=new_role,
        hypothesis=draft.maybe(draft.one_of(SAYINGS)),
        tests=draft.some(TESTED, 3),
        forecast=draft.maybe(
            ForecastInput(
                appeal=draft.maybe(draft.rating()),
                invited=chance_of(draft),
                five_tries=draft.maybe(draft.one_of(FIVE_TRIES)),
            )
        ),
        plan=draft.maybe(
            IfThenPlanInput(when="Tue 10:00", where="their place", if_then=draft.maybe("then ask"))
        ),
        planned_for=draft.maybe(on + timedelta(days=draft.chance.randint(0, 9))),
        dread_before=draft.maybe(draft.rating(), 0.8),
        contact=draft.maybe(contact(draft), 0.7),
        channel=draft.maybe(draft.one_of(CHANNELS)),
        employer=draft.maybe(employer(draft), 0.2),
        refers_to=draft.maybe(draft.one_of(earlier), 0.2) if earlier else None,
        feared=draft.maybe(draft.one_of(SAYINGS)),
        what=draft.maybe(draft.one_of(SAYINGS)),
    )


def chance_of(draft: JourneyDraft) -> float | None:
    return draft.maybe(draft.chance.randint(0, 10) / 10)


def role_for(draft: JourneyDraft, kind: ExperimentKind) -> tuple[UUID | None, NewRoleInput | None]:
    roles = draft.journey.roles
    if (not roles or draft.happens(0.1)) and len(roles) < MOST_ROLES:
        return None, new_role(draft)
    if kind not in KINDS_REQUIRING_ROLE and draft.happens(0.2):
        return None, None
    return draft.one_of(list(roles)), None


def contact(draft: JourneyDraft) -> ContactInput:
    known = list(draft.journey.network.contacts)
    again = draft.one_of(known) if known and draft.happens(0.5) else None
    return ContactInput(
        contact_id=again or draft.new("contact"),
        tie=draft.one_of(TIES),
        in_role=draft.happens(0.6),
        can_hire=draft.happens(0.3),
        name=None if again else f"person {draft.made}",
        relation=draft.maybe("former colleague"),
        employer=draft.maybe(employer(draft), 0.3),
    )


def employer(draft: JourneyDraft) -> EmployerInput:
    known = list(draft.journey.network.employers)
    again = draft.one_of(known) if known and draft.happens(0.5) else None
    return EmployerInput(
        employer_id=again or draft.new("employer"), name=None if again else f"firm {draft.made}"
    )


def carry_out(draft: JourneyDraft) -> UserCommand | None:
    open_ones = [key for key, one in draft.journey.experiments.items() if one.stage == "planned"]
    if not open_ones:
        return None
    experiment_id = draft.one_of(open_ones)
    on = draft.day(draft.journey.experiments[experiment_id].planned.happened_on)
    dread = draft.maybe(draft.rating(), 0.8)
    note = draft.maybe(draft.one_of(SAYINGS))
    match draft.chance.choices(["run", "cancelled", "refused", "dropped"], weights=[12, 1, 1, 1])[0]:
        case "run":
            hours = draft.maybe(draft.one_of([0.5, 4.0, 6.0, 20.0]))
            return RunExperiment(
                happened_on=on,
                experiment_id=experiment_id,
                hours=hours,
                dread_after=dread,
                note=note,
                fear=draft.maybe(draft.one_of(FEARS)),
            )
        case "cancelled":
            return CancelExperiment(happened_on=on, experiment_id=experiment_id, dread_after=dread, note=note)
        case "refused":
            return RefuseExperiment(happened_on=on, experiment_id=experiment_id, dread_after=dread, note=note)
        case _:
            return DropExperiment(happened_on=on, experiment_id=experiment_id, note=note)


def judge_belief(draft: JourneyDraft) -> UserCommand | None:
    tested = {key: one for key, one in draft.happened().items() if one.planned.hypothesis}
    experiment_id = draft.any_of(tested)
    if experiment_id is None:
        return None
    known = draft.journey.beliefs.get(experiment_id)
    on = draft.day(known.happened_on if known else tested[experiment_id].on)
    return JudgeBelief(happened_on=on, experiment_id=experiment_id, verdict=draft.one_of(VERDICTS))


def be_seen(draft: JourneyDraft) -> UserCommand | None:
    ran = draft.ran()
    if not ran:
        return None
    experiment_id = draft.one_of(list(ran))
    on = draft.day(ran[experiment_id].on)
    return MakeVisible(happened_on=on, experiment_id=experiment_id, to=draft.one_of(["the head", "HR"]))
