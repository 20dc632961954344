"""Roles, people, leads, gaps and skills, in words."""

from domain.journey.events.allies import AllyInvited, IntroductionMade
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.journey.events.market import LeadNoted, MarketSignalNoted
from domain.journey.events.network import ContactAdded, ContactPhoneSet, EmployerNamed
from domain.journey.events.opinions import OddsDisputed, RoleScored
from domain.journey.events.roles import (
    RoleBlocked,
    RoleDiscovered,
    RoleJudged,
    RoleKept,
    RoleLinked,
    RoleParked,
    RolePassed,
    RoleReopened,
)
from domain.journey.events.skills import SkillJudged
from domain.journey.events.vision import QualitySeen
from domain.messages import Percentage, translatable
from service.localization.code_labels import DISTANCES, GAP_DECISIONS, MARKET_SIGNALS, SKILL_STANDINGS
from service.web.history.event_sentences import EventSentence, code_message, event_sentence
from service.web.history.reference_labels import ReferenceLabels
from service.web.labels import CHANNEL_CHOICES


def describe_role_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    """Kinds of work, and what is thought of them; None for what is something else."""
    match event:
        case RoleDiscovered():
            step = event.source.id if event.source.kind == "experiment" else None
            sentence = translatable("A role was added to the list.")
            distance = code_message(DISTANCES, event.distance)
            return event_sentence(sentence, (event.title,), (distance,), step=step)
        case RoleJudged():
            distance = code_message(DISTANCES, event.distance)
            return event_sentence(
                translatable("Updated: how different this role is."),
                labels.names_of(event.role_id),
                (distance,),
            )
        case RoleBlocked():
            reasons = (event.reason, *labels.names_of(event.condition_id))
            return event_sentence(
                translatable("This role was ruled out."), labels.names_of(event.role_id), reasons
            )
        case RoleKept():
            return event_sentence(translatable("This role was kept."), labels.names_of(event.role_id))
        case RolePassed():
            return event_sentence(translatable("This role was let go."), labels.names_of(event.role_id))
        case RoleLinked():
            return event_sentence(
                translatable("This role was found in the atlas of roles."), labels.names_of(event.role_id)
            )
        case RoleParked():
            return event_sentence(
                translatable("This role was parked."), labels.names_of(event.role_id), (event.reason,)
            )
        case RoleReopened():
            return event_sentence(translatable("This role is active again."), labels.names_of(event.role_id))
        case RoleScored():
            criteria = labels.names_of(*(one.criterion_id for one in event.scores))
            return event_sentence(
                translatable("This role was scored on priorities."), labels.names_of(event.role_id), criteria
            )
        case OddsDisputed():
            sentence = translatable("The chances were seen differently.")
            if event.own_reach is not None:
                sentence = translatable(
                    "The chances were seen differently: about %(share)s.",
                    share=Percentage(event.own_reach),
                )
            return event_sentence(sentence, labels.names_of(event.role_id), (event.why,))
        case QualitySeen():
            sentence = translatable("This role offers something that was looked for.")
            return event_sentence(sentence, labels.names_of(event.role_id), labels.names_of(event.quality_id))
        case MarketSignalNoted():
            sentence = translatable("Figures or news about the market were added.")
            return event_sentence(
                sentence,
                labels.names_of(event.role_id),
                (code_message(MARKET_SIGNALS, event.signal), event.source),
            )
        case _:
            return _describe_gap_event(event, labels)


def _describe_gap_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    match event:
        case GapDecided():
            sentence = translatable("A gap was decided on.")
            if event.due:
                sentence = translatable("A gap was decided on, for %(day)s.", day=event.due)
            return event_sentence(
                sentence,
                labels.names_of(event.gap_id),
                (code_message(GAP_DECISIONS, event.decision), event.how),
            )
        case GapClosed():
            return event_sentence(translatable("A gap was closed."), labels.names_of(event.gap_id))
        case SkillJudged():
            shown_by = labels.names_of(event.evidence.id if event.evidence else None)
            return event_sentence(
                translatable("A skill was compared with what is known."),
                (event.title,),
                (code_message(SKILL_STANDINGS, event.standing), *shown_by),
            )
        case _:
            return None


def describe_contact_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    """Who is known, and how one came to them; None for what is something else."""
    match event:
        case ContactAdded():
            step = event.source.id if event.source.kind == "experiment" else None
            about = labels.names_of(event.contact_id, event.introduced_by)
            return event_sentence(
                translatable("A new person was added."), about, (event.relation,), step=step
            )
        case ContactPhoneSet():
            sentence = translatable("A phone number was added.")
            return event_sentence(sentence, labels.names_of(event.contact_id), ())
        case EmployerNamed():
            return event_sentence(
                translatable("An organisation was named."), labels.names_of(event.employer_id)
            )
        case AllyInvited():
            sentence = translatable("Someone was asked to be a supporter.")
            return event_sentence(sentence, labels.names_of(event.contact_id), (event.how_to_help,))
        case IntroductionMade():
            about = labels.names_of(event.contact_id, event.to_contact_id)
            return event_sentence(translatable("Two people were introduced."), about, (event.note,))
        case LeadNoted():
            about = labels.names_of(event.role_id, event.contact_id, event.employer_id)
            return event_sentence(
                translatable("An opening was added."),
                about,
                (event.what, code_message(CHANNEL_CHOICES, event.channel)),
            )
        case _:
            return None
