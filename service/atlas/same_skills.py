"""Which skill of ESCO says the same as one of the starter atlas: what stands of one is true of the other."""

from collections.abc import Mapping
from functools import cache

from service.atlas.tables import read_table


@cache
def starter_skills() -> Mapping[str, str]:
    """By the id in ESCO the id in the starter atlas."""
    return {row["esco_skill_id"]: row["skill_id"] for row in read_table("starter/same_skills.tsv")}


@cache
def _esco_skills() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for esco_id, starter_id in starter_skills().items():
        found[starter_id] = (*found.get(starter_id, ()), esco_id)
    return found


def same_skills(skill_id: str) -> tuple[str, ...]:
    """The ids under which the same skill stands in another edition."""
    starter_id = starter_skills().get(skill_id)
    return (starter_id,) if starter_id else _esco_skills().get(skill_id, ())
