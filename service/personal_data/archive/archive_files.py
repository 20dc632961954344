"""The files of an archive, in their order: the same bytes for the same material."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from projections.profile import PROFILE
from projections.sight.view import SIGHT
from service.localization.locales import DEFAULT, language_of
from service.localization.translator import words_in
from service.personal_data.archive.codebook import codebook
from service.personal_data.archive.codebook_markdown import markdown
from service.personal_data.archive.material import Material
from service.personal_data.archive.page import readable
from service.personal_data.archive.views import VIEWS, Views
from service.personal_data.archive.zip_stream import zipped

_ENCODER = msgspec.json.Encoder(order="deterministic", enc_hook=str)

BY_ITSELF = PROFILE.name
"""The view that stands beside the page; the others have a folder."""


def archive(material: Material) -> Iterator[bytes]:
    """The archive as a ZIP file, a piece at a time."""
    return zipped(files(material))


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """Each file with its name, made when its turn comes."""
    views = Views(material.entries)
    words = words_in(material.language or language_of(views.of(PROFILE).locale) or DEFAULT)
    yield "index.html", readable(material, views, words).encode()
    yield "entries.jsonl", _lines(material.entries)
    yield "profile.json", _document(views.named(BY_ITSELF))
    for name in VIEWS:
        if name != BY_ITSELF:
            yield f"views/{name}.json", _document(views.named(name))
    yield "consents.jsonl", _lines(_consents(views))
    yield "access.jsonl", _lines(material.looks)
    yield "account.json", _document(material.held)
    yield "codebook.md", markdown(codebook()).encode()
    yield "codebook.json", _document(codebook())


def _consents(views: Views) -> Iterator[dict[str, Any]]:
    """What was agreed to and whom sight was granted, in force or ended, each a line that says which it is."""
    sight = views.of(SIGHT)
    for kind, given in (
        ("consent", (*sight.former_consents, *sight.consents)),
        ("sight", (*sight.former, *sight.readers)),
    ):
        for one in given:
            yield {"type": kind, **msgspec.to_builtins(one)}


def _lines(things: Iterable[Any]) -> bytes:
    return b"".join(_ENCODER.encode(one) + b"\n" for one in things)


def _document(thing: Any) -> bytes:
    return msgspec.json.format(_ENCODER.encode(thing)) + b"\n"
