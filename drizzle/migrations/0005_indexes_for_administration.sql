-- phase: expand
-- transaction: none
-- Indexes on tables that are in use are built beside it, and what was added unchecked is checked.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_erased_after_idx" ON "users" USING btree ("erased_after") WHERE erased_after is not null;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_created_idx" ON "users" USING btree ("created_at","id");
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_last_sign_in_idx" ON "users" USING btree ("last_sign_in_at","id");
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_email_prefix_idx" ON "users" USING btree ("email_canonical" text_pattern_ops);
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_email_domain_idx" ON "users" USING btree (split_part(email_canonical, '@', 2));
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_name_prefix_idx" ON "users" USING btree (lower(display_name) text_pattern_ops);
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_disabled_idx" ON "users" USING btree ("created_at","id") WHERE disabled_at is not null;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_unverified_idx" ON "users" USING btree ("created_at","id") WHERE not is_verified;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "users_staff_idx" ON "users" USING btree ("platform_role") WHERE platform_role is not null;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "audit_events_at_idx" ON "audit_events" USING btree ("at","position","id");
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "audit_events_action_idx" ON "audit_events" USING btree ("action","at");
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "audit_events_organization_idx" ON "audit_events" USING btree ("organization_id","at") WHERE "audit_events"."organization_id" is not null;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "audit_events_request_idx" ON "audit_events" USING btree ("request_id");
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "audit_events_real_actor_idx" ON "audit_events" USING btree ("real_actor_id") WHERE "audit_events"."real_actor_id" is not null;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "audit_personal_email_idx" ON "audit_personal" USING btree (lower("personal"->>'email')) WHERE "audit_personal"."personal"->>'email' is not null;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "sessions_impersonator_idx" ON "sessions" USING btree ("impersonator_id") WHERE "sessions"."impersonator_id" is not null;
--> statement-breakpoint
ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_impersonator_id_users_id_fk";
--> statement-breakpoint
-- The one on (created_at, id) serves what this did.
DROP INDEX CONCURRENTLY IF EXISTS "users_created_at_index";
