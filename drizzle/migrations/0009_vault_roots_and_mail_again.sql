-- phase: expand
CREATE TABLE "vault_roots" (
	"id" uuid PRIMARY KEY NOT NULL,
	"root_sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT gatehouse_now() NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
-- Since when a mail that was queued again is tried.
ALTER TABLE "mail_messages" ADD COLUMN IF NOT EXISTS "requeued_at" timestamp with time zone;
