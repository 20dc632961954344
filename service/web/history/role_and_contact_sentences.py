"""Roles, people, leads and gaps, in words."""

from domain.journey.events.allies import AllyInvited, IntroductionMade
from domain.journey.events.contacts import ContactAdded, EmployerNamed
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.journey.events.market import LeadNoted, MarketSignalNoted
from domain.journey.events.opinions import OddsDisputed, RoleScored
from domain.journey.events.roles import RoleBlocked, RoleDiscovered, RoleJudged, RoleParked, RoleReopened
from domain.journey.events.vision import QualitySeen
from domain.messages import Percentage, translatable
from service.localization.code_labels import DISTANCES, GAP_DECISIONS, MARKET_SIGNALS
from service.web.history.event_sentences import EventSentence, code_message, event_sentence
from service.web.history.reference_labels import ReferenceLabels
from service.web.labels import CHANNEL_CHOICES


def describe_role_event(event: object, called: ReferenceLabels) -> EventSentence | None:
    """Kinds of work, and what is thought of them; None for what is something else."""
    match event:
        case RoleDiscovered():
            step = event.source.id if event.source.kind == "experiment" else None
            new, far = (
                translatable("A kind of work came onto the list."),
                code_message(DISTANCES, event.distance),
            )
            return event_sentence(new, (event.title,), (far,), step=step)
        case RoleJudged():
            far = code_message(DISTANCES, event.distance)
            return event_sentence(
                translatable("How far this work is was judged anew."), called.names_of(event.role_id), (far,)
            )
        case RoleBlocked():
            because = (event.reason, *called.names_of(event.condition_id))
            return event_sentence(
                translatable("This work was ruled out."), called.names_of(event.role_id), because
            )
        case RoleParked():
            return event_sentence(
                translatable("This work was laid aside."), called.names_of(event.role_id), (event.reason,)
            )
        case RoleReopened():
            return event_sentence(translatable("This work is in play again."), called.names_of(event.role_id))
        case RoleScored():
            criteria = called.names_of(*(one.criterion_id for one in event.scores))
            return event_sentence(
                translatable("This work was scored on the wishes."), called.names_of(event.role_id), criteria
            )
        case OddsDisputed():
            message = translatable("The odds were disputed.")
            if event.own_reach is not None:
                message = translatable(
                    "The odds were disputed: rather %(share)s.", share=Percentage(event.own_reach)
                )
            return event_sentence(message, called.names_of(event.role_id), (event.why,))
        case QualitySeen():
            offers = translatable("This work offers something that was looked for.")
            return event_sentence(offers, called.names_of(event.role_id), called.names_of(event.quality_id))
        case MarketSignalNoted():
            noted = translatable("Figures or news about the market were noted.")
            return event_sentence(
                noted,
                called.names_of(event.role_id),
                (code_message(MARKET_SIGNALS, event.signal), event.source),
            )
        case _:
            return _of_gaps(event, called)


def _of_gaps(event: object, called: ReferenceLabels) -> EventSentence | None:
    match event:
        case GapDecided():
            decided = translatable("It was decided what to do about a gap.")
            if event.due:
                decided = translatable("It was decided what to do about a gap, by %(day)s.", day=event.due)
            return event_sentence(
                decided,
                called.names_of(event.gap_id),
                (code_message(GAP_DECISIONS, event.decision), event.how),
            )
        case GapClosed():
            return event_sentence(translatable("A gap was closed."), called.names_of(event.gap_id))
        case _:
            return None


def describe_contact_event(event: object, called: ReferenceLabels) -> EventSentence | None:
    """Who is known, and how one came to them; None for what is something else."""
    match event:
        case ContactAdded():
            step = event.source.id if event.source.kind == "experiment" else None
            about = called.names_of(event.contact_id)
            return event_sentence(translatable("Somebody new came in."), about, (event.relation,), step=step)
        case EmployerNamed():
            return event_sentence(
                translatable("An organisation got a name."), called.names_of(event.employer_id)
            )
        case AllyInvited():
            ally = translatable("Somebody was asked to be an ally.")
            return event_sentence(ally, called.names_of(event.contact_id), (event.how_to_help,))
        case IntroductionMade():
            about = called.names_of(event.contact_id, event.to_contact_id)
            return event_sentence(translatable("Somebody made an introduction."), about, (event.note,))
        case LeadNoted():
            about = called.names_of(event.role_id, event.contact_id, event.employer_id)
            return event_sentence(
                translatable("A lead was noted."),
                about,
                (event.what, code_message(CHANNEL_CHOICES, event.channel)),
            )
        case _:
            return None
