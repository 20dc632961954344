"""The files of an archive, in a fixed order: the same material gives the same bytes."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from projections.profile.projection import PROFILE
from projections.sight.projection import SIGHT
from service.localization.locales import DEFAULT_LANGUAGE, parse_language
from service.localization.translator import translator_for
from service.personal_data.archive.archive_material import ArchiveMaterial
from service.personal_data.archive.codebook import build_codebook
from service.personal_data.archive.codebook_markdown import codebook_markdown
from service.personal_data.archive.page import render_archive_page
from service.personal_data.archive.views import ARCHIVED_PROJECTIONS, ArchiveViews
from service.personal_data.archive.zip_stream import stream_zip

_ENCODER = msgspec.json.Encoder(order="deterministic", enc_hook=str)

SEPARATE_FILE = PROFILE.name
"""The view that stands beside the page; the others have a folder."""


def archive_zip(material: ArchiveMaterial) -> Iterator[bytes]:
    """Yields the archive as a ZIP file, piece by piece."""
    return stream_zip(archive_files(material))


def archive_files(material: ArchiveMaterial) -> Iterator[tuple[str, bytes]]:
    """Yields each file's name and content, built one at a time."""
    views = ArchiveViews(material.entries)
    words = translator_for(
        material.language or parse_language(views.view_of(PROFILE).locale) or DEFAULT_LANGUAGE
    )
    yield "index.html", render_archive_page(material, views, words).encode()
    yield "entries.jsonl", _lines(material.entries)
    yield "profile.json", _document(views.by_name(SEPARATE_FILE))
    for name in ARCHIVED_PROJECTIONS:
        if name != SEPARATE_FILE:
            yield f"views/{name}.json", _document(views.by_name(name))
    yield "consents.jsonl", _lines(_consents(views))
    yield "access.jsonl", _lines(material.looks)
    yield "account.json", _document(material.held)
    yield "codebook.md", codebook_markdown(build_codebook()).encode()
    yield "codebook.json", _document(build_codebook())


def _consents(views: ArchiveViews) -> Iterator[dict[str, Any]]:
    """Yields consents and grants of sight, in force or ended, as one line each that says which it is."""
    sight = views.view_of(SIGHT)
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
