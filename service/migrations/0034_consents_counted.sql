-- Consents to research in general stand in the table, too; the projector fills it anew from the log.
alter table study_consents alter column study_id drop not null;

-- The counts of consents that are shown, as they were when they last moved. They are no sum of the rows that are there: whoever
-- withdraws, is restricted or is erased must not be seen in them.
create table shown_consents (
    tenant_id uuid    not null,
    -- All noughts: research of any kind.
    study_id  uuid    not null,
    agreed    integer not null,
    withdrawn integer not null,
    primary key (tenant_id, study_id)
);
select wall_table('shown_consents', requests => 'select, insert, update');

-- How many people an export is said to hold: the count that was shown when it was made.
alter table research_exports add column shown integer;
