"""The projection of the claims about roles."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import get_args
from uuid import UUID

from msgspec.structs import replace

from domain.messages import JoinedList, Message, translatable, translatable_plural
from domain.text import name_key
from projections.claims.state import INITIAL, ClaimsState, evolve
from projections.claims.statements import Statement, statements_by_role
from projections.claims.view import ClaimName, Claims, ClaimSide, RoleClaim, RoleClaims
from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from projections.learning_model.strengths_and_gaps import KnownGap, gaps_on

CLAIM_NAMES: tuple[ClaimName, ...] = get_args(ClaimName)


def view(state: ClaimsState, on: date, _parameters: Parameters) -> Claims:
    """The claims at a date. Events after that date are ignored."""
    statements, gaps = statements_by_role(state, on), gaps_on(state.learning.gaps, on)
    return Claims(
        on=on,
        roles=tuple(
            RoleClaims(
                role_id=role_id,
                title=role.discovered.title,
                claims=_claims(statements.get(role_id, ()), _missing(gaps, role_id)),
            )
            for role_id, role in state.learning.roles.items()
            if role.discovered.happened_on <= on
        ),
    )


def _missing(gaps: Iterable[KnownGap], role_id: UUID) -> tuple[UUID, ...]:
    """What a role asks for and the client lacks."""
    return tuple(gap.gap_id for gap in gaps if role_id in gap.role_ids)


def tell_gaps_once(role: RoleClaims, wordings: Mapping[UUID, str]) -> RoleClaims:
    """The claims with what was found twice in the same words counted once.

    For a page, where the words can be read: the view itself says the same without them.
    """
    return replace(role, claims=tuple(_gaps_once(one, wordings) for one in role.claims))


def _gaps_once(claim: RoleClaim, wordings: Mapping[UUID, str]) -> RoleClaim:
    first: dict[str, UUID] = {}
    for gap_id in claim.gap_ids:
        wording = wordings.get(gap_id)
        first.setdefault(name_key(wording) if wording else str(gap_id), gap_id)
    if len(first) == len(claim.gap_ids):
        return claim
    kept = tuple(first.values())
    return replace(claim, gap_ids=kept, words=_sources_in_words(claim.agree, claim.contradict, len(kept)))


def _claims(statements: Sequence[Statement], gap_ids: tuple[UUID, ...]) -> tuple[RoleClaim, ...]:
    return tuple(
        _claim(claim, [one for one in statements if one.claim == claim], gap_ids) for claim in CLAIM_NAMES
    )


def _claim(claim: ClaimName, statements: Sequence[Statement], gap_ids: tuple[UUID, ...]) -> RoleClaim:
    agree, contradict = _independent(statements, "agrees"), _independent(statements, "contradicts")
    missing = gap_ids if claim == "has_what_is_asked" else ()
    return RoleClaim(
        claim=claim,
        agree=agree,
        contradict=contradict,
        words=_liking_in_words(statements)
        if claim == "would_like_it"
        else _sources_in_words(agree, contradict, len(missing)),
        sources=tuple(one.source for one in statements),
        gap_ids=missing,
    )


def _independent(statements: Sequence[Statement], side: ClaimSide) -> int:
    """The number of sources on a side: an organisation counts once."""
    return len({one.counts_as for one in statements if one.source.side == side})


def _sources_in_words(agree: int, contradict: int, missing: int) -> Message:
    agrees = translatable_plural("%(count)s agrees", "%(count)s agree", agree)
    contradicts = translatable_plural("%(count)s contradicts", "%(count)s contradict", contradict)
    match agree, contradict:
        case 0, 0 if missing:
            return translatable_plural(
                "One gap found, no one asked about the rest",
                "%(count)s gaps found, no one asked about the rest",
                missing,
            )
        case 0, 0:
            return translatable("No one asked yet")
        case 1, 0 if not missing:
            return translatable("%(so_far)s, no one else asked yet", so_far=agrees)
        case 0, 1 if not missing:
            return translatable("%(so_far)s, no one else asked yet", so_far=contradicts)
        case _, 0:
            return agrees
        case 0, _:
            return contradicts
        case _:
            return translatable("%(agree)s, %(contradict)s", agree=agrees, contradict=contradicts)


def _liking_in_words(statements: Sequence[Statement]) -> Message:
    """How much the client liked it after meeting each of them, the first one first."""
    rated = [one.source.rating for one in reversed(statements) if one.source.rating is not None]
    if not rated:
        return translatable("No meeting rated yet")
    return translatable_plural(
        "%(count)s person met: rated %(ratings)s",
        "%(count)s people met: rated %(ratings)s",
        len(rated),
        ratings=JoinedList(rated),
    )


CLAIMS: Projection[ClaimsState, Claims] = Projection(
    name="claims", version=7, initial=INITIAL, evolve=evolve, view=view
)
