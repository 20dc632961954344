"""Who may ask what where accounts are kept: one line for each operation that is there with accounts only.

`in` is to be heard, though what was brought may then be refused; 401 is for those who have not signed in, 403 for what
is not theirs to do, and 404 does not tell whether there is such a thing at all. Where a line is about a session or a
passkey, it is one of the client's.
"""

from collections.abc import Mapping
from typing import Literal

Answer = Literal["in", 401, 403, 404]
Who = Literal[
    "client",
    "other_client",
    "coach",
    "unproved_coach",
    "manager",
    "researcher",
    "admin",
    "program",
    "stranger",
    "foreign_client",
    "foreign_admin",
]
ALL: tuple[Who, ...] = Who.__args__  # type: ignore[attr-defined]
PERSONS: tuple[Who, ...] = tuple(who for who in ALL if who not in ("program", "stranger"))


def _those(*let_in: Who, others: Answer = 404, **named: Answer) -> dict[Who, Answer]:
    """Who is heard; the stranger is asked to sign in, and all others are answered alike unless they are named."""
    answers: dict[str, Answer] = {"stranger": 401, **dict.fromkeys(let_in, "in"), **named}
    assert set(answers) <= set(ALL)
    return {who: answers.get(who, others) for who in ALL}


EVERYBODY: dict[Who, Answer] = dict.fromkeys(ALL, "in")
SIGNED_IN = _those(*PERSONS, "program")
IN_PERSON = _those(*PERSONS, program=403)
ONES_OWN = _those("client", program=403)
BY_ADMINS = _those("admin", others=403, foreign_admin=404)
LISTED_FOR_ADMINS = _those("admin", "foreign_admin", others=403)
HERS = _those("client", "program")
HERS_IN_PERSON = _those("client", program=403)

ACCOUNTS: Mapping[str, Mapping[Who, Answer]] = {
    "post_sign_in": EVERYBODY,
    "post_sign_in_link": EVERYBODY,
    "post_sign_in_entry": EVERYBODY,
    "post_sign_in_passkey_options": EVERYBODY,
    "post_sign_in_passkey": EVERYBODY,
    "post_invitation": EVERYBODY,
    "post_invitation_answer": EVERYBODY,
    "get_session": SIGNED_IN,
    "delete_session": IN_PERSON,
    "post_session_proof": IN_PERSON,
    "get_sessions": IN_PERSON,
    "delete_sessions_one": ONES_OWN,
    "post_tokens": IN_PERSON,
    "put_password": IN_PERSON,
    "post_second_factor": IN_PERSON,
    "post_second_factor_confirmation": IN_PERSON,
    "post_second_factor_removal": IN_PERSON,
    "post_recovery_codes": IN_PERSON,
    "post_passkeys_options": IN_PERSON,
    "post_passkeys": IN_PERSON,
    "get_passkeys": IN_PERSON,
    "patch_passkeys_one": ONES_OWN,
    "delete_passkeys_one": ONES_OWN,
    "get_people": LISTED_FOR_ADMINS,
    "post_people_roles": BY_ADMINS,
    "post_people_roles_removal": BY_ADMINS,
    "post_people_suspension": BY_ADMINS,
    "delete_people_suspension": BY_ADMINS,
    "post_people_closing": BY_ADMINS,
    "post_people_opening": BY_ADMINS,
    "post_people_lost_proofs": BY_ADMINS,
    "post_people_taking_clients": BY_ADMINS,
    "post_people_coach": BY_ADMINS,
    "get_invitations": LISTED_FOR_ADMINS,
    "post_invitations": LISTED_FOR_ADMINS,
    "post_invitations_renewal": BY_ADMINS,
    "delete_invitations_one": BY_ADMINS,
    "get_role_requests": LISTED_FOR_ADMINS,
    "post_role_requests_confirmation": BY_ADMINS,
    "delete_role_requests_one": BY_ADMINS,
    "get_journeys_coaches": HERS,
    "post_journeys_coach": HERS_IN_PERSON,
}
