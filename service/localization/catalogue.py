"""The catalogue of one language, read from its `.po` file at first use."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from domain.vocabulary import Language

CATALOGUES = files("service.localization") / "catalogues"
SOURCE: Language = "en"
"""The language that messages are written in; it needs no catalogue."""

MessageKey = tuple[str | None, str]
"""A context, and the English message or its singular."""

MessageLookup = Callable[[str | None, str, str | None], tuple[str, ...] | None]
"""The forms of a message (context, text, plural) in a language: one, or singular and plural; None where there is none."""


def catalogue_path(language: Language) -> str:
    """The path of a language's catalogue, below the folder of catalogues."""
    return f"{language}/LC_MESSAGES/soundings.po"


def plural_forms(message: Message) -> tuple[str, ...]:
    """A message's translation: one form, or one for each plural form of the language."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


@cache
def load_messages(language: Language) -> Mapping[MessageKey, tuple[str, ...]]:
    """A language's translations, without untranslated and fuzzy ones: those fall back to English."""
    if language == SOURCE:
        return {}
    with CATALOGUES.joinpath(catalogue_path(language)).open("rb") as file:
        catalogue = read_po(file)
    found: dict[MessageKey, tuple[str, ...]] = {}
    for message in catalogue:
        forms = plural_forms(message)
        if message.id and all(forms) and not message.fuzzy:
            text = message.id if isinstance(message.id, str) else message.id[0]
            found[message.context, text] = forms
    return found


def message_lookup(language: Language) -> MessageLookup:
    """Makes a lookup of a language's messages. The file is read at the first call."""

    def find(context: str | None, text: str, many: str | None) -> tuple[str, ...] | None:
        forms = load_messages(language).get((context, text))
        # A message may stand alone and in the plural elsewhere: its singular serves both.
        return forms if forms and (many is None or len(forms) > 1) else None

    return find
