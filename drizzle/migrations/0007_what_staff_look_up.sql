-- phase: expand
-- transaction: none
-- What the platform's staff look mails and organizations up by.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "mail_messages_failed" ON "mail_messages" USING btree ("id") WHERE "mail_messages"."failed_at" is not null;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "mail_messages_dropped" ON "mail_messages" USING btree ("id") WHERE "mail_messages"."dropped_at" is not null;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "organizations_slug_prefix_idx" ON "organizations" USING btree ("slug" text_pattern_ops);
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "organizations_name_prefix_idx" ON "organizations" USING btree (lower(name) text_pattern_ops);
