-- What became of the last weekly e-mail: an e-mail that may have gone is never sent again, one that certainly did not go is tried again that day.
alter table weekly_letters
    add column outcome     text,
    add column outcome_at  timestamptz,
    add column tries       integer not null default 0,
    add column next_try_at timestamptz;
