"""The reasons of decisions, and the messages of denials."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from domain.messages import Message, translatable

AuthorizationReason = Literal[
    "local",
    "own_journey",
    "assigned_coach",
    "deputy",
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
    "not_of_study",
    "not_leading",
]

DENIAL_MESSAGES: Mapping[AuthorizationReason, Message] = MappingProxyType(
    {
        "not_granted": translatable("The client has not shared that much of the journey."),
        "not_yours": translatable("Only someone else can do or see that in this journey."),
        "not_by_token": translatable("This token does not allow that."),
        "role_missing": translatable("You do not have permission for this."),
        "seen_already": translatable("You can already see this journey."),
        "restricted": translatable(
            "The use of this journey is stopped. Until that is lifted, only its client can read it."
        ),
        "not_of_study": translatable("You are not one of the researchers of this study."),
        "not_leading": translatable(
            "Only the first researcher of this study and administrators can do that."
        ),
        "nobody_else": translatable("This service runs without accounts, so nobody else uses this journey."),
    }
)
