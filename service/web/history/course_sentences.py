"""The start, the portrait, the weeks and what the client decided about the journey, in quotes."""

from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.consents import ArmAssigned, ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.journey.events.course import (
    GameSwitched,
    PhaseEmphasised,
    PlanAdjusted,
    TimeZoneChanged,
    TrackSet,
)
from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled, EndingRecorded
from domain.journey.events.intake import IntakeAgreed, QuestionsAnswered
from domain.journey.events.pulses import EnergyRated
from domain.journey.events.sight import SightExpired, SightGranted, SightWithdrawn
from domain.journey.events.start import ConditionDeclared, JourneyStarted
from domain.journey.events.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.journey.events.suggestions import SuggestionOffered
from domain.journey.events.vision import DreamDecoded, IdealSketched, ValueNamed
from domain.journey.events.weeks import RestDeclared, WeekPlanned, WeekReviewed, WeekTurned
from domain.messages import Message, translatable
from domain.vocabulary import FirstNextWeek
from service.localization.code_labels import (
    ENDINGS,
    FIRST_NEXT_WEEK,
    PHASES,
    PURPOSES,
    READERS,
    SCOPES,
    TRACKS,
)
from service.web.history.event_sentences import EventSentence, code_message, event_sentence
from service.web.history.reference_labels import ReferenceLabels
from service.web.labels import THEME_CHOICES


def describe_course_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    """How the journey was set up and ended; None for what is something else."""
    match event:
        case JourneyStarted():
            return event_sentence(
                translatable("The journey started."), (event.called,), (code_message(TRACKS, event.track),)
            )
        case ConditionDeclared():
            return event_sentence(translatable("A limit was added."), (), (event.wording,))
        case TrackSet():
            return event_sentence(
                translatable("The track changed."), (), (code_message(TRACKS, event.track),)
            )
        case PhaseEmphasised():
            return event_sentence(
                translatable("The focus moved to another phase."),
                (),
                (code_message(PHASES, event.phase),),
            )
        case PlanAdjusted():
            return event_sentence(translatable("The plan was adjusted."), (), _adjusted(event))
        case TimeZoneChanged():
            return event_sentence(translatable("The time zone changed."), (), (event.time_zone,))
        case GameSwitched():
            sentence = (
                translatable("The game was switched on.")
                if event.on
                else translatable("The game was switched off.")
            )
            return event_sentence(sentence)
        case EndingRecorded():
            return event_sentence(
                translatable("The journey ended."), (), (code_message(ENDINGS, event.ending), event.note)
            )
        case AfterCarePlanned():
            sentence = translatable("Aftercare was planned for %(day)s.", day=event.due)
            return event_sentence(sentence, (), (event.what,))
        case AfterCareSettled():
            if event.answer is None:
                return event_sentence(translatable("A date for aftercare was dropped."))
            return event_sentence(translatable("Aftercare was answered."), (), (event.answer,))
        case _:
            return _describe_sight_event(event, labels) or _describe_week_event(event, labels)


def _adjusted(event: PlanAdjusted) -> tuple[Message | None, ...]:
    goal, end = event.weekly_goal, event.programme_end
    return (
        translatable("Steps a week: %(goal)s.", goal=goal) if goal else None,
        translatable("The programme ends on %(day)s.", day=end) if end else None,
        translatable("Trust is not asked about.") if event.ask_trust is False else None,
    )


def _describe_sight_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    match event:
        case SightGranted():
            quotes = (code_message(READERS, event.reader), code_message(SCOPES, event.scope))
            return event_sentence(translatable("The journey was shared with someone."), (event.name,), quotes)
        case SightWithdrawn():
            return event_sentence(
                translatable("Sharing with someone was stopped."), labels.names_of(event.reader_id)
            )
        case SightExpired():
            return event_sentence(
                translatable("A period of sharing ended."), labels.names_of(event.reader_id)
            )
        case ConsentGiven():
            return event_sentence(
                translatable("A consent was given."), (), (code_message(PURPOSES, event.purpose),)
            )
        case ConsentWithdrawn():
            return event_sentence(translatable("A consent was withdrawn."))
        case ConsentExpired():
            return event_sentence(translatable("A consent ran out."))
        case ArmAssigned():
            return event_sentence(translatable("You were assigned to a group of a study, by chance."))
        case _:
            return None


def _describe_week_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    match event:
        case WeekPlanned():
            sentence = translatable("An aim was set for the week of %(day)s.", day=event.monday)
            return event_sentence(
                sentence, labels.names_of(event.first_role_id), (event.intention, _first(event.first))
            )
        case WeekReviewed():
            sentence = translatable("The week of %(day)s was reviewed.", day=event.monday)
            return event_sentence(
                sentence, labels.names_of(event.first_role_id), (event.conclusion, _first(event.first))
            )
        case RestDeclared():
            sentence = translatable("The week of %(day)s was taken off.", day=event.monday)
            if event.reserve:
                sentence = translatable("A reserve week was used for the week of %(day)s.", day=event.monday)
            return event_sentence(sentence, (), (event.reason,))
        case WeekTurned():
            return event_sentence(translatable("The week of %(day)s started.", day=event.monday))
        case SuggestionOffered():
            return event_sentence(
                translatable("Steps were suggested for the week of %(day)s.", day=event.monday)
            )
        case EnergyRated():
            return event_sentence(translatable("Energy: %(rating)s out of 10.", rating=event.rating))
        case _:
            return None


def describe_portrait_event(event: object, labels: ReferenceLabels) -> EventSentence | None:
    """The sentence for an event about who the client is and what she looks for; None for other events."""
    match event:
        case IntakeAgreed():
            quotes = (event.question, event.aim, event.occasion, event.context)
            return event_sentence(translatable("The intake agreement was written."), (), quotes)
        case QuestionsAnswered():
            return event_sentence(
                translatable("The three questions were answered."), (), (event.can, event.want, event.move)
            )
        case ValueNamed():
            return event_sentence(translatable("A value was named."), (), (event.wording,))
        case DreamDecoded():
            qualities = (one.wording for one in event.qualities)
            return event_sentence(translatable("An old dream was decoded."), (), (event.dream, *qualities))
        case IdealSketched():
            qualities = (one.wording for one in event.qualities)
            return event_sentence(translatable("An ideal job was sketched."), (), (event.sketch, *qualities))
        case StoryRecorded():
            return event_sentence(translatable("A story was told."), (event.title,), (event.story,))
        case GoalSet():
            sentence = translatable("A goal was set.")
            if event.due:
                sentence = translatable("A goal was set, for %(day)s.", day=event.due)
            return event_sentence(sentence, (), (event.wording,))
        case GoalReached():
            return event_sentence(translatable("A goal was reached."), labels.names_of(event.goal_id))
        case ReflectionDone():
            return event_sentence(
                translatable("Something was written in private."),
                (),
                (code_message(THEME_CHOICES, event.theme),),
            )
        case AssessmentNoted():
            strengths = (one.wording for one in event.strengths)
            return event_sentence(
                translatable("A test was added."), (event.instrument,), (*strengths, event.note)
            )
        case _:
            return None


def _first(first: FirstNextWeek | None) -> Message | None:
    """What comes first among the suggestions."""
    return code_message(FIRST_NEXT_WEEK, first) if first else None
