"""What two minutes are enough for: no steps, so they bring no points and count for no goal."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import Experiment
from domain.journey.events.weeks import monday_of
from service.localization.translator import Translator
from service.web.log.tradeoff_pair import CriterionPair, next_tradeoff_pair
from service.web.profile.unknown_roles import ASKED, are_asked
from service.web.role_and_contact_forms import contact_names

MAX_ACTS = 3
LITTLE_ENERGY = 3
"""Energy, 0-10, from which down the small acts come first on the page."""
ENERGY_COUNTS_FOR = timedelta(days=7)
JUDGED_WITHIN = timedelta(days=28)
"""For so long a step asks whether its belief held up."""


class ThankAct(Struct, frozen=True, kw_only=True):
    """Someone who was met this week could be thanked."""

    name: str
    phone: str | None
    on: date


class VerdictAct(Struct, frozen=True, kw_only=True):
    """A step that took place tested a belief: did it hold up?"""

    experiment_id: UUID
    belief: str


class UnknownRolesAct(Struct, frozen=True, kw_only=True):
    """Kinds of work that someone else brought up can be kept or let go."""

    unknown: str
    """The link to them."""


class EnergyAct(Struct, frozen=True, kw_only=True):
    """The energy of today was not rated yet."""


class PairAct(Struct, frozen=True, kw_only=True):
    """Of two priorities one could be chosen."""

    pair: CriterionPair


SmallAct = ThankAct | VerdictAct | UnknownRolesAct | EnergyAct | PairAct


def small_acts(journey: Journey, today: date, translator: Translator, *, care: bool) -> tuple[SmallAct, ...]:
    """The small acts that are possible today, three at most."""
    unknown = translator.gettext(ASKED) if are_asked(journey, today, care=care) else None
    return tuple(islice(_possible(journey, today, unknown), MAX_ACTS))


def has_little_energy(journey: Journey, today: date) -> bool:
    """Whether energy was rated low within seven days, and not higher since."""
    rated = {day: one for day, one in journey.pulses.energy.items() if day <= today < day + ENERGY_COUNTS_FOR}
    return bool(rated) and rated[max(rated)] <= LITTLE_ENERGY


def _possible(journey: Journey, today: date, unknown: str | None) -> Iterator[SmallAct]:
    yield from islice(_thanks(journey, today), 1)
    yield from islice(_verdicts(journey, today), 1)
    if unknown:
        yield UnknownRolesAct(unknown=unknown)
    if today not in journey.pulses.energy:
        yield EnergyAct()
    if pair := next_tradeoff_pair(journey):
        yield PairAct(pair=pair)


def _thanks(journey: Journey, today: date) -> Iterator[ThankAct]:
    """Whoever was met this week, the last first; nobody who said no in it."""
    people, refusing = contact_names(journey), _who_said_no(journey, today)
    for step in _taken(journey):
        meeting = step.planned.meeting
        name = people.get(meeting.contact_id) if meeting else None
        if meeting is None or step.planned.kind == "application" or meeting.contact_id in refusing:
            continue
        if name and step.stage == "run" and monday_of(today) <= step.on <= today:
            yield ThankAct(name=name, phone=journey.network.phones.get(meeting.contact_id), on=step.on)


def _who_said_no(journey: Journey, today: date) -> set[UUID]:
    """The people of this week's approaches that were refused in it, and of the calls about these."""
    refused = {
        key
        for key in journey.experiments
        if any(day >= monday_of(today) for day in journey.answers.refused_on(key))
    }
    return {
        step.planned.meeting.contact_id
        for key, step in journey.experiments.items()
        if step.planned.meeting and (key in refused or step.planned.refers_to in refused)
    }


def _verdicts(journey: Journey, today: date) -> Iterator[VerdictAct]:
    """The beliefs that were tested and not judged, the last first."""
    for step in _taken(journey):
        belief, experiment_id = step.planned.hypothesis, step.planned.experiment_id
        recent = step.stage == "run" and today - JUDGED_WITHIN <= step.on <= today
        if belief and recent and experiment_id not in journey.beliefs:
            yield VerdictAct(experiment_id=experiment_id, belief=belief)


def _taken(journey: Journey) -> list[Experiment]:
    """The steps that took place or were called off, the last first."""
    steps = (one for one in journey.experiments.values() if one.stage in ("run", "cancelled", "refused"))
    return sorted(steps, key=lambda one: one.on, reverse=True)
