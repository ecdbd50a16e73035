-- Keeps the history append-only inside the database. Part of the first migration; the chain, git and the signatures
-- show what somebody with more rights than the application did in spite of it (SECURITY.md).
-- Safe to run again.

CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% refused: % is append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

-- A batch changes once: when its commit becomes known.
CREATE OR REPLACE FUNCTION audit_batch_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.commit IS NOT NULL
    OR (NEW.id, NEW.first_seq, NEW.last_seq, NEW.last_hash, NEW.created_at)
      IS DISTINCT FROM (OLD.id, OLD.first_seq, OLD.last_seq, OLD.last_hash, OLD.created_at)
  THEN
    RAISE EXCEPTION 'UPDATE refused: audit_batch % is closed', OLD.id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- Free text leaves only together with an entry that says so.
CREATE OR REPLACE FUNCTION audit_payload_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM audit_entry WHERE type = 'payload.erased' AND facts ->> 'entryId' = OLD.entry_id::text
  ) THEN
    RAISE EXCEPTION 'DELETE refused: no payload.erased entry names %', OLD.entry_id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER audit_entry_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE OR REPLACE TRIGGER audit_link_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE OR REPLACE TRIGGER audit_batch_no_delete BEFORE DELETE OR TRUNCATE ON audit_batch
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE OR REPLACE TRIGGER audit_batch_once BEFORE UPDATE ON audit_batch
  FOR EACH ROW EXECUTE FUNCTION audit_batch_guard();
CREATE OR REPLACE TRIGGER audit_payload_no_change BEFORE UPDATE OR TRUNCATE ON audit_payload
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE OR REPLACE TRIGGER audit_payload_erased_with_entry AFTER DELETE ON audit_payload
  FOR EACH ROW EXECUTE FUNCTION audit_payload_guard();

-- Whatever role the application uses (`chiffon_app` with the embedded database): no rights beyond what it needs.
DO $$
DECLARE
  grantee regrole;
BEGIN
  FOR grantee IN
    SELECT DISTINCT acl.grantee::regrole
    FROM pg_class c, LATERAL aclexplode(c.relacl) acl
    WHERE c.oid IN ('audit_entry'::regclass, 'audit_link'::regclass, 'audit_batch'::regclass, 'audit_payload'::regclass)
      AND acl.grantee <> c.relowner AND acl.grantee <> 0
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON audit_entry, audit_link FROM %s', grantee);
    EXECUTE format('REVOKE DELETE, TRUNCATE, REFERENCES, TRIGGER ON audit_batch FROM %s', grantee);
    EXECUTE format('REVOKE UPDATE, TRUNCATE, REFERENCES, TRIGGER ON audit_payload FROM %s', grantee);
  END LOOP;
END $$;
