"""The projection of the network."""

from datetime import date

from msgspec.structs import replace

from projections.as_of import as_of
from projections.counted_answers import without_repeats
from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from projections.network.allies import ally_views, introduction_views
from projections.network.approaches import approach_counts, feedback_quality
from projections.network.channels import channel_mix, employer_count, lead_views
from projections.network.people import contact_views, unmet_contact_views
from projections.network.state import INITIAL, NetworkState, evolve
from projections.network.view import Network
from projections.network.visibility import pitch_views, visibility_of


def view(state: NetworkState, on: date, _parameters: Parameters) -> Network:
    """The network at a date. Events after that date are ignored."""
    known = as_of(replace(state, words=without_repeats(state.words, state.plans.values())), on)
    return Network(
        on=on,
        contacts=contact_views(known),
        unmet=unmet_contact_views(known),
        allies=ally_views(known),
        introductions=introduction_views(known),
        leads=lead_views(known),
        channels=channel_mix(known),
        employers=employer_count(known),
        approaches=approach_counts(known),
        feedback=feedback_quality(known),
        visibility=visibility_of(known),
        pitches=pitch_views(known),
    )


NETWORK: Projection[NetworkState, Network] = Projection(
    name="network", version=5, initial=INITIAL, evolve=evolve, view=view
)
