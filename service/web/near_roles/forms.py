"""What the client says to an occupation of the atlas: she keeps it, lets it go, or keeps it and plans a conversation."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Literal, get_args
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.commands.corrections import RetractEntry
from domain.journey.commands.roles import DiscoverRole, JudgeRole, KeepRole, LinkRole, PassRole
from domain.journey.decide import UserCommand
from domain.journey.events.roles import Role, RolePassed
from domain.vocabulary import SOURCES_TO_ANSWER, Distance
from service.atlas.views import Occupation
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext
from service.web.near_roles.linked_roles import role_of_occupation

Answer = Literal["keep", "pass", "plan"]
NOT_IN_ATLAS = gettext_noop("This kind of work is not in the atlas any more.")
ON_YOUR_LIST = gettext_noop("This role is already on your list.")
NOT_LET_GO = gettext_noop("This is not let go any more.")
UNSEEN: Distance = "far"
"""How different is work of which nobody said it yet: careful, and she says otherwise on the role's page."""
LONGEST_TITLE = 200
MOST_ENTRIES = 10**8
LET_GO = ("pass", "answer-pass")
"""What the address says after it."""


class OccupationContext(FormContext, frozen=True, kw_only=True):
    """The journey, and the occupation of the atlas that the form names."""

    occupation: Occupation | None = None


def parse_occupation_answer(form: FormData, context: OccupationContext) -> Sequence[UserCommand]:
    """What is said to an occupation; one that is on the list already under its name is linked."""
    translator = current_translator()
    answer = form.choice("answer", get_args(Answer), needed=True)
    distance: Distance | None = form.choice("distance", get_args(Distance))
    if context.occupation is None:
        form.add_error(FORM_ERROR, translator.gettext(NOT_IN_ATLAS))
    if answer is None or context.occupation is None:
        return []
    distance = distance or ("licence" if context.occupation.needs_licence else UNSEEN)
    new_id, known = form.new_id("role"), role_of_occupation(context.journey.roles, context.occupation)
    if known is None or known == new_id:
        return [
            *_discovered(context, context.occupation, new_id, distance, waits=answer == "pass"),
            *_passed(context, new_id, answer),
        ]
    return _answered(form, context, known, answer, distance)


def _discovered(
    context: OccupationContext, occupation: Occupation, role_id: UUID, distance: Distance, *, waits: bool
) -> tuple[UserCommand, UserCommand]:
    """It is on her list; what she lets go at once never was, and waits if she takes that back."""
    discovered = DiscoverRole(
        happened_on=context.today,
        role_id=role_id,
        title=occupation.title.text[:LONGEST_TITLE],
        distance=distance,
        found="atlas",
        isco_group=occupation.isco_group,
        waits=waits,
    )
    return discovered, _link(context, occupation, role_id)


def _link(context: OccupationContext, occupation: Occupation, role_id: UUID) -> LinkRole:
    return LinkRole(
        happened_on=context.today,
        role_id=role_id,
        isco_group=occupation.isco_group,
        occupation_id=occupation.occupation_id,
    )


def _passed(context: OccupationContext, role_id: UUID, answer: Answer) -> tuple[UserCommand, ...]:
    return (PassRole(happened_on=context.today, role_id=role_id),) if answer == "pass" else ()


def _answered(
    form: FormData, context: OccupationContext, role_id: UUID, answer: Answer, distance: Distance
) -> Sequence[UserCommand]:
    """What is said to an occupation that is a role of hers: it came back after half a year, or stands there since."""
    role = context.journey.roles[role_id]
    may_answer = role.source.kind in SOURCES_TO_ANSWER
    if answer == "pass" and not may_answer:
        form.add_error(FORM_ERROR, current_translator().gettext(ON_YOUR_LIST))
        return []
    linked: list[UserCommand] = [_link(context, context.occupation, role_id)] if context.occupation else []
    if answer == "pass":
        return [*linked, PassRole(happened_on=context.today, role_id=role_id)]
    if may_answer and (role.waits or isinstance(role.answer, RolePassed)):
        kept = KeepRole(happened_on=context.today, role_id=role_id)
        return [*linked, kept, *_judged(context, role_id, role, distance)]
    return linked


def _judged(
    context: OccupationContext, role_id: UUID, role: Role, distance: Distance
) -> tuple[UserCommand, ...]:
    """How different it is was never hers to say of a role that waited; of another she said so before."""
    if not role.waits or role.distance == distance:
        return ()
    return (JudgeRole(happened_on=context.today, role_id=role_id, distance=distance),)


def parse_taken_back(form: FormData, context: OccupationContext) -> Sequence[UserCommand]:
    """What she let go last is not let go."""
    number = form.number("entry", 1, MOST_ENTRIES, needed=True)
    if number is None or number != last_let_go(context.journey, context.today):
        form.add_error(FORM_ERROR, current_translator().gettext(NOT_LET_GO))
        return []
    return [RetractEntry(happened_on=context.today, number=number)]


NEAR_ROLE_FORMS = MappingProxyType(
    {
        "answer": Form(
            parse=parse_occupation_answer,
            button_field="answer",
            confirmations={
                "keep": gettext_noop("It is on your list. One conversation would tell you more."),
                "plan": gettext_noop("It is on your list. One conversation would tell you more."),
                "pass": gettext_noop(
                    "Let go. It is not on your list, and we do not ask again for half a year."
                ),
            },
            fields={"title": FORM_ERROR, "role_id": FORM_ERROR, "isco_group": FORM_ERROR},
        ),
        "undo": Form(
            parse=parse_taken_back,
            confirmation=gettext_noop("It is not let go. You can still keep it, or let it go again."),
            fields={"entry": FORM_ERROR, "number": FORM_ERROR},
        ),
    }
)
"""By the end of their address."""


def undo_of(request: AnyRequest, journey: Journey, today: date) -> int | None:
    """The entry that "Undo" takes back on a page that has just said that a role was let go."""
    return last_let_go(journey, today) if request.query_params.get("told") in LET_GO else None


def last_let_go(journey: Journey, today: date) -> int | None:
    """The entry of today that let a role go last, by its number."""
    found = [
        number
        for number, event in journey.effective_events().items()
        if isinstance(event, RolePassed)
        and event.happened_on == today
        and journey.roles[event.role_id].answer == event
    ]
    return max(found, default=None)
