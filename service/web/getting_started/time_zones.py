"""Time zones to choose from: those of Europe first, and the one a language is mostly spoken in."""

from functools import cache

from domain.time_zones import time_zone_names

REGIONS = (
    "Europe",
    "Atlantic",
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Australia",
    "Indian",
    "Pacific",
)
"""The parts of the world that zones are named by; older names of the same zones are left out."""


@cache
def time_zone_choices() -> tuple[tuple[str, str], ...]:
    """Every zone by its name, and how that is written for people."""
    known = [one for one in time_zone_names() if one.partition("/")[0] in REGIONS and "/" in one]
    known.sort(key=lambda one: (REGIONS.index(one.partition("/")[0]), one))
    return tuple((one, one.replace("_", " ").replace("/", " / ")) for one in known)
