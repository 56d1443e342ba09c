-- HQ's own settings: the last change number, the partition's state.
create table meta (key text primary key, value any not null) strict;

-- Every start opens one; `after_change` tells which change numbers belong to which.
create table epochs (n integer primary key, epoch text not null unique, after_change integer not null, at integer not null) strict;

-- Every event for ever, in the order of arrival. The body is the event as JSON.
create table events (
  seq integer primary key,
  id text not null unique,
  customer text not null,
  at integer not null,
  type text not null,
  body text not null,
  folded integer not null default 0
) strict;
create index events_by_customer on events (customer, at);

-- What waits to be folded, in order. A hub's fact names its number, so that the feed can say what it contains.
create table arrivals (seq integer primary key, event integer not null, store text, epoch text, n integer) strict;

create table hub_epochs (store text not null, epoch text not null, up_to integer not null, primary key (store, epoch)) strict, without rowid;
create table set_aside (store text not null, epoch text not null, n integer not null, body text not null, why text not null, primary key (store, epoch, n)) strict;

-- `first` and `seen` are read off the document, for finding customers without reading all of them.
create table customers (
  id text primary key,
  document text not null,
  next_due integer,
  first text generated always as (lower(json_extract(document, '$.profile.first'))) virtual,
  seen integer generated always as (coalesce(json_extract(document, '$.memory.purchases.last'), 0)) virtual
) strict;
create index customers_by_first on customers (first);
create index customers_by_seen on customers (seen);
create index customers_due on customers (next_due) where next_due is not null;
create table identities (hash text primary key, customer text not null) strict, without rowid;
create index identities_by_customer on identities (customer);

-- The feed: per store and customer the number of the last change (rule S4), and the last of that
-- store's facts that the document contains (rule S3).
create table subscriptions (
  store text not null,
  customer text not null,
  change integer not null,
  contains_epoch text,
  contains_n integer,
  primary key (store, customer)
) strict;
create index feed on subscriptions (store, change);
create index subscriptions_by_customer on subscriptions (customer);

create table effects (
  customer text not null,
  message text not null,
  dialogue text not null,
  run text not null,
  channel text not null,
  at integer not null,
  status text not null,
  body text not null,
  primary key (customer, message)
) strict;
create table journal (
  seq integer primary key,
  customer text not null,
  at integer not null,
  what text not null,
  dialogue text not null,
  run text not null,
  detail text,
  held integer not null
) strict;
create index journal_by_customer on journal (customer);

-- Sums that pages ask for, kept as things happen, so that nothing is ever counted by scanning.
create table counters (name text primary key, n integer not null) strict, without rowid;

create table playbooks (version integer primary key, digest text not null, files text not null, at integer not null) strict;
create table stores (store text primary key, heard integer, cursor integer not null default 0) strict;
create table imports (id text primary key, progress text not null) strict;
