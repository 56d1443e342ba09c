-- What stands in the outbox up to here was recorded before this epoch: a base that contains a fact of the epoch
-- contains all of that, also where the fact itself is not here any more.
alter table numbers add column began_after integer not null default 0;
update numbers set began_after = coalesce((select min(seq) - 1 from outbox where outbox.epoch = numbers.epoch), 0);
