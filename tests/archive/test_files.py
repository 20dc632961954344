"""An archive has everything in it, and is the same each time."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from domain.history import RecordedEvent
from domain.sensitivity import Sensitivity, field_sensitivities
from projections.coaching.view import Coaching
from projections.profile.view import Profile
from service.api.daily_views import DAILY_VIEWS
from service.personal_data.archive.archive_files import archive_zip
from service.personal_data.archive.archive_material import ArchivedAccess
from service.personal_data.archive.views import ARCHIVED_PROJECTIONS
from tests.archive.material import COACH, REASON, made, material
from tests.message_decoding import decode_message

BESIDE = ["index.html", "entries.jsonl", "profile.json"]
BEHIND = ["consents.jsonl", "access.jsonl", "account.json", "codebook.md", "codebook.json"]


def test_an_archive_has_these_files() -> None:
    names = list(made(material()))

    assert names == [
        *BESIDE,
        *(f"views/{name}.json" for name in ARCHIVED_PROJECTIONS if name != "profile"),
        *BEHIND,
    ]


def test_the_same_material_gives_the_same_bytes() -> None:
    first, second = (b"".join(archive_zip(material())) for _ in range(2))

    assert first == second


def test_every_entry_is_in_it_as_the_log_has_it() -> None:
    lines = made(material())["entries.jsonl"].splitlines()

    assert tuple(msgspec.json.decode(line, type=RecordedEvent) for line in lines) == material().entries


def test_every_word_that_was_ever_told_is_in_it() -> None:
    told = {text for entry in material().entries for text in texts(entry.event)}
    strings = {one for line in made(material())["entries.jsonl"].splitlines() for one in leaves(line)}

    assert len(told) > 50
    assert told <= strings


def texts(fact: Struct) -> Iterator[str]:
    """What is personal or special in a fact."""
    classes = dict(field_sensitivities(type(fact)))
    for field in fields(type(fact)):
        value = getattr(fact, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Struct):
                yield from texts(one)
            elif isinstance(one, str) and (classes.get(field.name) or 0) >= Sensitivity.PERSONAL:
                yield one


def leaves(document: bytes) -> Iterator[str]:
    waiting: list[Any] = [msgspec.json.decode(document)]
    while waiting:
        match waiting.pop():
            case dict() as group:
                waiting += group.values()
            case list() as several:
                waiting += several
            case str() as text:
                yield text
            case _:
                pass


def test_the_views_are_those_of_the_api_and_show_the_last_day() -> None:
    files = made(material())

    shown = {
        name: msgspec.json.decode(files["profile.json"] if name == "profile" else files[f"views/{name}.json"])
        for name in ARCHIVED_PROJECTIONS
    }
    assert set(shown) == {one.name for one in DAILY_VIEWS} | {"profile", "alerts"}
    days = {view["on"] for view in shown.values() if isinstance(view, dict) and "on" in view}
    assert days == {str(max(one.event.happened_on for one in material().entries))}


def test_views_read_as_what_they_are() -> None:
    files = made(material())

    assert msgspec.json.decode(files["profile.json"], type=Profile, dec_hook=decode_message).roles
    assert msgspec.json.decode(files["views/coaching.json"], type=Coaching, dec_hook=decode_message).notes


def test_who_looked_is_in_it_with_name_and_reason() -> None:
    lines = made(material())["access.jsonl"].splitlines()

    looks = [msgspec.json.decode(line, type=ArchivedAccess) for line in lines]
    assert [(one.actor_id, one.name, one.reason) for one in looks] == [
        (COACH, "Ingrid", None),
        (COACH, None, REASON),
    ]


def test_consents_and_sight_are_in_it_with_how_they_ended() -> None:
    lines = [msgspec.json.decode(line) for line in made(material())["consents.jsonl"].splitlines()]

    told = [
        one
        for one in lines
        if one.get("reader_id") == str(COACH) or one.get("consent_id") == str(UUID(int=3))
    ]
    assert [(one["type"], one.get("scope") or one["purpose"], one["how"]) for one in told] == [
        ("consent", "research", "withdrawn"),
        ("sight", "profile", "replaced"),
        ("sight", "everything", None),
    ]
