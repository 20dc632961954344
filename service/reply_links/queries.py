"""What is asked of the table of reply links, and changed in it."""

# Locks the line that makes the journey hers, so that of two requests at once the second counts the link of the first.
LOCK_CLIENT = """
select person_id from clients where tenant_id = $1 and journey_id = $2 and person_id = $3 for update
"""
CLOSE_EARLIER = """
update reply_links set hash = null, shown = null
where tenant_id = $1 and journey_id = $2 and purpose = $3 and about_id = $4 and hash is not null
"""
COUNT = """
select count(*) filter (where hash is not null and expires_at > $4) as open, count(*) filter (where made_at > $5) as made
from reply_links where tenant_id = $1 and journey_id = $2 and purpose = $3
"""
IS_MADE = "select exists (select from reply_links where tenant_id = $1 and link_id = $2)"
INSERT = """
insert into reply_links (tenant_id, link_id, journey_id, purpose, about_id, hash, shown, made_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
# Also before it is swept a reply is gone that nobody kept in time.
SELECT = """
select l.link_id, l.purpose, l.about_id, l.hash is not null as open,
       l.reply is not null and (l.replied_at > $5 or holds_replies(l.tenant_id, l.journey_id, $4)) as waiting,
       l.made_at, l.expires_at, l.replied_at, l.postponed_until, takes_replies(l.tenant_id, l.journey_id) as takes_replies
from reply_links l join clients c using (tenant_id, journey_id)
where l.tenant_id = $1 and l.journey_id = $2 and c.person_id = $3
order by l.made_at, l.link_id
"""
SELECT_REPLY = """
select l.reply from reply_links l join clients c using (tenant_id, journey_id)
where l.tenant_id = $1 and l.journey_id = $2 and c.person_id = $3 and l.link_id = $4
  and l.reply is not null and (l.replied_at > $6 or holds_replies(l.tenant_id, l.journey_id, $5))
"""
WITHDRAW = """
update reply_links l set hash = null, shown = null from clients c
where l.tenant_id = $1 and l.journey_id = $2 and l.link_id = $4 and l.hash is not null
  and c.tenant_id = l.tenant_id and c.journey_id = l.journey_id and c.person_id = $3
"""
POSTPONE = """
update reply_links l set postponed_until = $5 from clients c
where l.tenant_id = $1 and l.journey_id = $2 and l.link_id = $4 and l.reply is not null
  and c.tenant_id = l.tenant_id and c.journey_id = l.journey_id and c.person_id = $3
"""
BEGIN_KEEPING = """
update reply_links l set keeping_until = $5 from clients c
where l.tenant_id = $1 and l.journey_id = $2 and l.link_id = $4 and l.reply is not null
  and c.tenant_id = l.tenant_id and c.journey_id = l.journey_id and c.person_id = $3
"""
STOP_KEEPING = """
update reply_links l set keeping_until = null from clients c
where l.tenant_id = $1 and l.journey_id = $2 and l.link_id = $4
  and c.tenant_id = l.tenant_id and c.journey_id = l.journey_id and c.person_id = $3
"""
REMOVE_REPLY = """
update reply_links l set reply = null, postponed_until = null, keeping_until = null from clients c
where l.tenant_id = $1 and l.journey_id = $2 and l.link_id = $4 and l.reply is not null
  and c.tenant_id = l.tenant_id and c.journey_id = l.journey_id and c.person_id = $3
"""
# If the clock was set back, nothing is held for longer all the same.
DISCARD_REPLY = f"{REMOVE_REPLY} and (l.keeping_until between $5 and $6) is not true"
FIND = "select tenant_id, link_id from find_reply_link($1, $2)"
SELECT_OPEN = """
select l.journey_id, l.purpose, l.about_id, l.hash, l.shown, l.expires_at from reply_links l
where l.tenant_id = $1 and l.link_id = $2 and l.expires_at > $3 and takes_replies(l.tenant_id, l.journey_id)
"""
STORE_REPLY = """
update reply_links l set reply = $5, replied_at = $3, receipt = $6, submission = $7, hash = null, shown = null
where l.tenant_id = $1 and l.link_id = $2 and l.hash = $4 and l.expires_at > $3 and takes_replies(l.tenant_id, l.journey_id)
"""
CLOSE = """
update reply_links l set receipt = $5, submission = $6, hash = null, shown = null
where l.tenant_id = $1 and l.link_id = $2 and l.hash = $4 and l.expires_at > $3 and takes_replies(l.tenant_id, l.journey_id)
"""
FIND_RECEIPT = "select find_reply_receipt($1)"
SWEEP = "select sweep_reply_links($1, $2, $3)"
