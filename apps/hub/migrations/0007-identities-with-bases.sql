-- A base names the hashes that its row named, as JSON. The index of hashes by customer goes: each customer who was read
-- put its two entries in two places at random, and half of what a bootstrap wrote to the disk was pages of that index.
alter table bases add column identities text not null default '[]';
update bases set identities =
  (select json_group_array(hash order by hash) from identities where identities.customer = bases.customer);
drop index identities_by_customer;
