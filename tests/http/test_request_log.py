"""What is logged of a fault (ASVS 16.2.5, 16.4.1, 16.5.1)."""

from uuid import UUID

import pytest

from service.http.request_log import describe_failure


def failing() -> None:
    try:
        UUID("anna@example.org")
    except ValueError as failure:
        raise KeyError("the password is hunter2") from failure


def wrapped() -> None:
    try:
        failing()
    except KeyError as failure:
        raise RuntimeError("for Anna") from failure


def test_a_fault_is_told_by_its_kind_and_place_never_by_its_words() -> None:
    with pytest.raises(RuntimeError) as failure:
        wrapped()
    told = describe_failure(failure.value)

    assert told.startswith("builtins.RuntimeError at ")
    assert "because of builtins.KeyError at " in told
    assert "test_request_log.py" in told
    assert not any(word in told for word in ("anna", "Anna", "hunter2"))
    assert "\n" not in told
