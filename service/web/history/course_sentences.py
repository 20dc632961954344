"""The start, the portrait, the weeks and what the client decided about the journey, in words."""

from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.consents import ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.journey.events.course import GameSwitched, PhaseEmphasised, PlanAdjusted, TrackSet
from domain.journey.events.endings import AfterCarePlanned, EndingRecorded
from domain.journey.events.intake import IntakeAgreed, QuestionsAnswered
from domain.journey.events.pulses import EnergyRated
from domain.journey.events.sight import SightExpired, SightGranted, SightWithdrawn
from domain.journey.events.start import ConditionDeclared, JourneyStarted
from domain.journey.events.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.journey.events.suggestions import SuggestionOffered
from domain.journey.events.vision import DreamDecoded, IdealSketched, ValueNamed
from domain.journey.events.weeks import RestDeclared, WeekPlanned, WeekReviewed, WeekTurned
from domain.messages import Message, translatable
from service.localization.code_labels import ENDINGS, PHASES, PURPOSES, READERS, SCOPES, TRACKS
from service.web.history.event_sentences import EventSentence, code_message, event_sentence
from service.web.history.reference_labels import ReferenceLabels
from service.web.labels import THEME_CHOICES


def describe_course_event(fact: object, called: ReferenceLabels) -> EventSentence | None:
    """How the journey was set up and ended; None for what is something else."""
    match fact:
        case JourneyStarted():
            return event_sentence(
                translatable("The journey began."), (fact.called,), (code_message(TRACKS, fact.track),)
            )
        case ConditionDeclared():
            return event_sentence(translatable("A hard condition was named."), (), (fact.wording,))
        case TrackSet():
            return event_sentence(translatable("The track changed."), (), (code_message(TRACKS, fact.track),))
        case PhaseEmphasised():
            return event_sentence(
                translatable("Another phase came to the foreground."), (), (code_message(PHASES, fact.phase),)
            )
        case PlanAdjusted():
            return event_sentence(translatable("The plan was adjusted."), (), _adjusted(fact))
        case GameSwitched():
            on = translatable("The game was switched on.")
            return event_sentence(on if fact.on else translatable("The game was switched off."))
        case EndingRecorded():
            return event_sentence(
                translatable("The track ended."), (), (code_message(ENDINGS, fact.ending), fact.note)
            )
        case AfterCarePlanned():
            planned = translatable("A day was set for care afterwards: %(day)s.", day=fact.due)
            return event_sentence(planned, (), (fact.what,))
        case _:
            return _of_sight(fact, called) or _of_weeks(fact, called)


def _adjusted(fact: PlanAdjusted) -> tuple[Message | None, ...]:
    goal, end = fact.weekly_goal, fact.programme_end
    return (
        translatable("Steps a week: %(goal)s.", goal=goal) if goal else None,
        translatable("The programme ends on %(day)s.", day=end) if end else None,
    )


def _of_sight(fact: object, called: ReferenceLabels) -> EventSentence | None:
    match fact:
        case SightGranted():
            words = (code_message(READERS, fact.reader), code_message(SCOPES, fact.scope))
            return event_sentence(translatable("Somebody may look along."), (fact.name,), words)
        case SightWithdrawn():
            return event_sentence(
                translatable("Somebody may not look along any more."), called.names_of(fact.reader_id)
            )
        case SightExpired():
            return event_sentence(
                translatable("The time to look along was over."), called.names_of(fact.reader_id)
            )
        case ConsentGiven():
            return event_sentence(
                translatable("A consent was given."), (), (code_message(PURPOSES, fact.purpose),)
            )
        case ConsentWithdrawn():
            return event_sentence(translatable("A consent was withdrawn."))
        case ConsentExpired():
            return event_sentence(translatable("A consent ran out."))
        case _:
            return None


def _of_weeks(fact: object, _called: ReferenceLabels) -> EventSentence | None:
    match fact:
        case WeekPlanned():
            aim = translatable("The week of %(day)s got an aim.", day=fact.monday)
            return event_sentence(aim, (), (fact.intention,))
        case WeekReviewed():
            closed = translatable("The week of %(day)s was closed.", day=fact.monday)
            return event_sentence(closed, (), (fact.conclusion,))
        case RestDeclared():
            rest = translatable("The week of %(day)s was taken off.", day=fact.monday)
            return event_sentence(rest, (), (fact.reason,))
        case WeekTurned():
            return event_sentence(translatable("The week of %(day)s began.", day=fact.monday))
        case SuggestionOffered():
            return event_sentence(
                translatable("Steps were suggested for the week of %(day)s.", day=fact.monday)
            )
        case EnergyRated():
            return event_sentence(translatable("Energy: %(rating)s of 10.", rating=fact.rating))
        case _:
            return None


def describe_portrait_event(fact: object, called: ReferenceLabels) -> EventSentence | None:
    """Who the client is and what she looks for; None for what is something else."""
    match fact:
        case IntakeAgreed():
            words = (fact.question, fact.aim, fact.occasion, fact.context)
            return event_sentence(translatable("The agreement of the intake was written."), (), words)
        case QuestionsAnswered():
            return event_sentence(
                translatable("The three questions were answered."), (), (fact.can, fact.want, fact.move)
            )
        case ValueNamed():
            return event_sentence(translatable("A value was named."), (), (fact.wording,))
        case DreamDecoded():
            qualities = (one.wording for one in fact.qualities)
            return event_sentence(translatable("An old dream was decoded."), (), (fact.dream, *qualities))
        case IdealSketched():
            qualities = (one.wording for one in fact.qualities)
            return event_sentence(translatable("An ideal job was sketched."), (), (fact.sketch, *qualities))
        case StoryRecorded():
            return event_sentence(translatable("A story was told."), (fact.title,), (fact.story,))
        case GoalSet():
            aim = translatable("A goal was set.")
            if fact.due:
                aim = translatable("A goal was set, for %(day)s.", day=fact.due)
            return event_sentence(aim, (), (fact.wording,))
        case GoalReached():
            return event_sentence(translatable("A goal was reached."), called.names_of(fact.goal_id))
        case ReflectionDone():
            return event_sentence(
                translatable("Something was written in private."),
                (),
                (code_message(THEME_CHOICES, fact.theme),),
            )
        case AssessmentNoted():
            found = (one.wording for one in fact.strengths)
            return event_sentence(translatable("A test was noted."), (fact.instrument,), (*found, fact.note))
        case _:
            return None
