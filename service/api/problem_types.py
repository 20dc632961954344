"""The types of problems, each under a name of its own (RFC 9457)."""

from http import HTTPStatus

from msgspec import Struct


class ProblemType(Struct, frozen=True, kw_only=True):
    """A type of problem. Its name never changes, so that programs can rely on it."""

    name: str
    status: HTTPStatus
    title: str
    meaning: str

    @property
    def uri(self) -> str:
        return f"/problems/{self.name}"


MALFORMED_JSON = ProblemType(
    name="malformed-json",
    status=HTTPStatus.BAD_REQUEST,
    title="This is not JSON",
    meaning="The body could not be read as JSON in UTF-8.",
)
BAD_REQUEST = ProblemType(
    name="bad-request",
    status=HTTPStatus.BAD_REQUEST,
    title="This request was not understood",
    meaning="The request itself is broken. Nothing in it was processed.",
)
UNKNOWN_JOURNEY = ProblemType(
    name="unknown-journey",
    status=HTTPStatus.NOT_FOUND,
    title="There is no such journey",
    meaning="No journey has this id. A journey starts with the command StartJourney.",
)
UNKNOWN_PROGRAMME = ProblemType(
    name="unknown-programme",
    status=HTTPStatus.NOT_FOUND,
    title="There is no such programme",
    meaning="No programme has this id. A programme starts with the command OpenProgramme.",
)
UNKNOWN_STUDY = ProblemType(
    name="unknown-study",
    status=HTTPStatus.NOT_FOUND,
    title="There is no such study",
    meaning="No study has this id. A study starts with the command DraftStudy.",
)
UNKNOWN_ANALYSIS = ProblemType(
    name="unknown-analysis",
    status=HTTPStatus.NOT_FOUND,
    title="There is no such analysis",
    meaning="This study has no analysis with this id.",
)
ANALYSIS_STATE = ProblemType(
    name="analysis-state",
    status=HTTPStatus.CONFLICT,
    title="The study or the analysis does not allow this now",
    meaning="Only an approved study is analysed, only a waiting analysis is decided on, and only the figures of a released "
    "one are read.",
)
NO_ANALYSES = ProblemType(
    name="no-analyses",
    status=HTTPStatus.SERVICE_UNAVAILABLE,
    title="No analyses are run here",
    meaning="Whoever runs the service has to install the research tools: pip install 'market-soundings[research]'.",
)
TOO_MANY_JOBS = ProblemType(
    name="too-many-jobs",
    status=HTTPStatus.CONFLICT,
    title="Too much is being computed for you",
    meaning="Five pieces of work that you asked for wait or run already. Wait until one is done, or cancel one.",
)
UNKNOWN_EXPORT = ProblemType(
    name="unknown-export",
    status=HTTPStatus.NOT_FOUND,
    title="There is no such export",
    meaning="This study has no export with this id.",
)
EXPORT_STATE = ProblemType(
    name="export-state",
    status=HTTPStatus.CONFLICT,
    title="The study or the export does not allow this now",
    meaning="Only a study whose data may leave is exported, from ten people on, and only a file that is there is taken out.",
)
NO_EXPORTS = ProblemType(
    name="no-exports",
    status=HTTPStatus.SERVICE_UNAVAILABLE,
    title="No exports are made here",
    meaning="Whoever runs the service has to install the research tools: pip install 'market-soundings[research]'.",
)
UNKNOWN_OCCUPATION = ProblemType(
    name="unknown-occupation",
    status=HTTPStatus.NOT_FOUND,
    title="There is no such occupation",
    meaning="The atlas has no occupation with this id. `/api/v1/occupations?q=` finds those that it has.",
)
NOT_SIGNED_IN = ProblemType(
    name="not-signed-in",
    status=HTTPStatus.UNAUTHORIZED,
    title="You are not signed in",
    meaning="Sign in, or send an API token: `Authorization: Bearer snd_...`. Your token may have "
    "expired or been revoked.",
)
CROSS_SITE = ProblemType(
    name="cross-site",
    status=HTTPStatus.FORBIDDEN,
    title="This did not come from one of our pages",
    meaning="When a browser cookie identifies the caller, a change needs Sec-Fetch-Site or "
    "Origin to name this service, and the session's token in X-Form-Token. API tokens "
    "need neither.",
)
FORBIDDEN = ProblemType(
    name="forbidden",
    status=HTTPStatus.FORBIDDEN,
    title="You do not have permission to do or see this",
    meaning="A journey belongs to its client, who decides who sees what. Roles and API tokens "
    "have limits of their own.",
)
RESTRICTED = ProblemType(
    name="restricted",
    status=HTTPStatus.FORBIDDEN,
    title="The use of this journey is stopped",
    meaning="Its client, or an admin at the client's request, stopped its use, or it is waiting "
    "to be erased. Until that is lifted, only its client can read it, and nothing can be "
    "recorded in it.",
)
ERASED = ProblemType(
    name="erased",
    status=HTTPStatus.GONE,
    title="This journey was erased",
    meaning="Its keys were destroyed: nothing in it can be read again, and nothing more can be "
    "recorded in it.",
)
FORGOTTEN = ProblemType(
    name="forgotten",
    status=HTTPStatus.CONFLICT,
    title="This contact was forgotten",
    meaning="Nothing more can be recorded about a forgotten person. Steps with them do not need a name.",
)
UNKNOWN_CONTACT = ProblemType(
    name="unknown-contact",
    status=HTTPStatus.NOT_FOUND,
    title="There is no such contact",
    meaning="This journey has no contact with this id.",
)
AUTHENTICATION_FAILED = ProblemType(
    name="not-proved",
    status=HTTPStatus.FORBIDDEN,
    title="This does not prove who you are",
    meaning="The address and password, link, code or passkey do not match, were used before or "
    "have expired. We do not say which.",
)
CODE_NEEDED = ProblemType(
    name="code-needed",
    status=HTTPStatus.FORBIDDEN,
    title="A code is needed as well",
    meaning="Send everything again, with the code from the authenticator app or a recovery code.",
)
WHICH_ORGANISATION = ProblemType(
    name="which-organisation",
    status=HTTPStatus.CONFLICT,
    title="You have accounts with several organisations",
    meaning="Send everything again with the organisation. `errors` lists them.",
)
REAUTHENTICATION_NEEDED = ProblemType(
    name="prove-again",
    status=HTTPStatus.FORBIDDEN,
    title="Confirm who you are first",
    meaning="Show it at /api/v1/session/proof, or sign in again, and come back within ten minutes.",
)
NOT_PERMITTED = ProblemType(
    name="not-for-you",
    status=HTTPStatus.FORBIDDEN,
    title="You do not have permission to do this",
    meaning="The caller's roles, or the way they signed in, do not allow it.",
)
TOO_MANY_ATTEMPTS = ProblemType(
    name="too-often",
    status=HTTPStatus.TOO_MANY_REQUESTS,
    title="Too many attempts",
    meaning="The Retry-After header says how many seconds to wait.",
)
TOO_MANY_AT_ONCE = ProblemType(
    name="too-many-at-once",
    status=HTTPStatus.TOO_MANY_REQUESTS,
    title="Too many requests at once",
    meaning="This person has too many open requests. The Retry-After header says when to try again.",
)
INVITATION_GONE = ProblemType(
    name="invitation-gone",
    status=HTTPStatus.GONE,
    title="The invitation is no longer valid",
    meaning="It was used, withdrawn or has expired, or it never existed.",
)
NOT_FOUND = ProblemType(
    name="not-found",
    status=HTTPStatus.NOT_FOUND,
    title="There is nothing at this address",
    meaning="The address may be mistyped. The API is described at /schema.",
)
METHOD_NOT_ALLOWED = ProblemType(
    name="method-not-allowed",
    status=HTTPStatus.METHOD_NOT_ALLOWED,
    title="This address does not accept that method",
    meaning="The Allow header lists the methods that work.",
)
NOT_ACCEPTABLE = ProblemType(
    name="not-acceptable",
    status=HTTPStatus.NOT_ACCEPTABLE,
    title="Only JSON is accepted here",
    meaning="The Accept header leaves out application/json, which is all there is.",
)
ILLEGAL_STEP = ProblemType(
    name="illegal-step",
    status=HTTPStatus.CONFLICT,
    title="The journey so far does not allow this",
    meaning="The command conflicts with what was recorded before. Nothing in the request was recorded.",
)
COMMAND_ID_TAKEN = ProblemType(
    name="command-id-taken",
    status=HTTPStatus.CONFLICT,
    title="This command id was used for something else",
    meaning="A repeat must have the same body as the first. New commands need a new command_id.",
)
TOO_LARGE = ProblemType(
    name="too-large",
    status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    title="The body is too large",
    meaning="Send fewer commands in one request.",
)
FOREIGN_HOST = ProblemType(
    name="foreign-host",
    status=HTTPStatus.MISDIRECTED_REQUEST,
    title="This service does not use that host name",
    meaning="The Host header names another site. An operator can add names with SOUNDINGS_ALLOWED_HOSTS.",
)
UNSUPPORTED_MEDIA_TYPE = ProblemType(
    name="unsupported-media-type",
    status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    title="The body is not declared as JSON",
    meaning="Send the header Content-Type: application/json.",
)
INVALID_VALUE = ProblemType(
    name="invalid-value",
    status=HTTPStatus.UNPROCESSABLE_ENTITY,
    title="A value is not allowed",
    meaning="No journey would allow this value; `errors` says which one and what is allowed.",
)
BUSY = ProblemType(
    name="busy",
    status=HTTPStatus.SERVICE_UNAVAILABLE,
    title="Try again in a moment",
    meaning="The service or its database is busy or unavailable. It is safe to send commands "
    "again with the same command_id.",
)
POSITION_NOT_REACHED = ProblemType(
    name="not-there-yet",
    status=HTTPStatus.SERVICE_UNAVAILABLE,
    title="That position does not exist yet",
    meaning="What was recorded up to the position in wait_for cannot be shown yet.",
)
NOT_READY = ProblemType(
    name="not-ready",
    status=HTTPStatus.SERVICE_UNAVAILABLE,
    title="The service is not ready",
    meaning="It is starting up, has lost its database, or its lists are too far behind the log.",
)
INTERNAL_ERROR = ProblemType(
    name="internal",
    status=HTTPStatus.INTERNAL_SERVER_ERROR,
    title="Something went wrong on our side",
    meaning="The error has been logged. It is safe to send commands again with the same command_id.",
)
PROBLEM_TYPES = {kind.name: kind for kind in tuple(globals().values()) if isinstance(kind, ProblemType)}
"""All types above, by name."""
