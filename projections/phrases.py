"""Phrases shared by several projections: numbers in words, steps, and chances."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from domain.messages import Message, MessageValue, translatable, translatable_plural
from domain.vocabulary import ExperimentKind
from projections.learning_model.wording import ReachWord

_NUMBERS: Mapping[int, Message] = MappingProxyType(
    {
        1: translatable("one"),
        2: translatable("two"),
        3: translatable("three"),
        4: translatable("four"),
        5: translatable("five"),
        6: translatable("six"),
        7: translatable("seven"),
        8: translatable("eight"),
        9: translatable("nine"),
        10: translatable("ten"),
    }
)
KIND_LABELS: Mapping[ExperimentKind, Message] = MappingProxyType(
    {
        "conversation": translatable("conversation"),
        "application": translatable("application"),
        "job_shadow": translatable("job shadowing"),
        "interview": translatable("interview"),
        "trial": translatable("work trial"),
        "desk_research": translatable("desk research"),
        "follow_up": translatable("follow-up"),
        "reflection": translatable("reflection"),
    }
)
STEP_NOUNS: Mapping[ExperimentKind, Message] = MappingProxyType(
    {
        "conversation": translatable("conversation"),
        "application": translatable("application"),
        "job_shadow": translatable("job shadowing"),
        "interview": translatable("interview"),
        "trial": translatable("work trial"),
        "desk_research": translatable("desk research"),
        "follow_up": translatable("follow-up"),
        "reflection": translatable("reflection"),
    }
)
"""A kind of step as it stands in a sentence of the agenda."""
REACH_PHRASES: Mapping[ReachWord, Message] = MappingProxyType(
    {
        "unlikely": translatable("very small chances"),
        "hard": translatable("small chances"),
        "reachable": translatable("fair chances"),
        "likely": translatable("good chances"),
        "very_likely": translatable("very good chances"),
    }
)


def number_in_words(count: int) -> MessageValue:
    """A number up to ten in words, above that in figures."""
    return _NUMBERS.get(count, count)


def approximate_number(count: float) -> Message:
    """An approximate number in words: 2.5 gives "two or three"."""
    below = math.floor(count)
    rest = count - below
    if rest < 0.3:
        return _about(below)
    if rest > 0.7:
        return _about(below + 1)
    return translatable("%(few)s or %(more)s", few=number_in_words(below), more=number_in_words(below + 1))


def _about(count: int) -> Message:
    return _NUMBERS.get(count) or translatable("%(number)s", number=count)


def counted_steps(count: int, kind: ExperimentKind) -> Message:
    """A number of steps of a kind, as an item of a list: "one talk", "two talks"."""
    match kind:
        case "conversation":
            return translatable_plural(
                "one conversation", "%(number)s conversations", count, number=number_in_words(count)
            )
        case "application":
            return translatable_plural(
                "one application", "%(number)s applications", count, number=number_in_words(count)
            )
        case "job_shadow":
            return translatable_plural(
                "one job shadowing", "%(number)s job shadowings", count, number=number_in_words(count)
            )
        case "interview":
            return translatable_plural(
                "one interview", "%(number)s interviews", count, number=number_in_words(count)
            )
        case "trial":
            return translatable_plural(
                "one work trial", "%(number)s work trials", count, number=number_in_words(count)
            )
        case "desk_research":
            return translatable_plural(
                "one piece of desk research",
                "%(number)s pieces of desk research",
                count,
                number=number_in_words(count),
            )
        case "follow_up":
            return translatable_plural(
                "one follow-up", "%(number)s follow-ups", count, number=number_in_words(count)
            )
        case "reflection":
            return translatable_plural(
                "one reflection", "%(number)s reflections", count, number=number_in_words(count)
            )


def step_phrase(kind: ExperimentKind, role: str | None) -> Message:
    """A step as a phrase: "the talk about teacher", "the application as teacher"."""
    return _step(kind) if role is None else _step_about(kind, role)


def _step(kind: ExperimentKind) -> Message:
    match kind:
        case "conversation":
            return translatable("the conversation")
        case "application":
            return translatable("the application")
        case "job_shadow":
            return translatable("the job shadowing")
        case "interview":
            return translatable("the interview")
        case "trial":
            return translatable("the work trial")
        case "desk_research":
            return translatable("the desk research")
        case "follow_up":
            return translatable("the follow-up")
        case "reflection":
            return translatable("the reflection")


def _step_about(kind: ExperimentKind, role: str) -> Message:
    match kind:
        case "conversation":
            return translatable("the conversation about %(role)s", role=role)
        case "application":
            return translatable("the application for %(role)s", role=role)
        case "job_shadow":
            return translatable("the job shadowing for %(role)s", role=role)
        case "interview":
            return translatable("the interview for %(role)s", role=role)
        case "trial":
            return translatable("the work trial for %(role)s", role=role)
        case "desk_research":
            return translatable("the desk research about %(role)s", role=role)
        case "follow_up":
            return translatable("the follow-up about %(role)s", role=role)
        case "reflection":
            return translatable("the reflection about %(role)s", role=role)
