"""How forms word codes as answers to their questions; `code_labels` has the neutral name of each code.

The texts are messages in English; templates translate them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.vocabulary import (
    Channel,
    Distance,
    ReflectionTheme,
    Tie,
    Track,
)
from service.localization.gettext_noop import gettext_noop

TIE_CHOICES: Mapping[Tie, str] = MappingProxyType(
    {
        "strong": gettext_noop("Well"),
        "medium": gettext_noop("Somewhat"),
        "weak": gettext_noop("Hardly"),
        "none": gettext_noop("Not at all"),
    }
)
POSITION_CHOICES: Mapping[str, str] = MappingProxyType(
    {
        "in_role": gettext_noop("They do this work"),
        "can_hire": gettext_noop("They hire for it"),
        "both": gettext_noop("Both"),
        "neither": gettext_noop("Neither"),
    }
)
DISTANCE_CHOICES: Mapping[Distance, str] = MappingProxyType(
    {
        "same": gettext_noop("The same work"),
        "near": gettext_noop("Similar work"),
        "far": gettext_noop("Quite different"),
        "licence": gettext_noop("It needs a diploma or licence I do not have"),
    }
)
"""How far a role is from what somebody did, as an answer to that question."""


CHANNEL_CHOICES: Mapping[Channel, str] = MappingProxyType(
    {
        "network": gettext_noop("Someone I know"),
        "introduced": gettext_noop("Someone introduced me"),
        "advert": gettext_noop("An advert"),
        "cold": gettext_noop("I contacted a stranger"),
        "agency": gettext_noop("An agency"),
        "phone": gettext_noop("By phone"),
        "mail": gettext_noop("By letter or email"),
        "catalogue": gettext_noop("A list of occupations"),
        "outlook": gettext_noop("Labour market figures"),
        "called_back": gettext_noop("They came back to me"),
        "other": gettext_noop("Another way"),
    }
)
"""How somebody came to a step or a lead."""
TIE_CLAUSES: Mapping[Tie, str] = MappingProxyType(
    {
        "strong": gettext_noop("you know each other well"),
        "medium": gettext_noop("you know each other somewhat"),
        "weak": gettext_noop("you hardly know each other"),
        "none": gettext_noop("you do not know each other yet"),
    }
)
THEME_CHOICES: Mapping[ReflectionTheme, str] = MappingProxyType(
    {
        "notice": gettext_noop("How being given notice was for me"),
        "results": gettext_noop("What I achieved"),
        "success": gettext_noop("When it went well"),
        "values": gettext_noop("What matters to me"),
        "other": gettext_noop("Something else"),
    }
)
"""What somebody wrote about in private."""
TRACK_CHOICES: Mapping[Track, str] = MappingProxyType(
    {
        "curative": gettext_noop("I have lost my job, or soon will"),
        "preventive": gettext_noop("I have a job and want to look ahead"),
        "re_integration": gettext_noop("I am coming back after illness"),
    }
)
"""A track, as an answer to the question what brings somebody here."""
YES_NO: Mapping[str, str] = MappingProxyType({"yes": gettext_noop("Yes"), "no": gettext_noop("No")})
