-- How many of each incentive with a budget this store has granted of the share that it is lent.
create table granted (incentive text primary key, n integer not null) strict, without rowid;
