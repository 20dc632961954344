"""Settings from the environment."""

import pytest

from service.settings import InvalidSettings, Settings, read_settings


def test_settings_are_read_from_the_environment() -> None:
    environment = {"DATABASE_URL": "postgresql://x", "SOUNDINGS_POOL_SIZE": "3", "SOUNDINGS_MIGRATE": "false"}

    settings = read_settings({**environment, "HOME": "/"})

    assert settings == Settings(database_url="postgresql://x", pool_size=3, migrate=False)


def test_variables_that_others_read_are_left_to_them() -> None:
    assert (
        read_settings({"SOUNDINGS_PG_BIN": "/usr/lib/postgresql/15/bin", "SOUNDINGS_TRACE": "1"})
        == Settings()
    )


def test_an_empty_environment_has_every_default() -> None:
    assert read_settings({}) == Settings()


@pytest.mark.parametrize("name", ["SOUNDINGS_POOLSIZE", "SOUNDINGS_DATABASE_URL"])
def test_a_misspelt_variable_is_refused_by_name(name: str) -> None:
    with pytest.raises(InvalidSettings, match=name):
        read_settings({name: "3"})


@pytest.mark.parametrize("name", ["SOUNDING_ACCESS", "soundings_access", "Soundings_Env", "sounding_env"])
def test_a_variable_that_is_nearly_ours_is_refused_by_name(name: str) -> None:
    with pytest.raises(InvalidSettings, match=f"^{name} is not read"):
        read_settings({name: "accounts"})


def test_what_may_be_left_out_may_be_empty_and_nothing_else() -> None:
    assert read_settings({"SOUNDINGS_SMTP_URL": "", "SOUNDINGS_LEDGER": ""}) == Settings()
    with pytest.raises(InvalidSettings, match="SOUNDINGS_ACCESS"):
        read_settings({"SOUNDINGS_ACCESS": ""})


def test_a_value_that_cannot_be_is_refused_by_name() -> None:
    with pytest.raises(InvalidSettings, match="SOUNDINGS_POOL_SIZE: Expected `int` >= 1"):
        read_settings({"SOUNDINGS_POOL_SIZE": "0"})


def test_hosts_are_those_of_this_machine_and_those_that_were_added() -> None:
    settings = Settings(allowed_hosts="Soundings.example.org, ,b.example")

    assert settings.hosts == {"localhost", "127.0.0.1", "[::1]", "soundings.example.org", "b.example"}
