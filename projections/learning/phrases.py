"""How sentences are put together in English: lists, counts and the words for what was done."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from domain.vocabulary import KINDS_ABOUT_A_ROLE, Kind
from projections.wording import ReachWord

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        "conversation": "talk",
        "application": "application",
        "job_shadow": "job shadowing",
        "interview": "interview",
        "trial": "trial",
        "desk_research": "desk research",
        "follow_up": "follow-up",
        "reflection": "reflection",
    }
)
TRIES: Mapping[ReachWord, str] = MappingProxyType(
    {
        "unlikely": "five tries would hardly bring an invitation",
        "hard": "five tries might bring an invitation",
        "reachable": "five tries may well bring an invitation",
        "likely": "five tries would likely bring an invitation",
        "very_likely": "five tries would very likely bring an invitation",
    }
)
_COUNTABLE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"desk research": ("piece of desk research", "pieces of desk research")}
)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def listed(words: Sequence[str]) -> str:
    """One, two and three."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def capital(words: str) -> str:
    """A sentence begins with a capital."""
    return words[:1].upper() + words[1:]


def number(count: int) -> str:
    """A number in words, above ten in figures."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def counted(count: int, noun: str) -> str:
    """One step, two steps."""
    one, more = _COUNTABLE.get(noun, (noun, f"{noun}s"))
    return f"{number(count)} {one if count == 1 else more}"


def about(count: float) -> str:
    """About how many, in words: 2.5 reads two or three."""
    below = math.floor(count)
    rest = count - below
    if rest < 0.3:
        return number(below)
    if rest > 0.7:
        return number(below + 1)
    return f"{number(below)} or {number(below + 1)}"


def day(on: date) -> str:
    """A day as it is said: 3 March."""
    return f"{on.day} {_MONTHS[on.month - 1]}"


def step(kind: Kind, role: str | None) -> str:
    """A step as it is said: the talk about teacher, the application as teacher."""
    if role is None:
        return f"the {KINDS[kind]}"
    return f"the {KINDS[kind]} {'as' if kind in KINDS_ABOUT_A_ROLE else 'about'} {role}"
