-- Where a follower stands in each feed it follows. The row moves in the transaction that applies a batch.
-- Exempt from the rule that every key names the office: a feed is followed as a whole.
CREATE TABLE feed_cursor (
  feed        text        PRIMARY KEY,
  token       text        NOT NULL,            -- what to watch from; opaque, made by the service that owns the feed
  seq         bigint      NOT NULL,            -- the last change applied; guards the move
  head_seq    bigint      NOT NULL,            -- the feed's head when it was last heard from
  load        uuid,                            -- the load from an Export that is under way; null = following
  update_time timestamptz NOT NULL
);
