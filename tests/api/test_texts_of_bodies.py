"""Names and texts in the bodies of the API: one form, and a pointer to what nobody could read."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, get_args

import pytest

from service.research.analysis.specification import AnyOutput, Specification
from tests.api.client import START, Client, discovery, refusal
from tests.api.described import DESCRIBED
from tests.http.running_service import open_service
from tests.odd_texts import ONE_PERSON, UNUSABLE

SCHEMAS: dict[str, Any] = DESCRIBED["components"]["schemas"]
NAMES = {"InvitationAnswer.name", "PasskeyName.called", "PasskeyRegistration.called", "TokenRequest.label"}
"""Names outside of commands: those of `tests/accounts` and below."""
NO_NAMES = {"email", "password", "current", "code", "invitation", "link", "time_zone", "tables"}
"""Fields that are looked up or compared as they are, or have a form of their own."""

SPECIFIED = {one.__name__ for one in (Specification, *get_args(AnyOutput))}
"""An analysis: its names have a form of their own, and its text is kept as it was sent."""


def free_texts() -> Iterator[str]:
    """Every field of a body that may hold any text, outside of commands."""
    for path, methods in DESCRIBED["paths"].items():
        for described in methods.values():
            for content in described.get("requestBody", {}).get("content", {}).values():
                yield from _free(content["schema"], path, frozenset())


def _free(schema: dict[str, Any], name: str, seen: frozenset[str]) -> Iterator[str]:
    kind = schema.get("$ref", "").rpartition("/")[2]
    if kind in seen:
        return
    if kind and "command_id" not in SCHEMAS[kind].get("properties", {}):
        yield from _free(SCHEMAS[kind], kind, seen | {kind})
    for part in (*schema.get("anyOf", ()), *filter(None, [schema.get("items")])):
        yield from _free(part, name, seen)
    for field, part in schema.get("properties", {}).items():
        yield from _free(part, f"{name}.{field}", seen)
    if schema.get("type") == "string" and not {"format", "enum", "const", "pattern"} & schema.keys():
        yield name


def test_every_text_of_a_body_is_a_name_or_known_to_be_none() -> None:
    found = {one for one in free_texts() if one.partition(".")[0] not in SPECIFIED}

    assert {one for one in found if one.rpartition(".")[2] not in NO_NAMES} == NAMES


@pytest.mark.parametrize("text", UNUSABLE)
async def test_a_command_with_a_name_that_nobody_could_read_is_refused_by_a_pointer(
    client: Client, text: str
) -> None:
    answer = await client.send(START | {"called": text}, discovery(title=text))

    assert refusal(answer) == (422, "invalid-value", "#/commands/0/called")
    assert answer.json()["errors"][0]["allowed"]


async def test_one_person_told_of_in_several_ways_is_one(client: Client) -> None:
    role = discovery(title=ONE_PERSON[0])
    for typed in ONE_PERSON:
        assert (await client.send(role | {"title": typed})).status_code == 201

    assert [one["title"] for one in (await client.get("profile")).json()["roles"]] == [ONE_PERSON[0]]


async def test_a_name_of_an_account_that_nobody_could_read_is_refused_by_its_field(database: str) -> None:
    async with open_service(database) as service:
        await service.person("anna@example.org", "coach")
        anna = service.browser()
        await anna.sign_in("anna@example.org")
        await anna.set_up_totp()
        token = {"scopes": ["read"], "expires_at": (service.clock.now + timedelta(days=9)).isoformat()}
        for text in UNUSABLE:
            answer = await anna.json("POST", "/tokens", {**token, "label": text})

            assert refusal(answer) == (422, "invalid-value", "#/label")
        answer = await anna.json("POST", "/tokens", {**token, "label": ONE_PERSON[2]})
        labels = [one["label"] for one in await anna.sessions() if one["label"]]

    assert (answer.status_code, labels) == (201, [ONE_PERSON[0]])
