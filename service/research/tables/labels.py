"""What the codes in the tables mean, in plain English."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, get_args

from domain.journey.events.catalogue import JourneyEvent
from service.localization import code_labels
from service.localization.code_labels import (
    ANSWERS,
    CHALLENGE_ANSWERS,
    CHANNELS,
    DISTANCES,
    ENDINGS,
    GAP_DECISIONS,
    KINDS,
    MARKET_SIGNALS,
    PHASES,
    PURPOSES,
    QUESTS,
    SCOPES,
    SIGNALS,
    SKILL_STANDINGS,
    STANCES,
    STUCK_RULES,
    TIES,
    TRACKS,
)
from service.localization.guess_labels import FIVE_TRIES

Labels = Mapping[str, str]


def labels_of(labels: Mapping[Any, str], **instead: str) -> Labels:
    """The labels of the codes of a vocabulary, for a column: the very same ones, unless some are in other words."""
    if not instead and None not in labels and isinstance(labels, MappingProxyType):
        return labels
    return MappingProxyType({str(code): label for code, label in labels.items() if code} | instead)


STEP_KINDS = labels_of(KINDS)
STAGES = labels_of(code_labels.STAGES, cancelled="Called off or moved by the other side")
ANSWER_LABELS = labels_of(ANSWERS)
SIGNAL_LABELS = labels_of(SIGNALS)
DISTANCE_LABELS = labels_of(DISTANCES)
TRACK_LABELS = labels_of(TRACKS)
TIE_LABELS = labels_of(TIES)
CHANNEL_LABELS = labels_of(CHANNELS)
ENDING_LABELS = labels_of(ENDINGS)
PURPOSE_LABELS = labels_of(PURPOSES)
STANDING_LABELS = labels_of(
    {"in_play": "Active", "parked": "Parked by the client", "blocked": "Ruled out by a limit"}
)
FIVE_TRIES_LABELS = labels_of(FIVE_TRIES)
FEAR_LABELS = labels_of(
    {"happened": "What was feared happened", "partly": "It partly happened", "did_not": "It did not happen"}
)
VERDICT_LABELS = labels_of(
    {
        "held_up": "The belief held up",
        "did_not": "The belief did not hold up",
        "cannot_tell": "The step did not tell",
    }
)
QUEST_LABELS = labels_of(QUESTS)
QUADRANT_LABELS = labels_of(code_labels.QUADRANTS)
LANGUAGE_LABELS = labels_of({"en": "English", "nl": "Dutch", "sv": "Swedish", "nb": "Norwegian"})
AUTHOR_LABELS = labels_of(
    {
        "client": "The client, or somebody for them",
        "coach": "A coach or a deputy of the coach",
        "service": "The service itself, by date or by rule",
    }
)
SOURCE_LABELS = labels_of(
    {
        "intake": "The intake",
        "experiment": "A step",
        "check_in": "A session with the coach",
        "coach": "The coach",
        "atlas": "The atlas of occupations",
        "own": "The client",
        "market": "A figure or report about the market",
    }
)
WITNESS_LABELS = labels_of(
    {"self": "The client", "contact": "Somebody met along the way", "coach": "The coach"}
)
_THEMES = {
    "notice": "How being given notice was",
    "results": "Results",
    "success": "A success",
    "values": "Values",
    "other": "Something else",
}
_VIA = {"call": "By a call", "link": "By a link that was sent", "letter": "By a letter"}


def _together(vocabularies: Iterable[Mapping[str, str]]) -> Labels:
    """The labels of several vocabularies. A code of two of them has both."""
    found = defaultdict[str, list[str]](list)
    for labels in vocabularies:
        for code, label in labels.items():
            if label not in found[code]:
                found[code].append(label)
    return labels_of({code: " or ".join(labels) for code, labels in sorted(found.items())})


EVENT_CODE_LABELS = _together(
    (
        STEP_KINDS,
        SIGNAL_LABELS,
        ANSWER_LABELS,
        DISTANCE_LABELS,
        labels_of(QUESTS),
        labels_of(STUCK_RULES),
        labels_of(CHALLENGE_ANSWERS),
        VERDICT_LABELS,
        ENDING_LABELS,
        labels_of(PHASES),
        labels_of(STANCES),
        TRACK_LABELS,
        labels_of(SKILL_STANDINGS),
        labels_of(GAP_DECISIONS),
        labels_of(MARKET_SIGNALS),
        CHANNEL_LABELS,
        _VIA,
        labels_of(SCOPES),
        _THEMES,
        WITNESS_LABELS,
        PURPOSE_LABELS,
    )
)
"""The codes in the column `kind` of the events."""
EVENT_TYPE_LABELS = labels_of({one.__name__: f"Records {one.label}" for one in get_args(JourneyEvent)})
