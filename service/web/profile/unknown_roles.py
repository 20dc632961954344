"""Three unknown roles a week: what contacts mentioned and the coach came across, to keep or to let go.

Nobody knows most jobs. Nothing here depends on other clients. What is let go is not on the list of the profile, and
neither is what the coach came across before it is kept or worked on.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.commands.roles import KeepRole, PassRole
from domain.journey.decide import UserCommand
from domain.journey.events.coaches import CoachAssigned
from domain.journey.events.roles import Role, RoleKept, RolePassed
from domain.journey.events.weeks import monday_of
from domain.redacted import is_readable
from domain.vocabulary import PASSED_DAYS, SOURCES_OF_OTHERS, Distance
from projections.profile.view import RoleView
from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext, Forms
from service.web.near_roles.linked_roles import chosen_roles
from service.web.role_and_contact_forms import contact_names

MOST_A_WEEK = 3
HEADINGS = (
    gettext_noop("No new kinds of work this week."),
    gettext_noop("One kind of work to keep or let go."),
    gettext_noop("Two kinds of work to keep or let go."),
    gettext_noop("Three kinds of work to keep or let go."),
)
"""By how many there are."""


class UnknownRole(Struct, frozen=True, kw_only=True):
    """A role to keep or to let go."""

    role_id: UUID
    title: str
    occupation_id: str | None
    """Of the atlas, if it is linked: its title there is in the reader's language."""
    distance: Distance
    source: str
    """Who brought it up, in a sentence."""


def unknown_roles(
    journey: Journey, today: date, translator: Translator, *, then: Journey | None = None
) -> tuple[UnknownRole, ...]:
    """The roles of this week that still wait for an answer, those that contacts mentioned first.

    They are drawn each Monday from what was brought up before it, in the journey as it was known `then`; fewer than
    three is fine.
    """
    of_week = _drawn(journey, then or journey, monday_of(today))
    return tuple(
        UnknownRole(
            role_id=role_id,
            title=role.title,
            occupation_id=role.link.occupation_id if role.link else None,
            distance=role.distance,
            source=_source(journey, role, translator),
        )
        for role_id, role in of_week
        if _waits(journey, role_id, role, today) and is_readable(role.title)
    )


def places_left(journey: Journey, today: date) -> int:
    """For how many more there is room this week, when those that others brought up were drawn."""
    return MOST_A_WEEK - min(MOST_A_WEEK, sum(1 for _ in _of_week(journey, monday_of(today))))


def are_asked(journey: Journey, today: date, *, care: bool) -> bool:
    """Whether kinds of work wait for an answer this week. Which ones the atlas adds is looked up on their own page only."""
    if not is_shown(journey, today, care=care):
        return False
    of_others = _drawn(journey, journey, monday_of(today))
    if any(_waits(journey, role_id, role, today) and is_readable(role.title) for role_id, role in of_others):
        return True
    return _has_link(journey) and answered_of_atlas(journey, today) < places_left(journey, today)


def answered_of_atlas(journey: Journey, today: date) -> int:
    """How many of the atlas she kept or let go this week, wherever they were shown."""
    monday = monday_of(today)
    return sum(
        one.source.kind == "atlas" and (on := _said_on(one)) is not None and on >= monday
        for one in journey.roles.values()
    )


def _said_on(role: Role) -> date | None:
    """When it was said to keep it, or to let it go; None while it waits."""
    if role.answer is not None:
        return role.answer.happened_on
    return None if role.waits else role.discovered_on


def more_wait(journey: Journey, today: date, then: Journey | None = None) -> bool:
    """Whether more of them wait for a later week than were drawn from the journey as it was known `then`."""
    drawn = {role_id for role_id, _ in _drawn(journey, then or journey, monday_of(today))}
    return any(
        role.source.kind in SOURCES_OF_OTHERS
        and role_id not in drawn
        and _waits(journey, role_id, role, today)
        for role_id, role in journey.roles.items()
    )


def not_chosen_yet(journey: Journey, today: date, translator: Translator) -> dict[UUID, str]:
    """The roles that others brought up and that wait for an answer, with who brought each up in a sentence."""
    return {
        role_id: _source(journey, role, translator)
        for role_id, role in journey.roles.items()
        if role.source.kind in SOURCES_OF_OTHERS and _waits(journey, role_id, role, today)
    }


def let_go_of(journey: Journey, roles: Iterable[RoleView]) -> frozenset[UUID]:
    """Those that are off the list: the client said so when somebody brought them up."""
    return frozenset(
        one.role_id
        for one in roles
        if one.standing == "parked"
        and (known := journey.roles.get(one.role_id)) is not None
        and isinstance(known.answer, RolePassed)
    )


def kept_last(journey: Journey) -> Role | None:
    """The role that was kept last."""
    events = (one.event for one in reversed(journey.authored_events))
    kept = next((one for one in events if isinstance(one, RoleKept)), None)
    role = journey.roles.get(kept.role_id) if kept else None
    return role if role and is_readable(role.title) else None


def is_shown(journey: Journey, today: date, *, care: bool) -> bool:
    """Whether they are asked about at all: not after an ending, in a week off, or while care comes first."""
    return not (care or journey.endings.recorded or monday_of(today) in journey.weeks.rests)


def why_empty(journey: Journey, today: date, translator: Translator, *, care: bool) -> str:
    """Why nothing is asked, in a sentence."""
    if journey.endings.recorded:
        return translator.gettext("Your search here has ended.")
    if monday_of(today) in journey.weeks.rests:
        return translator.gettext("This is a week off.")
    if care:
        return translator.gettext("You had a no. This can wait.")
    if not _has_link(journey):
        return translator.gettext(
            "None of your roles was looked up in the atlas of roles yet. Look one up, and you see what lies near it."
        )
    return translator.gettext("The next ones come on Monday.")


def _has_link(journey: Journey) -> bool:
    return any(one.standing == "in_play" and one.link is not None for one in chosen_roles(journey).values())


def _drawn(journey: Journey, then: Journey, monday: date) -> list[tuple[UUID, Role]]:
    """What was drawn then, as it stands now."""
    of_week = sorted(_of_week(then, monday), key=lambda one: _order(*one))[:MOST_A_WEEK]
    return [(role_id, journey.roles[role_id]) for role_id, _ in of_week if role_id in journey.roles]


def _of_week(journey: Journey, monday: date) -> Iterator[tuple[UUID, Role]]:
    for role_id, role in journey.roles.items():
        brought_up = role.source.kind in SOURCES_OF_OTHERS and role.discovered_on < monday
        if brought_up and _waits(journey, role_id, role, monday - timedelta(days=1)):
            yield role_id, role


def _waits(journey: Journey, role_id: UUID, role: Role, on: date) -> bool:
    """Whether nothing was said to it and nothing done about it by a date."""
    started = any(
        one.planned.role_id == role_id and one.planned.happened_on <= on
        for one in journey.experiments.values()
    )
    set_aside = role.standing != "in_play" and role.changed_on <= on
    return not (started or set_aside or _answered(role, on))


def _answered(role: Role, on: date) -> bool:
    answer = role.answer
    if answer is None or answer.happened_on > on:
        return False
    return isinstance(answer, RoleKept) or on < answer.happened_on + timedelta(days=PASSED_DAYS)


def _order(role_id: UUID, role: Role) -> tuple[bool, date, UUID]:
    return role.source.kind == "coach", role.discovered_on, role_id


def _source(journey: Journey, role: Role, translator: Translator) -> str:
    if role.source.kind == "experiment" and role.source.id:
        step = journey.experiments.get(role.source.id)
        meeting = step.planned.meeting if step else None
        if who := contact_names(journey).get(meeting.contact_id) if meeting else None:
            return translator.gettext("%(name)s mentioned it.") % {"name": who}
        return translator.gettext("It came up in one of your steps.")
    coach = _coach_on(journey, role.discovered_on)
    if role.source.kind == "check_in":
        return translator.gettext("It came up in a session with your coach.")
    if coach and is_readable(coach.name):
        return translator.gettext("%(name)s came across it.") % {"name": coach.name}
    return translator.gettext("Your coach came across it.")


def _coach_on(journey: Journey, on: date) -> CoachAssigned | None:
    assigned = (one.event for one in reversed(journey.authored_events))
    return next((one for one in assigned if isinstance(one, CoachAssigned) and one.happened_on <= on), None)


ASKED = gettext_noop("Kinds of work to keep or let go")
"""The link to them, where nobody counts them."""


def unknown_roles_heading(count: int, translator: Translator) -> str:
    """The heading over so many of them."""
    return translator.gettext(HEADINGS[count])


def answer_confirmations(journey: Journey, translator: Translator) -> dict[str, str]:
    """What is said after a role was kept, by its name in an address."""
    if (role := kept_last(journey)) is None:
        return {}
    sentence = translator.gettext("Kept: %(role)s. One conversation would tell you more.")
    return {"keep": sentence % {"role": role.title}}


def parse_kept_role(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A role is kept."""
    return [KeepRole(happened_on=context.today, role_id=context.item(form, "role_id"))]


def parse_passed_role(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A role is let go."""
    return [PassRole(happened_on=context.today, role_id=context.item(form, "role_id"))]


UNKNOWN_ROLE_FORMS: Forms = MappingProxyType(
    {
        "keep": Form(
            parse=parse_kept_role,
            confirmation=gettext_noop("Kept. One conversation would tell you more."),
            fields={"role_id": FORM_ERROR},
        ),
        "pass": Form(
            parse=parse_passed_role,
            confirmation=gettext_noop(
                "Let go. It is not on your list, and we do not ask again for half a year."
            ),
            fields={"role_id": FORM_ERROR},
        ),
    }
)
"""By the end of their address."""
