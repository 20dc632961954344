"""The atlas of occupations: finding one by a word, and what is known of it. The same for every caller."""

from typing import Annotated

from litestar import get
from litestar.params import FromPath, QueryParameter
from msgspec import Struct

from domain.vocabulary import Language
from service.api.openapi.operations import problem_responses
from service.api.problem_types import (
    BUSY,
    INVALID_VALUE,
    NOT_ACCEPTABLE,
    TOO_MANY_ATTEMPTS,
    UNKNOWN_OCCUPATION,
)
from service.api.problems import Problem
from service.atlas.views import (
    Edition,
    FoundOccupation,
    LocalText,
    NearOccupation,
    Occupation,
    SkillOfOccupation,
)
from service.http.dependencies import AtlasDependency
from service.localization.current_translator import current_translator

MOST_LETTERS = 200
MOST_NEAR = 10

InLanguage = Annotated[
    Language | None,
    QueryParameter(
        description="The language of titles and the first in which is searched. If left out: that of the request."
    ),
]


class FoundOccupations(Struct, frozen=True, kw_only=True):
    """What a word may mean, the likeliest first. Where `occupation_id` is null, it is an ISCO-08 group."""

    found: list[FoundOccupation]


class OccupationInAtlas(Struct, frozen=True, kw_only=True):
    """What the atlas knows of an occupation, with the texts in the language asked for where they exist."""

    occupation: Occupation
    group: LocalText | None
    """The title of its ISCO-08 unit group."""
    skills: list[SkillOfOccupation]
    near: list[NearOccupation]
    """Those that share skills with it, the most surprising first."""
    qualities: list[str]
    """What it is known for: codes, the strongest first."""
    editions: list[Edition]
    """Whose data these are, under which licence, with the words of acknowledgement to show."""


@get(
    "/occupations",
    tags=["atlas"],
    responses=problem_responses(INVALID_VALUE, NOT_ACCEPTABLE, TOO_MANY_ATTEMPTS, BUSY),
)
async def find_occupations(
    atlas: AtlasDependency,
    q: Annotated[
        str,
        QueryParameter(
            max_length=MOST_LETTERS,
            description="A word as people type it: begun, mistyped, inflected, or part of a longer word.",
        ),
    ],
    language: InLanguage = None,
    limit: Annotated[int, QueryParameter(ge=1, le=50, description="The most that are returned.")] = 10,
) -> FoundOccupations:
    """Occupations of the atlas by a word: their titles and other names, in the reader's language first."""
    return FoundOccupations(found=[*await atlas.search(q, _language(language), limit=limit)])


@get(
    "/occupations/{occupation_id:str}",
    tags=["atlas"],
    responses=problem_responses(UNKNOWN_OCCUPATION, INVALID_VALUE, NOT_ACCEPTABLE, BUSY),
)
async def occupation(
    atlas: AtlasDependency, occupation_id: FromPath[str], language: InLanguage = None
) -> OccupationInAtlas:
    """An occupation of the atlas: its title, group, skills, what lies near it, and what it is known for."""
    reader = _language(language)
    # The database takes no text with a null in it.
    known = await atlas.occupations([occupation_id], reader) if "\0" not in occupation_id else {}
    found = known.get(occupation_id)
    if found is None:
        raise Problem(UNKNOWN_OCCUPATION, "There is no such occupation.")
    groups = await atlas.group_titles([found.isco_group], reader)
    qualities = await atlas.qualities_of([occupation_id])
    return OccupationInAtlas(
        occupation=found,
        group=groups.get(found.isco_group),
        skills=[*await atlas.skills(occupation_id, reader)],
        near=[*await atlas.near([occupation_id], reader, limit=MOST_NEAR)],
        qualities=[*qualities.get(occupation_id, ())],
        editions=[*await atlas.editions()],
    )


def _language(asked: Language | None) -> Language:
    return asked or current_translator().language
