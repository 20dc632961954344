"""Fields in which somebody names a role or a person: one that is known by its name, or a new one."""

from collections.abc import Iterator, Mapping
from typing import get_args
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.commands.network import ContactInput, EmployerInput
from domain.journey.commands.roles import NewRoleInput
from domain.journey.events.network import Meeting
from domain.journey.events.roles import RolePassed
from domain.redacted import is_readable
from domain.text import same_name
from domain.vocabulary import Distance, Tie
from service.localization.collation import sorted_by_name
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData

NEW_ROLE_NEEDS_DISTANCE = gettext_noop(
    "This role is new on your list. Say how different it is from your previous work."
)
ROLE_REQUIRED = gettext_noop("Choose the role this is about.")
CONTACT_NAME_REQUIRED = gettext_noop("Enter a name. A first name is enough.")
NUMBER_REQUIRED = gettext_noop("Enter a phone number, such as 031-390 06 12.")
FEWEST_DIGITS = 3

POSITIONS = ("neither", "in_role", "can_hire", "both")
"""What somebody is to the work a step is about: whether they do it, and whether they hire for it."""
DEFAULT_TIE: Tie = "weak"


class RoleInput(Struct, frozen=True):
    """The role a form names: one that is known, or a new one."""

    role_id: UUID
    new: NewRoleInput | None = None

    @property
    def known_id(self) -> UUID | None:
        """The id, when the role is on the list already."""
        return None if self.new else self.role_id


def parse_role(
    form: FormData, journey: Journey, *, name: str = "role", needed: bool = False
) -> RoleInput | None:
    """The role named in a form; a new one needs its distance, asked for in `<name>_distance`."""
    title = form.text(name, needed=current_translator().gettext(ROLE_REQUIRED) if needed else False, most=200)
    if title is None:
        return None
    # A role that this very form brought before is still its own: the same form again means the same.
    role_id = form.new_id(name)
    known = _find(title, {key: role.title for key, role in journey.roles.items()})
    if known and known != role_id:
        return RoleInput(known)
    asked = f"{name}_distance"
    distance = form.choice(
        asked, get_args(Distance), needed=current_translator().gettext(NEW_ROLE_NEEDS_DISTANCE)
    )
    if distance is None:
        return None
    return RoleInput(role_id, NewRoleInput(role_id=role_id, title=title, distance=distance))


def parse_contact(form: FormData, journey: Journey, *, needed: bool = False) -> ContactInput | None:
    """The person named in a form, with what they are to the client and to the work."""
    name = form.text(
        "who", needed=current_translator().gettext(CONTACT_NAME_REQUIRED) if needed else False, most=200
    )
    tie = form.choice("tie", get_args(Tie))
    position = form.choice("position", POSITIONS)
    if name is None:
        return None
    new = form.new_id("who")
    found = _find(name, contact_names(journey))
    known = None if found == new else found
    last = _last_meeting(journey, known)
    if position is None and last:
        position = _position(last)
    return ContactInput(
        contact_id=known or new,
        tie=tie or _last_tie(journey, known) or DEFAULT_TIE,
        in_role=position in {"in_role", "both"},
        can_hire=position in {"can_hire", "both"},
        name=None if known else name,
    )


def parse_phone(form: FormData, name: str = "phone", *, needed: bool = False) -> str | None:
    """A telephone number, as people write it down."""
    asked = current_translator().gettext(NUMBER_REQUIRED)
    phone = form.text(name, needed=asked if needed else False, most=40)
    if phone and sum(sign.isdecimal() for sign in phone) < FEWEST_DIGITS:
        form.add_error(name, asked)
    return phone


def parse_employer(form: FormData, journey: Journey, field: str = "employer") -> EmployerInput | None:
    """An organisation by its name: one that is known, or a new one."""
    name = form.text(field, most=200)
    if name is None:
        return None
    new = form.new_id(field)
    found = _find(name, {key: one for key, one in journey.network.employers.items() if key != new})
    return EmployerInput(employer_id=found) if found else EmployerInput(employer_id=new, name=name)


def employer_names(journey: Journey) -> list[str]:
    """What the organisations are called, to choose from."""
    return sorted_by_name(name for name in journey.network.employers.values() if is_readable(name))


def contact_names(journey: Journey) -> dict[UUID, str]:
    """Who is known, by name; those whose name was forgotten are left out."""
    return {key: one.name for key, one in journey.network.contacts.items() if is_readable(one.name)}


def phone_of(journey: Journey, contact_id: UUID) -> str | None:
    """The telephone number of somebody, if it is known and was not forgotten."""
    phone = journey.network.phones.get(contact_id)
    return phone if phone and is_readable(phone) else None


def role_titles_in_play(journey: Journey) -> list[str]:
    """What the roles in play are called, to choose from."""
    return sorted_by_name(
        role.title
        for role in journey.roles.values()
        if role.standing == "in_play"
        and not isinstance(role.answer, RolePassed)
        and not (role.waits and role.source.kind == "atlas")
    )


def person_fields(journey: Journey, name: str) -> list[tuple[str, str]]:
    """What is known of a person, as fields of a form: how close, and by the last step with them what to the work."""
    contact_id = _find(name, contact_names(journey)) if name else None
    tie, last = _last_tie(journey, contact_id), _last_meeting(journey, contact_id)
    return [*([("tie", tie)] if tie else []), *([("position", _position(last))] if last else [])]


def _last_meeting(journey: Journey, contact_id: UUID | None) -> Meeting | None:
    meetings = (one.planned.meeting for one in reversed(journey.experiments.values()))
    return next((one for one in meetings if one and contact_id and one.contact_id == contact_id), None)


def _position(meeting: Meeting) -> str:
    """What somebody was to the work when they were met, as the answer to that question."""
    positions = {(True, True): "both", (True, False): "in_role", (False, True): "can_hire"}
    return positions.get((meeting.in_role, meeting.can_hire), "neither")


def _last_tie(journey: Journey, contact_id: UUID | None) -> Tie | None:
    """How close they were at the latest step with them, or when they came in."""
    if contact_id is None:
        return None
    for tie in _ties(journey, contact_id):
        return tie
    return journey.network.contacts[contact_id].tie


def _ties(journey: Journey, contact_id: UUID) -> Iterator[Tie]:
    for step in reversed(journey.experiments.values()):
        meeting = step.planned.meeting
        if meeting and meeting.contact_id == contact_id:
            yield meeting.tie


def _find(name: str, known: Mapping[UUID, str]) -> UUID | None:
    """Who or what goes by a name, however it is written."""
    return next((key for key, one in known.items() if same_name(one, name)), None)
