"""The statements of a search.

Plans are made once, whatever is typed: so what begins with the typed letters is found between two bounds, as `like` would find
it only in a plan of its own. Likeness is asked for Latin letters only: in a database that knows no others, what has none of them
would be compared with every word.
"""

SELECT_WORDS = """
select typed.word as typed, found.word, bool_or(found.same_stem) as same_stem,
       similarity(found.word, typed.word) as alike
from unnest($1::text[]) typed (word) cross join lateral (
    (select word, language, true as same_stem from atlas.label_words
     where (language, stem) in (select one, atlas.stem(one, typed.word) from unnest('{en,nl,sv,nb}'::text[]) one))
    union all
    (select word, language, false from atlas.label_words
     where word ~>=~ typed.word and word ~<~ (typed.word || chr(1114111)) order by (language = $2) desc, length(word) limit 30)
    union all
    (select word, language, false from atlas.label_words where length(typed.word) > 3 and typed.word ~ '^[a-z0-9]+$'
     and word like '%' || left(typed.word, greatest(4, length(typed.word) - 1)) || '%'
     order by (language = $2) desc, length(word) limit 60)
    union all
    (select word, language, false from atlas.label_words where length(typed.word) > 3
     and typed.word ~ '^[a-z0-9]+$' and word % typed.word
     order by similarity(word, typed.word) + (language = $2)::int * 0.1 desc limit 30)
    union all
    (select word, language, false from atlas.label_words
     where length(typed.word) > 5 and language = $2
     and word ~>=~ left(typed.word, 5) and word ~<~ (left(typed.word, 5) || chr(1114111)) limit 30)
    union all
    (select word, language, false from atlas.label_words where length(typed.word) > 6 and word = any (
        select left(typed.word, cut) from generate_series(3, length(typed.word) - 3) cut
        union all select right(typed.word, cut) from generate_series(3, length(typed.word) - 3) cut))
    union all
    (select word, language, false from atlas.label_words where word = any (
        select slip from unnest($3::text[], $4::text[]) one (of, slip) where one.of = typed.word))
) found
group by 1, 2
"""

SELECT_LABELS = """
select occupation_id, group_code, language, label, folded, preferred from atlas.labels
where words @@ $1::text::tsquery
  and (group_code is null or language = $2 and atlas.stands_for_untitled(group_code, language))
order by language = $2 desc, length(folded), label_id limit 200
"""

SELECT_BEGUN = """
select occupation_id, group_code, language, label, folded, preferred from atlas.labels
where folded ~>=~ $1 and folded ~<~ ($1 || chr(1114111))
  and (group_code is null or language = $2 and atlas.stands_for_untitled(group_code, language))
order by language = $2 desc, folded = $1 desc, preferred desc, length(folded), label_id limit 60
"""

SELECT_NAMED = """
select l.folded, l.occupation_id, coalesce(o.isco_group, l.group_code) as isco_group, l.preferred
from atlas.labels l left join atlas.occupations o using (occupation_id)
where l.language = $2 and l.folded = any ($1::text[])
  and (l.group_code is null or atlas.stands_for_untitled(l.group_code, l.language))
order by l.label_id
"""

SELECT_FOUND = """
select found.place, o.occupation_id, coalesce(o.isco_group, found.group_code) as isco_group,
       coalesce(o.titles, g.titles)::text as titles, coalesce(g.titles, '{}')::text as group_titles
from unnest($1::text[], $2::text[]) with ordinality found (occupation_id, group_code, place)
left join atlas.occupations o on o.occupation_id = found.occupation_id
left join atlas.groups g on g.code = coalesce(o.isco_group, found.group_code)
order by found.place
"""
