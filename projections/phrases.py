"""What several readings say alike: numbers in words, what was done, and what the chances are."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from domain.messages import Sentence, Value, counted_sentence, sentence
from domain.vocabulary import Kind
from projections.learning_model.wording import ReachWord

_NUMBERS: Mapping[int, Sentence] = MappingProxyType(
    {
        1: sentence("one"),
        2: sentence("two"),
        3: sentence("three"),
        4: sentence("four"),
        5: sentence("five"),
        6: sentence("six"),
        7: sentence("seven"),
        8: sentence("eight"),
        9: sentence("nine"),
        10: sentence("ten"),
    }
)
KINDS: Mapping[Kind, Sentence] = MappingProxyType(
    {
        "conversation": sentence("talk"),
        "application": sentence("application"),
        "job_shadow": sentence("job shadowing"),
        "interview": sentence("interview"),
        "trial": sentence("trial"),
        "desk_research": sentence("desk research"),
        "follow_up": sentence("follow-up"),
        "reflection": sentence("reflection"),
    }
)
TRIES: Mapping[ReachWord, Sentence] = MappingProxyType(
    {
        "unlikely": sentence("five tries would hardly bring an invitation"),
        "hard": sentence("five tries might bring an invitation"),
        "reachable": sentence("five tries may well bring an invitation"),
        "likely": sentence("five tries would likely bring an invitation"),
        "very_likely": sentence("five tries would very likely bring an invitation"),
    }
)


def capital(words: str) -> str:
    """Somebody's own words at the start of a sentence."""
    return words[:1].upper() + words[1:]


def number(count: int) -> Value:
    """A number in words, above ten in figures."""
    return _NUMBERS.get(count, count)


def about(count: float) -> Sentence:
    """About how many, in words: 2.5 reads two or three."""
    below = math.floor(count)
    rest = count - below
    if rest < 0.3:
        return _about(below)
    if rest > 0.7:
        return _about(below + 1)
    return sentence("%(few)s or %(more)s", few=number(below), more=number(below + 1))


def _about(count: int) -> Sentence:
    return _NUMBERS.get(count) or sentence("%(number)s", number=count)


def counted(count: int, kind: Kind) -> Sentence:
    """How many steps of a kind, to stand in a list: one talk, two talks."""
    match kind:
        case "conversation":
            return counted_sentence("one talk", "%(number)s talks", count, number=number(count))
        case "application":
            return counted_sentence("one application", "%(number)s applications", count, number=number(count))
        case "job_shadow":
            return counted_sentence(
                "one job shadowing", "%(number)s job shadowings", count, number=number(count)
            )
        case "interview":
            return counted_sentence("one interview", "%(number)s interviews", count, number=number(count))
        case "trial":
            return counted_sentence("one trial", "%(number)s trials", count, number=number(count))
        case "desk_research":
            return counted_sentence(
                "one piece of desk research",
                "%(number)s pieces of desk research",
                count,
                number=number(count),
            )
        case "follow_up":
            return counted_sentence("one follow-up", "%(number)s follow-ups", count, number=number(count))
        case "reflection":
            return counted_sentence("one reflection", "%(number)s reflections", count, number=number(count))


def step(kind: Kind, role: str | None) -> Sentence:
    """A step as it is said: the talk about teacher, the application as teacher."""
    return _step(kind) if role is None else _step_about(kind, role)


def _step(kind: Kind) -> Sentence:
    match kind:
        case "conversation":
            return sentence("the talk")
        case "application":
            return sentence("the application")
        case "job_shadow":
            return sentence("the job shadowing")
        case "interview":
            return sentence("the interview")
        case "trial":
            return sentence("the trial")
        case "desk_research":
            return sentence("the desk research")
        case "follow_up":
            return sentence("the follow-up")
        case "reflection":
            return sentence("the reflection")


def _step_about(kind: Kind, role: str) -> Sentence:
    match kind:
        case "conversation":
            return sentence("the talk about %(role)s", role=role)
        case "application":
            return sentence("the application as %(role)s", role=role)
        case "job_shadow":
            return sentence("the job shadowing as %(role)s", role=role)
        case "interview":
            return sentence("the interview as %(role)s", role=role)
        case "trial":
            return sentence("the trial as %(role)s", role=role)
        case "desk_research":
            return sentence("the desk research about %(role)s", role=role)
        case "follow_up":
            return sentence("the follow-up about %(role)s", role=role)
        case "reflection":
            return sentence("the reflection about %(role)s", role=role)
