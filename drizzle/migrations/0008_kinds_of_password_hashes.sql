-- phase: expand
-- transaction: none
CREATE INDEX CONCURRENTLY IF NOT EXISTS "credentials_hash_kind_idx" ON "credentials" USING btree (substring(password_hash from '^\$[^$]+\$(?:v=[0-9]+\$)?[^$]+'));
