"""What the atlas answers: occupations, those near them, their skills and their outlook."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from domain.vocabulary import Language
from service.localization.locales import DEFAULT_LANGUAGE

Opportunities = Literal["small", "medium", "large"]
Demand = Literal["up", "flat", "down"]


class LocalText(Struct, frozen=True, kw_only=True):
    """A text of the atlas, and the language that it is in: not always the reader's."""

    text: str
    language: str


def local_text(titles: Mapping[str, str], language: Language) -> LocalText | None:
    """The text in the reader's language, else in English, else in any; None if there is none."""
    for wanted in (language, DEFAULT_LANGUAGE, *sorted(titles)):
        if text := titles.get(wanted):
            return LocalText(text=text, language=wanted)
    return None


def title_text(titles: Mapping[str, str], language: Language, code: str) -> LocalText:
    """The title as `local_text`; where there is none, the code of what has no title."""
    return local_text(titles, language) or LocalText(text=code, language=DEFAULT_LANGUAGE)


class Occupation(Struct, frozen=True, kw_only=True):
    """An entry of the atlas."""

    occupation_id: str
    isco_group: str
    title: LocalText
    description: LocalText | None
    needs_licence: bool


class FoundOccupation(Struct, frozen=True, kw_only=True):
    """What a search found: an occupation, or an ISCO group."""

    occupation_id: str | None
    """None for a group."""
    isco_group: str
    title: LocalText
    matched: str
    """The label that was found."""
    matched_language: str = ""
    """Of the label; empty where it is not known."""
    group_title: LocalText


class NamedInAtlas(Struct, frozen=True, kw_only=True):
    """What a name means: an occupation, or a group of them."""

    isco_group: str
    occupation_id: str | None


class NearOccupation(Struct, frozen=True, kw_only=True):
    """An occupation near to another, and why."""

    occupation: Occupation
    from_id: str
    """The occupation that it is near to."""
    similarity: float
    isco_distance: int
    """From 0 (the same unit group) to 4 (another major group)."""
    shared: tuple[LocalText, ...]
    """Three of the most telling skills that both ask."""
    shared_count: int
    missing: tuple[LocalText, ...]
    """Two that this one needs and the other does not ask."""


class Likeness(Struct, frozen=True, kw_only=True):
    """How one occupation lies to others."""

    needs_licence: bool
    to: Mapping[str, tuple[float, int]]
    """By other occupation how alike they are, from 0 to 1, and how many skills both ask; none that is not near."""


class QualityOccupation(Struct, frozen=True, kw_only=True):
    """An occupation that is known for some of the qualities asked for."""

    occupation: Occupation
    qualities: tuple[str, ...]
    """Codes of the qualities that it has, the strongest first."""
    strength: float


class SkillOfOccupation(Struct, frozen=True, kw_only=True):
    """A skill that an occupation asks."""

    skill_id: str
    title: LocalText
    essential: bool


class OutlookLine(Struct, frozen=True, kw_only=True):
    """How the market of an occupation stood, as one publisher saw it."""

    publisher: str
    edition: str
    published_on: date
    country: str
    region: str
    """Empty for the whole country."""
    level: int
    """How many digits of a code the publisher tells apart."""
    opportunities: Opportunities | None
    demand: Demand | None
    code: str
    licence: str
    url: str


class Edition(Struct, frozen=True, kw_only=True):
    """What stands in the atlas, whose it is and since when."""

    name: str
    version: str
    digest: str
    """A SHA-256 over what was loaded."""
    source: str
    licence: str
    attribution: str
    loaded_at: datetime
