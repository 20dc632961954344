"""What is proposed with an occupation of the atlas: how different it is, and what to ask somebody who does it."""

from domain.journey.events.roles import RolesSlice
from domain.vocabulary import Distance
from service.atlas.distance import AskedWork, KnownWork, propose_distance
from service.atlas.views import NearOccupation, Occupation
from service.localization.translator import Translator
from service.web.near_roles.linked_roles import linked_roles

MOST_SKILLS_TO_ASK = 2
LONGEST_QUESTION = 500


def proposed_distance(
    occupation: Occupation, roles: RolesSlice, near: NearOccupation | None = None
) -> Distance | None:
    """How different it may be from the work she knows; None while none of that is in the atlas. She decides."""
    known = [
        KnownWork(
            title=one.title,
            isco_group=one.isco_group,
            occupation_id=one.occupation_id,
            similarity=near.similarity if near and near.from_id == one.occupation_id else 0.0,
            shared=near.shared_count if near and near.from_id == one.occupation_id else 0,
        )
        for one in linked_roles(roles, aside=True)
        if one.distance == "same"
    ]
    asked = AskedWork(
        isco_group=occupation.isco_group,
        occupation_id=occupation.occupation_id,
        needs_licence=occupation.needs_licence,
    )
    proposal = propose_distance(asked, known)
    return proposal.distance if proposal else None


def what_to_ask(shared: tuple[str, ...], translator: Translator) -> str:
    """What a first conversation about it could ask, in one sentence for the plan."""
    skills = translator.list_of(shared[:MOST_SKILLS_TO_ASK])
    if not skills:
        return translator.gettext("Ask what an ordinary day is like, and how people get into this work.")
    text = translator.gettext("Ask what an ordinary day is like, and how far this takes you: %(skills)s.")
    return (text % {"skills": skills})[:LONGEST_QUESTION]
