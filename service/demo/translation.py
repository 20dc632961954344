"""Translates the cases of the demo into their clients' languages, and adds the conclusions of weeks.

The cases are English, and tests use their figures. A file of the same name in `told` holds the translation.
"""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from service.importing.case_format import CaseAction, CaseFile, CaseWeek

TEXT_FIELDS = frozenset(
    {
        "constraints",
        "starting_criteria",
        "hypothesis",
        "when",
        "where",
        "if_then",
        "outcome_note",
        "conclusion",
        "what",
        "note",
        "reason",
        "feared",
        "change",
        "wording",
        "blocked_reason",
        "relation",
        "organisation",
        "winner",
        "loser",
        "points",
    }
)
"""Where a case holds what somebody wrote. Roles are the same in every language."""
NAMED_FIELDS = frozenset({"strengths", "gaps"})
"""What is called by words, too."""


class CaseTranslation(Struct, frozen=True, forbid_unknown_fields=True):
    """A translation: each text of a case, and the conclusions of the weeks that the case leaves open."""

    weeks: Mapping[int, str]
    names: Mapping[str, str]
    """Of those who are not called by a name alone, such as a panel."""
    words: Mapping[str, str]


def load_translation(name: str) -> CaseTranslation:
    """The translation of a case."""
    raw = files("service.demo").joinpath("told", name).read_bytes()
    return msgspec.json.decode(raw, type=CaseTranslation, strict=False)


def translate_case(case: CaseFile, retelling: CaseTranslation) -> CaseFile:
    """Translates a case. Raises `KeyError` for a text without translation."""
    translated = msgspec.convert(
        _translated(msgspec.to_builtins(case), retelling.words, text=False), CaseFile
    )
    weeks = (CaseWeek(week=one, conclusion=conclusion) for one, conclusion in retelling.weeks.items())
    names = retelling.names
    return replace(
        translated,
        weeks=(*translated.weeks, *weeks),
        actions=tuple(_with_names(one, names) for one in translated.actions),
        phones=tuple(replace(one, name=names.get(one.name, one.name)) for one in translated.phones),
    )


def translatable_texts(case: CaseFile) -> Iterator[str]:
    """Yields every text of a case that is translated."""
    heard: dict[str, str] = _Heard()
    _translated(msgspec.to_builtins(case), heard, text=False)
    yield from heard


def _with_names(action: CaseAction, names: Mapping[str, str]) -> CaseAction:
    who = action.who
    return replace(action, who=replace(who, name=names.get(who.name, who.name))) if who else action


class _Heard(dict[str, str]):
    def __missing__(self, text: str) -> str:
        self[text] = text
        return text


def _translated(value: Any, words: Mapping[str, str], *, text: bool) -> Any:
    match value:
        case str():
            return words[value] if text and value else value
        case list() | tuple():
            return [_translated(one, words, text=text) for one in cast("list[Any]", value)]
        case dict():
            held = cast("dict[str, Any]", value)
            return {key: _said_under(key, one, words, text=text) for key, one in held.items()}
        case _:
            return value


def _said_under(key: str, value: Any, words: Mapping[str, str], *, text: bool) -> Any:
    if key in NAMED_FIELDS:
        return [one | {"name": words[one["name"]]} for one in value]
    return _translated(value, words, text=text or key in TEXT_FIELDS)
