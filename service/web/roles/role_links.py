"""Which occupation of the atlas, or which group, a role in a form is: offered as choices, and read as a command."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.commands.roles import LinkRole, NewRoleInput
from domain.journey.events.roles import RoleLinked
from domain.text import same_name
from service.atlas.atlas import Atlas
from service.atlas.views import FoundOccupation, LocalText
from service.localization.current_translator import current_translator
from service.web.form_data import FormData
from service.web.near_roles.linked_roles import language_of

LINK = re.compile(r"(?P<isco_group>[0-9]{1,4})(\.(?P<occupation_id>[A-Za-z0-9][A-Za-z0-9._:-]{0,99}))?")


class RoleChoice(Struct, frozen=True, kw_only=True):
    """An occupation or a group that a form offers."""

    link: str
    """What the form sends for it."""
    title: LocalText
    value: str
    """What is then written as the role; empty if her own words stand."""
    names: tuple[LocalText, ...]
    """By which other name it was found, and the group that it is in."""

    @property
    def beside(self) -> str:
        """These names in one line."""
        return " · ".join(one.text for one in self.names)


def role_choices(found: Iterable[FoundOccupation], language: str, typed: str = "") -> list[RoleChoice]:
    """What was found, as choices.

    A title in another language, or of a group, does not take the place of her own words, and neither does one of what has
    her own words as another name: a district nurse stays one.
    """
    return [_choice(one, language, typed) for one in found]


def _choice(found: FoundOccupation, language: str, typed: str) -> RoleChoice:
    by_title = same_name(found.matched, found.title.text)
    is_hers = (
        found.occupation_id is not None
        and found.title.language == language
        and (by_title or not same_name(found.matched, typed))
    )
    matched = LocalText(text=found.matched, language=found.matched_language or language)
    names = [] if by_title else [matched]
    if found.group_title.language == language and not same_name(found.group_title.text, found.title.text):
        names.append(found.group_title)
    return RoleChoice(
        link=link_text(found.isco_group, found.occupation_id),
        title=found.title,
        value=found.title.text if is_hers else "",
        names=tuple(names),
    )


def link_text(isco_group: str, occupation_id: str | None) -> str:
    """How a form says which occupation or group was chosen."""
    return f"{isco_group}.{occupation_id}" if occupation_id else isco_group


def parse_link(form: FormData, name: str, role_id: UUID, on: date) -> LinkRole | None:
    """The link that was chosen in `<name>_link`; None where own words stand."""
    chosen = LINK.fullmatch(form.first(f"{name}_link").strip())
    if chosen is None:
        return None
    return LinkRole(
        happened_on=on,
        role_id=role_id,
        isco_group=chosen["isco_group"],
        occupation_id=chosen["occupation_id"],
    )


def write_chosen_title(form: FormData, name: str) -> None:
    """Writes the title that was chosen among those offered in the place of what was typed, as role_search.js does."""
    if title := form.first(f"{name}_title.{form.first(f'{name}_link')}"):
        form.put(name, title)


async def write_title_for_client(atlas: Atlas, form: FormData, name: str, journey: Journey) -> None:
    """Writes the title that an occupation has in the client's language where a coach chose it in hers."""
    chosen, language = LINK.fullmatch(form.first(f"{name}_link").strip()), language_of(journey)
    if chosen is None or chosen["occupation_id"] is None or language == current_translator().language:
        return
    found = await atlas.occupations([chosen["occupation_id"]], language)
    title = next((one.title for one in found.values()), None)
    if title and title.language == language:
        form.put(name, title.text)


def parse_links(
    form: FormData, journey: Journey, role: NewRoleInput | UUID | None, on: date, *, name: str = "role"
) -> Iterator[LinkRole]:
    """Links the role that a form names, a new one or one of the list, if one was chosen.

    A role of the list keeps the link that it has; the same form sent again links it as before.
    """
    if role is None:
        return
    if isinstance(role, NewRoleInput):
        link = parse_link(form, name, role.role_id, on)
    else:
        known = journey.roles[role]
        link = parse_link(form, name, role, max(on, known.discovered_on))
        if link and known.link and not _is_same(link, known.link):
            return
    if link:
        yield link


def _is_same(link: LinkRole, known: RoleLinked) -> bool:
    return (link.isco_group, link.occupation_id) == (known.isco_group, known.occupation_id)
