"""The page to have in hand while calling about a refusal: whom to call and what to say, as plain values."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import Experiment, steps_followed_up
from domain.journey.events.network import Meeting
from domain.redacted import is_readable
from domain.vocabulary import KNOCK_DAYS
from projections.refusals.view import RefusalView
from service.localization.translator import Translator
from service.web.role_and_contact_forms import phone_of

PLANNED_CALL_WITHIN = timedelta(days=7)
"""A follow-up that is planned for later than this is another one than the call to ask why."""


class CallPage(Struct, frozen=True, kw_only=True):
    """The page of one call."""

    finding: str
    refusal: RefusalView
    contact_id: UUID | None
    """Whom to call, if that is known."""
    who: str | None
    """Their name; None when it was forgotten."""
    phone: str | None
    plan: Experiment | None
    """The call as it was planned; None if it was not."""
    asked_on: date | None
    """The day why was asked, if it was."""
    pitch: str | None
    """How the pitch stands now."""
    again_on: date
    """The day to propose for calling again."""


def build_call_page(journey: Journey, refusal: RefusalView, today: date, translator: Translator) -> CallPage:
    """The call about a refused approach."""
    meeting = meeting_to_call(journey, refusal.approach_id, today)
    contact = journey.network.contacts.get(meeting.contact_id) if meeting else None
    who = contact.name if contact and is_readable(contact.name) else None
    return CallPage(
        finding=_finding(who, translator, agreed=refusal.flow.ask.agreed_on is not None),
        refusal=refusal,
        contact_id=contact.contact_id if contact and who else None,
        who=who,
        phone=phone_of(journey, contact.contact_id) if contact else None,
        plan=planned_call(journey, refusal.approach_id, today),
        asked_on=refusal.flow.ask.on,
        pitch=next((one.wording for one in reversed(journey.pitches.versions.values())), None),
        again_on=today + timedelta(days=KNOCK_DAYS),
    )


def planned_call(journey: Journey, approach_id: UUID, today: date) -> Experiment | None:
    """The open follow-up of an approach that is planned for about now; one that says with whom comes first."""
    soon = [
        one
        for one in _calls(journey, approach_id)
        if one.stage == "planned" and (one.planned.planned_for or today) <= today + PLANNED_CALL_WITHIN
    ]
    return min(soon, key=lambda one: one.planned.meeting is None, default=None)


def meeting_to_call(journey: Journey, approach_id: UUID, today: date) -> Meeting | None:
    """With whom the call is planned, else the approach was made, else an earlier call was."""
    plan = planned_call(journey, approach_id, today)
    steps = [plan, journey.experiments[approach_id], *reversed(list(_calls(journey, approach_id)))]
    return next((one.planned.meeting for one in steps if one and one.planned.meeting), None)


def _calls(journey: Journey, approach_id: UUID) -> Iterator[Experiment]:
    plans = {key: one.planned for key, one in journey.experiments.items()}
    for one in journey.experiments.values():
        if approach_id in steps_followed_up(one.planned, plans):
            yield one


def _finding(who: str | None, translator: Translator, *, agreed: bool) -> str:
    match who, agreed:
        case None, True:
            return translator.gettext("They said you may call.")
        case None, False:
            return translator.gettext("Call them when you are ready.")
        case _, True:
            return translator.gettext("%(name)s said you may call.") % {"name": who}
        case _:
            return translator.gettext("Call %(name)s when you are ready.") % {"name": who}
