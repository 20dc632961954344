"""What is asked where accounts are kept: coming in, one's session and account, and passkeys."""

from service.accounts.invitations import InvitationView
from service.accounts.passkey_store import Passkey
from service.accounts.second_factor import TotpSetup
from service.api import account_bodies as bodies
from service.api import problem_types as problems
from service.api.account_bodies import CurrentSession
from service.api.openapi.operation import BODY_PROBLEMS, Operation
from service.api.passkeys import PasskeyCredential, PasskeyList, PasskeyOptions

TAGS = {
    "signing in": "Only where accounts are kept. Nobody has to be signed in for it.",
    "account": "Only where accounts are kept, and only for a person's own session: no program's token does it.",
    "passkeys": "Only where accounts are kept.",
    "people": "Only where accounts are kept: for administrators of the organisation, and for a client who chooses her coach.",
}

ACCOUNT_PROBLEMS = (problems.NOT_FOUND, problems.BUSY)
"""Where no accounts are kept, there is nothing at these addresses."""
BODY_AND_ACCOUNT_PROBLEMS = (
    *ACCOUNT_PROBLEMS,
    *BODY_PROBLEMS,
    problems.INVALID_VALUE,
    problems.NOT_ACCEPTABLE,
)
OWN_ACCOUNT_PROBLEMS = (*ACCOUNT_PROBLEMS, problems.NOT_PERMITTED)
ACCOUNT_CHANGE_PROBLEMS = (*BODY_AND_ACCOUNT_PROBLEMS, problems.NOT_PERMITTED)
AUTHENTICATION_PROBLEMS = (problems.AUTHENTICATION_FAILED, problems.CODE_NEEDED, problems.TOO_MANY_ATTEMPTS)
REAUTHENTICATED_CHANGE_PROBLEMS = (*ACCOUNT_CHANGE_PROBLEMS, problems.REAUTHENTICATION_NEEDED)
"""Asks for a proof of who one is that is ten minutes old at most."""

SIGN_IN_OPERATIONS = (
    Operation(
        path="/api/v1/sign-in",
        method="post",
        summary="Sign in with an address, a password and, where it is asked for, a code.",
        description="The answer sets the cookie of the session, and ends the one this browser had.",
        body=bodies.Credentials,
        answer=CurrentSession,
        refusals=(*BODY_AND_ACCOUNT_PROBLEMS, *AUTHENTICATION_PROBLEMS, problems.WHICH_ORGANISATION),
        tag="signing in",
    ),
    Operation(
        path="/api/v1/sign-in/link",
        method="post",
        summary="Have a link sent, if there is somebody of that address; the answer does not say.",
        description="It opens once, within ten minutes, in the browser that asked: the answer sets a cookie that tells it.",
        body=bodies.SignInLinkRequest,
        status=202,
        answer=None,
        refusals=(*BODY_AND_ACCOUNT_PROBLEMS, problems.TOO_MANY_ATTEMPTS),
        tag="signing in",
    ),
    Operation(
        path="/api/v1/sign-in/entry",
        method="post",
        summary="Come in by a link, once, in the browser that asked for it.",
        body=bodies.SignInLinkUse,
        answer=CurrentSession,
        refusals=(*BODY_AND_ACCOUNT_PROBLEMS, *AUTHENTICATION_PROBLEMS),
        tag="signing in",
    ),
    Operation(
        path="/api/v1/invitation",
        method="post",
        summary="What an invitation says: who asks, for what, and which consents. Nothing changes by reading it.",
        body=bodies.InvitationLookup,
        answer=InvitationView,
        refusals=(*BODY_AND_ACCOUNT_PROBLEMS, problems.INVITATION_GONE),
        tag="signing in",
    ),
    Operation(
        path="/api/v1/invitation/answer",
        method="post",
        summary="Accept an invitation, which signs in those who are new here; or decline it.",
        body=bodies.InvitationAnswer,
        answer=CurrentSession,
        or_nothing=True,
        refusals=(
            *ACCOUNT_CHANGE_PROBLEMS,
            problems.INVITATION_GONE,
            problems.AUTHENTICATION_FAILED,
            problems.TOO_MANY_ATTEMPTS,
        ),
        tag="signing in",
    ),
)
SESSION_OPERATIONS = (
    Operation(
        path="/api/v1/session",
        summary="Who is asking, and what their session lacks.",
        answer=CurrentSession,
        refusals=ACCOUNT_PROBLEMS,
        tag="account",
    ),
    Operation(
        path="/api/v1/session",
        method="delete",
        summary="Sign out.",
        status=204,
        answer=None,
        refusals=OWN_ACCOUNT_PROBLEMS,
        tag="account",
    ),
    Operation(
        path="/api/v1/session/proof",
        method="post",
        summary="Show again who one is, for what is delicate; a new session takes the place of this one.",
        body=bodies.Reauthentication,
        answer=CurrentSession,
        refusals=(*ACCOUNT_CHANGE_PROBLEMS, *AUTHENTICATION_PROBLEMS),
        tag="account",
    ),
    Operation(
        path="/api/v1/sessions",
        summary="Where one is signed in, and the tokens of one's programs.",
        answer=bodies.SessionList,
        refusals=OWN_ACCOUNT_PROBLEMS,
        tag="account",
    ),
    Operation(
        path="/api/v1/sessions/{token_id}",
        method="delete",
        summary="End one of one's sessions, or revoke one of one's tokens.",
        status=204,
        answer=None,
        refusals=OWN_ACCOUNT_PROBLEMS,
        tag="account",
    ),
    Operation(
        path="/api/v1/tokens",
        method="post",
        summary="Make a token for a program. It is shown this once.",
        body=bodies.TokenRequest,
        status=201,
        answer=bodies.IssuedToken,
        refusals=REAUTHENTICATED_CHANGE_PROBLEMS,
        tag="account",
    ),
)
AUTHENTICATION_OPERATIONS = (
    Operation(
        path="/api/v1/password",
        method="put",
        summary="Set a password. Other sessions end.",
        body=bodies.NewPassword,
        answer=CurrentSession,
        refusals=(
            *REAUTHENTICATED_CHANGE_PROBLEMS,
            problems.AUTHENTICATION_FAILED,
            problems.TOO_MANY_ATTEMPTS,
        ),
        tag="account",
    ),
    Operation(
        path="/api/v1/second-factor",
        method="post",
        summary="What an authenticator is to be given. It counts once a code of it has been shown.",
        answer=TotpSetup,
        refusals=(*OWN_ACCOUNT_PROBLEMS, problems.REAUTHENTICATION_NEEDED),
        tag="account",
    ),
    Operation(
        path="/api/v1/second-factor/confirmation",
        method="post",
        summary="Show the first code of an authenticator: from now on one is asked for, and other sessions end.",
        body=bodies.AuthenticatorCode,
        answer=CurrentSession,
        refusals=(*REAUTHENTICATED_CHANGE_PROBLEMS, problems.TOO_MANY_ATTEMPTS),
        tag="account",
    ),
    Operation(
        path="/api/v1/second-factor/removal",
        method="post",
        summary="Take the authenticator and the recovery codes away. Other sessions end.",
        body=bodies.AuthenticatorCode,
        status=204,
        answer=None,
        refusals=(*REAUTHENTICATED_CHANGE_PROBLEMS, problems.TOO_MANY_ATTEMPTS),
        tag="account",
    ),
    Operation(
        path="/api/v1/recovery-codes",
        method="post",
        summary="New codes for when the authenticator is lost. They are shown this once, and the old ones end.",
        status=201,
        answer=bodies.RecoveryCodes,
        refusals=(*OWN_ACCOUNT_PROBLEMS, problems.REAUTHENTICATION_NEEDED),
        tag="account",
    ),
)
PASSKEY_OPERATIONS = (
    Operation(
        path="/api/v1/sign-in/passkey/options",
        method="post",
        summary="What a page hands to `navigator.credentials.get`.",
        answer=PasskeyOptions,
        refusals=ACCOUNT_PROBLEMS,
        tag="passkeys",
    ),
    Operation(
        path="/api/v1/sign-in/passkey",
        method="post",
        summary="Sign in with what the browser answered.",
        body=PasskeyCredential,
        answer=CurrentSession,
        refusals=(*BODY_AND_ACCOUNT_PROBLEMS, *AUTHENTICATION_PROBLEMS),
        tag="passkeys",
    ),
    Operation(
        path="/api/v1/passkeys/options",
        method="post",
        summary="What a page hands to `navigator.credentials.create`.",
        answer=PasskeyOptions,
        refusals=(*OWN_ACCOUNT_PROBLEMS, problems.REAUTHENTICATION_NEEDED),
        tag="passkeys",
    ),
    Operation(
        path="/api/v1/passkeys",
        method="post",
        summary="Keep the passkey that a device made.",
        body=bodies.PasskeyRegistration,
        status=201,
        answer=Passkey,
        refusals=(*REAUTHENTICATED_CHANGE_PROBLEMS, problems.AUTHENTICATION_FAILED),
        tag="passkeys",
    ),
    Operation(
        path="/api/v1/passkeys",
        summary="One's passkeys, the oldest first.",
        answer=PasskeyList,
        refusals=OWN_ACCOUNT_PROBLEMS,
        tag="passkeys",
    ),
    Operation(
        path="/api/v1/passkeys/{passkey_id}",
        method="patch",
        summary="Call a passkey something else.",
        body=bodies.PasskeyName,
        answer=Passkey,
        refusals=ACCOUNT_CHANGE_PROBLEMS,
        tag="passkeys",
    ),
    Operation(
        path="/api/v1/passkeys/{passkey_id}",
        method="delete",
        summary="Forget a passkey, such as that of a lost phone; not the last way in.",
        status=204,
        answer=None,
        refusals=(*OWN_ACCOUNT_PROBLEMS, problems.REAUTHENTICATION_NEEDED, problems.ILLEGAL_STEP),
        tag="passkeys",
    ),
)
ACCOUNT_OPERATIONS = (
    *SIGN_IN_OPERATIONS,
    *SESSION_OPERATIONS,
    *AUTHENTICATION_OPERATIONS,
    *PASSKEY_OPERATIONS,
)
