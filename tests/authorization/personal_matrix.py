"""Who may ask what of their own rights: one line for each operation, as in the matrix of journeys."""

from collections.abc import Mapping

from tests.authorization.matrix import ALL, Answer, Who

KNOWING = "coach_everything coach_profile coach_progress deputy_everything deputy_profile"


def _those(let_in: str, refused: str = "", *, others: Answer = 404) -> dict[Who, Answer]:
    named: dict[str, Answer] = dict.fromkeys(let_in.split(), "in")
    named |= dict.fromkeys(refused.split(), 403)
    return {who: named.get(who, others) for who in ALL}


HERS = _those("client", KNOWING)
HERS_AND_AN_ADMINS = _those("client admin", KNOWING)
ADMINS = _those("admin foreign_admin", others=403)

PERSONAL: Mapping[str, Mapping[Who, Answer]] = {
    "get_journeys_restriction": HERS_AND_AN_ADMINS,
    "post_journeys_restriction": HERS_AND_AN_ADMINS,
    "post_journeys_restriction_lifting": HERS_AND_AN_ADMINS,
    "post_journeys_erasure": HERS,
    "post_journeys_erasure_withdrawal": HERS,
    "post_journeys_contacts_forgetting": HERS,
    "get_retention": ADMINS,
    "post_retention": ADMINS,
}
