-- Whatever was said is found again: each message keeps the words that a person sees of it, those on the card of a plan
-- included, and an index of them.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
ALTER TABLE "message" ADD COLUMN "search_text" TEXT NOT NULL DEFAULT '';
ALTER TABLE "message" ADD COLUMN "search_index" tsvector;

-- What a message shows, part by part. 20,000 characters are enough to find it by.
CREATE FUNCTION message_search_text(parts JSONB) RETURNS TEXT LANGUAGE sql STABLE AS $$
  SELECT left(coalesce(string_agg(shown.words, E'\n' ORDER BY part.at), ''), 20000)
  FROM jsonb_array_elements(CASE jsonb_typeof(parts) WHEN 'array' THEN parts ELSE '[]' END) WITH ORDINALITY AS part(body, at)
  CROSS JOIN LATERAL (SELECT CASE part.body ->> 'kind'
    WHEN 'text' THEN part.body ->> 'text'
    WHEN 'error' THEN concat_ws(E'\n', part.body ->> 'message', part.body ->> 'fix')
    WHEN 'schedule' THEN concat_ws(E'\n', part.body ->> 'when', part.body ->> 'text')
    WHEN 'question' THEN concat_ws(E'\n', part.body #>> '{question,question}',
      (SELECT string_agg(words #>> '{}', ', ') FROM jsonb_path_query(part.body, '$.question.choices[*].label') AS words))
    WHEN 'links' THEN
      (SELECT string_agg(words #>> '{}', ', ') FROM jsonb_path_query(part.body, '$.links[*].label') AS words)
    WHEN 'table' THEN concat_ws(E'\n', part.body ->> 'title',
      (SELECT string_agg(words #>> '{}', ', ') FROM jsonb_path_query(part.body, '$.rows[*][*]') AS words))
    WHEN 'plan' THEN (
      SELECT concat_ws(E'\n', plan.body ->> 'summary', (
        SELECT string_agg(concat_ws(', ', task ->> 'name', task ->> 'entryPath', task ->> 'service',
          (SELECT string_agg(host #>> '{}', ', ') FROM jsonb_path_query(task, '$.hosts[*]') AS host)), E'\n')
        FROM jsonb_path_query(plan.body, '$.tasks[*]') AS task))
      FROM plan WHERE plan.id = (part.body ->> 'planId')::uuid)
    END AS words) AS shown
$$;

-- Words as English has them, and once more cut at every sign between letters: "nas2" is a word of "backup-nas2.lan".
CREATE FUNCTION message_search_index(words TEXT) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
  SELECT to_tsvector('pg_catalog.english', words)
    || to_tsvector('pg_catalog.simple', regexp_replace(words, '[^[:alnum:]]+', ' ', 'g'))
$$;

CREATE FUNCTION message_fill_search() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW.search_text := message_search_text(NEW.parts);
  NEW.search_index := message_search_index(NEW.search_text);
  RETURN NEW;
END $$;
CREATE TRIGGER message_fill_search BEFORE INSERT OR UPDATE OF parts ON "message"
  FOR EACH ROW EXECUTE FUNCTION message_fill_search();
UPDATE "message" SET parts = parts;

CREATE INDEX "message_search_index_idx" ON "message" USING gin ("search_index");
CREATE INDEX "message_search_text_idx" ON "message" USING gin ("search_text" gin_trgm_ops);
