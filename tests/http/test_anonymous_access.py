"""What may be seen without signing in."""

import pytest

from service.http.middleware import allows_anonymous


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in",
        "/sign-in/link",
        "/sign-in/back",
        "/sign-in/organisation",
        "/sign-in/organisation/code",
        "/sign-in/organisation/3f0a8f2e-0000-4000-8000-0000000000cc",
        "/invitation/organisation",
        "/enter",
        "/invitation",
        "/health/live",
        "/schema",
        "/static/0/soundings.css",
    ],
)
def test_the_way_in_is_open(path: str) -> None:
    assert allows_anonymous(path)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/journeys/sign-in",
        "/sign-in-history",
        "/sign-in/",
        "//sign-in",
        "/sign-in\n",
        "/admin/sign-in",
        "/invitations",
        "/sign-in/back/",
        "/sign-in/backwards",
        "/sign-in/organisation/",
        "/sign-in/organisation/x",
        "/sign-in/organisation/3f0a8f2e-0000-4000-8000-0000000000cc/x",
        "/account/organisation",
        "/healthy",
        "/health/live/x",
        "/schemata",
        "/api/v1/journeys",
        "/api/v1/sign-in-log",
        "/api/v1/session",
        "/static",
        "/problems/x/../../api",
    ],
)
def test_an_address_that_only_looks_like_it_is_not(path: str) -> None:
    # https://github.com/litestar-org/litestar/issues/4695 is about patterns without an end.
    assert not allows_anonymous(path)
