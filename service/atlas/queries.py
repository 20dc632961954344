"""The statements that read the atlas."""

SELECT_OCCUPATIONS = """
select o.occupation_id, o.isco_group, o.titles::text, o.descriptions::text, o.needs_licence
from atlas.occupations o where o.occupation_id = any ($1)
"""

SELECT_GROUPS = "select code, titles::text from atlas.groups where code = any ($1)"

SELECT_IN_GROUPS = """
select g.code, array(
    select o.occupation_id from atlas.occupations o where o.isco_group like g.code || '%'
    order by o.occupation_id limit $2) as ids
from unnest($1::text[]) g (code)
"""

SELECT_SKILLS = """
select s.skill_id, s.titles::text, os.essential
from atlas.occupation_skills os join atlas.skills s using (skill_id)
where os.occupation_id = any ($1) order by os.essential desc, s.used_by, s.skill_id
"""

SELECT_CANDIDATES = """
select n.occupation_id as from_id, n.neighbour_id as occupation_id, o.isco_group, n.similarity, n.shared, n.isco_distance
from atlas.neighbours n join atlas.occupations o on o.occupation_id = n.neighbour_id
where n.occupation_id = any ($1) and n.neighbour_id <> all ($2)
"""

SELECT_WHY = """
select w.from_id, o.occupation_id, o.isco_group, o.titles::text, o.descriptions::text, o.needs_licence,
    array(select s.titles::text from atlas.occupation_skills a
          join atlas.occupation_skills b using (skill_id) join atlas.skills s using (skill_id)
          where a.occupation_id = w.from_id and b.occupation_id = o.occupation_id
          order by s.titles ? $3 desc, s.distinctive desc, (1 + a.essential::int + b.essential::int)::real / ln(s.used_by + 2) desc, s.skill_id limit 3) as shared,
    array(select s.titles::text from atlas.occupation_skills b join atlas.skills s using (skill_id)
          where b.occupation_id = o.occupation_id and b.essential
            and not exists (select from atlas.occupation_skills a
                            where a.occupation_id = w.from_id and a.skill_id = b.skill_id)
          order by s.titles ? $3 desc, s.distinctive desc, s.used_by desc, s.skill_id limit 2) as missing
from unnest($1::text[], $2::text[]) with ordinality w (from_id, near_id, place)
join atlas.occupations o on o.occupation_id = w.near_id
order by w.place
"""

SELECT_BY_QUALITIES = """
with known as (
    select occupation_id, quality, strength,
           row_number() over (partition by quality order by strength desc, occupation_id) as place
    from atlas.occupation_qualities where quality = any ($1) and occupation_id <> all ($2)
), each as (
    select occupation_id, array_agg(quality order by strength desc, quality) as qualities,
           sum(strength)::real as strength, min(place) as place
    from known group by occupation_id
), ordered as (
    select *, row_number() over (order by cardinality(qualities) desc, strength desc, occupation_id) as at from each
)
select o.occupation_id, o.isco_group, o.titles::text, o.descriptions::text, o.needs_licence, q.qualities, q.strength
from ordered q join atlas.occupations o using (occupation_id)
where q.at <= $3 or q.place <= $4
order by q.at
"""

SELECT_QUALITIES = """
select occupation_id, array_agg(quality order by strength desc, quality) as qualities
from atlas.occupation_qualities where occupation_id = any ($1) group by occupation_id
"""

SELECT_SIMILARITY = """
select neighbour_id, similarity from atlas.neighbours where occupation_id = any ($1) and neighbour_id = any ($2)
union all
select occupation_id, similarity from atlas.neighbours where neighbour_id = any ($1) and occupation_id = any ($2)
"""

SELECT_LIKENESS = """
select o.occupation_id, o.needs_licence,
    (select coalesce(jsonb_object_agg(n.neighbour_id, jsonb_build_array(n.similarity, n.shared)), '{}')::text
     from atlas.neighbours n where n.occupation_id = o.occupation_id and n.neighbour_id = any ($2)) as alike
from atlas.occupations o where o.occupation_id = any ($1)
"""

SELECT_NEARLY_SAME = """
select like_what.id as occupation_id, array_agg(distinct like_what.source) as sources from (
    select n.neighbour_id as id, n.occupation_id as source
    from atlas.neighbours n where n.occupation_id = any ($1) and n.similarity >= $3
    union all
    select o.occupation_id, o.isco_group from atlas.occupations o where o.isco_group = any ($2)
) like_what group by like_what.id
"""

SELECT_OUTLOOK = """
with codes as (
    select 'isco08' as system, $1::text as code
    union select system, code from atlas.national_codes where $1 = any (isco_groups)
)
select e.publisher, e.name as edition, e.published_on, e.country, o.region, e.level, o.opportunities, o.demand,
       o.code, e.licence, e.url
from atlas.outlook_editions e
join codes c on c.system = e.code_system
join atlas.outlook o on o.edition_id = e.edition_id and o.code = left(c.code, e.level)
where $2::text is null or e.country = $2
order by e.published_on desc, e.publisher, o.region, o.code
"""

SELECT_EDITIONS = (
    "select name, version, digest, source, licence, attribution, loaded_at from atlas.editions order by name"
)
