"""Turns about people and how one meets them: contacts, allies, introductions, leads and pitches."""

from datetime import date
from uuid import UUID

from domain.journey.commands.allies import InviteAlly, MakeIntroduction
from domain.journey.commands.market import NoteLead
from domain.journey.commands.network import AddContact
from domain.journey.commands.pitches import NotePapersSent, RevisePitch, TryPitch
from domain.journey.decide import UserCommand
from tests.random_journeys.answers import approaches
from tests.random_journeys.experiments import employer
from tests.random_journeys.random_journey import CHANNELS, SAYINGS, TIES, Life


def add_contact(life: Life) -> UserCommand:
    new = life.new("contact")
    return AddContact(
        happened_on=life.day(life.began()),
        contact_id=new,
        name=f"person {life.made}",
        tie=life.one_of(TIES),
        relation=life.maybe("former colleague"),
        employer=life.maybe(employer(life), 0.3),
    )


def invite_ally(life: Life) -> UserCommand | None:
    contact_id = life.any_of(life.journey.network.contacts)
    if contact_id is None:
        return None
    card = life.one_of(SAYINGS)
    return InviteAlly(happened_on=life.today, contact_id=contact_id, how_to_help=card)


def introduce(life: Life) -> UserCommand | None:
    contacts = list(life.journey.network.contacts)
    if len(contacts) < 2:
        return None
    one, other = life.chance.sample(contacts, 2)
    return MakeIntroduction(
        happened_on=life.day(life.began()),
        introduction_id=life.new("introduction"),
        contact_id=one,
        to_contact_id=life.maybe(other),
        note=life.maybe("both sing"),
    )


def note_lead(life: Life) -> UserCommand:
    role_id, contact_id = life.any_of(life.journey.roles), life.any_of(life.journey.network.contacts)
    return NoteLead(
        happened_on=life.day(life.began()),
        lead_id=life.new("lead"),
        channel=life.one_of(CHANNELS),
        what="somebody leaves in May",
        role_id=role_id and life.maybe(role_id),
        contact_id=contact_id and life.maybe(contact_id),
        employer=life.maybe(employer(life), 0.3),
    )


def revise_pitch(life: Life) -> UserCommand:
    earlier = life.any_of(life.journey.pitches.versions)
    first = life.journey.pitches.versions[earlier].happened_on if earlier else life.began()
    return RevisePitch(
        happened_on=life.day(first),
        pitch_id=life.new("pitch"),
        wording=life.one_of(SAYINGS),
        follows=earlier and life.maybe(earlier),
    )


def send_papers(life: Life) -> UserCommand | None:
    waiting = approaches(life)
    experiment_id = life.any_of(waiting.keys() - life.journey.pitches.sent.keys())
    if experiment_id is None:
        return None
    on = waiting[experiment_id].on
    pitch_id = _written_by(life, on)
    return NotePapersSent(
        happened_on=life.day(on),
        experiment_id=experiment_id,
        pitch_id=pitch_id,
        cv="the short one" if pitch_id is None else life.maybe("the long one"),
    )


def try_pitch(life: Life) -> UserCommand | None:
    ran = life.ran()
    experiment_id = life.any_of(ran.keys() - life.journey.pitches.tried.keys())
    if experiment_id is None:
        return None
    on = ran[experiment_id].on
    pitch_id = _written_by(life, on)
    if pitch_id is None:
        return None
    return TryPitch(
        happened_on=life.day(on), experiment_id=experiment_id, pitch_id=pitch_id, landed=life.rating()
    )


def _written_by(life: Life, on: date) -> UUID | None:
    """A version of the pitch that there was on a day."""
    versions = life.journey.pitches.versions
    return life.any_of(key for key, one in versions.items() if one.happened_on <= on)
