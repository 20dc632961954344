"""Which slice of a journey follows which event, and with which function: the tables of all modules of events."""

from collections.abc import Mapping

from domain.journey.events import (
    agreements,
    alerts,
    allies,
    answers,
    assessments,
    beliefs,
    check_ins,
    coaches,
    consents,
    counted_answers,
    course,
    deputies,
    endings,
    evidence,
    experiments,
    feedback,
    gaps,
    insights,
    intake,
    market,
    network,
    notes,
    offers,
    opinions,
    pitches,
    pulses,
    quests,
    refusals,
    roles,
    sight,
    skills,
    start,
    stories,
    suggestions,
    vision,
    weeks,
)
from domain.journey.events.slice_evolver import SliceEvolver

EVOLVERS: Mapping[type, SliceEvolver] = {
    **agreements.EVOLVERS,
    **alerts.EVOLVERS,
    **allies.EVOLVERS,
    **answers.EVOLVERS,
    **assessments.EVOLVERS,
    **beliefs.EVOLVERS,
    **check_ins.EVOLVERS,
    **coaches.EVOLVERS,
    **consents.EVOLVERS,
    **course.EVOLVERS,
    **deputies.EVOLVERS,
    **endings.EVOLVERS,
    **evidence.EVOLVERS,
    **experiments.EVOLVERS,
    **feedback.EVOLVERS,
    **gaps.EVOLVERS,
    **insights.EVOLVERS,
    **intake.EVOLVERS,
    **market.EVOLVERS,
    **network.EVOLVERS,
    **notes.EVOLVERS,
    **offers.EVOLVERS,
    **opinions.EVOLVERS,
    **pitches.EVOLVERS,
    **pulses.EVOLVERS,
    **quests.EVOLVERS,
    **refusals.EVOLVERS,
    **roles.EVOLVERS,
    **sight.EVOLVERS,
    **skills.EVOLVERS,
    **start.EVOLVERS,
    **stories.EVOLVERS,
    **suggestions.EVOLVERS,
    **vision.EVOLVERS,
    **weeks.EVOLVERS,
}

EVOLVERS_ACROSS_SUBJECTS: Mapping[type, SliceEvolver] = {
    kind: evolver
    for followed in (counted_answers.EVOLVERS, deputies.EVOLVERS_OF_SIGHT)
    for kind, evolver in followed.items()
}
"""Of slices that follow events that others follow, too."""
