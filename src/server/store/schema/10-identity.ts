/** The keys with which tablets sign, the keys to which they seal, and the records as they came. */
export const IDENTITY = `
  -- Public halves, base64url. A request is proved with the key that is not retired, or for a while with the one before;
  -- a record that was signed with any of them holds for good.
  create table device_keys (
    device_id text not null references devices,
    public_key text not null,
    added_at integer not null,
    retired_at integer,
    primary key (device_id, public_key)
  ) strict, without rowid;

  -- An administrator saw the same fingerprint on both screens.
  alter table devices add column confirmed_at integer;
  -- The token of before the first key: it repeats the request that ended it, and nothing else.
  alter table devices add column ended_token text;

  -- What tablets seal to. private_key is sealed with the secret beside the data file; no row is ever deleted.
  create table sealing_keys (
    id text primary key,
    office_id integer not null references offices,
    public_key text not null,
    private_key text not null,
    created_at integer not null,
    retired_at integer
  ) strict;

  -- The line that a tablet sealed, whose SHA-256 is the hash; null for paper, and for records from before sealing.
  alter table submissions add column sealed text;
  -- With it a record that had to wait for its key is taken in as if it had just come.
  alter table refused_submissions add column sent_at integer;
`;
