"""Kinds of work with the qualities of her dreams and ideals: the view model."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from domain.journey.aggregate import Journey
from service.atlas.atlas import Atlas
from service.atlas.qualities import QUALITIES
from service.atlas.views import Edition
from service.localization.translator import Translator
from service.web.near_roles.by_qualities import qualities_sought, read_qualities, roles_by_qualities
from service.web.near_roles.left_out import LeftOut, find_left_out
from service.web.near_roles.linked_roles import chosen_roles, is_on_list, known_occupations
from service.web.near_roles.page import NearRole

SHOWN = 12
SPARE = 8


class ReadQuality(Struct, frozen=True, kw_only=True):
    """A quality in her own words, and what it is read as."""

    wording: str
    names: tuple[str, ...]
    """Of qualities of the atlas; none if its words say none."""


class QualityPage(Struct, frozen=True, kw_only=True):
    """The page."""

    read: tuple[ReadQuality, ...]
    choices: tuple[tuple[str, str], ...]
    """All qualities of the atlas, by code, with their names."""
    chosen: tuple[str, ...]
    """The codes that are looked for."""
    roles: tuple[NearRole, ...]
    left_out: LeftOut
    empty_atlas: bool
    editions: tuple[Edition, ...]


async def load_quality_page(
    atlas: Atlas, journey: Journey, today: date, asked: Sequence[str], translator: Translator
) -> QualityPage:
    """Kinds of work with the qualities that the address names; else with those that her own words are read as."""
    names = {code: translator.gettext(name) for code, name in QUALITIES.items()}
    chosen = tuple(one for one in names if one in asked) or qualities_sought(journey, translator.language)
    left_out = await find_left_out(atlas, journey, today)
    without = known_occupations(journey, today) | left_out.occupations
    found = await roles_by_qualities(
        atlas, chosen, chosen_roles(journey), translator, without=without, limit=SHOWN + SPARE
    )
    new = tuple(one for one in found if not is_on_list(journey, one.occupation, today))[:SHOWN]
    editions = await atlas.editions()
    return QualityPage(
        read=_read(journey, names, translator),
        choices=tuple(names.items()),
        chosen=chosen,
        roles=new,
        left_out=left_out,
        empty_atlas=bool(chosen) and not found and not editions,
        editions=editions,
    )


def _read(journey: Journey, names: dict[str, str], translator: Translator) -> tuple[ReadQuality, ...]:
    return tuple(
        ReadQuality(
            wording=journey.vision.qualities[quality_id],
            names=tuple(names[code] for code in codes),
        )
        for quality_id, codes in read_qualities(journey, translator.language).items()
    )
