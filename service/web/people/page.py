"""The page of all people and the page of one: found out from the network, as plain values."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import ExperimentStage
from domain.redacted import is_readable
from domain.vocabulary import Channel, ExperimentKind, Tie
from projections.network.projection import NETWORK
from projections.network.view import AllyView, ChannelShare, IntroductionView, LeadView, Network
from projections.strengths.projection import STRENGTHS
from projections.strengths.view import Strengths
from service.localization.translator import Translator
from service.web.people.chains import WhoKnowsWhom, leader_name, leaders_by_contact, who_knows_whom
from service.web.people.introduced import IntroducedContact, introduced_contacts
from service.web.role_and_contact_forms import DEFAULT_TIE, contact_names, phone_of

PROJECTIONS = (NETWORK, STRENGTHS)


class PersonCard(Struct, frozen=True, kw_only=True):
    """Somebody the client knows; without a name when it was forgotten."""

    contact_id: UUID
    name: str | None
    relation: str | None
    employer: str | None
    tie: Tie | None
    in_role: bool = False
    can_hire: bool = False
    met: int = 0
    last_met: date | None = None
    channel: Channel | None = None
    """How the client came to them."""
    through: str | None = None
    """Who led to them."""
    through_id: UUID | None = None
    introduced: IntroducedContact | None = None
    """As somebody named them, while there is no step with them yet."""
    ally: bool = False
    """Whether the client wrote a help card for them."""
    phone: str | None = None


class IntroductionLine(Struct, frozen=True, kw_only=True):
    """Whom the client brought together with whom; None for names that were forgotten."""

    view: IntroductionView
    who: str | None
    to: str | None


class Opening(Struct, frozen=True, kw_only=True):
    """An opening that the client heard of, and what the form that plans a step about it begins with."""

    view: LeadView
    plan: Mapping[str, str]


class ChannelBar(Struct, frozen=True, kw_only=True):
    """A channel as a bar; the commonest fills the width of 100."""

    view: ChannelShare
    length: float


class PeoplePage(Struct, frozen=True, kw_only=True):
    """The page of all of them."""

    finding: str
    met: tuple[PersonCard, ...]
    """Those met last first."""
    unmet: tuple[PersonCard, ...]
    """The closest first."""
    introductions: tuple[IntroductionLine, ...]
    leads: tuple[Opening, ...]
    """The latest first."""
    channels: tuple[ChannelBar, ...]
    unnamed: int
    """Steps that name no channel."""
    knows: WhoKnowsWhom

    @property
    def named(self) -> tuple[tuple[UUID, str], ...]:
        """Those who can be named, to choose from."""
        return tuple((one.contact_id, one.name) for one in (*self.met, *self.unmet) if one.name)


class StepWithContact(Struct, frozen=True, kw_only=True):
    """A step with somebody."""

    experiment_id: UUID
    kind: ExperimentKind
    role: str | None
    on: date | None
    """None while it is only planned without a day."""
    stage: ExperimentStage


class SeenStrength(Struct, frozen=True, kw_only=True):
    """A strength that somebody saw in the client."""

    wording: str
    example: str | None
    on: date
    confirmed: bool


class PersonPage(Struct, frozen=True, kw_only=True):
    """The page of one."""

    person: PersonCard
    steps: tuple[StepWithContact, ...]
    """The latest first."""
    seen: tuple[SeenStrength, ...]
    card: AllyView | None
    introduced: tuple[IntroductionLine, ...]
    leads: tuple[Opening, ...]
    named: tuple[PersonCard, ...]
    """Those whom they named, to meet."""


def build_people_page(journey: Journey, network: Network, translator: Translator) -> PeoplePage:
    """Everybody."""
    known = list(_known(journey, network))
    met = tuple(one for one in known if one.met)
    most = max((one.share for one in network.channels.channels), default=1.0)
    return PeoplePage(
        finding=_finding(len(known), len(met), translator),
        met=met,
        unmet=tuple(one for one in known if not one.met),
        introductions=_introductions(network.introductions),
        leads=tuple(_opening(journey, one) for one in network.leads),
        channels=tuple(
            ChannelBar(view=one, length=100 * one.share / most) for one in network.channels.channels
        ),
        unnamed=network.channels.unnamed,
        knows=who_knows_whom(journey, network),
    )


def build_person_page(
    journey: Journey, network: Network, strengths: Strengths, contact_id: UUID
) -> PersonPage | None:
    """One of them; None when they are not known."""
    known = tuple(_known(journey, network))
    person = next((one for one in known if one.contact_id == contact_id), None)
    if person is None:
        return None
    with_them = (one for one in network.introductions if contact_id in (one.contact_id, one.to_contact_id))
    return PersonPage(
        person=person,
        steps=_steps(journey, contact_id),
        seen=tuple(_seen(strengths, contact_id)),
        card=next((one for one in network.allies if one.contact_id == contact_id), None),
        introduced=_introductions(tuple(with_them)),
        leads=tuple(_opening(journey, one) for one in network.leads if one.contact_id == contact_id),
        named=tuple(one for one in known if one.name and one.through_id == contact_id),
    )


def _seen(strengths: Strengths, contact_id: UUID) -> Iterator[SeenStrength]:
    for strength in strengths.strengths:
        for one in strength.observations:
            if one.contact_id == contact_id:
                yield SeenStrength(
                    wording=strength.wording, example=one.example, on=one.on, confirmed=strength.confirmed
                )


def _known(journey: Journey, network: Network) -> Iterator[PersonCard]:
    allies = {one.contact_id for one in network.allies}
    leaders, names = leaders_by_contact(journey), contact_names(journey)
    introduced = {one.contact_id: one for one in introduced_contacts(journey)}
    for one in network.contacts:
        yield PersonCard(
            contact_id=one.contact_id,
            name=_name(one.name),
            relation=_name(one.relation),
            employer=one.employer,
            tie=_shown_tie(one.latest_tie, met=True),
            in_role=one.in_role,
            can_hire=one.can_hire,
            met=one.met,
            last_met=one.last_met,
            channel=one.channel,
            through=leader_name(leaders, names, one.contact_id),
            through_id=leaders.get(one.contact_id),
            ally=one.contact_id in allies,
            phone=phone_of(journey, one.contact_id),
        )
    for other in network.unmet:
        yield PersonCard(
            contact_id=other.contact_id,
            name=_name(other.name),
            relation=_name(other.relation),
            employer=other.employer,
            tie=_shown_tie(other.tie, met=False),
            in_role=other.in_role,
            can_hire=other.can_hire,
            through=leader_name(leaders, names, other.contact_id),
            through_id=leaders.get(other.contact_id),
            introduced=introduced.get(other.contact_id),
            ally=other.contact_id in allies,
            phone=phone_of(journey, other.contact_id),
        )


def _shown_tie(tie: Tie | None, *, met: bool) -> Tie | None:
    """How close somebody is, if that says something: not what forms take for granted, nor that one has yet to meet them."""
    return None if tie == DEFAULT_TIE or (met and tie == "none") else tie


def _opening(journey: Journey, lead: LeadView) -> Opening:
    """With a conversation with whoever told of it, or else with an application."""
    role = journey.roles.get(lead.role_id) if lead.role_id else None
    texts = {
        "what": lead.what,
        "role": role.title if role else None,
        "employer": lead.employer,
        "who": lead.contact,
    }
    known = {name: text for name, text in texts.items() if text and is_readable(text)}
    return Opening(view=lead, plan={"kind": "conversation" if "who" in known else "application", **known})


def _introductions(views: Sequence[IntroductionView]) -> tuple[IntroductionLine, ...]:
    return tuple(
        IntroductionLine(view=one, who=_name(one.contact), to=_name(one.to_contact)) for one in views
    )


def _steps(journey: Journey, contact_id: UUID) -> tuple[StepWithContact, ...]:
    found = [
        StepWithContact(
            experiment_id=key,
            kind=step.planned.kind,
            role=journey.roles[step.planned.role_id].title if step.planned.role_id else None,
            on=step.planned.planned_for if step.stage == "planned" else step.on,
            stage=step.stage,
        )
        for key, step in journey.experiments.items()
        if step.planned.meeting and step.planned.meeting.contact_id == contact_id and step.stage != "dropped"
    ]
    return tuple(sorted(found, key=lambda one: one.on or date.max, reverse=True))


def _name(text: str | None) -> str | None:
    """A text, unless it was forgotten."""
    return text if text and is_readable(text) else None


def _finding(known: int, met: int, translator: Translator) -> str:
    if known == 0:
        return translator.gettext("Nobody yet. Think of one person to ask.")
    if met == 0:
        text = translator.ngettext("One person to ask.", "%(count)s people to ask.", known)
        return text % {"count": translator.number(known)}
    text = translator.ngettext("One person met so far.", "%(count)s people met so far.", met)
    return text % {"count": translator.number(met)}
