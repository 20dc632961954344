"""What employers replied, for the client's coach: with its kind, and whether a no was close."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerReceived
from domain.redacted import is_readable
from domain.vocabulary import ExperimentKind
from service.localization.code_labels import ANSWERS
from service.localization.translator import Translator
from service.web.role_and_contact_forms import contact_names


class ReceivedReply(Struct, frozen=True, kw_only=True):
    """A reply to an application, an interview or another step."""

    kind: ExperimentKind
    role: str | None
    who: str | None
    """The organisation, or else the person."""
    on: date
    words: str
    """What kind of reply it was."""
    is_no: bool
    note: str | None


def client_replies(journey: Journey, translator: Translator) -> tuple[ReceivedReply, ...]:
    """The replies, the latest first; what was only told again is left out."""
    return tuple(sorted(_replies(journey, translator), key=lambda one: one.on, reverse=True))


def _replies(journey: Journey, translator: Translator) -> Iterator[ReceivedReply]:
    people, counted = contact_names(journey), journey.counted_answers
    for step_id, replies in counted.by_step.items():
        planned = journey.experiments[step_id].planned
        role = journey.roles.get(planned.role_id) if planned.role_id else None
        employer = journey.network.employers.get(planned.employer_id) if planned.employer_id else None
        person = people.get(planned.meeting.contact_id) if planned.meeting else None
        for one in replies:
            if one not in counted.by_call:
                yield ReceivedReply(
                    kind=planned.kind,
                    role=role.title if role else None,
                    who=employer or person,
                    on=one.happened_on,
                    words=reply_in_words(one, translator),
                    is_no=one.answer in REFUSAL_ANSWERS,
                    note=one.note if one.note and is_readable(one.note) else None,
                )


def reply_in_words(reply: AnswerReceived, translator: Translator) -> str:
    """The kind of a reply, and whether a no was close."""
    words = translator.gettext(ANSWERS[reply.answer])
    if reply.close is None:
        return words
    close = translator.gettext("it was close") if reply.close else translator.gettext("it was not close")
    return f"{words}, {close}"
