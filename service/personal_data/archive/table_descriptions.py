"""The purpose of each table that stores something about a person."""

from collections.abc import Mapping
from types import MappingProxyType

TABLE_DESCRIPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "agreements": "What was agreed to when an invitation was accepted, and in which version of the wording.",
        "research_export_members": "In which files of a study the journey was, as long as they were kept.",
        "analysis_members": "Of which figures of a study the journey was a part. What is kept of it are numbers without a meaning outside the study, encrypted, and left out here.",
        "arrivals": "What an accepted invitation still has to record in a journey.",
        "broken_glass": "Who read the journey although it was not shared with them, and until when they could.",
        "calendar_feeds": "Whether the client's dates can be read in a calendar, with or without names, which of them have an alarm, and since when. The address is kept as a hash only.",
        "clients": "Which journeys are the client's.",
        "erasure_requests": "The request to be erased: when it was made, and when it will be carried out.",
        "enrolments": "Which programmes the journey is part of.",
        "identities": "With which outside providers the client can sign in. Their id for the client is kept as a hash only.",
        "invitations": "Invitations that have not been answered yet.",
        "links": "Emails with a sign-in link that has not been used yet.",
        "passkeys": "Passkeys: their names, and when they were added and used. Their secrets are left out.",
        "passwords": "Whether a password is set, and since when. Only a hash of it is kept, and left out here.",
        "people": "The account: name, address, language, and since when.",
        "person_roles": "The roles held, who gave them, and when.",
        "recovery_codes": "One line for each recovery code that has not been used; the codes are kept as hashes only.",
        "redactions": "Which entries were overwritten in the log, when, by whom and why; never the old value.",
        "reply_links": "Links by which others can answer, when they were made and answered. The address is kept as a hash only. What came back and was not kept yet is left out: it is read on its own page, and deleted after 90 days.",
        "restrictions": "When the use of the journey was restricted, by whom and on which ground, and when the restriction was lifted.",
        "retention_notices": "Since when the journey is on the list of those to be erased.",
        "role_changes": "Which roles were given and taken away, by whom, and when.",
        "role_requests": "Roles that wait for a second administrator.",
        "seen_news": "Up to which entry a coach has seen what is new, and when. It is kept so that their list says what is new since.",
        "study_consents": "Which consents to research the client gave, to which studies, and which of these consents have ended.",
        "study_declines": "Which studies the client answered with Not now, and when. They are not asked about these again.",
        "tokens": "Where the client is signed in, and the tokens of their programs. The secrets are kept as hashes only.",
        "totp_secrets": "Whether an authenticator is set up. Its secret is left out here.",
        "weekly_letters": "On which day and at which hour the weekly email is sent, and when the last one was.",
    }
)
"""By the name of the table. In the archive each is a list of rows."""

STORED_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "access_log": "in access.jsonl",
        "key_renewals": "which keys were exchanged when a value was overwritten",
        "journeys": "a list computed from the entries, and computed again if it is lost",
        "looks": "the date up to which the service has checked the journey",
        "sealings": "which entries were encrypted after they had been written",
    }
)
"""What is not among the accounts' rows, and where it is or why not."""
