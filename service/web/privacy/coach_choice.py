"""The coaches a client can choose, with what they say about themselves; those first whose accents fit the client's question.

Nobody is ranked: within both groups they stand in the order in which they came.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import Language
from service.accounts.coach_profiles import CoachAccent
from service.accounts.coaches import Coach
from service.localization.gettext_noop import gettext_noop

ACCENTS: Mapping[CoachAccent, str] = MappingProxyType(
    {
        "direction": gettext_noop("finding direction"),
        "network": gettext_noop("network and conversations"),
        "applying": gettext_noop("applying and papers"),
        "after_illness": gettext_noop("work after illness"),
        "new_language": gettext_noop("a language that is new to you"),
        "own_business": gettext_noop("a business of your own"),
    }
)
"""What a coach can be good at."""
SIGNS: Mapping[CoachAccent, tuple[str, ...]] = MappingProxyType(
    {
        "direction": (
            *("direction", "what i want", "what else", "which work", "career", "change"),
            *("richting", "wat ik wil", "welk werk", "loopbaan", "riktning", "vad jag vill", "karriär"),
            *("retning", "hva jeg vil", "karriere"),
        ),
        "network": (
            *("network", "contacts", "conversation", "netwerk", "contacten", "gesprek"),
            *("nätverk", "kontakter", "samtal", "nettverk", "samtale"),
        ),
        "applying": (
            *("apply", "application", "resume", "cv", "interview", "sollicit"),
            *("ansök", "intervju", "søknad", "søke"),
        ),
        "after_illness": (
            *("illness", "sick", "burnout", "burn-out", "health", "ziek", "gezondheid"),
            *("sjuk", "hälsa", "utbränd", "syk", "helse", "utbrent"),
        ),
        "new_language": (
            *("language", "dutch", "swedish", "norwegian", "taal", "nederlands", "språk", "svenska", "norsk"),
        ),
        "own_business": (
            *("business", "self-employed", "freelance", "own company", "eigen bedrijf", "zzp", "zelfstandig"),
            *("eget företag", "egenföretag", "egen bedrift", "selvstendig"),
        ),
    }
)
"""With what a word of the question begins that points to an accent, in every language of the service."""


class CoachCard(Struct, frozen=True, kw_only=True):
    """One coach, as a client reads of them."""

    coach_id: UUID
    name: str
    accents: tuple[CoachAccent, ...]
    languages: tuple[Language, ...]
    about: str | None
    fits: tuple[tuple[CoachAccent, str], ...]
    """The accents that fit the question, each with the word in it that says so."""


def coach_cards(coaches: Iterable[Coach], question: str | None) -> Sequence[CoachCard]:
    """The coaches to choose from: those who fit the question first."""
    signs = _signs_in(question or "")
    cards = [
        CoachCard(
            coach_id=one.coach_id,
            name=one.name,
            accents=one.accents,
            languages=one.languages,
            about=one.about,
            fits=tuple((accent, signs[accent]) for accent in one.accents if accent in signs),
        )
        for one in coaches
    ]
    return sorted(cards, key=lambda one: not one.fits)


def _signs_in(question: str) -> Mapping[CoachAccent, str]:
    """The accents that a question points to, each with its first word or words that do."""
    found: dict[CoachAccent, str] = {}
    for accent, signs in SIGNS.items():
        beginnings = "|".join(map(re.escape, signs))
        if match := re.search(rf"\b(?:{beginnings})\w*", question, re.IGNORECASE):
            found[accent] = match[0]
    return found
