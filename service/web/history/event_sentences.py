"""The shape of an event in words: a sentence, its subject, and quotations in somebody's own words."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from msgspec import Struct

from domain.messages import Message
from service.web.history.reference_labels import TextOrMessage, readable_text


class EventSentence(Struct, frozen=True, kw_only=True):
    """One entry in words, to be translated into the reader's language."""

    sentence: Message
    about: tuple[TextOrMessage, ...] = ()
    """Such as the kind of a step, who it was with and which work it was about."""
    quotes: tuple[TextOrMessage, ...] = ()
    step: UUID | None = None
    """The experiment it belongs to, if any."""


def event_sentence(
    sentence: Message,
    about: Iterable[TextOrMessage] = (),
    quotes: Iterable[TextOrMessage | None] = (),
    *,
    step: UUID | None = None,
) -> EventSentence:
    """Builds an entry in words; empty parts are left out, unreadable ones are marked as such."""
    return EventSentence(
        sentence=sentence,
        about=tuple(map(readable_text, about)),
        quotes=tuple(readable_text(one) for one in quotes if one),
        step=step,
    )


def code_message(labels: Mapping[Any, str], code: object) -> Message:
    """The label of a code, as a message."""
    return Message(text=cast("Mapping[object, str]", labels)[code])
