"""Checks of a catalogue: missing, fuzzy and obsolete messages, placeholders that do not match, and English that has changed."""

import re
from collections.abc import Collection, Iterator, Sequence

from babel.messages.catalog import Catalog, Message

from domain.vocabulary import Language
from service.localization.catalogue import plural_forms
from service.localization.reviewed import message_digest

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(r"</?\w[^>]*>")


def catalogue_errors(
    language: Language, messages: Catalog, known: Catalog, reviewed: Collection[str] | None = None
) -> list[str]:
    """Each error as a line, in the order of the messages: missing, fuzzy, obsolete, unlike the English or not reviewed.

    `reviewed` are the digests of the English messages whose translations were looked at; None asks nothing.
    """
    found = [
        f"{language}: {fault}: {_text(message)!r}"
        for message in known
        if message.id
        for fault in (
            *_faults(messages, messages.get(_text(message), message.context), message),
            *_not_reviewed(message, reviewed),
        )
    ]
    used = {_key(message) for message in known}
    stale = [message for message in messages if message.id and _key(message) not in used]
    return [*found, *(f"{language}: nobody says this any more: {_text(message)!r}" for message in stale)]


def _faults(messages: Catalog, message: Message | None, source: Message) -> Iterator[str]:
    if message is None or not any(plural_forms(message)):
        yield "not translated"
        return
    if message.fuzzy:
        yield "doubtful"
    if message.pluralizable != source.pluralizable or not all(plural_forms(message)):
        yield "without all its plural forms"
    yield from (str(error) for error in message.check(messages))
    for kind, pattern in (("places", PLACEHOLDER), ("tags", TAG)):
        if not _agree(pattern, _ids(source), plural_forms(message)):
            yield f"with other {kind} than the English"


def _not_reviewed(message: Message, reviewed: Collection[str] | None) -> Iterator[str]:
    if reviewed is not None and message_digest(message) not in reviewed:
        yield "the English is new or has changed: look at the translation, then mark it as reviewed"


def _agree(pattern: re.Pattern[str], english: Sequence[str], forms: Sequence[str]) -> bool:
    """True if every form has the plural's placeholders. The singular may leave out the number, as in English."""
    most = set[str](pattern.findall(english[-1]))
    least = most.intersection(pattern.findall(english[0])) - ({"count"} if len(english) > 1 else set[str]())
    found = [set[str](pattern.findall(form)) for form in forms]
    return found[-1] == most and all(least <= one <= most for one in found)


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, _text(message)


def _text(message: Message) -> str:
    return _ids(message)[0]


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)
