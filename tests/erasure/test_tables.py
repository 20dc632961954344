"""Every table is one whose rows of a client can be told apart, or is known to hold nothing of any."""

import asyncpg

from service.personal_data.erasure.table_scan import readable_tables
from service.postgres.connections import open_worker_pool

OF_NOBODY = {
    "analyses": "what researchers asked of a study, and rounded figures of ten people or more",
    "attempts": "keyed fingerprints of accounts and networks, for a day at most",
    "ceremonies": "challenges, for some minutes",
    "heartbeats": "which processes are at work",
    "identity_providers": "where people of an organisation sign in",
    "kek_epochs": "key-encryption keys",
    "invariant_runs": "what rules of the data found, under ids of streams",
    "events_in_hand": "up to where a projector has the log in hand",
    "leadership": "which process leads",
    "parked_streams": "where a stream stands still; gone with its erasure",
    "rebuilds": "how far lists that are made anew are",
    "skipped_events": "numbers of events; gone with the erasure of their stream",
    "ledger_binding": "which ledger of erasures the database has",
    "notification_tracking": "the library's checkpoints",
    "organisations": "organisations",
    "programmes": "programmes",
    "research_export_downloads": "who took which export out, under ids of exports",
    "research_exports": "what exports hold, and who asked for them",
    "research_jobs": "what researchers asked to be computed or written, and how far it is",
    "retention_periods": "how long organisations keep journeys",
    "schema_migrations": "migrations",
    "studies": "studies",
    "subject_keys": "the graves of keys, under ids that nobody else has any more",
    "shown_consents": "how many agreed to a study or withdrew, as it was shown, in steps of five people",
}
"""Tables without a column that names a journey or a person, and what stands in them."""


async def test_a_table_names_whose_its_rows_are_or_is_known_to_be_nobodys(database: str) -> None:
    # ASVS 14.2.4
    pool = await open_worker_pool(database, 1)
    async with pool.acquire() as connection:
        tables = await readable_tables(connection)
    pool.terminate()
    owner = await asyncpg.connect(database)
    named = await owner.fetch(
        "select quote_ident(relname) from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
    )
    await owner.close()
    belonging = {one.name for one in tables if one.subject_condition}

    assert {row[0] for row in named} - belonging == set(OF_NOBODY)
