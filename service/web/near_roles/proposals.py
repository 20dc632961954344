"""What is proposed with an occupation of the atlas: how different it is, and what to ask somebody who does it."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from domain.journey.events.roles import RolesSlice
from domain.vocabulary import Distance
from service.atlas.atlas import Atlas
from service.atlas.distance import AskedWork, KnownWork, propose_distance
from service.atlas.views import Likeness, Occupation
from service.localization.translator import Translator
from service.web.near_roles.linked_roles import LinkedRole, linked_roles

MOST_SKILLS_TO_ASK = 2
LONGEST_QUESTION = 500


class OwnWork(Struct, frozen=True, kw_only=True):
    """The work of hers that is in the atlas, and how it lies to some occupations."""

    roles: tuple[LinkedRole, ...] = ()
    likeness: Mapping[str, Likeness] = {}


async def own_work(atlas: Atlas, roles: RolesSlice, others: Collection[str]) -> OwnWork:
    """The work she knows, also what she put aside of it, as it lies to these occupations; one question for all."""
    own = tuple(one for one in linked_roles(roles, aside=True) if one.distance == "same")
    ids = {one.occupation_id for one in own if one.occupation_id}
    return OwnWork(roles=own, likeness=await atlas.likeness(ids, others) if ids and others else {})


def proposed_distance(occupation: Occupation, own: OwnWork) -> Distance | None:
    """How different it may be from the work she knows; None while none of that is in the atlas. She decides."""
    asked = AskedWork(
        isco_group=occupation.isco_group,
        occupation_id=occupation.occupation_id,
        needs_licence=occupation.needs_licence,
    )
    proposal = propose_distance(asked, [_known_work(one, own, occupation) for one in own.roles])
    return proposal.distance if proposal else None


def _known_work(role: LinkedRole, own: OwnWork, occupation: Occupation) -> KnownWork:
    likeness = own.likeness.get(role.occupation_id or "")
    similarity, shared = likeness.to.get(occupation.occupation_id, (0.0, 0)) if likeness else (0.0, 0)
    return KnownWork(
        title=role.title,
        isco_group=role.isco_group,
        occupation_id=role.occupation_id,
        similarity=similarity,
        shared=shared,
        needs_licence=likeness is not None and likeness.needs_licence,
    )


def what_to_ask(shared: tuple[str, ...], translator: Translator) -> str:
    """What a first conversation about it could ask, in one sentence for the plan."""
    skills = translator.list_of(shared[:MOST_SKILLS_TO_ASK])
    if not skills:
        return translator.gettext("Ask what an ordinary day is like, and how people get into this work.")
    text = translator.gettext("Ask what an ordinary day is like, and how far this takes you: %(skills)s.")
    return (text % {"skills": skills})[:LONGEST_QUESTION]
