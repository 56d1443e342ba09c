-- A reading of everything from zero (a bootstrap) has a number; what none of its rows named is removed at its end.
-- `change` is the feed's number of the document, so that an older one never takes the place of a newer.
alter table bases add column reading integer not null default 0;
alter table bases add column change integer not null default 0;
create index bases_by_reading on bases (reading);
