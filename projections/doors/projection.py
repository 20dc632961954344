"""The projection of the doors."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.experiments import ExperimentPlanned
from projections.approaches.state import INITIAL, ApproachesState, counted_approaches, evolve
from projections.approaches.threads import approach_threads, planned_experiments
from projections.as_of import as_of, in_day_order
from projections.doors.approach_doors import approach_doors
from projections.doors.context import Door, DoorContext, door_context
from projections.doors.view import Doors, DoorView
from projections.fold import Projection
from projections.learning_model.parameters import Parameters


def view(state: ApproachesState, on: date, _parameters: Parameters) -> Doors:
    """The doors at a date. Events after that date are ignored."""
    recorded = in_day_order(as_of(counted_approaches(state), on))
    known = door_context(recorded)
    doors = sorted(
        (_door(recorded, known, found, on) for found in _found(recorded, known, on)), key=_soonest_first
    )
    return Doors(on=on, open=sum(one.open for one in doors), doors=tuple(doors))


def _found(state: ApproachesState, known: DoorContext, on: date) -> Iterator[Door]:
    steps = planned_experiments(state)
    apart = [key for key, one in steps.items() if one.kind != "follow_up" or one.refers_to not in steps]
    for thread in approach_threads(state, frozenset(apart)).values():
        yield from approach_doors(thread, known, on)
    signals = {(one.signal, one.role_id, one.source.id): one for one in reversed(state.signals)}
    for signal in signals.values():
        if signal.signal != "resource_bank":
            yield _signal_door(steps, known, signal)


def _signal_door(
    steps: Mapping[UUID, ExperimentPlanned], known: DoorContext, signal: OddsSignalHeard
) -> Door:
    """The door of a talk in which somebody asked for the papers or named whom to go to."""
    planned = steps.get(signal.source.id) if signal.source.id else None
    wanted = signal.signal == "asked_for_cv"
    employer_id = known.employers[planned.experiment_id] if planned and wanted else None
    used = known.has_pursued(signal.role_id, employer_id, signal.happened_on)
    is_open = not used and signal.role_id not in known.aside
    return Door(
        kind="asked_for_cv" if wanted else "referral",
        planned=planned,
        role_id=signal.role_id,
        since=signal.happened_on,
        open=is_open,
        why="used" if used else "not_used" if is_open else "role_set_aside",
        next_move=None if not is_open else "send_papers" if wanted else "use_referral",
    )


def _door(state: ApproachesState, known: DoorContext, found: Door, on: date) -> DoorView:
    planned = found.planned
    meeting = planned.meeting if planned else None
    role = state.roles.get(found.role_id) if found.role_id else None
    contact = state.contacts.get(meeting.contact_id) if meeting else None
    employer_id = known.employers[planned.experiment_id] if planned else None
    employer = state.employers.get(employer_id) if employer_id else None
    return DoorView(
        kind=found.kind,
        step_id=planned.experiment_id if planned else None,
        role_id=found.role_id,
        role=role.title if role else None,
        employer_id=employer_id,
        employer=employer.name if employer else None,
        contact_id=meeting.contact_id if meeting else None,
        contact=contact.name if contact else None,
        since=found.since,
        open=found.open,
        why=found.why,
        next_move=found.next_move,
        due=found.due,
        days_left=(found.due - on).days if found.due else None,
        knocked_on=found.knocked_on,
        answer=found.answer,
    )


def _soonest_first(door: DoorView) -> tuple[bool, date, int, str, str]:
    return not door.open, door.due or date.max, -door.since.toordinal(), door.kind, str(door.step_id)


DOORS: Projection[ApproachesState, Doors] = Projection(
    name="doors", version=4, initial=INITIAL, evolve=evolve, view=view
)
