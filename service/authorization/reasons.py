"""The reasons of decisions, and the messages of denials."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from domain.messages import Message, translatable

AuthorizationReason = Literal[
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

DENIAL_MESSAGES: Mapping[AuthorizationReason, Message] = MappingProxyType(
    {
        "not_granted": translatable("The client has not granted this much sight of the journey."),
        "not_yours": translatable("In this journey that is for somebody else to do or to see."),
        "not_by_token": translatable("This token was not made for that."),
        "role_missing": translatable("Your role does not include this."),
        "seen_already": translatable("You may see this journey already."),
        "restricted": translatable(
            "The use of this journey is restricted. Until that is lifted, only its client reads it."
        ),
        "nobody_else": translatable("No accounts are kept here, so nobody else uses this journey."),
    }
)
