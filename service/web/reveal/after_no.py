"""After a no: care first, in words and without figures; who to tell, and what can wait."""

from collections.abc import Iterator

from msgspec import Struct

from domain.journey.events.allies import AllyInvited
from domain.messages import capitalize_first
from domain.redacted import is_readable
from projections.refusals.view import RefusalView
from service.application.folded_journey import FoldedJourney
from service.localization.translator import Translator
from service.web.phone_numbers import tel_address

MAX_LISTENERS = 2


class Listener(Struct, frozen=True, kw_only=True):
    """A supporter, with what the client wrote on their help card and how to reach them."""

    name: str
    card: str
    href: str


class AfterNo(Struct, frozen=True, kw_only=True):
    """The page after a no."""

    care: bool
    """Whether care holds: then it is for the client to leave it for today or to go on."""
    left_for_today: bool
    """Whether the client left it for today: then going on is what is left to choose."""
    holds_for: str
    """What the no is about."""
    interviewed: bool
    listeners: tuple[Listener, ...]
    later: str
    """What can wait, with the last good day for it; empty when nothing waits, or the page itself offers it."""


def after_no_finding(no: RefusalView | None, translator: Translator, *, care: bool) -> str:
    """What comes first on the page: while care holds that nothing needs to be done, later what can be."""
    if care:
        return translator.gettext("You do not need to do anything with it today.")
    if no and no.flow.ask.state == "open":
        return translator.gettext("You can ask why, when you want to.")
    return translator.gettext("This no asks nothing of you now.")


def build_after_no(
    folded: FoldedJourney, no: RefusalView | None, translator: Translator, *, care: bool
) -> AfterNo:
    """The page of a step that a no came to."""
    return AfterNo(
        care=care,
        left_for_today=any(
            not one.skipped and one.happened_on == folded.today
            for one in folded.journey.refusals.paused.values()
        ),
        holds_for=_holds_for(no, translator),
        interviewed=no is not None and no.answer == "rejected_after_interview",
        listeners=tuple(_listeners(folded))[:MAX_LISTENERS],
        later=_later(no, translator) if care else "",
    )


def _holds_for(no: RefusalView | None, translator: Translator) -> str:
    role, employer = (no.role, no.employer) if no else (None, None)
    if role and employer:
        return translator.gettext(
            "It is about this job only: %(role)s at %(employer)s, compared with the other candidates."
        ) % {"role": role, "employer": employer}
    if role or employer:
        return translator.gettext(
            "It is about this job only: %(what)s, compared with the other candidates."
        ) % {"what": role or employer}
    return translator.gettext("It is about this job only, compared with the other candidates.")


def _listeners(folded: FoldedJourney) -> Iterator[Listener]:
    network, at = folded.journey.network, f"/journeys/{folded.journey_id}/people"
    cards: list[AllyInvited] = sorted(
        folded.journey.allies.invited.values(), key=lambda one: one.happened_on, reverse=True
    )
    for card in cards:
        contact = network.contacts.get(card.contact_id)
        if contact is None or not is_readable(contact.name):
            continue
        phone = network.phones.get(card.contact_id)
        dialled = tel_address(phone) if phone and is_readable(phone) else ""
        yield Listener(name=contact.name, card=card.how_to_help, href=dialled or f"{at}/{card.contact_id}")


def _later(no: RefusalView | None, translator: Translator) -> str:
    ask = no.flow.ask if no else None
    if ask is None or ask.state != "open" or ask.by is None:
        return ""
    day = translator.weekday(ask.by)
    if ask.agreed_on:
        return translator.gettext(
            "They said you may call and ask for feedback. %(day)s is early enough. Your script is ready."
        ) % {"day": capitalize_first(day)}
    return translator.gettext(
        "You can call and ask for feedback. %(day)s is early enough. Your script is ready."
    ) % {"day": capitalize_first(day)}
