"""What the client has recorded about an organisation: her own steps with it, and how it replied."""

from collections.abc import Iterator
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import Experiment
from domain.redacted import is_readable
from domain.text import same_name
from service.localization.code_labels import ANSWERS
from service.localization.translator import Translator
from service.web.pitch.steps import name_step

MAX_STEPS = 5


class StepWithEmployer(Struct, frozen=True, kw_only=True):
    """A step with an organisation, and how it replied."""

    experiment_id: UUID
    name: str
    replies: tuple[str, ...]


class KnownEmployer(Struct, frozen=True, kw_only=True):
    """An organisation with the client's last steps, the latest first."""

    name: str
    steps: tuple[StepWithEmployer, ...]


def find_known_employer(journey: Journey, name: str, translator: Translator) -> KnownEmployer | None:
    """What is known of an organisation by its name; None if there was no step with it."""
    for employer_id, known in journey.network.employers.items():
        if is_readable(known) and same_name(known, name):
            return known_employer(journey, employer_id, translator)
    return None


def other_steps_with_employer(
    journey: Journey, experiment_id: UUID, translator: Translator
) -> KnownEmployer | None:
    """What is known of the organisation of a step beside this step; None if there was no other."""
    employers = [one for one in _employers(journey, journey.experiments[experiment_id]) if one]
    return known_employer(journey, next(iter(employers), None), translator, without=experiment_id)


def known_employer(
    journey: Journey, employer_id: UUID | None, translator: Translator, *, without: UUID | None = None
) -> KnownEmployer | None:
    """What is known of an organisation; None if there was no step with it, or its name was forgotten."""
    name = journey.network.employers.get(employer_id) if employer_id else None
    steps = [
        one
        for one in journey.experiments.values()
        if one.stage in {"run", "cancelled", "refused"}
        and one.planned.experiment_id != without
        and employer_id in _employers(journey, one)
    ]
    if not name or not is_readable(name) or not steps:
        return None
    latest_first = sorted(steps, key=lambda one: one.on, reverse=True)
    return KnownEmployer(
        name=name,
        steps=tuple(
            StepWithEmployer(
                experiment_id=one.planned.experiment_id,
                name=name_step(journey, one, translator),
                replies=tuple(_replies(journey, one, translator)),
            )
            for one in latest_first[:MAX_STEPS]
        ),
    )


def _employers(journey: Journey, step: Experiment) -> Iterator[UUID | None]:
    yield step.planned.employer_id
    if meeting := step.planned.meeting:
        contact = journey.network.contacts.get(meeting.contact_id)
        yield contact.employer_id if contact else None


def _replies(journey: Journey, step: Experiment, translator: Translator) -> Iterator[str]:
    """Each reply with its day, or that none came; then whether they gave reasons."""
    key = step.planned.experiment_id
    for one in journey.answers.received.get(key, ()):
        day = translator.short_day(one.happened_on)
        yield translator.gettext("%(reply)s, %(day)s") % {
            "reply": translator.gettext(ANSWERS[one.answer]),
            "day": day,
        }
    if key in journey.answers.silent and key not in journey.answers.received:
        yield translator.gettext(ANSWERS[None])
    if feedback := journey.feedback.received.get(key):
        yield (
            translator.gettext("They gave their reasons.")
            if feedback.usable
            else translator.gettext("They gave empty phrases, which change nothing.")
        )
