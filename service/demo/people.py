"""Who is in the demo: an invented organisation, those who work there, and the people of the three journeys."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast, get_args

from msgspec import Struct

from domain.journey.start import StartJourney
from domain.vocabulary import Language
from service.accounts.caller import Role
from service.importing.history_files import History

ORGANISATION = "Northern Light"
PROGRAMME = "Next work"
"""What all three journeys are part of. Its totals are not told: there are fewer than five."""
HOST = "northern-light.example"
"""A name that is kept free for examples: no letter sent there reaches anybody."""


class Part(Struct, frozen=True, kw_only=True):
    """Somebody of the demo."""

    name: str
    role: Role
    locale: Language = "en"

    @property
    def email(self) -> str:
        """By what they are found again."""
        return f"{self.name.split()[0].lower()}@{HOST}"


ADMIN = Part(name="Astrid Dahl", role="admin")
MANAGER = Part(name="Hanna Lindgren", role="manager")
RESEARCHER = Part(name="Pieter Bakker", role="researcher")
SANNE = Part(name="Sanne Visser", role="coach")
INGRID = Part(name="Ingrid Solberg", role="coach")
STAFF = (SANNE, INGRID, MANAGER, RESEARCHER, ADMIN)

COACHES: Mapping[str, Part] = MappingProxyType({"Marloes": SANNE, "Jonas": SANNE, "Ragnhild": INGRID})
"""Who coaches the client of a journey."""


def client_of(history: History) -> Part:
    """Whose journey it is, as it tells itself."""
    start = _start(history)
    language = start.locale.partition("-")[0]
    spoken = cast("Language", language) if language in get_args(Language) else "en"
    return Part(name=start.called, role="client", locale=spoken)


def coach_of(history: History) -> Part:
    """Who coaches the client of a journey."""
    return COACHES[_start(history).called]


def _start(history: History) -> StartJourney:
    return next(one.command for one in history.steps if isinstance(one.command, StartJourney))
