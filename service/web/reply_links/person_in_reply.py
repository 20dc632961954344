"""The person whom a supporter names in a reply, as fields to keep."""

from msgspec import Struct

from service.reply_links.replies import SupporterReply
from service.web.phone_numbers import without_phone

MOST_OF_A_RELATION = 200


class PersonInReply(Struct, frozen=True, kw_only=True):
    """Somebody to meet."""

    name: str
    relation: str
    """What they do, and why to meet them."""
    phone: str


def person_in(reply: SupporterReply) -> PersonInReply:
    """Who it is, before the first comma; a phone number apart from the rest."""
    (who, phone), (why, other_phone) = without_phone(reply.person), without_phone(reply.why)
    name, _, does = who.partition(",")
    relation = ". ".join(one for one in (does.strip(), why) if one)
    return PersonInReply(
        name=name.strip(), relation=relation[:MOST_OF_A_RELATION], phone=phone or other_phone
    )
