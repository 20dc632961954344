"""The names in a case: each spelt as where it stands first, since the ids of what they name derive from the spelling."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, cast

import msgspec

from domain.text import name_key
from service.importing.case_format import CaseFile

_NOUNS = MappingProxyType(
    {
        "role": "role",
        "new_roles": "role",
        "first_role": "role",
        "starting_criteria": "criterion",
        "winner": "criterion",
        "loser": "criterion",
        "organisation": "employer",
        "who.name": "contact",
        "phones.name": "contact",
        "strengths.name": "strength",
        "gaps.name": "gap",
    }
)
"""What is named, by field; a `name` with the group it stands in."""


def with_one_spelling(case: CaseFile) -> CaseFile:
    """The case in which names that count as the same are the same."""
    first: dict[tuple[str, str], str] = {}

    def spelt(value: Any, field: str) -> Any:
        match value:
            case str() if noun := _NOUNS.get(field):
                return first.setdefault((noun, name_key(value)), value)
            case dict():
                named = cast("dict[str, object]", value)
                return {
                    key: spelt(one, f"{field}.name" if key == "name" else key) for key, one in named.items()
                }
            case list() | tuple():
                return [spelt(one, field) for one in cast("Sequence[object]", value)]
            case _:
                return value

    return msgspec.convert(spelt(msgspec.to_builtins(case), ""), CaseFile)
