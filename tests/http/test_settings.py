"""Who may reach the service, and under which name: what an operator says, and what is refused by name."""

from ipaddress import ip_network

import click
import pytest

from service.cli.foreground_server import require_private_host
from service.settings import InvalidSettings, read_settings

PUBLIC = {"SOUNDINGS_ACCESS": "accounts", "SOUNDINGS_ORIGIN": "https://soundings.example"}


def test_without_a_word_there_are_no_accounts() -> None:
    assert read_settings({}).access == "open"


def test_the_public_name_is_one_of_ours() -> None:
    settings = read_settings(PUBLIC | {"SOUNDINGS_ORIGIN": "https://soundings.example:8443"})

    assert "soundings.example" in settings.hosts
    assert settings.host == "soundings.example"


def test_proxies_are_networks() -> None:
    settings = read_settings({"SOUNDINGS_TRUSTED_PROXIES": "10.0.0.0/8, fd00::/8,192.0.2.1"})

    assert settings.proxies == (ip_network("10.0.0.0/8"), ip_network("fd00::/8"), ip_network("192.0.2.1/32"))


def test_accounts_at_this_machine_alone_need_no_name() -> None:
    assert read_settings({"SOUNDINGS_ACCESS": "accounts"}).origin == ""


@pytest.mark.parametrize(
    "name", ["SOUNDINGS_ORIGIN", "SOUNDINGS_TRUSTED_PROXIES", "SOUNDINGS_ACCESS", "SOUNDINGS_ENV"]
)
def test_what_cannot_be_is_refused_by_name(name: str) -> None:
    with pytest.raises(InvalidSettings, match=name):
        read_settings({name: "all"})


@pytest.mark.parametrize(
    "origin",
    [
        "http://soundings.example",
        "https://soundings.example/",
        "https://soundings.example/app",
        "https://",
        "https://anna@soundings.example",
        "soundings.example",
    ],
)
def test_an_origin_is_a_scheme_and_a_host_and_nothing_else(origin: str) -> None:
    with pytest.raises(InvalidSettings, match="SOUNDINGS_ORIGIN"):
        read_settings(PUBLIC | {"SOUNDINGS_ORIGIN": origin})


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SOUNDINGS_ORIGIN": "", "SOUNDINGS_ALLOWED_HOSTS": "a.example"}, "SOUNDINGS_ORIGIN"),
        ({"SOUNDINGS_ENV": "production", "SOUNDINGS_ACCESS": "open"}, "SOUNDINGS_ACCESS"),
        ({"SOUNDINGS_ENV": "production", "SOUNDINGS_ORIGIN": "http://localhost:8000"}, "SOUNDINGS_ORIGIN"),
    ],
)
def test_what_does_not_go_together_is_refused(changed: dict[str, str], named: str) -> None:
    with pytest.raises(InvalidSettings, match=named):
        read_settings(PUBLIC | changed)


def test_production_has_accounts_and_https() -> None:
    assert read_settings(PUBLIC | {"SOUNDINGS_ENV": "production"}).env == "production"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "soundings.example"])
def test_where_nobody_signs_in_others_do_not_reach_the_service(host: str) -> None:
    with pytest.raises(click.ClickException) as refused:
        require_private_host(host, has_accounts=False, guarded=False)

    assert "SOUNDINGS_ACCESS=accounts" in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    ("host", "has_accounts", "told"),
    [
        ("127.0.0.1", False, False),
        ("127.0.0.2", False, False),
        ("::1", False, False),
        ("localhost", False, False),
        ("0.0.0.0", True, False),
        ("0.0.0.0", False, True),
    ],
)
def test_an_address_is_taken_that_is_safe_or_was_asked_for(host: str, has_accounts: bool, told: bool) -> None:
    assert _taken(host, has_accounts=has_accounts, told=told)


def _taken(host: str, *, has_accounts: bool, told: bool) -> bool:
    try:
        require_private_host(host, has_accounts=has_accounts, guarded=told)
    except click.ClickException:
        return False
    return True
