-- Whether links of a journey can be answered: not once its client has no account or role any more, the journey is no longer
-- theirs, or its use is restricted.
create function takes_replies(tenant uuid, journey uuid) returns boolean language sql stable as $$
    select exists (
        select from clients c
        join people p on p.tenant_id = c.tenant_id and p.person_id = c.person_id and p.state = 'active'
        join person_roles r on r.tenant_id = c.tenant_id and r.person_id = c.person_id and r.role = 'client'
        where c.tenant_id = tenant and c.journey_id = journey
    ) and not exists (select from restricted_among(tenant, array[journey]))
$$;
grant execute on function takes_replies(uuid, uuid) to soundings_app, soundings_worker;
