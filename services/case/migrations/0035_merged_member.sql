-- What imported records say was merged into them. It comes behind them, and says so too: whoever comes under such a name and stands for
-- itself, or was merged into another alone, would be counted and parted wrongly.

CREATE TABLE merged_member (
  office   text COLLATE "C" NOT NULL,
  id       uuid NOT NULL,              -- what was merged
  kind     text COLLATE "C" NOT NULL,  -- in lower case: 'case' or 'person'
  survivor uuid NOT NULL,              -- what says so
  CONSTRAINT merged_member_pkey PRIMARY KEY (office, id, kind, survivor)
);
