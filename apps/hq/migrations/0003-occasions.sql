-- The index of interests (rule E17): when a customer last bought something of a category, by event time.
create table interests (
  category text not null,
  customer text not null,
  last integer not null,
  primary key (category, customer)
) strict, without rowid;

-- What was folded before there was an index. Whatever still waits gets in as it is folded.
insert into interests (category, customer, last)
select part.atom, e.customer, max(e.at)
from events e, json_tree(e.body, '$.lines') part
where e.type = 'purchase' and e.folded = 1 and part.key = 'category'
group by 1, 2;

-- Occasions of the chain, and how far each is folded into the customers whom it may concern: in the order of
-- their ids, store by store where no category is named. `reached` got its event.
create table occasions (
  seq integer primary key,
  id text not null unique,
  body text not null,
  announced integer not null,
  store text not null,
  after text not null,
  done integer not null,
  total integer not null,
  reached integer not null,
  ended integer not null
) strict;
create index occasions_under_way on occasions (done) where ended = 0;
