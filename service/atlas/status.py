"""What is in the atlas: editions, outlooks and counts, for operators."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from service.atlas.queries import SELECT_EDITIONS
from service.atlas.views import Edition
from service.postgres.connections import public_reads

if TYPE_CHECKING:
    from service.postgres.connections import Pool

SELECT_COUNTS = """
select (select count(*) from atlas.occupations) as occupations, (select count(*) from atlas.groups) as groups,
       (select count(*) from atlas.labels) as labels, (select count(*) from atlas.skills) as skills,
       (select count(*) from atlas.neighbours) as neighbours,
       (select count(distinct occupation_id) from atlas.occupation_qualities) as with_qualities,
       (select count(*) from atlas.national_codes) as national_codes
"""
SELECT_OUTLOOKS = """
select publisher, name, published_on, country, code_system, licence, url,
       (select count(*) from atlas.outlook o where o.edition_id = e.edition_id) as rows
from atlas.outlook_editions e order by published_on desc, publisher, name
"""


class LoadedOutlook(Struct, frozen=True, kw_only=True):
    """One edition of an outlook."""

    publisher: str
    name: str
    published_on: date
    country: str
    code_system: str
    licence: str
    url: str
    rows: int


class AtlasStatus(Struct, frozen=True, kw_only=True):
    """Everything that is loaded."""

    editions: Sequence[Edition]
    outlooks: Sequence[LoadedOutlook]
    counts: dict[str, int]

    def describe(self) -> Sequence[str]:
        """A sentence a line."""
        if not self.editions:
            return ["the atlas is empty: `soundings migrate` loads the starter that comes with the service"]
        lines = [
            f"{one.name} {one.version or '(version not said)'}"
            f", loaded {one.loaded_at:%Y-%m-%d}: {one.source}. Licence: {one.licence}. Say: {one.attribution}"
            for one in self.editions
        ]
        lines += [
            f"outlook {one.publisher}, {one.name}, published {one.published_on} ({one.country}, {one.code_system}): "
            f"{one.rows} rows. Licence: {one.licence}. {one.url}".rstrip()
            for one in self.outlooks
        ]
        return [*lines, ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in self.counts.items())]


async def atlas_status(pool: "Pool") -> AtlasStatus:
    """What is loaded, with its licences and counts."""
    async with public_reads(pool) as connection:
        editions = await connection.fetch(SELECT_EDITIONS)
        outlooks = await connection.fetch(SELECT_OUTLOOKS)
        counts = await connection.fetchrow(SELECT_COUNTS)
    return AtlasStatus(
        editions=[Edition(**dict(row)) for row in editions],
        outlooks=[LoadedOutlook(**dict(row)) for row in outlooks],
        counts=dict(counts) if counts else {},
    )
