"""The offers that wait for the client's answer: until when, and what to weigh them against."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.vocabulary import ExperimentKind
from projections.profile.view import Profile, RoleView
from service.web.role_and_contact_forms import contact_names

MAX_ELSEWHERE = 3


class OpenOffer(Struct, frozen=True, kw_only=True):
    """An offer that the client has neither accepted nor declined."""

    experiment_id: UUID
    kind: ExperimentKind
    role_id: UUID | None
    role: str | None
    who: str | None
    """The organisation, or else the person."""
    on: date
    answer_by: date | None
    """The day that the client set for the answer, if there is one."""


def open_offers(journey: Journey) -> tuple[OpenOffer, ...]:
    """The offers that wait for an answer, the one to be answered first before the others."""
    return tuple(sorted(_open(journey), key=lambda one: (one.answer_by or date.max, one.on)))


def chances_elsewhere(profile: Profile, offer: OpenOffer) -> tuple[RoleView, ...]:
    """The other active roles, those with the most potential first."""
    active = (one for one in profile.roles if one.standing == "in_play" and one.role_id != offer.role_id)
    return tuple(active)[:MAX_ELSEWHERE]


def _open(journey: Journey) -> Iterator[OpenOffer]:
    people = contact_names(journey)
    for experiment_id, offer in journey.job_offers.items():
        if offer.stage != "open":
            continue
        planned = journey.experiments[experiment_id].planned
        role = journey.roles.get(planned.role_id) if planned.role_id else None
        employer = journey.network.employers.get(planned.employer_id) if planned.employer_id else None
        person = people.get(planned.meeting.contact_id) if planned.meeting else None
        yield OpenOffer(
            experiment_id=experiment_id,
            kind=planned.kind,
            role_id=planned.role_id,
            role=role.title if role else None,
            who=employer or person,
            on=offer.on,
            answer_by=offer.answer_by,
        )
