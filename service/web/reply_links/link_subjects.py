"""What a link is about, and whether somebody can still be asked about it."""

from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.redacted import is_readable
from service.reply_links.links import LinkPurpose


class LinkSubject(Struct, frozen=True, kw_only=True):
    """What a link is about: the job of a step that was rejected, or the contact who is asked."""

    purpose: LinkPurpose
    about_id: UUID
    name: str
    """The role of the step, or the contact."""
    askable: bool = True
    """Whether a link about it can be answered: a step only if it ended in a rejection."""


def find_subject(journey: Journey, purpose: LinkPurpose, about_id: UUID) -> LinkSubject | None:
    """What a link is to be about; None if the journey has no such step, or nobody of that id who can be named."""
    if purpose == "supporter":
        contact = journey.network.contacts.get(about_id)
        name = contact.name if contact and is_readable(contact.name) else None
        return LinkSubject(purpose=purpose, about_id=about_id, name=name) if name else None
    step = journey.experiments.get(about_id)
    if step is None or step.stage != "run":
        return None
    role = journey.roles.get(step.planned.role_id) if step.planned.role_id else None
    return LinkSubject(
        purpose=purpose,
        about_id=about_id,
        name=role.title if role else "",
        askable=bool(journey.answers.refused_on(about_id)),
    )


def is_askable(journey: Journey, purpose: LinkPurpose, about_id: UUID) -> bool:
    """Whether a link about something can be answered."""
    subject = find_subject(journey, purpose, about_id)
    return subject is not None and subject.askable
