"""Channels of the client's steps and leads. A step that the other side called off counts, too."""

from collections import Counter
from typing import get_args
from uuid import UUID

from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.journey.events.market import LeadNoted
from domain.vocabulary import MEETING_KINDS, Channel
from projections.network.approaches import invited_approaches
from projections.network.state import NetworkState
from projections.network.view import ChannelMix, ChannelShare, LeadView

_CHANNELS: tuple[Channel, ...] = get_args(Channel)


def channel_mix(state: NetworkState) -> ChannelMix:
    """The share of each channel (product, idea 15), the commonest first; ties in the vocabulary's order."""
    plans = _plans(state)
    counts = Counter(channel for one in plans if (channel := one.channel))
    heard = Counter(one.channel for one in state.leads)
    both = counts + heard
    talks, invited = _talks(state), _invited(state)
    return ChannelMix(
        steps=len(state.steps),
        unnamed=len(state.steps) - counts.total(),
        leads=len(state.leads),
        channels=tuple(
            ChannelShare(
                channel=channel,
                steps=counts[channel],
                leads=heard[channel],
                share=both[channel] / both.total(),
                talks=talks[channel],
                invited=invited[channel],
            )
            for channel in sorted(_CHANNELS, key=lambda one: -both[one])
            if both[channel]
        ),
    )


def _talks(state: NetworkState) -> Counter[Channel | None]:
    """The number of meetings that took place, by channel."""
    ran = (state.plans[step.experiment_id] for step in state.steps if isinstance(step, ExperimentRun))
    return Counter(one.channel for one in ran if one.kind in MEETING_KINDS)


def _invited(state: NetworkState) -> Counter[Channel | None]:
    """The number of steps that led to an invitation or an offer, by channel."""
    invited = invited_approaches(state)
    return Counter(one.channel for one in _plans(state) if one.experiment_id in invited)


def lead_views(state: NetworkState) -> tuple[LeadView, ...]:
    """The leads, the latest first."""
    return tuple(_lead(state, one) for one in sorted(state.leads, key=lambda one: one.happened_on)[::-1])


def _lead(state: NetworkState, noted: LeadNoted) -> LeadView:
    return LeadView(
        lead_id=noted.lead_id,
        on=noted.happened_on,
        channel=noted.channel,
        what=noted.what,
        role_id=noted.role_id,
        contact_id=noted.contact_id,
        contact=state.contact_name(noted.contact_id),
        employer_id=noted.employer_id,
        employer=state.employer_name(noted.employer_id),
    )


def employer_count(state: NetworkState) -> int:
    """The number of employers that the steps led to."""
    return len({employer_id for one in _plans(state) if (employer_id := _employer(state, one))})


def _employer(state: NetworkState, planned: ExperimentPlanned) -> UUID | None:
    """The employer of a step, or else that of the contact it is with."""
    added = state.contacts.get(planned.meeting.contact_id) if planned.meeting else None
    return planned.employer_id or (added.employer_id if added else None)


def _plans(state: NetworkState) -> list[ExperimentPlanned]:
    return [state.plans[step.experiment_id] for step in state.steps]
