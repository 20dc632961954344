"""Roles, people, leads and gaps, in words."""

from domain.journey.allies import AllyInvited, IntroductionMade
from domain.journey.contacts import ContactAdded, EmployerNamed
from domain.journey.gaps import GapClosed, GapDecided
from domain.journey.market import LeadNoted, MarketSignalNoted
from domain.journey.opinions import OddsDisputed, RoleScored
from domain.journey.roles import RoleBlocked, RoleDiscovered, RoleJudged, RoleParked, RoleReopened
from domain.journey.vision import QualitySeen
from domain.messages import Share, sentence
from service.localization.codes import GAP_DECISIONS
from service.web.history.event_sentences import Said, code, said
from service.web.history.reference_labels import Called
from service.web.words import CHANNELS, DISTANCES, MARKET


def of_roles(fact: object, called: Called) -> Said | None:
    """Kinds of work, and what is thought of them; None for what is something else."""
    match fact:
        case RoleDiscovered():
            step = fact.source.id if fact.source.kind == "experiment" else None
            new, far = sentence("A kind of work came onto the list."), code(DISTANCES, fact.distance)
            return said(new, (fact.title,), (far,), step=step)
        case RoleJudged():
            far = code(DISTANCES, fact.distance)
            return said(sentence("How far this work is was judged anew."), called.of(fact.role_id), (far,))
        case RoleBlocked():
            because = (fact.reason, *called.of(fact.condition_id))
            return said(sentence("This work was ruled out."), called.of(fact.role_id), because)
        case RoleParked():
            return said(sentence("This work was laid aside."), called.of(fact.role_id), (fact.reason,))
        case RoleReopened():
            return said(sentence("This work is in play again."), called.of(fact.role_id))
        case RoleScored():
            wishes = called.of(*(one.criterion_id for one in fact.scores))
            return said(sentence("This work was scored on the wishes."), called.of(fact.role_id), wishes)
        case OddsDisputed():
            told = sentence("The odds were disputed.")
            if fact.own_reach is not None:
                told = sentence("The odds were disputed: rather %(share)s.", share=Share(fact.own_reach))
            return said(told, called.of(fact.role_id), (fact.why,))
        case QualitySeen():
            offers = sentence("This work offers something that was looked for.")
            return said(offers, called.of(fact.role_id), called.of(fact.quality_id))
        case MarketSignalNoted():
            noted = sentence("Figures or news about the market were noted.")
            return said(noted, called.of(fact.role_id), (code(MARKET, fact.signal), fact.source))
        case _:
            return _of_gaps(fact, called)


def _of_gaps(fact: object, called: Called) -> Said | None:
    match fact:
        case GapDecided():
            decided = sentence("It was decided what to do about a gap.")
            if fact.due:
                decided = sentence("It was decided what to do about a gap, by %(day)s.", day=fact.due)
            return said(decided, called.of(fact.gap_id), (code(GAP_DECISIONS, fact.decision), fact.how))
        case GapClosed():
            return said(sentence("A gap was closed."), called.of(fact.gap_id))
        case _:
            return None


def of_people(fact: object, called: Called) -> Said | None:
    """Who is known, and how one came to them; None for what is something else."""
    match fact:
        case ContactAdded():
            step = fact.source.id if fact.source.kind == "experiment" else None
            about = called.of(fact.contact_id)
            return said(sentence("Somebody new came in."), about, (fact.relation,), step=step)
        case EmployerNamed():
            return said(sentence("An organisation got a name."), called.of(fact.employer_id))
        case AllyInvited():
            ally = sentence("Somebody was asked to be an ally.")
            return said(ally, called.of(fact.contact_id), (fact.how_to_help,))
        case IntroductionMade():
            about = called.of(fact.contact_id, fact.to_contact_id)
            return said(sentence("Somebody made an introduction."), about, (fact.note,))
        case LeadNoted():
            about = called.of(fact.role_id, fact.contact_id, fact.employer_id)
            return said(sentence("A lead was noted."), about, (fact.what, code(CHANNELS, fact.channel)))
        case _:
            return None
