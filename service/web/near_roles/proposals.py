"""What is proposed with an occupation of the atlas: how different it is, and what to ask somebody who does it."""

from domain.vocabulary import Distance
from service.atlas.views import NearOccupation
from service.localization.translator import Translator

SAME_MINOR_GROUP = 1
"""So far apart in ISCO at most, work is similar to the work that it is near to."""
MUCH_SHARED = 0.5
MOST_SKILLS_TO_ASK = 2
LONGEST_QUESTION = 500


def proposed_distance(near: NearOccupation, distance_of_from: Distance) -> Distance:
    """How different it may be from the work she knows; she decides."""
    if near.occupation.needs_licence:
        return "licence"
    close = near.isco_distance <= SAME_MINOR_GROUP or near.similarity >= MUCH_SHARED
    return "near" if close and distance_of_from in ("same", "near") else "far"


def what_to_ask(shared: tuple[str, ...], translator: Translator) -> str:
    """What a first conversation about it could ask, in one sentence for the plan."""
    skills = translator.list_of(shared[:MOST_SKILLS_TO_ASK])
    if not skills:
        return translator.gettext("Ask what an ordinary day is like, and how people get into this work.")
    text = translator.gettext("Ask what an ordinary day is like, and how far this takes you: %(skills)s.")
    return (text % {"skills": skills})[:LONGEST_QUESTION]
