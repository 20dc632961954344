"""The steps that wait to be taken, as they stand on the page of the week."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import ExperimentPlanned
from domain.vocabulary import ExperimentKind
from service.web.role_and_contact_forms import contact_names


class UpcomingStep(Struct, frozen=True, kw_only=True):
    """A step that waits to be taken."""

    experiment_id: UUID
    kind: ExperimentKind
    what: str | None
    """What exactly, in the client's own words."""
    role: str | None
    who: str | None
    planned_for: date | None
    when: str | None
    """In the client's own words."""
    overdue: bool
    refused: UUID | None
    """The rejected approach that it follows up, which has a script for the call."""


def upcoming_steps(journey: Journey, today: date) -> tuple[UpcomingStep, ...]:
    """The steps that wait, the earliest first; those without a day come last."""
    return tuple(sorted(_waiting(journey, today), key=lambda one: one.planned_for or date.max))


def _waiting(journey: Journey, today: date) -> Iterator[UpcomingStep]:
    people = contact_names(journey)
    for experiment_id, step in journey.experiments.items():
        if step.stage != "planned":
            continue
        planned = step.planned
        role = journey.roles.get(planned.role_id) if planned.role_id else None
        yield UpcomingStep(
            experiment_id=experiment_id,
            kind=planned.kind,
            what=planned.what,
            role=role.title if role else None,
            who=people.get(planned.meeting.contact_id) if planned.meeting else None,
            planned_for=planned.planned_for,
            when=planned.plan.when if planned.plan else None,
            overdue=planned.planned_for is not None and planned.planned_for < today,
            refused=_refused(journey, planned),
        )


def _refused(journey: Journey, planned: ExperimentPlanned) -> UUID | None:
    """The nearest rejected approach among the steps that a follow-up refers to, directly or through others."""
    about, passed = planned.refers_to, set[UUID]()
    while planned.kind == "follow_up" and about and about not in passed:
        if journey.answers.refused_on(about):
            return about
        passed.add(about)
        earlier = journey.experiments.get(about)
        about = earlier.planned.refers_to if earlier else None
    return None
