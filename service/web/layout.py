"""What stands round every page: the tabs under the thumb, where one is, and whose pages they are."""

from collections.abc import Iterator
from uuid import UUID

from msgspec import Struct

from service.accounts.caller import Caller
from service.localization.gettext_noop import gettext_noop


class NavigationTab(Struct, frozen=True, kw_only=True):
    """A way to a page: its name, what it is called, where it is, and the strokes of its picture (24 by 24)."""

    name: str
    label: str
    """A message, to be said in the reader's language."""
    href: str
    icon: str


class Layout(Struct, frozen=True, kw_only=True):
    """The surroundings of one page."""

    tabs: tuple[NavigationTab, ...] = ()
    current: str = ""
    """The name of the tab that is open."""
    place: str = ""
    """Where one is, such as the week, in the reader's language."""


EMPTY_LAYOUT = Layout()
"""Round a page of nobody's."""

PENCIL_ICON = "M4 20h16M6.5 16l.8-3.2L16 4.1a1.7 1.7 0 0 1 2.4 0l1 1a1.7 1.7 0 0 1 0 2.4L10.7 16.2 6.5 17z"
WEEK_ICON = "M5 5h14v15H5zM5 9.5h14M9 3v4M15 3v4M9 14.5l2 2 4-4"
CHART_ICON = "M4 20h16M4.5 15.5l5-6 4 3.5 6-8"
CLOCK_ICON = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2"
DOTS_ICON = "M5.5 12h.01M12 12h.01M18.5 12h.01"
DESK_ICON = "M4 6h16M4 12h16M4 18h10"
COMPASS_ICON = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM15.5 8.5l-2 5-5 2 2-5z"
GROUP_ICON = "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.5 19a5.5 5.5 0 0 1 11 0M16 5.3a3 3 0 0 1 0 5.4M17.5 14a5.5 5.5 0 0 1 3 5"
SLIDERS_ICON = "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h9M17 17h3M15 15v4"
FLASK_ICON = "M9.5 4h5M10.5 4v6L5.5 19h13l-5-9V4"


def client_tabs(journey_id: UUID) -> tuple[NavigationTab, ...]:
    """The pages of a client in her own journey."""
    at = f"/journeys/{journey_id}"
    return (
        NavigationTab(name="week", label=gettext_noop("This week"), href=f"{at}/week", icon=WEEK_ICON),
        NavigationTab(name="log", label=gettext_noop("Log"), href=f"{at}/log", icon=PENCIL_ICON),
        NavigationTab(name="profile", label=gettext_noop("Profile"), href=f"{at}/profile", icon=CHART_ICON),
        NavigationTab(name="agenda", label=gettext_noop("Agenda"), href=f"{at}/agenda", icon=CLOCK_ICON),
        NavigationTab(name="more", label=gettext_noop("More"), href=f"{at}/more", icon=DOTS_ICON),
    )


def staff_tabs(caller: Caller) -> tuple[NavigationTab, ...]:
    """The pages of whoever works with journeys, by the roles they have."""
    return tuple(_staff_tabs(caller))


def _staff_tabs(caller: Caller) -> Iterator[NavigationTab]:
    if "coach" in caller.roles:
        yield NavigationTab(name="desk", label=gettext_noop("Desk"), href="/desk", icon=DESK_ICON)
        yield NavigationTab(
            name="discoveries", label=gettext_noop("Discoveries"), href="/desk/discoveries", icon=COMPASS_ICON
        )
    if caller.roles & {"manager", "admin"}:
        yield NavigationTab(
            name="programmes", label=gettext_noop("Programmes"), href="/programmes", icon=CHART_ICON
        )
    if "researcher" in caller.roles:
        yield NavigationTab(name="studies", label=gettext_noop("Studies"), href="/studies", icon=FLASK_ICON)
    if "admin" in caller.roles:
        yield NavigationTab(name="people", label=gettext_noop("People"), href="/people", icon=GROUP_ICON)
        yield NavigationTab(
            name="settings", label=gettext_noop("Settings"), href="/settings", icon=SLIDERS_ICON
        )
