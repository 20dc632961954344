"""What the one thing next after a step is chosen from, and what it is."""

from urllib.parse import urlencode
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import Experiment
from projections.learning_model.reveal import StepReveal
from service.application.folded_journey import FoldedJourney
from service.localization.translator import Translator
from service.web.role_and_contact_forms import contact_names


class NextAct(Struct, frozen=True, kw_only=True):
    """What to do next: a link to a page, or the name of a form of the reveal that does it."""

    words: tuple[str, ...]
    label: str
    href: str = ""
    form_name: str = ""


class ActContext(Struct, frozen=True, kw_only=True):
    """What the acts are chosen from."""

    folded: FoldedJourney
    reveal: StepReveal
    coach_email: str | None
    translator: Translator

    @property
    def journey(self) -> Journey:
        """The aggregate."""
        return self.folded.journey

    @property
    def experiment_id(self) -> UUID:
        """The step of the reveal."""
        return self.reveal.experiment_id

    @property
    def step(self) -> Experiment:
        """The step as it stands."""
        return self.journey.experiments[self.experiment_id]

    @property
    def at(self) -> str:
        """Where the pages of the journey are."""
        return f"/journeys/{self.folded.journey_id}"

    @property
    def who(self) -> str | None:
        """The name of the person it was with."""
        meeting = self.step.planned.meeting
        return contact_names(self.journey).get(meeting.contact_id) if meeting else None

    @property
    def role(self) -> str | None:
        """The title of the role it is about."""
        role = self.journey.roles.get(self.step.planned.role_id) if self.step.planned.role_id else None
        return role.title if role else None

    def plan(self, **prefilled: str | None) -> str:
        """The address of the page that plans a step, with what is known of it."""
        known = {name: value for name, value in prefilled.items() if value}
        return f"{self.at}/plan?{urlencode(known)}"
