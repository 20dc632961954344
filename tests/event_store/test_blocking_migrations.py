"""A migration does not hold up the version that serves meanwhile, unless it says why it may."""

import re

import pytest

from service.postgres.migrations import CONTRACTS, MIGRATIONS

FIRST_UNDER_THE_RULE = "0038"

MARK = re.compile(r"^-- (?:contract: after \d+\.\d+|short: \S+)", re.MULTILINE)
IGNORED = re.compile(r"--[^\n]*|/\*.*?\*/|(\$\w*\$).*?\1|'(?:[^']|'')*'", re.DOTALL)
CREATED = re.compile(r"^create (?:unlogged )?table (?:if not exists )?([\w.]+)")
ALTERED = re.compile(r"^alter table (?:if exists )?(?:only )?([\w.]+) (.*)")
INDEXED = re.compile(r"^create (?:unique )?index .*?\bon (?:only )?([\w.]+)")
BLOCKING = re.compile(r"^(?:drop (?:table|column|view|type)|truncate|lock|cluster|vacuum full|reindex)\b")
BLOCKING_ACTION = re.compile(
    r"^drop (?!default|not null)"
    r"|^rename\b"
    r"|^alter (?:column )?\S+ (?:set data )?type\b"
    r"|^alter (?:column )?\S+ set not null"
    r"|^add (?:constraint|primary key|unique|check|foreign key|exclude)\b(?!.*\bnot valid$)"
    r"|^add (?!constraint\b)(?:column )?.*\b(?:references|unique|primary key|check|generated|serial|bigserial)\b"
    r"|^add (?:column )?.*\bdefault (?:clock_timestamp|gen_random_uuid|random|nextval)\b"
    r"|^add (?:column )?(?!.*\bdefault\b).*\bnot null\b"
)
ACTIONS = re.compile(r",\s*(?=(?:add|drop|alter|rename)\b)")


def blocking_statements(sql: str) -> list[str]:
    """Statements that rewrite, search, lock or take away a table that was there before this file."""
    plain = IGNORED.sub(" ", sql).lower()
    statements = [" ".join(statement.split()) for statement in plain.split(";")]
    own = {match[1] for statement in statements if (match := CREATED.match(statement))}
    return [statement for statement in statements if _blocks(statement, own)]


def _blocks(statement: str, own: set[str]) -> bool:
    if match := INDEXED.match(statement):
        return match[1] not in own
    if match := ALTERED.match(statement):
        actions = ACTIONS.split(match[2])
        return match[1] not in own and any(map(BLOCKING_ACTION.search, actions))
    return bool(BLOCKING.match(statement))


def test_no_migration_blocks_the_version_that_serves() -> None:
    unmarked = {
        file.name: found
        for file in MIGRATIONS.iterdir()
        if file.name.endswith(".sql") and file.name >= FIRST_UNDER_THE_RULE
        if (found := blocking_statements(sql := file.read_text(encoding="utf-8"))) and not MARK.search(sql)
    }

    assert unmarked == {}


def test_a_migration_that_takes_something_away_says_so_in_its_name() -> None:
    said = {
        file.name: (
            bool(CONTRACTS.search(file.name)),
            "-- contract: after" in file.read_text(encoding="utf-8"),
        )
        for file in MIGRATIONS.iterdir()
        if file.name.endswith(".sql") and file.name >= FIRST_UNDER_THE_RULE
    }

    assert {name for name, (in_name, in_text) in said.items() if in_name != in_text} == set()


@pytest.mark.parametrize(
    "sql",
    [
        "alter table journeys drop column line;",
        "alter table journeys add column a text, drop column line;",
        "alter table journeys rename column line to row;",
        "alter table journeys alter column line type text;",
        "alter table journeys alter column line set not null;",
        "alter table journeys add constraint c check (true);",
        "alter table journeys add column a text not null;",
        "alter table journeys add column a uuid not null default gen_random_uuid();",
        "alter table journeys add column a uuid references people;",
        "create index i on stored_events (topic);",
        "create unique index i\n  on stored_events (topic);",
        "-- A list no longer read.\ndrop table journeys;",
        "create table a (n int); drop table journeys;",
        "truncate journeys;",
    ],
)
def test_what_blocks_is_found(sql: str) -> None:
    assert len(blocking_statements(sql)) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "create table a (n int); create index i on a (n); alter table a add constraint c check (n > 0);",
        "-- Why.\ncreate table a (n int not null);\ncreate index i on a (n);",
        "alter table journeys add column a text;",
        "alter table journeys add column a text not null default '';",
        "alter table journeys add constraint c check (true) not valid;",
        "alter table journeys alter column line set statistics 0;",
        "create function f() returns void language sql as $$ truncate journeys; $$;",
        "insert into journeys values ('; drop table journeys;');",
    ],
)
def test_what_does_not_block_is_let_through(sql: str) -> None:
    assert blocking_statements(sql) == []


def test_earlier_migrations_that_blocked_are_known_by_the_rule() -> None:
    dropped = blocking_statements((MIGRATIONS / "0003_desk.sql").read_text(encoding="utf-8"))
    indexed = blocking_statements((MIGRATIONS / "0019_enrolments_in_order.sql").read_text(encoding="utf-8"))

    assert "drop table journeys" in dropped
    assert len(indexed) == 1
