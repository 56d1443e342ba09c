create table meta (key text primary key, value any not null) strict;
create table playbooks (version integer primary key, files text not null) strict;

-- The last document that HQ sent for each customer, and the hashes she is recognised by.
create table bases (customer text primary key, document text not null) strict;
create table identities (hash text primary key, customer text not null) strict, without rowid;
create index identities_by_customer on identities (customer);

-- This hub's own facts in the order they were recorded, kept for 30 days. `confirmed`: HQ has it on disk.
-- `contained`: her base contains it, so it is no part of her view any more.
create table outbox (
  seq integer primary key autoincrement,
  epoch text not null,
  n integer not null,
  customer text not null,
  body text not null,
  confirmed integer not null default 0,
  contained integer not null default 0,
  unique (epoch, n)
) strict;
create index outbox_by_customer on outbox (customer, seq) where contained = 0;
create index outbox_unsent on outbox (seq) where confirmed = 0;
create index outbox_done on outbox (seq) where contained = 1 and confirmed = 1;

-- The last number given out in each epoch; facts leave the outbox, numbers are never used again.
create table numbers (epoch text primary key, n integer not null) strict, without rowid;

-- Ids of events recorded here, so that a till that reports twice changes nothing.
create table recorded (event text primary key) strict, without rowid;

-- Who is in the store.
create table visits (
  visit text primary key,
  customer text not null,
  began integer not null,
  active integer not null,
  strength text not null,
  screen text not null,
  zone text,
  ended integer
) strict;
create index visits_open on visits (customer) where ended is null;
