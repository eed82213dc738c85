-- phase: expand
-- transaction: none
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "api_keys_replaces_key" ON "api_keys" USING btree ("replaces_id");
