"""One journey as one caller may see it."""

from uuid import UUID

from service.application.folded_journey import FoldedJourney
from service.authorization.actions import Action
from service.authorization.policy import AccessLevel, level_covers


class AuthorizedJourney(FoldedJourney, frozen=True, kw_only=True):
    """A folded journey that its reader may see, and how much of it."""

    level: AccessLevel
    reader_id: UUID

    def shows(self, act: Action) -> bool:
        """Whether the reader sees as much as this takes."""
        return level_covers(self.level, act)


def authorized_journey(folded: FoldedJourney, level: AccessLevel, reader_id: UUID) -> AuthorizedJourney:
    """A folded journey with what its reader may see of it."""
    return AuthorizedJourney(
        journey_id=folded.journey_id,
        journey=folded.journey,
        version=folded.version,
        today=folded.today,
        projections=folded.projections,
        events=folded.events,
        level=level,
        reader_id=reader_id,
    )
