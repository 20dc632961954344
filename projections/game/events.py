"""What quests and badges are made of, besides the steps: facts with a day, each in its order."""

from domain.journey.allies import IntroductionMade
from domain.journey.answers import AnswerReceived, FollowUpPlanned, SilenceElapsed
from domain.journey.events.evidence import AppealRated, OddsSignalHeard, StrengthObserved, TradeoffMade
from domain.journey.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.gaps import GapClosed
from domain.journey.quests import QuestDeclined, QuestOffered, QuestTaken
from domain.journey.refusals import KeptOnFile, RefusalConcluded, RefusalPaused
from domain.journey.roles import RoleDiscovered, RoleJudged, RoleParked
from domain.journey.vision import DreamDecoded, QualitySeen

GameEvent = (
    AnswerReceived
    | AppealRated
    | DreamDecoded
    | FeedbackReceived
    | FeedbackRequested
    | FollowUpPlanned
    | GapClosed
    | IntroductionMade
    | KeptOnFile
    | OddsSignalHeard
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
"""Answers are among them, for what one does about a no; no points are made of any of these."""
