"""Whoever reads says of which organisation, and reads nothing of another, whichever ids they know."""

import ast
import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from service.event_store.log import ENROLMENT_TOPIC, AppendRequest, EventLog
from tests.event_store.requests import append, command, simple, stored
from tests.event_store.test_wall_lint import ROOMS, modules
from tests.event_store.two_organisations import OURS, THEIRS, inside

if TYPE_CHECKING:
    from service.postgres.connections import Connection

OF_ANY_ORGANISATION = {
    "event_store/mapper.py: to_row",
    "personal_data/erasure/contact_eraser.py: erase",
    "personal_data/erasure/journey_eraser.py: erase",
    "personal_data/retention/schedule.py: scheduled_erasures",
}
"""What makes a row of an event, and what an operator asks of all organisations."""

LENT_WITH_TENANT = """
select proname::text as name, proargnames[1:pronargs]::text[] as arguments from pg_proc
where pronamespace = 'public'::regnamespace and prosecdef and has_function_privilege('soundings_app', oid, 'execute')
  and 'tenant' = any(proargnames) order by 1
"""
KNOWN_IDS = {
    "tenant": "select $1::uuid",
    "stream": "select originator_id from stored_events where tenant_id = $1",
    "after": "select -1 where $1::uuid is not null",
    "actor": "select actor_id from commands where tenant_id = $1",
    "ids": "select array_agg(command_id) from commands where tenant_id = $1",
    "journeys": "select array_agg(journey_id) from restrictions where tenant_id = $1",
}
"""What somebody who knows everything about an organisation would ask with, by the name of the argument."""


def optional_tenants() -> Iterator[str]:
    """Functions of the rooms with SQL that take an organisation and go on without."""
    for name, module in modules():
        if name.split("/")[0] in ROOMS:
            for node in module:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and may_be_left_out(node.args):
                    yield f"{name}: {node.name}"


def may_be_left_out(arguments: ast.arguments) -> bool:
    positional = [*arguments.posonlyargs, *arguments.args]
    with_default = positional[len(positional) - len(arguments.defaults) :]
    named = [one for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default]
    return bool({"tenant", "tenant_id"} & {one.arg for one in (*with_default, *named)})


def test_no_read_goes_on_without_an_organisation() -> None:
    assert set(optional_tenants()) == OF_ANY_ORGANISATION


async def test_a_lent_function_tells_nothing_outside_the_organisation_that_is_asked_for(
    owner: "Connection", app: "Connection"
) -> None:
    functions = await owner.fetch(LENT_WITH_TENANT)

    for function in functions:
        arguments = [await owner.fetchval(KNOWN_IDS[name], THEIRS) for name in function["arguments"]]
        places = ", ".join(f"${number}" for number, _ in enumerate(arguments, 1))
        question = f"select from {function['name']}({places})"
        async with inside(app, THEIRS):
            theirs = await app.fetch(question, *arguments)
        async with inside(app, OURS):
            from_ours = await app.fetch(question, *arguments)
        assert (bool(theirs), from_ours, await app.fetch(question, *arguments)) == (True, [], []), function

    assert [one["name"] for one in functions] == ["receipts_of", "restricted_among", "stream_of"]


def reads(log: EventLog) -> Iterator[tuple[str, Any]]:
    """Its public methods that take an organisation."""
    for name, method in inspect.getmembers(log, inspect.iscoroutinefunction):
        if not name.startswith("_") and "tenant_id" in inspect.signature(method).parameters:
            yield name, method


def enrolment(stream: UUID) -> AppendRequest:
    decided = replace(command(stream), events=(stored(stream, 1, topic=ENROLMENT_TOPIC),))
    return append(stream, decided, tenant_id=OURS)


async def test_a_log_reads_nothing_of_another_organisation(log: EventLog) -> None:
    request = simple(tenant_id=OURS)
    await log.append(request)
    await log.append(enrolment(uuid4()))
    arguments = {
        "stream": request.stream,
        "after": {request.stream: 0},
        "actor_id": request.actor_id,
        "command_ids": [request.decided[0].command_id],
    }
    asked = []
    for name, method in reads(log):
        given = {
            one.name: arguments[one.name]
            for one in inspect.signature(method).parameters.values()
            if one.default is one.empty and one.name != "tenant_id"
        }
        assert await method(**given, tenant_id=OURS), name
        assert not await method(**given, tenant_id=THEIRS), name
        asked.append(name)

    assert asked == ["command_results", "read_enrolments", "read_stream", "read_streams"]
