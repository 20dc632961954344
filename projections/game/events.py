"""The events besides steps that quests and badges use, as dated tuples."""

from domain.journey.events.allies import IntroductionMade
from domain.journey.events.answers import AnswerReceived, FollowUpPlanned, SilenceElapsed
from domain.journey.events.endings import EndingRecorded
from domain.journey.events.evidence import (
    AppealRated,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.events.gaps import GapClosed
from domain.journey.events.offers import OfferDeclined
from domain.journey.events.quests import QuestDeclined, QuestOffered, QuestTaken
from domain.journey.events.refusals import KeptOnFile, RefusalConcluded, RefusalPaused
from domain.journey.events.roles import RoleDiscovered, RoleJudged, RoleParked
from domain.journey.events.vision import DreamDecoded, QualitySeen

GameEvent = (
    AnswerReceived
    | AppealRated
    | DreamDecoded
    | EndingRecorded
    | FeedbackReceived
    | FeedbackRequested
    | FollowUpPlanned
    | GapClosed
    | GapFound
    | IntroductionMade
    | KeptOnFile
    | OddsSignalHeard
    | OfferDeclined
    | QualitySeen
    | QuestDeclined
    | QuestOffered
    | QuestTaken
    | RefusalConcluded
    | RefusalPaused
    | RoleDiscovered
    | RoleJudged
    | RoleParked
    | SilenceElapsed
    | StrengthObserved
    | TradeoffMade
)
"""Answers are among them, for what one does about a no."""
