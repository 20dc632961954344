"""What an entry tells, in words: a sentence, what it is about, and what was said in somebody's own words."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from msgspec import Struct

from domain.messages import Sentence
from service.web.history.reference_labels import Text, readable


class Said(Struct, frozen=True, kw_only=True):
    """One entry in words, to be said in the reader's language."""

    sentence: Sentence
    about: tuple[Text, ...] = ()
    """Such as the kind of a step, who it was with and which work it was about."""
    quotes: tuple[Text, ...] = ()
    step: UUID | None = None
    """The experiment it belongs to, if any."""


def said(
    sentence: Sentence,
    about: Iterable[Text] = (),
    quotes: Iterable[Text | None] = (),
    *,
    step: UUID | None = None,
) -> Said:
    """One entry in words; what is empty is left out, what cannot be read is said to be so."""
    return Said(
        sentence=sentence,
        about=tuple(map(readable, about)),
        quotes=tuple(readable(one) for one in quotes if one),
        step=step,
    )


def code(words: Mapping[Any, str], one: object) -> Sentence:
    """What a code is called."""
    return Sentence(text=cast("Mapping[object, str]", words)[one])
