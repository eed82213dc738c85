-- phase: expand
-- Ties each audit event to the one before it in its chain, under a lock of the chain's head, and sets its time. The
-- hash is computed again by linkHash in server/src/rooms/audit/rules.ts: change neither. SECURITY DEFINER, so that the
-- runtime role needs no right on audit_chains.
CREATE FUNCTION audit_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  head public.audit_chains%ROWTYPE;
BEGIN
  SELECT * INTO head FROM public.audit_chains WHERE chain = NEW.chain FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO public.audit_chains (chain, position, hash)
    VALUES (NEW.chain, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT (chain) DO NOTHING;
    SELECT * INTO STRICT head FROM public.audit_chains WHERE chain = NEW.chain FOR UPDATE;
  END IF;
  NEW.position := head.position + 1;
  NEW.at := date_trunc('milliseconds', public.gatehouse_now());
  NEW.previous_hash := head.hash;
  NEW.hash := sha256(
    head.hash || NEW.content_hash || int8send(NEW.position) || int8send((extract(epoch FROM NEW.at) * 1000)::bigint)
  );
  UPDATE public.audit_chains SET position = NEW.position, hash = NEW.hash WHERE chain = NEW.chain;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_link BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_link();
--> statement-breakpoint
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only: no % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
-- Events never change and never go. What they say of a person may be deleted, when the person is erased, and no more.
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
--> statement-breakpoint
CREATE TRIGGER audit_personal_erase_only BEFORE UPDATE OR TRUNCATE ON audit_personal
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
--> statement-breakpoint
CREATE TRIGGER audit_chains_stay BEFORE DELETE OR TRUNCATE ON audit_chains
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
--> statement-breakpoint
-- The heads move by audit_link alone: what that does runs inside a trigger, at depth 1.
CREATE TRIGGER audit_chains_move_by_trigger BEFORE INSERT OR UPDATE ON audit_chains
  FOR EACH ROW WHEN (pg_trigger_depth() < 1) EXECUTE FUNCTION audit_refuse();
--> statement-breakpoint
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_append_only;
--> statement-breakpoint
ALTER TABLE audit_personal ENABLE ALWAYS TRIGGER audit_personal_erase_only;
--> statement-breakpoint
ALTER TABLE audit_chains ENABLE ALWAYS TRIGGER audit_chains_stay;
--> statement-breakpoint
ALTER TABLE audit_chains ENABLE ALWAYS TRIGGER audit_chains_move_by_trigger;
