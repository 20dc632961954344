"""What stands round every page: the tabs under the thumb, where one is, and whose pages they are."""

from collections.abc import Iterator
from uuid import UUID

from msgspec import Struct

from service.accounts.caller import Caller
from service.localization.gettext_noop import marked


class Tab(Struct, frozen=True, kw_only=True):
    """A way to a page: its name, what it is called, where it is, and the strokes of its picture (24 by 24)."""

    name: str
    label: str
    """A message, to be said in the reader's language."""
    href: str
    icon: str


class Frame(Struct, frozen=True, kw_only=True):
    """The surroundings of one page."""

    tabs: tuple[Tab, ...] = ()
    current: str = ""
    """The name of the tab that is open."""
    place: str = ""
    """Where one is, such as the week, in the reader's language."""


PLAIN = Frame()
"""Round a page of nobody's."""

PENCIL = "M4 20h16M6.5 16l.8-3.2L16 4.1a1.7 1.7 0 0 1 2.4 0l1 1a1.7 1.7 0 0 1 0 2.4L10.7 16.2 6.5 17z"
WEEK = "M5 5h14v15H5zM5 9.5h14M9 3v4M15 3v4M9 14.5l2 2 4-4"
CHART = "M4 20h16M4.5 15.5l5-6 4 3.5 6-8"
CLOCK = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2"
DOTS = "M5.5 12h.01M12 12h.01M18.5 12h.01"
DESK = "M4 6h16M4 12h16M4 18h10"
COMPASS = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM15.5 8.5l-2 5-5 2 2-5z"
GROUP = "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.5 19a5.5 5.5 0 0 1 11 0M16 5.3a3 3 0 0 1 0 5.4M17.5 14a5.5 5.5 0 0 1 3 5"
SLIDERS = "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h9M17 17h3M15 15v4"
FLASK = "M9.5 4h5M10.5 4v6L5.5 19h13l-5-9V4"


def client_tabs(journey_id: UUID) -> tuple[Tab, ...]:
    """The pages of a client in her own journey."""
    at = f"/journeys/{journey_id}"
    return (
        Tab(name="week", label=marked("This week"), href=f"{at}/week", icon=WEEK),
        Tab(name="log", label=marked("Log"), href=f"{at}/log", icon=PENCIL),
        Tab(name="profile", label=marked("Profile"), href=f"{at}/profile", icon=CHART),
        Tab(name="agenda", label=marked("Agenda"), href=f"{at}/agenda", icon=CLOCK),
        Tab(name="more", label=marked("More"), href=f"{at}/more", icon=DOTS),
    )


def staff_tabs(caller: Caller) -> tuple[Tab, ...]:
    """The pages of whoever works with journeys, by the roles they have."""
    return tuple(_staff_tabs(caller))


def _staff_tabs(caller: Caller) -> Iterator[Tab]:
    if "coach" in caller.roles:
        yield Tab(name="desk", label=marked("Desk"), href="/desk", icon=DESK)
        yield Tab(name="discoveries", label=marked("Discoveries"), href="/desk/discoveries", icon=COMPASS)
    if caller.roles & {"manager", "admin"}:
        yield Tab(name="programmes", label=marked("Programmes"), href="/programmes", icon=CHART)
    if "researcher" in caller.roles:
        yield Tab(name="studies", label=marked("Studies"), href="/studies", icon=FLASK)
    if "admin" in caller.roles:
        yield Tab(name="people", label=marked("People"), href="/people", icon=GROUP)
        yield Tab(name="settings", label=marked("Settings"), href="/settings", icon=SLIDERS)
