"""Turns about people and how one meets them: contacts, allies, introductions, leads and pitches."""

from datetime import date
from uuid import UUID

from domain.journey.commands.allies import InviteAlly, MakeIntroduction
from domain.journey.commands.market import NoteLead
from domain.journey.commands.network import AddContact, SetContactPhone
from domain.journey.commands.pitches import NotePapersSent, RevisePitch, TryPitch
from domain.journey.decide import UserCommand
from domain.redacted import is_readable
from tests.random_journeys.answers import approaches
from tests.random_journeys.experiments import employer
from tests.random_journeys.random_journey import CHANNELS, SAYINGS, TIES, JourneyDraft


def add_contact(draft: JourneyDraft) -> UserCommand:
    new = draft.new("contact")
    return AddContact(
        happened_on=draft.day(draft.began()),
        contact_id=new,
        name=f"person {draft.made}",
        tie=draft.one_of(TIES),
        relation=draft.maybe("former colleague"),
        employer=draft.maybe(employer(draft), 0.3),
        phone=draft.maybe("031-390 06 12", 0.2),
    )


def set_phone(draft: JourneyDraft) -> UserCommand | None:
    contacts = draft.journey.network.contacts
    contact_id = draft.any_of(key for key, one in contacts.items() if is_readable(one.name))
    if contact_id is None:
        return None
    on = draft.day(contacts[contact_id].happened_on)
    return SetContactPhone(
        happened_on=on, contact_id=contact_id, phone=draft.one_of(["031-390 06 12", "112"])
    )


def invite_ally(draft: JourneyDraft) -> UserCommand | None:
    contact_id = draft.any_of(draft.journey.network.contacts)
    if contact_id is None:
        return None
    card = draft.one_of(SAYINGS)
    return InviteAlly(happened_on=draft.today, contact_id=contact_id, how_to_help=card)


def introduce(draft: JourneyDraft) -> UserCommand | None:
    contacts = list(draft.journey.network.contacts)
    if len(contacts) < 2:
        return None
    one, other = draft.chance.sample(contacts, 2)
    return MakeIntroduction(
        happened_on=draft.day(draft.began()),
        introduction_id=draft.new("introduction"),
        contact_id=one,
        to_contact_id=draft.maybe(other),
        note=draft.maybe("both sing"),
    )


def note_lead(draft: JourneyDraft) -> UserCommand:
    role_id, contact_id = draft.any_of(draft.journey.roles), draft.any_of(draft.journey.network.contacts)
    return NoteLead(
        happened_on=draft.day(draft.began()),
        lead_id=draft.new("lead"),
        channel=draft.one_of(CHANNELS),
        what="somebody leaves in May",
        role_id=role_id and draft.maybe(role_id),
        contact_id=contact_id and draft.maybe(contact_id),
        employer=draft.maybe(employer(draft), 0.3),
    )


def revise_pitch(draft: JourneyDraft) -> UserCommand:
    earlier = draft.any_of(draft.journey.pitches.versions)
    first = draft.journey.pitches.versions[earlier].happened_on if earlier else draft.began()
    return RevisePitch(
        happened_on=draft.day(first),
        pitch_id=draft.new("pitch"),
        wording=draft.one_of(SAYINGS),
        follows=earlier and draft.maybe(earlier),
    )


def send_papers(draft: JourneyDraft) -> UserCommand | None:
    waiting = approaches(draft)
    experiment_id = draft.any_of(waiting.keys() - draft.journey.pitches.sent.keys())
    if experiment_id is None:
        return None
    on = waiting[experiment_id].on
    pitch_id = _written_by(draft, on)
    return NotePapersSent(
        happened_on=draft.day(on),
        experiment_id=experiment_id,
        pitch_id=pitch_id,
        cv="the short one" if pitch_id is None else draft.maybe("the long one"),
    )


def try_pitch(draft: JourneyDraft) -> UserCommand | None:
    ran = draft.ran()
    experiment_id = draft.any_of(ran.keys() - draft.journey.pitches.tried.keys())
    if experiment_id is None:
        return None
    on = ran[experiment_id].on
    pitch_id = _written_by(draft, on)
    if pitch_id is None:
        return None
    return TryPitch(
        happened_on=draft.day(on), experiment_id=experiment_id, pitch_id=pitch_id, landed=draft.rating()
    )


def _written_by(draft: JourneyDraft, on: date) -> UUID | None:
    """A version of the pitch that there was on a day."""
    versions = draft.journey.pitches.versions
    return draft.any_of(key for key, one in versions.items() if one.happened_on <= on)
