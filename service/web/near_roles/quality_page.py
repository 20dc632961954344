"""Kinds of work with the qualities of her dreams and ideals: the view model."""

from collections.abc import Collection, Iterable
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.vision import DreamDecoded
from domain.redacted import is_readable
from service.atlas.atlas import Atlas
from service.atlas.qualities import QUALITIES
from service.atlas.views import Edition
from service.localization.translator import Translator
from service.web.near_roles.by_qualities import (
    imagined,
    qualities_sought,
    read_qualities,
    roles_by_qualities,
)
from service.web.near_roles.left_out import LeftOut, find_left_out
from service.web.near_roles.linked_roles import chosen_roles, is_on_list, known_occupations, language_of
from service.web.near_roles.page import NearRole
from service.web.shortened import shortened

SHOWN = 12
LONGEST_CHIP = 40


class LookedFor(Struct, frozen=True, kw_only=True):
    """What an address, or a form, says that is looked for."""

    qualities: tuple[str, ...] = ()
    """Codes, where she chose them herself."""
    of: UUID | None = None
    """One dream or one sketch alone."""

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The same as fields of an address or a form."""
        of = (("of", str(self.of)),) if self.of else ()
        return (*of, *(("quality", one) for one in self.qualities))

    @property
    def query(self) -> str:
        """The same in an address; empty if nothing was chosen."""
        return urlencode(self.fields)


def looked_for(pairs: Iterable[tuple[str, str]]) -> LookedFor:
    """What these fields say; anything else in them is left out."""
    known = tuple(pairs)
    asked = {value for name, value in known if name == "quality"}
    of = next((value for name, value in known if name == "of"), "")
    try:
        only = UUID(of) if of else None
    except ValueError:
        only = None
    return LookedFor(qualities=tuple(one for one in QUALITIES if one in asked), of=only)


class Imagined(Struct, frozen=True, kw_only=True):
    """A dream, or a sketch of an ideal job."""

    its_id: UUID
    text: str
    ideal: bool


class ReadQuality(Struct, frozen=True, kw_only=True):
    """A quality in her own words, and what it is read as."""

    wording: str
    names: tuple[str, ...]
    """Of qualities of the atlas; none if its words say none."""


class QualityPage(Struct, frozen=True, kw_only=True):
    """The page."""

    looked: LookedFor
    imagined: tuple[Imagined, ...]
    """Her dreams and ideals that stand for something, to choose one of."""
    read: tuple[ReadQuality, ...]
    choices: tuple[tuple[str, str], ...]
    """All qualities of the atlas, by code, with their names."""
    chosen: tuple[str, ...]
    """The codes that are looked for."""
    chosen_names: tuple[str, ...]
    roles: tuple[NearRole, ...]
    left_out: LeftOut
    empty_atlas: bool
    editions: tuple[Edition, ...]


async def load_quality_page(
    atlas: Atlas, journey: Journey, today: date, asked: LookedFor, translator: Translator
) -> QualityPage:
    """Kinds of work with the qualities that were chosen; else with those that her own words, in her language, are read as."""
    names = {code: translator.gettext(name) for code, name in QUALITIES.items()}
    looked = LookedFor(qualities=asked.qualities, of=asked.of if asked.of in imagined(journey) else None)
    sought = qualities_sought(journey, language_of(journey), looked.of)
    chosen = looked.qualities or tuple(one for one in names if one in sought)
    left_out = await find_left_out(atlas, journey, today)
    without = known_occupations(journey, today) | left_out.occupations
    roles, found_any = await _new_roles(atlas, journey, today, chosen, translator, without=without)
    editions = await atlas.editions()
    return QualityPage(
        looked=looked,
        imagined=_imagined(journey),
        read=_read(journey, names, looked.of),
        choices=tuple(names.items()),
        chosen=chosen,
        chosen_names=tuple(names[one] for one in chosen),
        roles=roles,
        left_out=left_out,
        empty_atlas=bool(chosen) and not found_any and not editions,
        editions=editions,
    )


async def _new_roles(
    atlas: Atlas,
    journey: Journey,
    today: date,
    chosen: Collection[str],
    translator: Translator,
    *,
    without: frozenset[str],
) -> tuple[tuple[NearRole, ...], bool]:
    """So many that are not on her list, each quality among them; and whether there are any at all.

    One that goes by the name of a role of hers is not known by its id: then it is asked again without it.
    """
    hers = chosen_roles(journey)
    found = await roles_by_qualities(atlas, chosen, hers, translator, without=without, limit=SHOWN)
    listed = _listed(journey, found, today)
    if listed:
        found = await roles_by_qualities(
            atlas, chosen, hers, translator, without=without | listed, limit=SHOWN
        )
    still = _listed(journey, found, today)
    return tuple(one for one in found if one.occupation.occupation_id not in still), bool(found or listed)


def _listed(journey: Journey, found: Iterable[NearRole], today: date) -> frozenset[str]:
    return frozenset(
        one.occupation.occupation_id for one in found if is_on_list(journey, one.occupation, today)
    )


def _imagined(journey: Journey) -> tuple[Imagined, ...]:
    return tuple(
        Imagined(its_id=its_id, text=shortened(text, LONGEST_CHIP), ideal=not isinstance(one, DreamDecoded))
        for its_id, one in imagined(journey).items()
        if one.qualities and is_readable(text := one.dream if isinstance(one, DreamDecoded) else one.sketch)
    )


def _read(journey: Journey, names: dict[str, str], only: UUID | None) -> tuple[ReadQuality, ...]:
    return tuple(
        ReadQuality(
            wording=journey.vision.qualities[quality_id],
            names=tuple(names[code] for code in codes),
        )
        for quality_id, codes in read_qualities(journey, language_of(journey), only).items()
    )
