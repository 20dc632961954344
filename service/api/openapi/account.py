"""What is asked where accounts are kept: coming in, one's session and account, and passkeys."""

from service.accounts.invitations import InvitationView
from service.accounts.passkey_store import Passkey
from service.accounts.second_factor import TotpOffer
from service.api import account_bodies as bodies
from service.api import problem_types as problems
from service.api.account_bodies import Me
from service.api.openapi.operation import BROUGHT, Operation
from service.api.passkeys import BrowserAnswer, OwnPasskeys, Question

TAGS = {
    "signing in": "Only where accounts are kept. Nobody has to be signed in for it.",
    "account": "Only where accounts are kept, and only for a person's own session: no program's token does it.",
    "passkeys": "Only where accounts are kept.",
    "people": "Only where accounts are kept: for administrators of the organisation, and for a client who chooses her coach.",
}

KEPT = (problems.NOT_FOUND, problems.BUSY)
"""Where no accounts are kept, there is nothing at these addresses."""
TOLD = (*KEPT, *BROUGHT, problems.INVALID, problems.NOT_ACCEPTABLE)
ONES_OWN = (*KEPT, problems.NOT_FOR_YOU)
CHANGED = (*TOLD, problems.NOT_FOR_YOU)
PROVED = (problems.NOT_PROVED, problems.CODE_NEEDED, problems.TOO_OFTEN)
DELICATE = (*CHANGED, problems.PROVE_AGAIN)
"""Asks for a proof of who one is that is ten minutes old at most."""

COMING_IN = (
    Operation(
        path="/api/v1/sign-in",
        method="post",
        summary="Sign in with an address, a password and, where it is asked for, a code.",
        description="The answer sets the cookie of the session, and ends the one this browser had.",
        body=bodies.Credentials,
        answer=Me,
        refusals=(*TOLD, *PROVED, problems.WHICH_ORGANISATION),
        tag="signing in",
    ),
    Operation(
        path="/api/v1/sign-in/link",
        method="post",
        summary="Have a link sent, if there is somebody of that address; the answer does not say.",
        description="It opens once, within ten minutes, in the browser that asked: the answer sets a cookie that tells it.",
        body=bodies.LinkWish,
        status=202,
        answer=None,
        refusals=(*TOLD, problems.TOO_OFTEN),
        tag="signing in",
    ),
    Operation(
        path="/api/v1/sign-in/entry",
        method="post",
        summary="Come in by a link, once, in the browser that asked for it.",
        body=bodies.LinkShown,
        answer=Me,
        refusals=(*TOLD, *PROVED),
        tag="signing in",
    ),
    Operation(
        path="/api/v1/invitation",
        method="post",
        summary="What an invitation says: who asks, for what, and which consents. Nothing changes by reading it.",
        body=bodies.Look,
        answer=InvitationView,
        refusals=(*TOLD, problems.INVITATION_GONE),
        tag="signing in",
    ),
    Operation(
        path="/api/v1/invitation/answer",
        method="post",
        summary="Accept an invitation, which signs in those who are new here; or decline it.",
        body=bodies.InvitationAnswer,
        answer=Me,
        or_nothing=True,
        refusals=(*CHANGED, problems.INVITATION_GONE, problems.NOT_PROVED, problems.TOO_OFTEN),
        tag="signing in",
    ),
)
SESSION = (
    Operation(
        path="/api/v1/session",
        summary="Who is asking, and what their session lacks.",
        answer=Me,
        refusals=KEPT,
        tag="account",
    ),
    Operation(
        path="/api/v1/session",
        method="delete",
        summary="Sign out.",
        status=204,
        answer=None,
        refusals=ONES_OWN,
        tag="account",
    ),
    Operation(
        path="/api/v1/session/proof",
        method="post",
        summary="Show again who one is, for what is delicate; a new session takes the place of this one.",
        body=bodies.Again,
        answer=Me,
        refusals=(*CHANGED, *PROVED),
        tag="account",
    ),
    Operation(
        path="/api/v1/sessions",
        summary="Where one is signed in, and the tokens of one's programs.",
        answer=bodies.Places,
        refusals=ONES_OWN,
        tag="account",
    ),
    Operation(
        path="/api/v1/sessions/{token_id}",
        method="delete",
        summary="End one of one's sessions, or revoke one of one's tokens.",
        status=204,
        answer=None,
        refusals=ONES_OWN,
        tag="account",
    ),
    Operation(
        path="/api/v1/tokens",
        method="post",
        summary="Make a token for a program. It is shown this once.",
        body=bodies.TokenWish,
        status=201,
        answer=bodies.Token,
        refusals=DELICATE,
        tag="account",
    ),
)
PROOFS = (
    Operation(
        path="/api/v1/password",
        method="put",
        summary="Set a password. Other sessions end.",
        body=bodies.NewPassword,
        answer=Me,
        refusals=(*DELICATE, problems.NOT_PROVED, problems.TOO_OFTEN),
        tag="account",
    ),
    Operation(
        path="/api/v1/second-factor",
        method="post",
        summary="What an authenticator is to be given. It counts once a code of it has been shown.",
        answer=TotpOffer,
        refusals=(*ONES_OWN, problems.PROVE_AGAIN),
        tag="account",
    ),
    Operation(
        path="/api/v1/second-factor/confirmation",
        method="post",
        summary="Show the first code of an authenticator: from now on one is asked for, and other sessions end.",
        body=bodies.Code,
        answer=Me,
        refusals=(*DELICATE, problems.TOO_OFTEN),
        tag="account",
    ),
    Operation(
        path="/api/v1/second-factor/removal",
        method="post",
        summary="Take the authenticator and the recovery codes away. Other sessions end.",
        body=bodies.Code,
        status=204,
        answer=None,
        refusals=(*DELICATE, problems.TOO_OFTEN),
        tag="account",
    ),
    Operation(
        path="/api/v1/recovery-codes",
        method="post",
        summary="New codes for when the authenticator is lost. They are shown this once, and the old ones end.",
        status=201,
        answer=bodies.RecoveryCodes,
        refusals=(*ONES_OWN, problems.PROVE_AGAIN),
        tag="account",
    ),
)
PASSKEYS = (
    Operation(
        path="/api/v1/sign-in/passkey/options",
        method="post",
        summary="What a page hands to `navigator.credentials.get`.",
        answer=Question,
        refusals=KEPT,
        tag="passkeys",
    ),
    Operation(
        path="/api/v1/sign-in/passkey",
        method="post",
        summary="Sign in with what the browser answered.",
        body=BrowserAnswer,
        answer=Me,
        refusals=(*TOLD, *PROVED),
        tag="passkeys",
    ),
    Operation(
        path="/api/v1/passkeys/options",
        method="post",
        summary="What a page hands to `navigator.credentials.create`.",
        answer=Question,
        refusals=(*ONES_OWN, problems.PROVE_AGAIN),
        tag="passkeys",
    ),
    Operation(
        path="/api/v1/passkeys",
        method="post",
        summary="Keep the passkey that a device made.",
        body=bodies.NewPasskey,
        status=201,
        answer=Passkey,
        refusals=(*DELICATE, problems.NOT_PROVED),
        tag="passkeys",
    ),
    Operation(
        path="/api/v1/passkeys",
        summary="One's passkeys, the oldest first.",
        answer=OwnPasskeys,
        refusals=ONES_OWN,
        tag="passkeys",
    ),
    Operation(
        path="/api/v1/passkeys/{passkey_id}",
        method="patch",
        summary="Call a passkey something else.",
        body=bodies.Called,
        answer=Passkey,
        refusals=CHANGED,
        tag="passkeys",
    ),
    Operation(
        path="/api/v1/passkeys/{passkey_id}",
        method="delete",
        summary="Forget a passkey, such as that of a lost phone; not the last way in.",
        status=204,
        answer=None,
        refusals=(*ONES_OWN, problems.PROVE_AGAIN, problems.ILLEGAL_STEP),
        tag="passkeys",
    ),
)
ACCOUNT = (*COMING_IN, *SESSION, *PROOFS, *PASSKEYS)
