create table meta (key text primary key, value any not null) strict;
create table documents (id text primary key, body text not null) strict;
create table hashes (hash text primary key, customer text not null) strict, without rowid;
create index hashes_by_customer on hashes (customer);
create table events (seq integer primary key, customer text not null, body text not null) strict;
create index events_by_customer on events (customer);
