-- What search reads besides the labels: every word of them once in each language, with its stem. A word that is mistyped,
-- inflected or part of a longer one is looked for among some twenty thousand words instead of in every label.
alter table atlas.labels add column words tsvector not null
    generated always as (array_to_tsvector(string_to_array(folded, ' '))) stored;
create index labels_words_idx on atlas.labels using gin (words) with (fastupdate = off);
create index labels_language_idx on atlas.labels (language, folded text_pattern_ops);

create table atlas.label_words (
    language text not null,
    word     text not null,
    -- By the dictionary of its language.
    stem     text not null,
    primary key (language, word)
);
create index label_words_word_idx on atlas.label_words (word text_pattern_ops);
create index label_words_stem_idx on atlas.label_words (stem);
create index label_words_trigram_idx on atlas.label_words using gin (word gin_trgm_ops) with (fastupdate = off);

create function atlas.stem(language text, word text) returns text language sql stable parallel safe as $$
    select coalesce((ts_lexize((case language when 'nl' then 'pg_catalog.dutch_stem' when 'sv' then 'pg_catalog.swedish_stem'
        when 'nb' then 'pg_catalog.norwegian_stem' else 'pg_catalog.english_stem' end)::regdictionary, word))[1], word)
$$;

-- Kept with the labels by a trigger of each statement, so that whoever loads labels need not know of search.
create function atlas.refresh_label_words() returns trigger language plpgsql as $$
begin
    delete from atlas.label_words;
    insert into atlas.label_words (language, word, stem)
    select language, word, atlas.stem(language, word)
    from (select distinct language, unnest(string_to_array(folded, ' ')) as word from atlas.labels) one
    where length(word) > 1;
    return null;
end $$;
create trigger labels_have_words after insert or update or delete or truncate on atlas.labels
    for each statement execute function atlas.refresh_label_words();

-- Whether a search shows a unit group: for those of its occupations that have no title in this language, or if it has none.
create function atlas.stands_for_untitled(unit_group text, language text) returns bool language sql stable parallel safe as $$
    select length(unit_group) = 4 and (
        not exists (select from atlas.occupations where isco_group = unit_group)
        or exists (select from atlas.occupations where isco_group = unit_group and not titles ? language))
$$;

grant select on atlas.label_words to soundings_app, soundings_worker;
