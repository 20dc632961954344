"""The start, the portrait, the weeks and what the client decided about the journey, in words."""

from domain.journey.assessments import AssessmentNoted
from domain.journey.consents import ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.journey.course import GameSwitched, PhaseEmphasised, PlanAdjusted, TrackSet
from domain.journey.endings import AfterCarePlanned, EndingRecorded
from domain.journey.intake import IntakeAgreed, QuestionsAnswered
from domain.journey.pulses import EnergyRated
from domain.journey.sight import SightExpired, SightGranted, SightWithdrawn
from domain.journey.start import ConditionDeclared, JourneyStarted
from domain.journey.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.journey.suggestions import SuggestionOffered
from domain.journey.vision import DreamDecoded, IdealSketched, ValueNamed
from domain.journey.weeks import RestDeclared, WeekPlanned, WeekReviewed, WeekTurned
from domain.messages import Sentence, sentence
from service.localization.codes import ENDINGS, PHASES, PURPOSES, READERS, SCOPES
from service.web.history.event_sentences import Said, code, said
from service.web.history.reference_labels import Called
from service.web.words import THEMES, TRACKS


def of_course(fact: object, called: Called) -> Said | None:
    """How the journey was set up and ended; None for what is something else."""
    match fact:
        case JourneyStarted():
            return said(sentence("The journey began."), (fact.called,), (code(TRACKS, fact.track),))
        case ConditionDeclared():
            return said(sentence("A hard condition was named."), (), (fact.wording,))
        case TrackSet():
            return said(sentence("The track changed."), (), (code(TRACKS, fact.track),))
        case PhaseEmphasised():
            return said(sentence("Another phase came to the foreground."), (), (code(PHASES, fact.phase),))
        case PlanAdjusted():
            return said(sentence("The plan was adjusted."), (), _adjusted(fact))
        case GameSwitched():
            on = sentence("The game was switched on.")
            return said(on if fact.on else sentence("The game was switched off."))
        case EndingRecorded():
            return said(sentence("The track ended."), (), (code(ENDINGS, fact.ending), fact.note))
        case AfterCarePlanned():
            planned = sentence("A day was set for care afterwards: %(day)s.", day=fact.due)
            return said(planned, (), (fact.what,))
        case _:
            return _of_sight(fact, called) or _of_weeks(fact, called)


def _adjusted(fact: PlanAdjusted) -> tuple[Sentence | None, ...]:
    goal, end = fact.weekly_goal, fact.programme_end
    return (
        sentence("Steps a week: %(goal)s.", goal=goal) if goal else None,
        sentence("The programme ends on %(day)s.", day=end) if end else None,
    )


def _of_sight(fact: object, called: Called) -> Said | None:
    match fact:
        case SightGranted():
            words = (code(READERS, fact.reader), code(SCOPES, fact.scope))
            return said(sentence("Somebody may look along."), (fact.name,), words)
        case SightWithdrawn():
            return said(sentence("Somebody may not look along any more."), called.of(fact.reader_id))
        case SightExpired():
            return said(sentence("The time to look along was over."), called.of(fact.reader_id))
        case ConsentGiven():
            return said(sentence("A consent was given."), (), (code(PURPOSES, fact.purpose),))
        case ConsentWithdrawn():
            return said(sentence("A consent was withdrawn."))
        case ConsentExpired():
            return said(sentence("A consent ran out."))
        case _:
            return None


def _of_weeks(fact: object, _called: Called) -> Said | None:
    match fact:
        case WeekPlanned():
            aim = sentence("The week of %(day)s got an aim.", day=fact.monday)
            return said(aim, (), (fact.intention,))
        case WeekReviewed():
            closed = sentence("The week of %(day)s was closed.", day=fact.monday)
            return said(closed, (), (fact.conclusion,))
        case RestDeclared():
            rest = sentence("The week of %(day)s was taken off.", day=fact.monday)
            return said(rest, (), (fact.reason,))
        case WeekTurned():
            return said(sentence("The week of %(day)s began.", day=fact.monday))
        case SuggestionOffered():
            return said(sentence("Steps were suggested for the week of %(day)s.", day=fact.monday))
        case EnergyRated():
            return said(sentence("Energy: %(rating)s of 10.", rating=fact.rating))
        case _:
            return None


def of_portrait(fact: object, called: Called) -> Said | None:
    """Who the client is and what she looks for; None for what is something else."""
    match fact:
        case IntakeAgreed():
            words = (fact.question, fact.aim, fact.occasion, fact.context)
            return said(sentence("The agreement of the intake was written."), (), words)
        case QuestionsAnswered():
            return said(sentence("The three questions were answered."), (), (fact.can, fact.want, fact.move))
        case ValueNamed():
            return said(sentence("A value was named."), (), (fact.wording,))
        case DreamDecoded():
            qualities = (one.wording for one in fact.qualities)
            return said(sentence("An old dream was decoded."), (), (fact.dream, *qualities))
        case IdealSketched():
            qualities = (one.wording for one in fact.qualities)
            return said(sentence("An ideal job was sketched."), (), (fact.sketch, *qualities))
        case StoryRecorded():
            return said(sentence("A story was told."), (fact.title,), (fact.story,))
        case GoalSet():
            aim = sentence("A goal was set.")
            if fact.due:
                aim = sentence("A goal was set, for %(day)s.", day=fact.due)
            return said(aim, (), (fact.wording,))
        case GoalReached():
            return said(sentence("A goal was reached."), called.of(fact.goal_id))
        case ReflectionDone():
            return said(sentence("Something was written in private."), (), (code(THEMES, fact.theme),))
        case AssessmentNoted():
            found = (one.wording for one in fact.strengths)
            return said(sentence("A test was noted."), (fact.instrument,), (*found, fact.note))
        case _:
            return None
