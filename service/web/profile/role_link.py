"""Which occupation of the atlas a role of the list may be: offered on its page as long as nobody has said it."""

from collections.abc import Sequence

from msgspec import Struct

from domain.journey.decide import UserCommand
from projections.profile.view import RoleView
from service.authorization.authorized_journeys import AuthorizedJourney
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext
from service.web.page_context import PageContext
from service.web.roles.role_links import RoleChoice, parse_link, role_choices

MOST_OFFERED = 6
CHOICE_REQUIRED = gettext_noop("Choose one of these.")
ATLAS = "atlas"
"""In the address of a role's page: `none` if it is none of those offered, `again` to choose another than the one it is linked to."""


class OfferedLinks(Struct, frozen=True, kw_only=True):
    """What a role may be, by its name."""

    choices: Sequence[RoleChoice] = ()
    declined: bool = False
    """Whether the client just said that it is none of them."""


async def offered_links(
    context: PageContext, folded: AuthorizedJourney, role: RoleView, asked: str
) -> OfferedLinks:
    """What a role without a link may be; only its client is asked."""
    known = folded.journey.roles.get(role.role_id)
    if known is None or not folded.own or (known.link and asked != "again"):
        return OfferedLinks()
    if asked == "none":
        return OfferedLinks(declined=True)
    language = current_translator().language
    found = await context.atlas.search(known.title, language, limit=MOST_OFFERED)
    return OfferedLinks(choices=role_choices(found, language))


def parse_role_link(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The role is one of the atlas."""
    role_id = context.item(form, "role_id")
    if link := parse_link(form, ATLAS, role_id, context.today):
        return [link]
    form.add_error(f"{ATLAS}_link", current_translator().gettext(CHOICE_REQUIRED))
    return []


LINK_FORM = Form(
    parse=parse_role_link,
    confirmation=gettext_noop("Saved. You can now see what lies near it."),
    fields={"isco_group": f"{ATLAS}_link", "occupation_id": f"{ATLAS}_link"},
)
