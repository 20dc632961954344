"""Where the client's own steps came from and led to. A step that the other side called off counts: it was a lead."""

from collections import Counter
from typing import get_args
from uuid import UUID

from domain.journey.experiments import ExperimentPlanned
from domain.vocabulary import Channel
from projections.network.state import State
from projections.network.view import ChannelMix, ChannelShare

_CHANNELS: tuple[Channel, ...] = get_args(Channel)


def channels(state: State) -> ChannelMix:
    """The client's own mix, instead of folklore about hidden jobs (product, idea 15); ties in the vocabulary's order."""
    counts = Counter(channel for one in _plans(state) if (channel := one.channel))
    named = counts.total()
    return ChannelMix(
        steps=len(state.steps),
        unnamed=len(state.steps) - named,
        channels=tuple(
            ChannelShare(channel=channel, steps=counts[channel], share=counts[channel] / named)
            for channel in sorted(_CHANNELS, key=lambda one: -counts[one])
            if counts[channel]
        ),
    )


def employers(state: State) -> int:
    """How many organisations the steps led to."""
    return len({employer_id for one in _plans(state) if (employer_id := _employer(state, one))})


def _employer(state: State, planned: ExperimentPlanned) -> UUID | None:
    """The step's employer, or else that of whom it is with."""
    added = state.contacts.get(planned.meeting.contact_id) if planned.meeting else None
    return planned.employer_id or (added.employer_id if added else None)


def _plans(state: State) -> list[ExperimentPlanned]:
    return [state.plans[step.experiment_id] for step in state.steps]
