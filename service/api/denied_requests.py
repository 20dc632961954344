"""What programs are told whom the door does not let in."""

from collections.abc import Mapping
from types import MappingProxyType

from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp

from domain.messages import sentence
from service.api import problem_types as problems
from service.api.problems import PROBLEM_JSON, RETRY_AFTER, Trouble, problem_json
from service.http.form_body import MOST_BYTES
from service.http.middleware import Refusal

BY_REFUSAL: Mapping[Refusal, Trouble] = MappingProxyType(
    {
        "foreign-host": Trouble(problems.MISDIRECTED, "The Host header names another site."),
        "cross-site": Trouble(problems.CROSS_SITE, "Neither Sec-Fetch-Site nor Origin names this service."),
        "form-token": Trouble(problems.CROSS_SITE, "The token of the session is missing in X-Form-Token."),
        "not-signed-in": Trouble(
            problems.NOT_SIGNED_IN,
            "Sign in, or send an API token.",
            headers={"www-authenticate": 'Bearer realm="Soundings"'},
        ),
        "form-too-large": Trouble(
            problems.TOO_LARGE, sentence("A form has at most %(size)s KB.", size=MOST_BYTES // 1024)
        ),
        "busy": Trouble(problems.BUSY, problems.BUSY.meaning, headers=RETRY_AFTER),
        "internal": Trouble(problems.OURS, problems.OURS.meaning),
    }
)


def turned_away(refusal: Refusal) -> ASGIApp:
    """The problem for a request that was not let in."""
    trouble = BY_REFUSAL[refusal]
    return ASGIResponse(
        body=problem_json(trouble),
        status_code=trouble.kind.status,
        media_type=PROBLEM_JSON,
        headers=trouble.headers,
    )
