"""Extracts all messages from code and templates, and updates the catalogues."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from babel.messages import frontend
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from domain.vocabulary import Language
from service.localization.catalogue import SOURCE, catalogue_path
from service.localization.locales import LANGUAGE_NAMES, LANGUAGES

SOURCE_PACKAGES = ("domain", "projections", "service")
LOCALIZATION_FOLDER = Path(__file__).parent
REPOSITORY = LOCALIZATION_FOLDER.parent.parent
CATALOGUES = LOCALIZATION_FOLDER / "catalogues"
MAPPING = LOCALIZATION_FOLDER / "babel.cfg"
TRANSLATED: tuple[Language, ...] = tuple(one for one in LANGUAGES if one != SOURCE)
WIDTH = 110

KEYWORDS: Mapping[str, Any] = MappingProxyType(
    {
        "_": None,
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
        "gettext_noop": None,
        "pgettext_noop": ((1, "c"), 2),
        "translatable": None,
        "translatable_plural": (1, 2),
        "record_change": (3,),
        "require_not_before": (3,),
    }
)
"""What is called with a message, and which of its arguments that is; `c` is a context."""

HEADER = r"""# {name}. Places such as %(name)s stay as they are; people are addressed as friends are.
msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def message_template() -> Catalog:
    """Every message, untranslated, with the files it occurs in."""
    catalogue = Catalog(charset="utf-8")
    for path, text, context in _found():
        catalogue.add(text, locations=[(path, 0)], context=context)
    return catalogue


def load_catalogue(language: Language, folder: Path = CATALOGUES) -> Catalog:
    """A language's catalogue from its file; empty if there is none yet."""
    path = folder / catalogue_path(language)
    text = (
        path.read_bytes()
        if path.exists()
        else HEADER.format(name=LANGUAGE_NAMES[language], language=language).encode()
    )
    return read_po(BytesIO(text), locale=language)


def write_catalogue(language: Language, messages: Catalog, folder: Path = CATALOGUES) -> bool:
    """Writes a catalogue without dates and line numbers. Returns whether the file changed."""
    written = BytesIO()
    write_po(
        written,
        _in_order(messages),
        width=WIDTH,
        omit_header=True,
        include_lineno=False,
        ignore_obsolete=True,
    )
    text = (
        HEADER.format(name=LANGUAGE_NAMES[language], language=language).encode() + written.getvalue().lstrip()
    )
    path = folder / catalogue_path(language)
    if path.exists() and path.read_bytes() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    return True


def update_catalogue(language: Language, known: Catalog, folder: Path = CATALOGUES) -> bool:
    """Adds new messages, untranslated, and removes obsolete ones. Returns whether the file changed."""
    messages = load_catalogue(language, folder)
    # Guesses from similar messages are wrong more often than not.
    messages.update(known, no_fuzzy_matching=True)
    return write_catalogue(language, messages, folder)


def reword_message(language: Language, before: str, after: str, folder: Path = CATALOGUES) -> bool:
    """Keeps a message's translation for an English text that replaces it. Returns whether the language had the message.

    Of a plural, `before` may be either form.
    """
    messages = load_catalogue(language, folder)
    found = False
    for message in messages:
        match message.id:
            case str() as text if text == before:
                message.id = after
                found = True
            case (one, many) if before in (one, many):
                message.id = tuple(after if text == before else text for text in (one, many))
                found = True
            case _:
                pass
    return found and write_catalogue(language, messages, folder)


def _in_order(messages: Catalog) -> Catalog:
    """The messages sorted by the first file they occur in, then by text."""
    ordered = Catalog(charset="utf-8")
    for message in sorted((one for one in messages if one.id), key=_place):
        added = ordered.add(message.id, message.string, flags=message.flags, context=message.context)
        added.locations = sorted({(path, 0) for path, _ in message.locations})
        added.user_comments = message.user_comments
    return ordered


def _place(message: Message) -> tuple[str, str, str]:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return min((path for path, _ in message.locations), default=""), text, message.context or ""


def _found() -> Iterator[tuple[str, Any, str | None]]:
    with MAPPING.open() as file:
        methods, options = cast("Any", frontend).parse_mapping_cfg(file, MAPPING.name)
    for package in SOURCE_PACKAGES:
        for path, _, text, _, context in extract_from_dir(
            REPOSITORY / package, methods, options, keywords=KEYWORDS
        ):
            yield f"{package}/{path}", text, context
