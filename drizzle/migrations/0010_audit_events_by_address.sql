-- phase: expand
-- transaction: none
-- The newest events about an address, without reading all there are about it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "audit_personal_address_idx" ON "audit_personal" USING btree (lower("personal"->>'email'),"event_id") WHERE "audit_personal"."personal"->>'email' is not null;
--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "audit_personal_email_idx";
