"""Which occupation of the atlas a role of the list may be: offered on its page, by its name or by other words."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.commands.corrections import RetractEntry
from domain.journey.decide import UserCommand
from domain.journey.events.roles import RoleLinked
from projections.profile.view import RoleView
from service.authorization.authorized_journeys import AuthorizedJourney
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext
from service.web.page_context import PageContext
from service.web.roles.role_links import RoleChoice, parse_link, role_choices

MOST_OFFERED = 6
LONGEST_TITLE = 200
CHOICE_REQUIRED = gettext_noop("Choose one of these.")
NOT_LINKED = gettext_noop("This role is not linked any more.")
TITLE_REQUIRED = gettext_noop("Enter a name for this role.")
ATLAS = "atlas"
"""In the address of a role's page: `none` if it is none of those offered, `again` to choose another than the one it is linked to."""


class OfferedLinks(Struct, frozen=True, kw_only=True):
    """What a role may be, by its name or by what was typed instead."""

    asked: bool = False
    """Whether this reader may say it, today."""
    linked: bool = False
    may_unlink: bool = False
    """Whether she linked it herself: what somebody else recorded she can only link anew."""
    looked_up: bool = False
    """Whether other words were typed."""
    choices: Sequence[RoleChoice] = ()
    declined: bool = False
    """Whether the client just said that it is none of them."""


async def offered_links(
    context: PageContext, folded: AuthorizedJourney, role: RoleView, asked: str, form: FormData
) -> OfferedLinks:
    """What a role may be: by the words typed for it, else by its title while it has no link; only its client is asked."""
    known = folded.journey.roles.get(role.role_id)
    if known is None or not folded.own:
        return OfferedLinks()
    typed, linked = form.text(ATLAS, most=LONGEST_TITLE), known.link is not None
    if not typed and (asked == "none" or (linked and asked != "again")):
        return OfferedLinks(
            asked=True,
            linked=linked,
            may_unlink=linked and _linked_it_herself(folded, role.role_id),
            declined=asked == "none",
        )
    language = current_translator().language
    found = await context.atlas.search(typed or known.title, language, limit=MOST_OFFERED)
    return OfferedLinks(
        asked=True,
        linked=linked,
        may_unlink=linked and _linked_it_herself(folded, role.role_id),
        looked_up=bool(typed),
        choices=role_choices(found, language),
    )


def is_looked_up(form: FormData) -> bool:
    """Whether words were typed of which nothing of the atlas was chosen yet."""
    return form.has(ATLAS) and not form.has(f"{ATLAS}_link")


def parse_role_link(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The role is one of the atlas."""
    role_id = context.item(form, "role_id")
    if link := parse_link(form, ATLAS, role_id, context.today):
        return [link]
    field, asked = (ATLAS, TITLE_REQUIRED) if form.includes(ATLAS) else (f"{ATLAS}_link", CHOICE_REQUIRED)
    form.add_error(field, current_translator().gettext(asked))
    return []


def parse_no_link(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The role is none of the atlas: each link that it ever had is taken back, so that no earlier one counts again."""
    role_id = context.item(form, "role_id")
    commands = [
        RetractEntry(happened_on=context.today, number=number)
        for number in _entries_that_link(context.journey, role_id)
    ]
    if not commands:
        form.add_error(FORM_ERROR, current_translator().gettext(NOT_LINKED))
    return commands


def _entries_that_link(journey: Journey, role_id: UUID) -> Iterator[int]:
    for number, event in journey.effective_events().items():
        if isinstance(event, RoleLinked) and event.role_id == role_id:
            yield number


def _linked_it_herself(folded: AuthorizedJourney, role_id: UUID) -> bool:
    entries = folded.journey.authored_events
    authors = {entries[number - 1].by for number in _entries_that_link(folded.journey, role_id)}
    return authors <= {None, folded.reader_id}


LINK_FORM = Form(
    parse=parse_role_link,
    confirmation=gettext_noop("Saved. You can now see what lies near it."),
    fields={"isco_group": f"{ATLAS}_link", "occupation_id": f"{ATLAS}_link"},
)
UNLINK_FORM = Form(
    parse=parse_no_link,
    confirmation=gettext_noop("Your own words stay as they are."),
    fields={"number": FORM_ERROR},
)
