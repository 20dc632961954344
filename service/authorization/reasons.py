"""Why something may be done with a journey or may not, and the refusals in words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from domain.messages import Sentence, sentence

Why = Literal[
    "local",
    "own_journey",
    "assigned_coach",
    "break_glass",
    "by_role",
    "unseen",
    "not_granted",
    "not_yours",
    "not_by_token",
    "role_missing",
    "seen_already",
    "restricted",
    "nobody_else",
]

SENTENCES: Mapping[Why, Sentence] = MappingProxyType(
    {
        "not_granted": sentence("The client has not granted this much sight of the journey."),
        "not_yours": sentence("In this journey that is for somebody else to do or to see."),
        "not_by_token": sentence("This token was not made for that."),
        "role_missing": sentence("Your role does not include this."),
        "seen_already": sentence("You may see this journey already."),
        "restricted": sentence(
            "The use of this journey is restricted. Until that is lifted, only its client reads it."
        ),
        "nobody_else": sentence("No accounts are kept here, so nobody else uses this journey."),
    }
)
