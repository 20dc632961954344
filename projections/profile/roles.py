"""Views of the roles, and of focus and scope."""

from collections.abc import Mapping
from uuid import UUID

from projections.learning_model import focus, wording
from projections.learning_model.parameters import Parameters
from projections.learning_model.role_beliefs import RoleBelief, roles_in_play, scope_over_roles
from projections.learning_model.wording import round_half_up
from projections.profile.role_annotations import RoleAnnotations
from projections.profile.view import FocusView, RoleView, ScopeView


def focus_and_scope(
    believed: Mapping[UUID, RoleBelief], divided: focus.Focus, tried: int, parameters: Parameters
) -> tuple[FocusView, ScopeView]:
    """The views of focus and of scope."""
    wide = scope_over_roles(believed, divided, parameters)
    settled = FocusView(effective_roles=divided.effective_roles, focus=divided.focus, quadrant=wide.quadrant)
    scope = ScopeView(
        known=len(believed),
        in_play=len(roles_in_play(believed)),
        met=wide.met,
        tried=tried,
        new=sum(one.is_new for one in believed.values()),
        new_met=wide.new,
        occupation_groups=wide.groups,
    )
    return settled, scope


def role_views(
    believed: Mapping[UUID, RoleBelief],
    divided: focus.Focus,
    remarks: Mapping[UUID, RoleAnnotations],
    parameters: Parameters,
) -> tuple[RoleView, ...]:
    """The views of the roles: in play first, by promise."""
    ordered = sorted(
        believed.values(), key=lambda one: (one.standing != "in_play", -one.promise, str(one.role_id))
    )
    return tuple(_shown(one, divided, remarks[one.role_id], parameters) for one in ordered)


def _shown(
    one: RoleBelief, divided: focus.Focus, beside: RoleAnnotations, parameters: Parameters
) -> RoleView:
    # Words go by the printed figure, so that word and number agree.
    discovered = one.events.discovered
    return RoleView(
        role_id=one.role_id,
        title=discovered.title,
        distance=one.distance,
        standing=one.standing,
        reason=one.reason,
        condition=beside.condition,
        since=one.since,
        new=one.is_new,
        appeal=one.appeal.mean,
        spread=one.appeal.spread,
        appeal_word=wording.appeal_word(round_half_up(one.appeal.mean), parameters),
        spread_word=wording.spread_word(round_half_up(one.appeal.spread), parameters),
        alpha=one.odds.alpha,
        beta=one.odds.beta,
        odds=one.odds.mean,
        reach=one.reach,
        reach_word=wording.reach_word(round_half_up(100 * one.reach) / 100, parameters),
        promise=one.promise,
        share=divided.shares.get(str(one.role_id)),
        contact=one.contact,
        met=one.contact >= parameters.focus.contact_from,
        evidence=one.evidence,
        assumed=not one.evidence and not one.contact,
        isco_group=discovered.isco_group,
        disputed=beside.disputed,
        scored=beside.scored,
        predicted_appeal=beside.predicted_appeal,
        qualities=beside.qualities,
        market=beside.market,
        offered=beside.offered,
        asks=beside.asks,
    )
