"""What passes between client and coach, and what time tells by itself, in words."""

from domain.journey.agreements import ChallengeAnswered, ChallengeSet, CommitmentMade, CommitmentSettled
from domain.journey.alerts import AlertAcknowledged, AlertClosed, AlertOpened, AlertSnoozed
from domain.journey.coaches import CoachAssigned, CoachStanceSet
from domain.journey.coaching import CheckInHeld
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.forgotten import ContactForgotten
from domain.journey.notes import NoteShared, NoteWritten
from domain.journey.pulses import TrustRated
from domain.journey.quests import QuestDeclined, QuestOffered, QuestTaken
from domain.messages import Sentence, sentence
from service.localization.code_labels import CHALLENGES
from service.localization.codes import STANCES
from service.web.history.event_sentences import Said, code, said
from service.web.history.experiment_sentences import next_step
from service.web.history.reference_labels import Called, Text
from service.web.words import QUESTS, STUCK


def of_coaching(fact: object, called: Called) -> Said | None:
    """Talks, notes, agreements and quests; None for what is something else."""
    match fact:
        case CoachAssigned():
            return said(sentence("A coach was chosen."), (fact.name,))
        case CoachStanceSet():
            return said(sentence("The coach took another stance."), (), (code(STANCES, fact.stance),))
        case CheckInHeld():
            held = sentence("Client and coach spoke.")
            return said(held, (), (fact.conclusion, fact.note, next_step(fact.next_step)))
        case NoteWritten():
            return said(sentence("A note was written."), (), (fact.text,))
        case NoteShared():
            return said(sentence("A note was shared."))
        case TrustRated():
            return said(sentence("Trust in the coach: %(rating)s of 10.", rating=fact.rating))
        case _:
            return _of_agreements(fact, called) or _of_quests(fact)


def _of_agreements(fact: object, called: Called) -> Said | None:
    match fact:
        case CommitmentMade():
            made = sentence("Something was promised.")
            if fact.due:
                made = sentence("Something was promised, by %(day)s.", day=fact.due)
            return said(made, (), (fact.what,))
        case CommitmentSettled():
            kept = sentence("A promise was kept.")
            let_go = sentence("A promise was let go.")
            return said(kept if fact.kept else let_go, called.of(fact.commitment_id), (fact.note,))
        case ChallengeSet():
            dared = sentence("A challenge was set.")
            if fact.due:
                dared = sentence("A challenge was set, for %(day)s.", day=fact.due)
            return said(dared, (), (fact.what,))
        case ChallengeAnswered():
            answer = (code(CHALLENGES, fact.answer),)
            return said(sentence("A challenge was answered."), called.of(fact.challenge_id), answer)
        case _:
            return None


def _of_quests(fact: object) -> Said | None:
    match fact:
        case QuestOffered():
            return said(sentence("A quest was offered."), (code(QUESTS, fact.quest),))
        case QuestTaken():
            return said(sentence("A quest was taken on."), (code(QUESTS, fact.quest),))
        case QuestDeclined():
            return said(sentence("A quest was declined."), (code(QUESTS, fact.quest),))
        case AlertOpened():
            return said(sentence("An alert opened."), (code(STUCK, fact.rule),))
        case AlertClosed():
            return said(sentence("An alert closed."), (code(STUCK, fact.rule),))
        case AlertAcknowledged():
            return said(sentence("An alert was seen."), (code(STUCK, fact.rule),), (fact.move,))
        case AlertSnoozed():
            aside = sentence("An alert was laid aside until %(day)s.", day=fact.until)
            return said(aside, (code(STUCK, fact.rule),))
        case _:
            return None


def of_entries(event: object, called: Called) -> Said | None:
    """What was said of earlier entries; None for what tells something itself."""
    match event:
        case EntryCorrected():
            return said(_again(), (), _reason(event.reason))
        case EntryRetracted():
            return said(sentence("An earlier entry was taken back."), (), _reason(event.reason))
        case ContactForgotten():
            forgotten = sentence("Somebody was forgotten: who it was can never be read again.")
            return said(forgotten, called.of(event.contact_id))
        case _:
            return None


def _again() -> Sentence:
    return sentence("An earlier entry was said again.")


def _reason(reason: str | None) -> tuple[Text | None, ...]:
    return (reason,)
