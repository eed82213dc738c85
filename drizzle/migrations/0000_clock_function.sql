-- phase: expand
-- The platform's clock: what expires is judged by this, never by a node's own time. Tests replace it to move time.
CREATE OR REPLACE FUNCTION gatehouse_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT now() $$;
