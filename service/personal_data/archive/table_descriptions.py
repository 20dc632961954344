"""The purpose of each table that stores something about a person."""

from collections.abc import Mapping
from types import MappingProxyType

TABLE_DESCRIPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "agreements": "What was agreed to when an invitation was accepted, in which version of its words.",
        "arrivals": "What an accepted invitation is still to tell in a journey.",
        "broken_glass": "Who looked at the journey without having been granted it, and until when they could.",
        "calendar_feeds": "Whether her steps can be read in a calendar, with names or without, and since when. The address is kept as a hash only.",
        "clients": "Which journeys are hers.",
        "erasure_requests": "Her wish to be erased: when she said it, and when it is carried out.",
        "enrolments": "Which programmes the journey is part of.",
        "identities": "At which providers outside an account can be used to sign in. What they call her is kept as a hash only.",
        "invitations": "Invitations that have not been answered yet.",
        "links": "Letters with a link to sign in that has not been used yet.",
        "passkeys": "Passkeys: what they are called, and when they were added and used. No secret of theirs is here.",
        "passwords": "Whether a password is set, and since when. Only a hash of it is kept, and left out here.",
        "people": "The account: name, address, language, and since when.",
        "person_roles": "The roles held, who gave them, and when.",
        "recovery_codes": "One line for each recovery code that has not been used; the codes are kept as hashes only.",
        "redactions": "Which entries were overwritten in the log, when, by whom and why; never what had stood there.",
        "restrictions": "When the use of the journey was restricted, by whom and on which ground, and when that was lifted.",
        "retention_notices": "Since when the journey stands on the list of those to be erased.",
        "role_changes": "Which roles were given and taken, by whom, and when.",
        "role_requests": "Roles that wait for a second administrator.",
        "tokens": "Where she is signed in, and the tokens of her programs; the secrets are kept as hashes only.",
        "totp_secrets": "Whether an authenticator is set up. Its secret is left out here.",
        "weekly_letters": "On which day and at which hour the weekly letter is asked for, and when the last one went.",
    }
)
"""By the name of the table. In the archive each is a list of rows."""

STORED_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "access_log": "in access.jsonl",
        "key_renewals": "which keys were exchanged when a value was overwritten",
        "journeys": "a list made of the entries, and made anew whenever it is lost",
        "looks": "the day up to which the clock has looked at the journey",
        "sealings": "which entries were sealed after they had been written",
    }
)
"""What is not among the accounts' rows, and where it is or why not."""
