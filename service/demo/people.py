"""The people of the demo: the staff of an invented organisation, and the clients of the four journeys."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast, get_args

from msgspec import Struct

from domain.journey.commands.start import StartJourney
from domain.vocabulary import Language
from service.accounts.caller import AccountRole
from service.demo.ended_journey import EMMA
from service.importing.history_files import ImportedHistory

ORGANISATION = "Northern Light"
PROGRAMME = "Next work"
"""What all four journeys are part of. Its totals are not told: there are fewer than five."""
EMAIL_DOMAIN = "northern-light.example"
"""A name that is kept free for examples: no letter sent there reaches anybody."""


class DemoRole(Struct, frozen=True, kw_only=True):
    """One person of the demo and their role."""

    name: str
    role: AccountRole
    locale: Language = "en"

    @property
    def email(self) -> str:
        """The address by which the person is found again."""
        return f"{self.name.split()[0].lower()}@{EMAIL_DOMAIN}"


ADMIN = DemoRole(name="Astrid Dahl", role="admin")
MANAGER = DemoRole(name="Hanna Lindgren", role="manager")
RESEARCHER = DemoRole(name="Pieter Bakker", role="researcher")
SANNE = DemoRole(name="Sanne Visser", role="coach")
INGRID = DemoRole(name="Ingrid Solberg", role="coach")
DEMO_STAFF = (SANNE, INGRID, MANAGER, RESEARCHER, ADMIN)

COACH_OF_CLIENT: Mapping[str, DemoRole] = MappingProxyType(
    {"Marloes": SANNE, "Jonas": SANNE, "Ragnhild": INGRID, EMMA: INGRID}
)
"""Who coaches the client of a journey."""

TOLD_FOR_SANNE = sum(coach is SANNE for coach in COACH_OF_CLIENT.values())
"""How many clients she has before any are simulated."""


def demo_client(history: ImportedHistory) -> DemoRole:
    """The client of a history."""
    start = _start(history)
    language = start.locale.partition("-")[0]
    locale = cast("Language", language) if language in get_args(Language) else "en"
    return DemoRole(name=start.called, role="client", locale=locale)


def demo_coach(history: ImportedHistory) -> DemoRole:
    """The coach of a history."""
    return COACH_OF_CLIENT[_start(history).called]


def _start(history: ImportedHistory) -> StartJourney:
    return next(one.command for one in history.steps if isinstance(one.command, StartJourney))
