"""Kinds of work by what a dream or an ideal stands for: her own words read as qualities of the atlas."""

from collections.abc import Collection, Mapping
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.events.roles import RolesSlice
from domain.journey.events.vision import DreamDecoded, IdealSketched
from domain.redacted import is_readable
from domain.vocabulary import Language
from service.atlas.atlas import Atlas
from service.atlas.qualities import QUALITIES, recognise
from service.atlas.views import QualityOccupation
from service.localization.translator import Translator
from service.web.near_roles.page import NearRole
from service.web.near_roles.proposals import OwnWork, own_work, proposed_distance, what_to_ask


def imagined(journey: Journey) -> dict[UUID, DreamDecoded | IdealSketched]:
    """Her dreams, and her sketches of an ideal job, by their ids."""
    return {**journey.vision.dreams, **journey.vision.sketches}


def read_qualities(
    journey: Journey, language: Language, only: UUID | None = None
) -> dict[UUID, tuple[str, ...]]:
    """What each quality of her dreams and ideals, or of one of them, is read as, in the order of the atlas's own words."""
    return {
        quality.quality_id: recognise(quality.wording, language)
        for its_id, one in imagined(journey).items()
        if only in (None, its_id)
        for quality in one.qualities
        if is_readable(quality.wording)
    }


def qualities_sought(journey: Journey, language: Language, only: UUID | None = None) -> tuple[str, ...]:
    """The qualities of the atlas that she looks for, each once."""
    read = read_qualities(journey, language, only)
    return tuple(dict.fromkeys(code for codes in read.values() for code in codes))


async def roles_by_qualities(
    atlas: Atlas,
    sought: Collection[str],
    roles: RolesSlice,
    translator: Translator,
    *,
    without: Collection[str],
    limit: int,
) -> tuple[NearRole, ...]:
    """Occupations that are known for what she looks for, each with the qualities that it shares."""
    found = await atlas.by_qualities(sought, translator.language, without=without, limit=limit)
    names = {code: translator.gettext(name) for code, name in QUALITIES.items()}
    own = await own_work(atlas, roles, {one.occupation.occupation_id for one in found})
    return tuple(_by_quality(one, names, own, translator) for one in found)


def _by_quality(
    found: QualityOccupation, names: Mapping[str, str], own: OwnWork, translator: Translator
) -> NearRole:
    return NearRole(
        occupation=found.occupation,
        distance=proposed_distance(found.occupation, own),
        question=what_to_ask((), translator),
        qualities=tuple(names[code] for code in found.qualities if code in names),
    )
