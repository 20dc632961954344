"""Which room follows which fact: every part of a journey, and how it goes on."""

from collections.abc import Callable
from typing import Any, get_args

from domain.journey.events import (
    agreements,
    alerts,
    allies,
    answers,
    assessments,
    check_ins,
    coaches,
    consents,
    contacts,
    course,
    endings,
    evidence,
    experiments,
    feedback,
    gaps,
    insights,
    intake,
    market,
    notes,
    opinions,
    pitches,
    pulses,
    quests,
    refusals,
    roles,
    sight,
    start,
    stories,
    suggestions,
    vision,
    weeks,
)

SliceEvolver = tuple[str, Callable[[Any, Any], Any]]
"""The part of a journey that follows an event, and how."""

_ROOMS: dict[str, Callable[..., Any]] = {
    "start": start.evolve,
    "course": course.evolve,
    "intake": intake.evolve,
    "vision": vision.evolve,
    "stories": stories.evolve,
    "assessments": assessments.evolve,
    "roles": roles.evolve,
    "opinions": opinions.evolve,
    "network": contacts.evolve,
    "allies": allies.evolve,
    "market": market.evolve,
    "evidence": evidence.evolve,
    "gaps": gaps.evolve,
    "insights": insights.evolve,
    "experiments": experiments.evolve,
    "offered": suggestions.evolve,
    "pitches": pitches.evolve,
    "answers": answers.evolve,
    "feedback": feedback.evolve,
    "refusals": refusals.evolve,
    "weeks": weeks.evolve,
    "coaches": coaches.evolve,
    "check_ins": check_ins.evolve,
    "notes": notes.evolve,
    "agreements": agreements.evolve,
    "quests": quests.evolve,
    "alerts": alerts.evolve,
    "pulses": pulses.evolve,
    "sight": sight.evolve,
    "consents": consents.evolve,
    "endings": endings.evolve,
}


def _followed_by() -> dict[type, SliceEvolver]:
    """Which room follows which fact: the one whose `evolve` takes it."""
    rooms: dict[type, SliceEvolver] = {}
    for part, evolves in _ROOMS.items():
        taken = evolves.__annotations__["fact"]
        for kind in get_args(taken) or (taken,):
            rooms[kind] = (part, evolves)
    return rooms


EVOLVERS = _followed_by()
