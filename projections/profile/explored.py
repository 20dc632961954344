"""How many of a client's roles were tried, as every page that says so counts: her own work is none to try, nor is what was let go."""

from uuid import UUID

from msgspec import Struct

from projections.learning_model.state import LearningState
from projections.learning_model.tried_roles import tried_roles
from projections.profile.view import Profile


class ExploredRoles(Struct, frozen=True, kw_only=True):
    """Roles that are there to be tried, and those about which a step took place. What is only heard about has none."""

    known: int
    tried_ids: frozenset[UUID]

    @property
    def tried(self) -> int:
        """How many were tried."""
        return len(self.tried_ids)


def explored_roles(profile: Profile, state: LearningState, let_go: frozenset[UUID]) -> ExploredRoles:
    """As of the day of the profile, without the roles that were let go."""
    counted = {role.role_id for role in profile.roles if role.distance != "same"} - let_go
    return ExploredRoles(
        known=len(counted), tried_ids=frozenset(counted & tried_roles(state, profile.on).keys())
    )
