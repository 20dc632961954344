"""The PostgreSQL server to measure on: a given one, or a private one with factory settings and fsync on."""

import contextlib
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from service.postgres.server import EmbeddedPostgres


@contextlib.contextmanager
def server(dsn: str | None) -> Generator[str]:
    """The address of the given server, or of a private one that runs as long as the block."""
    if dsn:
        yield dsn
        return
    home = Path(tempfile.mkdtemp(prefix="soundings-bench-"))
    with EmbeddedPostgres(home) as private:
        yield private.dsn
    shutil.rmtree(home, ignore_errors=True)


def create_database(dsn: str) -> str:
    """Creates an empty database on the server. Returns its address as libpq keywords."""
    name = f"bench_{uuid4().hex}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f'create database "{name}"'.encode())
    return make_conninfo(dsn, dbname=name)


def uri(dsn: str) -> str:
    """The same address as a URI, which asyncpg takes."""
    place = conninfo_to_dict(dsn)
    keywords = "&".join(f"{key}={place[key]}" for key in ("host", "port") if key in place)
    return f"postgresql://{place['user']}@/{place['dbname']}?{keywords}"
