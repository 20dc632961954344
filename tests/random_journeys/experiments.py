"""Turns that carry a journey: experiments planned and carried out."""

from datetime import timedelta
from uuid import UUID

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
from tests.random_journeys.random_journey import CHANNELS, KINDS, MOST_ROLES, SAYINGS, TESTED, TIES, Life
from tests.random_journeys.roles import new_role


def plan(life: Life) -> UserCommand:
    kind = life.one_of(KINDS)
    role_id, new_role = role_for(life, kind)
    earlier = list(life.journey.experiments)
    on = life.day(life.began())
    return PlanExperiment(
        happened_on=on,
        experiment_id=life.new("experiment"),
        kind=kind,
        role_id=role_id,
        new_role=new_role,
        hypothesis=life.maybe(life.one_of(SAYINGS)),
        tests=life.some(TESTED, 3),
        forecast=life.maybe(ForecastInput(appeal=life.maybe(life.rating()), invited=chance_of(life))),
        plan=life.maybe(
            IfThenPlanInput(when="Tue 10:00", where="their place", if_then=life.maybe("then ask"))
        ),
        planned_for=life.maybe(on + timedelta(days=life.chance.randint(0, 9))),
        dread_before=life.maybe(life.rating(), 0.8),
        contact=life.maybe(contact(life), 0.7),
        channel=life.maybe(life.one_of(CHANNELS)),
        employer=life.maybe(employer(life), 0.2),
        refers_to=life.maybe(life.one_of(earlier), 0.2) if earlier else None,
    )


def chance_of(life: Life) -> float | None:
    return life.maybe(life.chance.randint(0, 10) / 10)


def role_for(life: Life, kind: ExperimentKind) -> tuple[UUID | None, NewRoleInput | None]:
    roles = life.journey.roles
    if (not roles or life.happens(0.1)) and len(roles) < MOST_ROLES:
        return None, new_role(life)
    if kind not in KINDS_REQUIRING_ROLE and life.happens(0.2):
        return None, None
    return life.one_of(list(roles)), None


def contact(life: Life) -> ContactInput:
    known = list(life.journey.network.contacts)
    again = life.one_of(known) if known and life.happens(0.5) else None
    return ContactInput(
        contact_id=again or life.new("contact"),
        tie=life.one_of(TIES),
        in_role=life.happens(0.6),
        can_hire=life.happens(0.3),
        name=None if again else f"person {life.made}",
        relation=life.maybe("former colleague"),
        employer=life.maybe(employer(life), 0.3),
    )


def employer(life: Life) -> EmployerInput:
    known = list(life.journey.network.employers)
    again = life.one_of(known) if known and life.happens(0.5) else None
    return EmployerInput(
        employer_id=again or life.new("employer"), name=None if again else f"firm {life.made}"
    )


def carry_out(life: Life) -> UserCommand | None:
    open_ones = [key for key, one in life.journey.experiments.items() if one.stage == "planned"]
    if not open_ones:
        return None
    experiment_id = life.one_of(open_ones)
    on = life.day(life.journey.experiments[experiment_id].planned.happened_on)
    dread = life.maybe(life.rating(), 0.8)
    note = life.maybe(life.one_of(SAYINGS))
    match life.chance.choices(["run", "cancelled", "refused", "dropped"], weights=[12, 1, 1, 1])[0]:
        case "run":
            hours = life.maybe(life.one_of([0.5, 4.0, 6.0, 20.0]))
            return RunExperiment(
                happened_on=on, experiment_id=experiment_id, hours=hours, dread_after=dread, note=note
            )
        case "cancelled":
            return CancelExperiment(happened_on=on, experiment_id=experiment_id, dread_after=dread, note=note)
        case "refused":
            return RefuseExperiment(happened_on=on, experiment_id=experiment_id, dread_after=dread, note=note)
        case _:
            return DropExperiment(happened_on=on, experiment_id=experiment_id, note=note)


def be_seen(life: Life) -> UserCommand | None:
    ran = life.ran()
    if not ran:
        return None
    experiment_id = life.one_of(list(ran))
    on = life.day(ran[experiment_id].on)
    return MakeVisible(happened_on=on, experiment_id=experiment_id, to=life.one_of(["the head", "HR"]))
