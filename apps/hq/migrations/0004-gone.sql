-- Customers who are gone from a store (`left`, `merged`, `erased`; once the hub has read of that, `forgotten`): a
-- tombstone in the feed. `last`: when she last came by.
alter table subscriptions add column gone text;
alter table subscriptions add column merged_into text;
alter table subscriptions add column last integer not null default 0;
update subscriptions set last = unixepoch() * 1000;
create index subscriptions_last on subscriptions (last) where gone is null;
create index erasures_under_way on subscriptions (store, change) where gone = 'erased';

-- The last of a hub's facts that is folded, whoever it is about: every document contains all of her facts up to it.
create table folded_facts (store text primary key, epoch text not null, n integer not null) strict, without rowid;

-- Other names of a customer (rule E18): whom she was met as before anybody knew, or was merged from.
create table aliases (alias text primary key, owner text not null, at integer not null, who text not null, note text not null) strict;
create index aliases_by_owner on aliases (owner);

-- Of the erased (rule S8) only what their ids have become.
create table erased (name text primary key, at integer not null, who text not null) strict, without rowid;

-- Whom a hub's fact named: she may go by another name here.
alter table arrivals add column named text;
