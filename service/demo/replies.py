"""Replies that wait for the clients of the demo: from somebody who knows them, or from an organisation that said no."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID, uuid5

from domain.journey.aggregate import Journey
from domain.vocabulary import Language
from service.accounts.caller import Caller
from service.reply_links.links import LinkPurpose, LinkText, SentForm
from service.reply_links.replies import LinkReply, OrganisationReply, PointReply, SupporterReply
from service.reply_links.store import ReplyLinks

DEMO_REPLIES: Mapping[Language, LinkReply] = MappingProxyType(
    {
        "nl": SupporterReply(
            strength="Blijft rustig als twee mensen iets anders willen",
            seen_when="Toen het rooster omviel en iedereen tegelijk aan haar balie stond, had ze binnen tien minuten een plan.",
            person="Wilma, plant operaties in een ander ziekenhuis",
            why="Ze heeft op haar vijftigste hetzelfde gedaan.",
        ),
        "sv": SupporterReply(
            strength="Förklarar svåra saker så att alla förstår vad de ska göra",
            seen_when="När pannan gick sönder tog han fem minuter vid tavlan, och sedan visste hela nattskiftet vad som skulle göras.",
            person="Sigrid, planerar energirenoveringar i Alingsås",
            introduce="say_they_sent_me",
        ),
        "nb": OrganisationReply(
            competence=PointReply(
                heard="not_enough", words="Vi så etter to års erfaring med revisjon, fra mer enn én avdeling."
            ),
            requirements=PointReply(heard="enough"),
            well_qualified=PointReply(heard="enough", words="Den vi valgte, kjente systemet vårt fra før."),
            on_file=6,
            may_call=True,
        ),
    }
)
"""By the language of the client."""


async def leave_reply(links: ReplyLinks, client: Caller, journey_id: UUID, journey: Journey) -> None:
    """Lets one reply wait for a client, once; none if the journey has nobody to ask."""
    language = journey.started.event.locale.partition("-")[0]
    reply = next((one for code, one in DEMO_REPLIES.items() if code == language), None)
    if reply is None or await links.list(client, journey_id):
        return
    purpose: LinkPurpose = "organisation" if isinstance(reply, OrganisationReply) else "supporter"
    about = _unexplained_no(journey) if purpose == "organisation" else _closest(journey)
    if about is None:
        return
    about_id, subject = about
    text = LinkText(first_name=journey.started.event.called.split()[0], subject=subject)
    secret = await links.create(client, journey_id, purpose, about_id, text)
    link = await links.find(secret) if secret else None
    if secret and link:
        await links.store_reply(
            link, secret, SentForm(form_id=uuid5(journey_id, "demo/reply"), filled_in=reply), reply
        )


def _closest(journey: Journey) -> tuple[UUID, str] | None:
    """The first whom the client knows well."""
    known = journey.network.contacts.items()
    return next(((key, one.name) for key, one in known if one.tie == "strong"), None)


def _unexplained_no(journey: Journey) -> tuple[UUID, str] | None:
    """The last application that was rejected without a reason."""
    for key, step in reversed(journey.experiments.items()):
        role = journey.roles.get(step.planned.role_id) if step.planned.role_id else None
        explained = key in journey.feedback.requested or not journey.answers.refused_on(key)
        if role and step.stage == "run" and step.planned.kind == "application" and not explained:
            return key, role.title
    return None
