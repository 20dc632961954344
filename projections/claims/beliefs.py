"""Short beliefs about a role that a next step could test, from the claims with the fewest sources."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from domain.messages import Message, translatable
from domain.vocabulary import TestedAspect
from projections.claims.view import ClaimName, RoleClaim, RoleClaims

MAX_BELIEFS = 3
SETTLED_FROM_SOURCES = 2
"""So many sources on one side, and none on the other, leave a claim no longer open."""

_BELIEFS: Mapping[ClaimName, tuple[Message, TestedAspect]] = MappingProxyType(
    {
        "newcomers_welcome": (translatable("I would be one of many."), "odds"),
        "has_what_is_asked": (translatable("Something they ask for is missing."), "gaps"),
        "employers_respond": (translatable("Employers would not reply to me."), "odds"),
        "there_is_work": (translatable("There is not enough of this work."), "odds"),
        "would_like_it": (translatable("I would like the days."), "appeal"),
    }
)


class BeliefToTest(Struct, frozen=True, kw_only=True):
    """A belief in one short sentence, the claim it is about, and what a step would test with it."""

    claim: ClaimName
    text: Message
    tests: TestedAspect


def beliefs_to_test(role: RoleClaims) -> tuple[BeliefToTest, ...]:
    """At most three beliefs about a role whose claims are still open, those with the fewest sources first."""
    still_open = sorted((one for one in role.claims if is_open(one)), key=_sources)
    return tuple(belief_of(one.claim) for one in still_open[:MAX_BELIEFS])


def belief_of(claim: ClaimName) -> BeliefToTest:
    """The belief that puts a claim to the test."""
    text, tests = _BELIEFS[claim]
    return BeliefToTest(claim=claim, text=text, tests=tests)


def is_open(claim: RoleClaim) -> bool:
    """True unless two sources or more are on one side, and none on the other."""
    one_sided = 0 in (claim.agree, claim.contradict)
    return not one_sided or _sources(claim) < SETTLED_FROM_SOURCES


def _sources(claim: RoleClaim) -> int:
    return claim.agree + claim.contradict
