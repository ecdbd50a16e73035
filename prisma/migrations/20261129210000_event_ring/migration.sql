-- Events lie in a ring of six parts of thirty days each. What is old goes by emptying a part: at once, with its space,
-- and without a lock on the parts in which work is told.
ALTER TABLE event RENAME TO event_before;
ALTER TABLE event_before RENAME CONSTRAINT event_pkey TO event_before_pkey;
ALTER INDEX event_at_idx RENAME TO event_before_at_idx;

CREATE TABLE event (
  topic TEXT NOT NULL,
  seq INTEGER NOT NULL,
  body JSONB NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  part SMALLINT NOT NULL DEFAULT ((extract(epoch FROM CURRENT_TIMESTAMP)::bigint / 2592000) % 6)::smallint,
  CONSTRAINT event_pkey PRIMARY KEY (topic, seq, part)
) PARTITION BY LIST (part);
CREATE INDEX event_at_idx ON event (at);
CREATE TABLE event_0 PARTITION OF event FOR VALUES IN (0);
CREATE TABLE event_1 PARTITION OF event FOR VALUES IN (1);
CREATE TABLE event_2 PARTITION OF event FOR VALUES IN (2);
CREATE TABLE event_3 PARTITION OF event FOR VALUES IN (3);
CREATE TABLE event_4 PARTITION OF event FOR VALUES IN (4);
CREATE TABLE event_5 PARTITION OF event FOR VALUES IN (5);

INSERT INTO event (topic, seq, body, at, part)
SELECT topic, seq, body, at, ((extract(epoch FROM at)::bigint / 2592000) % 6)::smallint FROM event_before;
DROP TABLE event_before;

-- Empties the parts of which everything happened before an instant, and returns how many events that were. The product
-- may change rows only: this runs with the rights of the tables' owner. It waits for no lock for long.
CREATE FUNCTION empty_old_events(before TIMESTAMPTZ) RETURNS BIGINT
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '250ms' AS $$
DECLARE
  part REGCLASS;
  newest TIMESTAMPTZ;
  size BIGINT;
  emptied BIGINT := 0;
BEGIN
  IF before > now() - INTERVAL '1 day' THEN
    RAISE EXCEPTION 'events of the last day are kept';
  END IF;
  FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'public.event'::regclass LOOP
    EXECUTE format('SELECT max(at) FROM %s', part) INTO newest;
    CONTINUE WHEN newest IS NULL OR newest >= before;
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', part);
    EXECUTE format('SELECT count(*), max(at) FROM %s', part) INTO size, newest;
    CONTINUE WHEN newest >= before;
    EXECUTE format('TRUNCATE %s', part);
    emptied := emptied + size;
  END LOOP;
  RETURN emptied;
END $$;
