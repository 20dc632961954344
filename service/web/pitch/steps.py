"""Steps in which the client spoke or wrote to someone, to choose from and to name on the page of the pitch."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import Experiment
from domain.journey.events.pitches import PitchRevised
from domain.redacted import is_readable
from domain.vocabulary import KINDS_WITHOUT_CONTACT
from service.localization.code_labels import KINDS
from service.localization.quotation import unquoted
from service.localization.translator import Translator
from service.web.role_and_contact_forms import contact_names
from service.web.shortened import shortened

MAX_CHOICES = 25


def steps_with_someone(journey: Journey) -> list[Experiment]:
    """The steps with somebody that took place, the latest first."""
    found = [
        one
        for one in journey.experiments.values()
        if one.stage == "run" and one.planned.kind not in KINDS_WITHOUT_CONTACT
    ]
    return sorted(found, key=lambda one: one.on, reverse=True)


def steps_to_rate(journey: Journey) -> list[Experiment]:
    """The steps in which a version may have been tried, and for which it is not recorded how it landed."""
    first = min((one.happened_on for one in journey.pitches.versions.values()), default=None)
    return [
        one
        for one in steps_with_someone(journey)
        if first and one.on >= first and one.planned.experiment_id not in journey.pitches.tried
    ]


def steps_with_papers(journey: Journey) -> list[Experiment]:
    """The steps of which it is not recorded what was sent; applications first."""
    found = [
        one for one in steps_with_someone(journey) if one.planned.experiment_id not in journey.pitches.sent
    ]
    return sorted(found, key=lambda one: one.planned.kind != "application")


def name_step(journey: Journey, step: Experiment, translator: Translator) -> str:
    """Its kind, who it was with, where, for which role, and the day."""
    return " · ".join(_parts(journey, step, translator))


def _parts(journey: Journey, step: Experiment, translator: Translator) -> Iterator[str]:
    planned = step.planned
    yield translator.gettext(KINDS[planned.kind])
    if planned.meeting and (name := contact_names(journey).get(planned.meeting.contact_id)):
        yield name
    if employer := _employer(journey, planned.employer_id):
        yield employer
    if planned.role_id and (role := journey.roles.get(planned.role_id)):
        yield role.title
    yield translator.short_day(step.on)


def _employer(journey: Journey, employer_id: UUID | None) -> str | None:
    name = journey.network.employers.get(employer_id) if employer_id else None
    return name if is_readable(name) else None


def versions_last_used_first(journey: Journey) -> list[PitchRevised]:
    """The versions of the pitch: those that were sent, the last used first; then the others, the latest first."""
    used = [one.pitch_id for one in reversed(journey.pitches.sent.values()) if one.pitch_id]
    order = {pitch_id: place for place, pitch_id in reversed(list(enumerate(used)))}
    latest_first = reversed(journey.pitches.versions.values())
    return sorted(
        (one for one in latest_first if is_readable(one.wording)),
        key=lambda one: order.get(one.pitch_id, len(order)),
    )


def version_choices(journey: Journey, on: date) -> list[tuple[UUID, str]]:
    """The versions of a day to choose what was sent from, the last used first."""
    return [
        (one.pitch_id, shortened(one.wording))
        for one in versions_last_used_first(journey)
        if one.happened_on <= on
    ]


def version_to_try(journey: Journey, step: Experiment) -> UUID | None:
    """The version that a step was planned to try, by the words in its plan; None if it was to try none."""
    what = step.planned.what
    if not what or not is_readable(what):
        return None
    versions = reversed(journey.pitches.versions.values())
    return next(
        (
            one.pitch_id
            for one in versions
            if is_readable(one.wording) and unquoted(shortened(one.wording)) in what
        ),
        None,
    )


def cvs_last_used_first(journey: Journey) -> list[str]:
    """The names that the client gave to CVs, the last used first."""
    names = (one.cv for one in reversed(journey.pitches.sent.values()) if is_readable(one.cv))
    return list(dict.fromkeys(name for name in names if name))
