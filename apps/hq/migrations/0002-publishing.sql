-- Who published a version and why. A rolled back version has an older one's files, and says whose.
alter table playbooks add column who text not null default 'the folder that HQ was started with';
alter table playbooks add column note text not null default '';
alter table playbooks add column files_of integer;

-- The newest version that a store's hub has named: after a restore from a backup it tells which numbers are used.
alter table stores add column playbook integer not null default 0;

-- Every pause and resumption of all speaking; the last one holds.
create table pauses (seq integer primary key, at integer not null, paused integer not null, who text not null, note text not null) strict;
create index effects_paused on effects (channel) where status = 'paused';

-- The one sweep that fills memory from events (rule E11): for which memory, and how far it is, by customers' ids.
create table sweep (
  one integer primary key check (one = 1),
  memory text not null,
  after text not null,
  done integer not null,
  total integer not null,
  ended integer not null
) strict;
