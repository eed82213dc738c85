-- phase: expand
-- transaction: none
-- What the platform's staff look mails up by.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "mail_messages_failed" ON "mail_messages" USING btree ("id") WHERE "mail_messages"."failed_at" is not null;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "mail_messages_dropped" ON "mail_messages" USING btree ("id") WHERE "mail_messages"."dropped_at" is not null;
