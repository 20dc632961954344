"""Whose the editions of the atlas are, and what must be said where they are shown."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct


class EditionSource(Struct, frozen=True, kw_only=True):
    """Where an edition comes from."""

    name: str
    source: str
    licence: str
    attribution: str


_ALL = (
    EditionSource(
        name="starter",
        source="Our own words for some occupations of ESCO, by the identities that they have there and in ISCO-08",
        licence="MIT, as the service",
        attribution="This service uses the ESCO classification of the European Commission.",
    ),
    EditionSource(
        name="esco",
        source="ESCO, the classification of European skills, competences, qualifications and occupations",
        licence="Reuse with acknowledgement: Commission Decision 2011/833/EU",
        attribution="This service uses the ESCO classification of the European Commission. It is adapted: a subset, "
        "joined with other texts, with neighbours and qualities derived here.",
    ),
    EditionSource(
        name="styrk08",
        source="STYRK-08, the Norwegian classification of occupations, and job titles of NAV",
        licence="NLOD",
        attribution="STYRK-08: Statistics Norway; job titles: NAV.",
    ),
    EditionSource(
        name="ssyk2012",
        source="SSYK 2012 and its links to ISCO-08, from the JobTech Taxonomy",
        licence="As its publisher says: ask Arbetsförmedlingen before you publish it",
        attribution="SSYK 2012: Arbetsförmedlingen, JobTech Taxonomy.",
    ),
)
SOURCES: Mapping[str, EditionSource] = MappingProxyType({one.name: one for one in _ALL})
"""By the name of the edition."""
