-- `contained` is 2 for a fact that HQ has set aside: no base contains it, and it counts for nobody's view.
drop index outbox_done;
create index outbox_done on outbox (seq) where contained > 0 and confirmed = 1;
