-- Whose session is at which kiosk or cart, since when, and how well she was recognised there.
create table sessions (
  screen text primary key,
  role text not null,
  zone text,
  visit text not null,
  strength text not null,
  since integer not null
) strict, without rowid;

-- The screens of this store: when each was last connected, and since when it is muted.
create table screens (
  screen text primary key,
  role text not null,
  zone text,
  seen integer not null,
  muted integer
) strict, without rowid;

-- What carts handed to the till, until it is taken over once.
create table baskets (code text primary key, items text not null, made integer not null) strict, without rowid;
