"""The network: who was met and how close they are, by which channels, and what became of every approach."""

from datetime import date

from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from projections.network.allies import allies, introductions
from projections.network.approaches import approaches, feedback
from projections.network.channels import channels, employers, leads
from projections.network.people import contacts, unmet
from projections.network.state import INITIAL, State, evolve, up_to
from projections.network.view import Network
from projections.network.visibility import pitches, visibility


def view(state: State, on: date, _parameters: Parameters) -> Network:
    """The network at a date; what lies after that date does not exist."""
    known = up_to(state, on)
    return Network(
        on=on,
        contacts=contacts(known),
        unmet=unmet(known),
        allies=allies(known),
        introductions=introductions(known),
        leads=leads(known),
        channels=channels(known),
        employers=employers(known),
        approaches=approaches(known),
        feedback=feedback(known),
        visibility=visibility(known),
        pitches=pitches(known),
    )


NETWORK: Projection[State, Network] = Projection(
    name="network", version=1, initial=INITIAL, evolve=evolve, view=view
)
