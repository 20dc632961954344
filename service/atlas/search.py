"""Finds occupations and groups by a word as people type it."""

from typing import TYPE_CHECKING

import msgspec

from domain.vocabulary import Language
from service.atlas.folding import fold_label
from service.atlas.views import FoundOccupation, title_text

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import PooledConnection

SELECT_FOUND = """
select l.occupation_id, coalesce(o.isco_group, l.group_code) as isco_group, l.label,
       coalesce(o.titles, g.titles)::text as titles, coalesce(g.titles, '{}')::text as group_titles
from (select distinct on (coalesce(occupation_id, group_code)) *
      from (select *, (folded like $1 || '%')::int + similarity(folded, $1) + (language = $2)::int * 0.2 as fit
            from atlas.labels where folded like $1 || '%' or folded % $1) fitting
      order by coalesce(occupation_id, group_code), fit desc, label_id) l
left join atlas.occupations o using (occupation_id)
left join atlas.groups g on g.code = coalesce(o.isco_group, l.group_code)
order by l.fit desc, l.label_id limit $3
"""


async def search_labels(
    connection: "PooledConnection", query: str, language: Language, limit: int
) -> tuple[FoundOccupation, ...]:
    """What has a label like the query, each occupation once."""
    folded = fold_label(query.replace("\0", ""))
    if not folded:
        return ()
    rows = await connection.fetch(SELECT_FOUND, folded, language, limit)
    return tuple(_found(row, language) for row in rows)


def _found(row: "Record", language: Language) -> FoundOccupation:
    titles, group_titles = (
        msgspec.json.decode(row[column], type=dict[str, str]) for column in ("titles", "group_titles")
    )
    return FoundOccupation(
        occupation_id=row["occupation_id"],
        isco_group=row["isco_group"],
        title=title_text(titles, language, row["isco_group"]),
        matched=row["label"],
        group_title=title_text(group_titles, language, row["isco_group"]),
    )
