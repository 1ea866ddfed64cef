CREATE SCHEMA IF NOT EXISTS "wf";
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"workspace_no" integer NOT NULL,
	"key_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"hint" text NOT NULL,
	"secret_hash" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_workspace_no_key_no_pk" PRIMARY KEY("workspace_no","key_no"),
	CONSTRAINT "api_keys_id" UNIQUE("workspace_no","id"),
	CONSTRAINT "api_keys_hash" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "auth_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"sso_workspace_no" integer,
	"user_agent" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "brand" (
	"workspace_no" integer PRIMARY KEY NOT NULL,
	"name" text,
	"colour" text,
	"text_colour" text,
	"background" text,
	"heading_font" text,
	"body_font" text,
	"button_shape" text,
	"logo_url" text,
	"footer" text,
	"privacy_email" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"one" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"set_up_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"workspace_no" integer NOT NULL,
	"invitation_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"role_no" integer,
	"secret_hash" text NOT NULL,
	"invited_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "invitations_workspace_no_invitation_no_pk" PRIMARY KEY("workspace_no","invitation_no"),
	CONSTRAINT "invitations_id" UNIQUE("workspace_no","id"),
	CONSTRAINT "invitations_secret" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"workspace_no" integer NOT NULL,
	"member_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"role_no" integer,
	"status" text DEFAULT 'active' NOT NULL,
	"is_break_glass" boolean DEFAULT false NOT NULL,
	"last_active_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_workspace_no_member_no_pk" PRIMARY KEY("workspace_no","member_no"),
	CONSTRAINT "members_id" UNIQUE("workspace_no","id"),
	CONSTRAINT "members_user" UNIQUE("workspace_no","user_id")
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"workspace_no" integer NOT NULL,
	"role_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"permissions" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "roles_workspace_no_role_no_pk" PRIMARY KEY("workspace_no","role_no"),
	CONSTRAINT "roles_id" UNIQUE("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "sso_connections" (
	"workspace_no" integer NOT NULL,
	"connection_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"issuer" text NOT NULL,
	"client_id" text NOT NULL,
	"client_secret_sealed" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"default_role" text DEFAULT 'viewer' NOT NULL,
	"tested_at" timestamp (3) with time zone,
	"tested_email" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sso_connections_workspace_no_connection_no_pk" PRIMARY KEY("workspace_no","connection_no"),
	CONSTRAINT "sso_connections_id" UNIQUE("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "sso_domains" (
	"workspace_no" integer NOT NULL,
	"domain" text NOT NULL,
	"connection_no" integer NOT NULL,
	"token" text NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sso_domains_workspace_no_domain_pk" PRIMARY KEY("workspace_no","domain")
);
--> statement-breakpoint
CREATE TABLE "sso_identities" (
	"workspace_no" integer NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sso_identities_workspace_no_issuer_subject_pk" PRIMARY KEY("workspace_no","issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"workspace_no" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "workspaces_workspace_no_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"currency" text NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"postal_address" text,
	"salt" text NOT NULL,
	"sso_enforced_at" timestamp (3) with time zone,
	"demo_state" text DEFAULT 'none' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workspaces_id" UNIQUE("id"),
	CONSTRAINT "workspaces_slug" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "assets" (
	"workspace_no" integer NOT NULL,
	"asset_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"alt" text NOT NULL,
	"file" text NOT NULL,
	"thumb_file" text NOT NULL,
	"mime_type" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"stored_bytes" bigint NOT NULL,
	"byte_size" integer NOT NULL,
	"is_animated" boolean NOT NULL,
	"source_hash" text NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "assets_workspace_no_asset_no_pk" PRIMARY KEY("workspace_no","asset_no"),
	CONSTRAINT "assets_id" UNIQUE("workspace_no","id"),
	CONSTRAINT "assets_source" UNIQUE("workspace_no","source_hash")
);
--> statement-breakpoint
CREATE TABLE "campaign_occurrences" (
	"workspace_no" integer NOT NULL,
	"series_no" integer NOT NULL,
	"occurrence_at" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"campaign_no" integer,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"by_name" text,
	CONSTRAINT "campaign_occurrences_workspace_no_series_no_occurrence_at_pk" PRIMARY KEY("workspace_no","series_no","occurrence_at")
);
--> statement-breakpoint
CREATE TABLE "campaign_policies" (
	"workspace_no" integer PRIMARY KEY NOT NULL,
	"requires_approval" boolean NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "campaign_review_entries" (
	"workspace_no" integer NOT NULL,
	"entry_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"campaign_no" integer NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text,
	"actor_name" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "campaign_review_entries_workspace_no_entry_no_pk" PRIMARY KEY("workspace_no","entry_no")
);
--> statement-breakpoint
CREATE TABLE "campaign_versions" (
	"workspace_no" integer NOT NULL,
	"campaign_no" integer NOT NULL,
	"version" integer NOT NULL,
	"began_at" timestamp (3) with time zone NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by_id" text,
	"by_name" text NOT NULL,
	"cause" text NOT NULL,
	"definition" jsonb NOT NULL,
	CONSTRAINT "campaign_versions_workspace_no_campaign_no_version_pk" PRIMARY KEY("workspace_no","campaign_no","version")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"workspace_no" integer NOT NULL,
	"campaign_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"audience" jsonb NOT NULL,
	"content" jsonb NOT NULL,
	"schedule" jsonb NOT NULL,
	"due_at" timestamp (3) with time zone,
	"planned_people" integer,
	"series_no" integer,
	"occurrence_at" timestamp (3) with time zone,
	"provider_no" integer,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"run_no" integer,
	"frozen_audience" jsonb,
	"is_demo" integer DEFAULT 0 NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"launched_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"approved_hash" text,
	"archived_from" text,
	"problem" text,
	CONSTRAINT "campaigns_workspace_no_campaign_no_pk" PRIMARY KEY("workspace_no","campaign_no"),
	CONSTRAINT "campaigns_id" UNIQUE("workspace_no","id"),
	CONSTRAINT "campaigns_occurrence" UNIQUE("workspace_no","series_no","occurrence_at")
);
--> statement-breakpoint
CREATE TABLE "dkim_keys" (
	"workspace_no" integer NOT NULL,
	"domain_no" integer NOT NULL,
	"selector" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"private_sealed" text NOT NULL,
	"public_key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp (3) with time zone,
	CONSTRAINT "dkim_keys_workspace_no_domain_no_selector_pk" PRIMARY KEY("workspace_no","domain_no","selector")
);
--> statement-breakpoint
CREATE TABLE "local_messages" (
	"workspace_no" integer NOT NULL,
	"message_id" uuid NOT NULL,
	"local_no" bigint GENERATED ALWAYS AS IDENTITY (sequence name "local_messages_local_no_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"received_at" timestamp (3) with time zone NOT NULL,
	"to_address" text NOT NULL,
	"to_name" text,
	"from_address" text NOT NULL,
	"from_name" text,
	"subject" text NOT NULL,
	"html" text NOT NULL,
	"text" text NOT NULL,
	"headers" jsonb NOT NULL,
	"deliveries" smallint DEFAULT 1 NOT NULL,
	"read_at" timestamp (3) with time zone,
	CONSTRAINT "local_messages_workspace_no_message_id_pk" PRIMARY KEY("workspace_no","message_id")
);
--> statement-breakpoint
CREATE TABLE "parked_notifications" (
	"workspace_no" integer NOT NULL,
	"provider_no" integer NOT NULL,
	"notification_id" text NOT NULL,
	"provider_message_id" text,
	"notification" jsonb NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "parked_notifications_workspace_no_provider_no_notification_id_pk" PRIMARY KEY("workspace_no","provider_no","notification_id")
);
--> statement-breakpoint
CREATE TABLE "provider_notifications" (
	"workspace_no" integer NOT NULL,
	"provider_no" integer NOT NULL,
	"notification_id" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "provider_notifications_workspace_no_provider_no_notification_id_pk" PRIMARY KEY("workspace_no","provider_no","notification_id")
);
--> statement-breakpoint
CREATE TABLE "providers" (
	"workspace_no" integer NOT NULL,
	"provider_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"settings" jsonb NOT NULL,
	"secret_sealed" text,
	"webhook_secret_sealed" text,
	"from_email" text NOT NULL,
	"from_name" text NOT NULL,
	"limits" jsonb DEFAULT '{}' NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "providers_workspace_no_provider_no_pk" PRIMARY KEY("workspace_no","provider_no"),
	CONSTRAINT "providers_id" UNIQUE("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "sending_domains" (
	"workspace_no" integer NOT NULL,
	"domain_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"domain" text NOT NULL,
	"status" text DEFAULT 'unchecked' NOT NULL,
	"records" jsonb NOT NULL,
	"checked_at" timestamp (3) with time zone,
	"broken_since" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sending_domains_workspace_no_domain_no_pk" PRIMARY KEY("workspace_no","domain_no"),
	CONSTRAINT "sending_domains_id" UNIQUE("workspace_no","id"),
	CONSTRAINT "sending_domains_domain" UNIQUE("workspace_no","domain")
);
--> statement-breakpoint
CREATE TABLE "companies" (
	"workspace_no" integer NOT NULL,
	"company_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"external_id" text,
	"domain" text,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "companies_workspace_no_company_no_pk" PRIMARY KEY("workspace_no","company_no"),
	CONSTRAINT "companies_id" UNIQUE("id","workspace_no")
);
--> statement-breakpoint
CREATE TABLE "company_fields" (
	"workspace_no" integer NOT NULL,
	"field_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"type" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "company_fields_workspace_no_field_no_pk" PRIMARY KEY("workspace_no","field_no"),
	CONSTRAINT "company_fields_id" UNIQUE("workspace_no","id"),
	CONSTRAINT "company_fields_key" UNIQUE("workspace_no","key")
);
--> statement-breakpoint
CREATE TABLE "company_settings" (
	"workspace_no" integer PRIMARY KEY NOT NULL,
	"suggest_by_domain" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact_companies" (
	"workspace_no" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"company_no" integer NOT NULL,
	"role" text,
	"source" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "contact_companies_workspace_no_contact_no_company_no_pk" PRIMARY KEY("workspace_no","contact_no","company_no")
);
--> statement-breakpoint
CREATE TABLE "consent_ledger" (
	"workspace_no" integer NOT NULL,
	"chain_no" bigint DEFAULT 0 NOT NULL,
	"prev_hash" "bytea" DEFAULT ''::bytea NOT NULL,
	"hash" "bytea" DEFAULT ''::bytea NOT NULL,
	"contact_no" bigint NOT NULL,
	"channel" text NOT NULL,
	"topic_no" smallint DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"source" text NOT NULL,
	"wording" text,
	"evidence" text,
	"ip" text,
	"actor_type" text NOT NULL,
	"actor_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "consent_ledger_workspace_no_chain_no_pk" PRIMARY KEY("workspace_no","chain_no")
);
--> statement-breakpoint
CREATE TABLE "consent_state" (
	"workspace_no" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"channel" text NOT NULL,
	"topic_no" smallint DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"source" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "consent_state_workspace_no_contact_no_channel_topic_no_pk" PRIMARY KEY("workspace_no","contact_no","channel","topic_no")
);
--> statement-breakpoint
CREATE TABLE "contact_preferences" (
	"workspace_no" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"paused_until" timestamp (3) with time zone,
	"cap_count" smallint,
	"cap_period" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contact_preferences_workspace_no_contact_no_pk" PRIMARY KEY("workspace_no","contact_no")
);
--> statement-breakpoint
CREATE TABLE "sending_policies" (
	"workspace_no" integer PRIMARY KEY NOT NULL,
	"cap_count" smallint,
	"cap_days" smallint,
	"quiet_from" text,
	"quiet_to" text,
	"utm" jsonb,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"workspace_no" integer NOT NULL,
	"channel" text NOT NULL,
	"address_key" text NOT NULL,
	"reason" text NOT NULL,
	"note" text,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text,
	CONSTRAINT "suppressions_workspace_no_channel_address_key_pk" PRIMARY KEY("workspace_no","channel","address_key")
);
--> statement-breakpoint
CREATE TABLE "topics" (
	"workspace_no" integer NOT NULL,
	"topic_no" smallint NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"texts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"visibility" text NOT NULL,
	"default_in" boolean NOT NULL,
	"double_opt_in" boolean NOT NULL,
	"position" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "topics_workspace_no_topic_no_pk" PRIMARY KEY("workspace_no","topic_no"),
	CONSTRAINT "topics_id" UNIQUE("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "contact_merges" (
	"workspace_no" integer NOT NULL,
	"merge_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"winner_no" bigint NOT NULL,
	"loser_no" bigint NOT NULL,
	"loser_id" uuid NOT NULL,
	"address_moved" boolean NOT NULL,
	"snapshot" jsonb,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "contact_merges_workspace_no_merge_no_pk" PRIMARY KEY("workspace_no","merge_no")
);
--> statement-breakpoint
CREATE TABLE "field_retype_values" (
	"workspace_no" integer NOT NULL,
	"retype_no" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"unreadable" boolean NOT NULL,
	CONSTRAINT "field_retype_values_workspace_no_retype_no_contact_no_pk" PRIMARY KEY("workspace_no","retype_no","contact_no")
);
--> statement-breakpoint
CREATE TABLE "field_retypes" (
	"workspace_no" integer NOT NULL,
	"retype_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"field_no" integer NOT NULL,
	"from_type" text NOT NULL,
	"to_type" text NOT NULL,
	"options" jsonb NOT NULL,
	"status" text NOT NULL,
	"undoes_no" integer,
	"counts" jsonb NOT NULL,
	"done_to" bigint DEFAULT 0 NOT NULL,
	"total" bigint NOT NULL,
	"problem" text,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "field_retypes_workspace_no_retype_no_pk" PRIMARY KEY("workspace_no","retype_no")
);
--> statement-breakpoint
CREATE TABLE "contact_fields" (
	"workspace_no" integer NOT NULL,
	"field_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"type" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "contact_fields_workspace_no_field_no_pk" PRIMARY KEY("workspace_no","field_no"),
	CONSTRAINT "contact_fields_id" UNIQUE("workspace_no","id"),
	CONSTRAINT "contact_fields_key" UNIQUE("workspace_no","key")
);
--> statement-breakpoint
CREATE TABLE "contact_tags" (
	"workspace_no" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"tag_no" integer NOT NULL,
	CONSTRAINT "contact_tags_workspace_no_contact_no_tag_no_pk" PRIMARY KEY("workspace_no","contact_no","tag_no")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"workspace_no" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"id" uuid NOT NULL,
	"external_id" text,
	"email" text,
	"email_key" text,
	"phone" text,
	"first_name" text,
	"last_name" text,
	"name_key" text GENERATED ALWAYS AS (nullif(lower(btrim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) collate "pg_c_utf8"), '')) STORED,
	"time_zone" text,
	"locale" text,
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_active_at" timestamp (3) with time zone,
	CONSTRAINT "contacts_workspace_no_contact_no_pk" PRIMARY KEY("workspace_no","contact_no"),
	CONSTRAINT "contacts_id" UNIQUE("id","workspace_no")
);
--> statement-breakpoint
CREATE TABLE "tags" (
	"workspace_no" integer NOT NULL,
	"tag_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tags_workspace_no_tag_no_pk" PRIMARY KEY("workspace_no","tag_no"),
	CONSTRAINT "tags_id" UNIQUE("workspace_no","id"),
	CONSTRAINT "tags_key" UNIQUE("workspace_no","key")
);
--> statement-breakpoint
CREATE TABLE "content_policies" (
	"workspace_no" integer PRIMARY KEY NOT NULL,
	"requires_approval" boolean NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "snippet_versions" (
	"workspace_no" integer NOT NULL,
	"snippet_no" integer NOT NULL,
	"version" integer NOT NULL,
	"body" jsonb NOT NULL,
	"note" text,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "snippet_versions_workspace_no_snippet_no_version_pk" PRIMARY KEY("workspace_no","snippet_no","version")
);
--> statement-breakpoint
CREATE TABLE "snippets" (
	"workspace_no" integer NOT NULL,
	"snippet_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"current_version" integer NOT NULL,
	"is_demo" integer DEFAULT 0 NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "snippets_workspace_no_snippet_no_pk" PRIMARY KEY("workspace_no","snippet_no"),
	CONSTRAINT "snippets_id" UNIQUE("workspace_no","id"),
	CONSTRAINT "snippets_key" UNIQUE("workspace_no","key")
);
--> statement-breakpoint
CREATE TABLE "template_review_entries" (
	"workspace_no" integer NOT NULL,
	"template_no" integer NOT NULL,
	"entry_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	CONSTRAINT "template_review_entries_workspace_no_template_no_entry_no_pk" PRIMARY KEY("workspace_no","template_no","entry_no"),
	CONSTRAINT "template_review_entries_id" UNIQUE("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "template_versions" (
	"workspace_no" integer NOT NULL,
	"template_no" integer NOT NULL,
	"version" integer NOT NULL,
	"document" jsonb NOT NULL,
	"note" text,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"approved_at" timestamp (3) with time zone,
	CONSTRAINT "template_versions_workspace_no_template_no_version_pk" PRIMARY KEY("workspace_no","template_no","version")
);
--> statement-breakpoint
CREATE TABLE "templates" (
	"workspace_no" integer NOT NULL,
	"template_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"current_version" integer NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"approved_version" integer,
	"is_demo" integer DEFAULT 0 NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_by" text,
	"topic_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "templates_workspace_no_template_no_pk" PRIMARY KEY("workspace_no","template_no"),
	CONSTRAINT "templates_id" UNIQUE("workspace_no","id"),
	CONSTRAINT "templates_archived" CHECK (("templates"."status" = 'archived') = ("templates"."archived_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"workspace_no" integer NOT NULL,
	"run_no" integer NOT NULL,
	"batch_no" integer NOT NULL,
	"seq" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"status" smallint NOT NULL,
	"skip" smallint,
	"provider_id" text,
	"detail" text,
	CONSTRAINT "deliveries_workspace_no_run_no_batch_no_seq_pk" PRIMARY KEY("workspace_no","run_no","batch_no","seq")
);
--> statement-breakpoint
CREATE TABLE "delivery_events" (
	"workspace_no" integer NOT NULL,
	"event_no" bigserial NOT NULL,
	"run_no" integer NOT NULL,
	"batch_no" integer NOT NULL,
	"seq" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"kind" text NOT NULL,
	"bounce_class" text,
	"at" timestamp (3) with time zone NOT NULL,
	"detail" text,
	"source" text NOT NULL,
	CONSTRAINT "delivery_events_workspace_no_event_no_pk" PRIMARY KEY("workspace_no","event_no")
);
--> statement-breakpoint
CREATE TABLE "message_hits" (
	"workspace_no" integer NOT NULL,
	"hit_id" uuid NOT NULL,
	"run_no" integer NOT NULL,
	"batch_no" integer NOT NULL,
	"seq" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"kind" text NOT NULL,
	"link_no" smallint,
	"link_count" smallint,
	"url" text,
	"at" timestamp (3) with time zone NOT NULL,
	"verdict" text NOT NULL,
	"rule_version" smallint NOT NULL,
	"is_prefetch" boolean DEFAULT false NOT NULL,
	"user_agent" text,
	"ip" text,
	CONSTRAINT "message_hits_workspace_no_hit_id_pk" PRIMARY KEY("workspace_no","hit_id")
);
--> statement-breakpoint
CREATE TABLE "provider_health" (
	"workspace_no" integer NOT NULL,
	"provider_no" integer NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"open_until" timestamp (3) with time zone,
	"last_failure" text,
	"last_failure_at" timestamp (3) with time zone,
	"recovered_at" timestamp (3) with time zone,
	CONSTRAINT "provider_health_workspace_no_provider_no_pk" PRIMARY KEY("workspace_no","provider_no")
);
--> statement-breakpoint
CREATE TABLE "run_recipients" (
	"workspace_no" integer NOT NULL,
	"run_no" integer NOT NULL,
	"batch_no" integer NOT NULL,
	"seq" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"skip" smallint,
	"to_address" text,
	CONSTRAINT "run_recipients_workspace_no_run_no_batch_no_seq_pk" PRIMARY KEY("workspace_no","run_no","batch_no","seq")
);
--> statement-breakpoint
CREATE TABLE "send_batches" (
	"workspace_no" integer NOT NULL,
	"run_no" integer NOT NULL,
	"batch_no" integer NOT NULL,
	"state" smallint DEFAULT 0 NOT NULL,
	"owner" uuid,
	"lease_until" timestamp (3) with time zone,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"not_before" timestamp (3) with time zone,
	"quiet_since" timestamp (3) with time zone,
	"size" smallint NOT NULL,
	"accepted" smallint DEFAULT 0 NOT NULL,
	"skipped" smallint DEFAULT 0 NOT NULL,
	"failed" smallint DEFAULT 0 NOT NULL,
	"unknown" smallint DEFAULT 0 NOT NULL,
	"problem" text,
	CONSTRAINT "send_batches_workspace_no_run_no_batch_no_pk" PRIMARY KEY("workspace_no","run_no","batch_no")
);
--> statement-breakpoint
CREATE TABLE "send_chunks" (
	"workspace_no" integer NOT NULL,
	"run_no" integer NOT NULL,
	"batch_no" integer NOT NULL,
	"chunk_no" smallint NOT NULL,
	"seqs" integer[] NOT NULL,
	"key" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "send_chunks_workspace_no_run_no_batch_no_chunk_no_pk" PRIMARY KEY("workspace_no","run_no","batch_no","chunk_no")
);
--> statement-breakpoint
CREATE TABLE "send_counts" (
	"workspace_no" integer NOT NULL,
	"provider_no" integer NOT NULL,
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"slot" bigint NOT NULL,
	"used" integer NOT NULL,
	CONSTRAINT "send_counts_workspace_no_provider_no_scope_key_slot_pk" PRIMARY KEY("workspace_no","provider_no","scope","key","slot")
);
--> statement-breakpoint
CREATE TABLE "send_runs" (
	"workspace_no" integer NOT NULL,
	"run_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"source_no" integer,
	"launch_key" text NOT NULL,
	"state" text NOT NULL,
	"provider_no" integer NOT NULL,
	"again_of" integer,
	"content" jsonb NOT NULL,
	"audience_at" timestamp (3) with time zone,
	"audience_count" bigint,
	"queued_count" bigint,
	"first_accepted_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"problem" text,
	"wait_until" timestamp (3) with time zone,
	"wait_reason" text,
	"brake" text,
	"brake_note" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "send_runs_workspace_no_run_no_pk" PRIMARY KEY("workspace_no","run_no"),
	CONSTRAINT "send_runs_id" UNIQUE("workspace_no","id"),
	CONSTRAINT "send_runs_launch" UNIQUE NULLS NOT DISTINCT("workspace_no","kind","source_no","launch_key")
);
--> statement-breakpoint
CREATE TABLE "wf"."batch" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "wf"."batch_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"fn" text NOT NULL,
	"event" json NOT NULL,
	"created" timestamp (6) with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wf"."bucket" (
	"key" text PRIMARY KEY NOT NULL,
	"tat" timestamp (6) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wf"."inbox" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "wf"."inbox_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text DEFAULT gen_random_uuid()::text NOT NULL,
	"name" text NOT NULL,
	"data" json DEFAULT '{}'::json NOT NULL,
	"ts" timestamp (6) with time zone,
	"workspace_no" integer,
	"created" timestamp (6) with time zone DEFAULT clock_timestamp() NOT NULL,
	"routed" timestamp (6) with time zone,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "wf"."job" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "wf"."job_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text,
	"kind" text NOT NULL,
	"lane" text DEFAULT '' NOT NULL,
	"run" text,
	"fn" text NOT NULL,
	"step" text,
	"due" timestamp (6) with time zone DEFAULT clock_timestamp() NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"gen" integer DEFAULT 0 NOT NULL,
	"running" boolean DEFAULT false NOT NULL,
	"again" boolean DEFAULT false NOT NULL,
	"crashes" integer DEFAULT 0 NOT NULL,
	"ckeys" text[],
	"climits" integer[],
	"payload" json,
	"error" text,
	"created" timestamp (6) with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wf"."pause" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "wf"."pause_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run" text NOT NULL,
	"step" text,
	"kind" text NOT NULL,
	"event" text DEFAULT '' NOT NULL,
	"eqpath" text DEFAULT '' NOT NULL,
	"eqval" text DEFAULT '' NOT NULL,
	"expr" text,
	"correlation" text,
	"after_seq" bigint DEFAULT 0 NOT NULL,
	"created" timestamp (6) with time zone DEFAULT clock_timestamp() NOT NULL,
	"expires" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "wf"."pause_path" (
	"event" text NOT NULL,
	"eqpath" text NOT NULL,
	CONSTRAINT "pause_path_event_eqpath_pk" PRIMARY KEY("event","eqpath")
);
--> statement-breakpoint
CREATE TABLE "wf"."run" (
	"id" text PRIMARY KEY NOT NULL,
	"fn" text NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"events" json NOT NULL,
	"pending" text[] DEFAULT '{}' NOT NULL,
	"racing" text[] DEFAULT '{}' NOT NULL,
	"correlation" text,
	"parent" text,
	"single" text,
	"ckeys" text[],
	"climits" integer[],
	"output" json,
	"error" json,
	"app_version" text,
	"created" timestamp (6) with time zone DEFAULT clock_timestamp() NOT NULL,
	"started" timestamp (6) with time zone,
	"ended" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "wf"."step" (
	"run" text NOT NULL,
	"id" text NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "wf"."step_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text,
	"data" json NOT NULL,
	"attempts" integer DEFAULT 1 NOT NULL,
	"duration_ms" integer,
	"created" timestamp (6) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "step_run_id_pk" PRIMARY KEY("run","id")
);
--> statement-breakpoint
CREATE TABLE "forms" (
	"workspace_no" integer NOT NULL,
	"form_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"intro" text DEFAULT '' NOT NULL,
	"topic_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"wording" text NOT NULL,
	"fields" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"double_opt_in" boolean DEFAULT true NOT NULL,
	"success_message" text,
	"redirect_url" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "forms_workspace_no_form_no_pk" PRIMARY KEY("workspace_no","form_no"),
	CONSTRAINT "forms_id" UNIQUE("id","workspace_no")
);
--> statement-breakpoint
CREATE TABLE "signups" (
	"workspace_no" integer NOT NULL,
	"signup_no" bigint NOT NULL,
	"id" uuid NOT NULL,
	"form_no" integer NOT NULL,
	"entry" jsonb,
	"contact_no" bigint,
	"topic_nos" smallint[] DEFAULT '{}'::smallint[] NOT NULL,
	"wording" text NOT NULL,
	"language" text NOT NULL,
	"ip" text,
	"at" timestamp (3) with time zone NOT NULL,
	"needs_confirmation" boolean,
	"confirmed_at" timestamp (3) with time zone,
	CONSTRAINT "signups_workspace_no_signup_no_pk" PRIMARY KEY("workspace_no","signup_no")
);
--> statement-breakpoint
CREATE TABLE "import_contacts" (
	"workspace_no" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"import_no" integer NOT NULL,
	"is_new" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"steps" jsonb,
	CONSTRAINT "import_contacts_workspace_no_contact_no_import_no_pk" PRIMARY KEY("workspace_no","contact_no","import_no")
);
--> statement-breakpoint
CREATE TABLE "import_mappings" (
	"workspace_no" integer NOT NULL,
	"headings_key" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "import_mappings_workspace_no_headings_key_pk" PRIMARY KEY("workspace_no","headings_key")
);
--> statement-breakpoint
CREATE TABLE "import_problems" (
	"workspace_no" integer NOT NULL,
	"import_no" integer NOT NULL,
	"line" bigint NOT NULL,
	"column" text,
	"code" text NOT NULL,
	"problem" text NOT NULL,
	"fix" text NOT NULL,
	"row" jsonb,
	CONSTRAINT "import_problems_workspace_no_import_no_line_code_pk" PRIMARY KEY("workspace_no","import_no","line","code")
);
--> statement-breakpoint
CREATE TABLE "import_undo_people" (
	"workspace_no" integer NOT NULL,
	"import_no" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"fields" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "import_undo_people_workspace_no_import_no_contact_no_pk" PRIMARY KEY("workspace_no","import_no","contact_no")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"workspace_no" integer NOT NULL,
	"import_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"storage_key" text NOT NULL,
	"source_url" text,
	"byte_size" bigint NOT NULL,
	"status" text NOT NULL,
	"columns" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"mapping" jsonb,
	"consent" jsonb,
	"counts" jsonb NOT NULL,
	"rows_done" bigint DEFAULT 0 NOT NULL,
	"bytes_done" bigint DEFAULT 0 NOT NULL,
	"problem" text,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"undo" jsonb,
	"undo_forgotten_at" timestamp (3) with time zone,
	CONSTRAINT "imports_workspace_no_import_no_pk" PRIMARY KEY("workspace_no","import_no"),
	CONSTRAINT "imports_id" UNIQUE("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"workspace_no" integer NOT NULL,
	"webhook_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"url" text NOT NULL,
	"description" text NOT NULL,
	"event_types" jsonb NOT NULL,
	"secret_sealed" text NOT NULL,
	"old_secret_sealed" text,
	"old_secret_until" timestamp (3) with time zone,
	"disabled_at" timestamp (3) with time zone,
	"disabled_reason" text,
	"failing_since" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_endpoints_workspace_no_webhook_no_pk" PRIMARY KEY("workspace_no","webhook_no"),
	CONSTRAINT "webhook_endpoints_id" UNIQUE("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "webhook_messages" (
	"workspace_no" integer NOT NULL,
	"webhook_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"body" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"log" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_messages_workspace_no_webhook_no_id_pk" PRIMARY KEY("workspace_no","webhook_no","id"),
	CONSTRAINT "webhook_messages_event" UNIQUE("workspace_no","webhook_no","event_id")
);
--> statement-breakpoint
CREATE TABLE "bulk_job_rows" (
	"workspace_no" integer NOT NULL,
	"job_no" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"outcome" text DEFAULT 'pending' NOT NULL,
	"skip" text,
	"before" jsonb,
	"undone" text,
	CONSTRAINT "bulk_job_rows_workspace_no_job_no_contact_no_pk" PRIMARY KEY("workspace_no","job_no","contact_no")
);
--> statement-breakpoint
CREATE TABLE "bulk_jobs" (
	"workspace_no" integer NOT NULL,
	"job_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"action" jsonb NOT NULL,
	"selection" jsonb NOT NULL,
	"status" text NOT NULL,
	"expected" bigint,
	"people" bigint,
	"changed" bigint DEFAULT 0 NOT NULL,
	"already" bigint DEFAULT 0 NOT NULL,
	"skipped" bigint DEFAULT 0 NOT NULL,
	"restored" bigint DEFAULT 0 NOT NULL,
	"left_alone" bigint DEFAULT 0 NOT NULL,
	"cursor_no" bigint DEFAULT 0 NOT NULL,
	"problem" text,
	"actor_type" text NOT NULL,
	"actor_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "bulk_jobs_workspace_no_job_no_pk" PRIMARY KEY("workspace_no","job_no"),
	CONSTRAINT "bulk_jobs_id" UNIQUE("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "exports" (
	"workspace_no" integer NOT NULL,
	"export_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"format" text NOT NULL,
	"selection" jsonb NOT NULL,
	"columns" jsonb NOT NULL,
	"options" jsonb NOT NULL,
	"sees_pii" integer NOT NULL,
	"status" text NOT NULL,
	"people" bigint,
	"rows" bigint DEFAULT 0 NOT NULL,
	"byte_size" bigint,
	"storage_key" text,
	"file_name" text NOT NULL,
	"problem" text,
	"actor_type" text NOT NULL,
	"actor_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "exports_workspace_no_export_no_pk" PRIMARY KEY("workspace_no","export_no"),
	CONSTRAINT "exports_id" UNIQUE("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "saved_view_defaults" (
	"workspace_no" integer NOT NULL,
	"owner_id" text NOT NULL,
	"view_no" integer NOT NULL,
	CONSTRAINT "saved_view_defaults_workspace_no_owner_id_pk" PRIMARY KEY("workspace_no","owner_id")
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"workspace_no" integer NOT NULL,
	"view_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"scope" text NOT NULL,
	"owner_id" text NOT NULL,
	"filter" jsonb NOT NULL,
	"q" text DEFAULT '' NOT NULL,
	"columns" jsonb NOT NULL,
	"sort" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_views_workspace_no_view_no_pk" PRIMARY KEY("workspace_no","view_no"),
	CONSTRAINT "saved_views_id" UNIQUE("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"workspace_no" integer NOT NULL,
	"chain_no" bigint DEFAULT 0 NOT NULL,
	"prev_hash" "bytea" DEFAULT ''::bytea NOT NULL,
	"hash" "bytea" DEFAULT ''::bytea NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"entity_type" text NOT NULL,
	"entity_id" text,
	"changes" jsonb,
	"trace_id" text NOT NULL,
	CONSTRAINT "audit_log_workspace_no_chain_no_pk" PRIMARY KEY("workspace_no","chain_no")
);
--> statement-breakpoint
CREATE TABLE "chain_heads" (
	"workspace_no" integer NOT NULL,
	"chain" text NOT NULL,
	"last_no" bigint NOT NULL,
	"last_hash" "bytea" NOT NULL,
	"checked_at" timestamp (3) with time zone,
	"checked_no" bigint,
	"checked_hash" "bytea",
	"fault" jsonb,
	CONSTRAINT "chain_heads_workspace_no_chain_pk" PRIMARY KEY("workspace_no","chain")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"workspace_no" integer NOT NULL,
	"key" text NOT NULL,
	"route" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" smallint,
	"body" jsonb,
	"locked_until" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_workspace_no_key_route_pk" PRIMARY KEY("workspace_no","key","route")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"expire_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspace_counters" (
	"workspace_no" integer NOT NULL,
	"kind" text NOT NULL,
	"last" bigint NOT NULL,
	CONSTRAINT "workspace_counters_workspace_no_kind_pk" PRIMARY KEY("workspace_no","kind")
);
--> statement-breakpoint
CREATE TABLE "segment_history" (
	"workspace_no" integer NOT NULL,
	"history_no" bigserial NOT NULL,
	"contact_no" bigint NOT NULL,
	"segment_no" integer NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"exited_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "segment_history_workspace_no_history_no_pk" PRIMARY KEY("workspace_no","history_no")
);
--> statement-breakpoint
CREATE TABLE "segment_members" (
	"workspace_no" integer NOT NULL,
	"contact_no" bigint NOT NULL,
	"segment_no" integer NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "segment_members_workspace_no_contact_no_segment_no_pk" PRIMARY KEY("workspace_no","contact_no","segment_no")
);
--> statement-breakpoint
CREATE TABLE "segment_references" (
	"workspace_no" integer NOT NULL,
	"segment_no" integer NOT NULL,
	"kind" text NOT NULL,
	"named" text NOT NULL,
	CONSTRAINT "segment_references_workspace_no_segment_no_kind_named_pk" PRIMARY KEY("workspace_no","segment_no","kind","named")
);
--> statement-breakpoint
CREATE TABLE "segment_sizes" (
	"workspace_no" integer NOT NULL,
	"segment_no" integer NOT NULL,
	"day" date NOT NULL,
	"size" bigint NOT NULL,
	CONSTRAINT "segment_sizes_workspace_no_segment_no_day_pk" PRIMARY KEY("workspace_no","segment_no","day")
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"workspace_no" integer NOT NULL,
	"segment_no" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"type" text DEFAULT 'dynamic' NOT NULL,
	"condition" jsonb NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"member_count" bigint,
	"refresh_state" text DEFAULT 'never' NOT NULL,
	"queued_at" timestamp (3) with time zone,
	"refreshed_at" timestamp (3) with time zone,
	"refresh_ms" integer,
	"refresh_problem" text,
	"refresh_cron" text,
	"refresh_zone" text DEFAULT 'UTC' NOT NULL,
	"next_refresh_at" timestamp (3) with time zone,
	"is_demo" integer DEFAULT 0 NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "segments_workspace_no_segment_no_pk" PRIMARY KEY("workspace_no","segment_no"),
	CONSTRAINT "segments_id" UNIQUE("workspace_no","id")
);
--> statement-breakpoint
ALTER TABLE "auth_sessions" ADD CONSTRAINT "auth_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_workspace_no_role_no_roles_workspace_no_role_no_fk" FOREIGN KEY ("workspace_no","role_no") REFERENCES "public"."roles"("workspace_no","role_no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_workspace_no_role_no_roles_workspace_no_role_no_fk" FOREIGN KEY ("workspace_no","role_no") REFERENCES "public"."roles"("workspace_no","role_no") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sso_identities" ADD CONSTRAINT "sso_identities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_companies" ADD CONSTRAINT "contact_companies_contact" FOREIGN KEY ("workspace_no","contact_no") REFERENCES "public"."contacts"("workspace_no","contact_no") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_companies" ADD CONSTRAINT "contact_companies_company" FOREIGN KEY ("workspace_no","company_no") REFERENCES "public"."companies"("workspace_no","company_no") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_tags" ADD CONSTRAINT "contact_tags_contact" FOREIGN KEY ("workspace_no","contact_no") REFERENCES "public"."contacts"("workspace_no","contact_no") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_tags" ADD CONSTRAINT "contact_tags_tag" FOREIGN KEY ("workspace_no","tag_no") REFERENCES "public"."tags"("workspace_no","tag_no") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "auth_sessions_user" ON "auth_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_open" ON "invitations" USING btree ("workspace_no","email") WHERE "invitations"."accepted_at" is null and "invitations"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "members_by_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "roles_name" ON "roles" USING btree ("workspace_no",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "sso_domains_verified" ON "sso_domains" USING btree ("domain") WHERE "sso_domains"."verified_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "users_password_email" ON "users" USING btree (lower("email")) WHERE "users"."password_hash" is not null;--> statement-breakpoint
CREATE INDEX "assets_created" ON "assets" USING btree ("workspace_no","created_at" desc);--> statement-breakpoint
CREATE INDEX "campaign_review_entries_campaign" ON "campaign_review_entries" USING btree ("workspace_no","campaign_no","entry_no" desc);--> statement-breakpoint
CREATE INDEX "campaigns_created" ON "campaigns" USING btree ("workspace_no","created_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX "campaigns_run" ON "campaigns" USING btree ("workspace_no","run_no");--> statement-breakpoint
CREATE INDEX "campaigns_due" ON "campaigns" USING btree ("workspace_no","due_at") WHERE "campaigns"."status" = 'scheduled';--> statement-breakpoint
CREATE INDEX "local_messages_recent" ON "local_messages" USING btree ("workspace_no","local_no");--> statement-breakpoint
CREATE UNIQUE INDEX "companies_domain" ON "companies" USING btree ("workspace_no","domain") WHERE "companies"."domain" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "companies_external_id" ON "companies" USING btree ("workspace_no","external_id") WHERE "companies"."external_id" is not null;--> statement-breakpoint
CREATE INDEX "companies_name" ON "companies" USING btree ("workspace_no",lower("name"),"company_no");--> statement-breakpoint
CREATE INDEX "contact_companies_by_company" ON "contact_companies" USING btree ("workspace_no","company_no","contact_no");--> statement-breakpoint
CREATE INDEX "consent_ledger_contact" ON "consent_ledger" USING btree ("workspace_no","contact_no","chain_no");--> statement-breakpoint
CREATE INDEX "consent_ledger_topic" ON "consent_ledger" USING btree ("workspace_no","topic_no") WHERE "consent_ledger"."topic_no" > 0;--> statement-breakpoint
CREATE INDEX "consent_state_topic" ON "consent_state" USING btree ("workspace_no","topic_no","state") WHERE "consent_state"."topic_no" > 0;--> statement-breakpoint
CREATE INDEX "suppressions_at" ON "suppressions" USING btree ("workspace_no","at" desc);--> statement-breakpoint
CREATE INDEX "suppressions_reason" ON "suppressions" USING btree ("workspace_no","reason","at" desc);--> statement-breakpoint
CREATE UNIQUE INDEX "contact_merges_loser" ON "contact_merges" USING btree ("workspace_no","loser_no") WHERE "contact_merges"."undone_at" is null;--> statement-breakpoint
CREATE INDEX "contact_merges_loser_ever" ON "contact_merges" USING btree ("workspace_no","loser_no");--> statement-breakpoint
CREATE INDEX "contact_merges_winner" ON "contact_merges" USING btree ("workspace_no","winner_no");--> statement-breakpoint
CREATE INDEX "contact_merges_loser_id" ON "contact_merges" USING btree ("loser_id","workspace_no");--> statement-breakpoint
CREATE INDEX "contact_merges_kept" ON "contact_merges" USING btree ("at") WHERE "contact_merges"."snapshot" is not null;--> statement-breakpoint
CREATE INDEX "field_retype_values_contact" ON "field_retype_values" USING btree ("workspace_no","contact_no");--> statement-breakpoint
CREATE INDEX "field_retypes_field" ON "field_retypes" USING btree ("workspace_no","field_no","retype_no");--> statement-breakpoint
CREATE UNIQUE INDEX "field_retypes_open" ON "field_retypes" USING btree ("workspace_no","field_no") WHERE "field_retypes"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "contact_tags_by_tag" ON "contact_tags" USING btree ("workspace_no","tag_no","contact_no");--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_email_key" ON "contacts" USING btree ("workspace_no","email_key") WHERE "contacts"."email_key" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_external_id" ON "contacts" USING btree ("workspace_no","external_id") WHERE "contacts"."external_id" is not null;--> statement-breakpoint
CREATE INDEX "contacts_phone" ON "contacts" USING btree ("workspace_no","phone") WHERE "contacts"."phone" is not null;--> statement-breakpoint
CREATE INDEX "contacts_name" ON "contacts" USING btree ("workspace_no","name_key","contact_no");--> statement-breakpoint
CREATE INDEX "contacts_last_active" ON "contacts" USING btree ("workspace_no","last_active_at","contact_no");--> statement-breakpoint
CREATE INDEX "templates_updated" ON "templates" USING btree ("workspace_no","updated_at" desc);--> statement-breakpoint
CREATE INDEX "delivery_events_message" ON "delivery_events" USING btree ("workspace_no","run_no","batch_no","seq");--> statement-breakpoint
CREATE INDEX "message_hits_message" ON "message_hits" USING btree ("workspace_no","run_no","batch_no","seq");--> statement-breakpoint
CREATE INDEX "message_hits_contact" ON "message_hits" USING btree ("workspace_no","contact_no","at");--> statement-breakpoint
CREATE INDEX "run_recipients_contact" ON "run_recipients" USING btree ("workspace_no","contact_no","run_no");--> statement-breakpoint
CREATE INDEX "send_runs_open" ON "send_runs" USING btree ("state") WHERE "send_runs"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "send_runs_again" ON "send_runs" USING btree ("workspace_no","again_of") WHERE "send_runs"."again_of" is not null;--> statement-breakpoint
CREATE INDEX "batch_key" ON "wf"."batch" USING btree ("key","id");--> statement-breakpoint
CREATE UNIQUE INDEX "inbox_id" ON "wf"."inbox" USING btree ("id");--> statement-breakpoint
CREATE INDEX "inbox_waiting" ON "wf"."inbox" USING btree ("seq") WHERE routed is null;--> statement-breakpoint
CREATE INDEX "inbox_created" ON "wf"."inbox" USING btree ("created");--> statement-breakpoint
CREATE UNIQUE INDEX "job_key" ON "wf"."job" USING btree ("key");--> statement-breakpoint
CREATE INDEX "job_due" ON "wf"."job" USING btree ("lane","due");--> statement-breakpoint
CREATE INDEX "job_run" ON "wf"."job" USING btree ("run") WHERE run is not null;--> statement-breakpoint
CREATE INDEX "job_running" ON "wf"."job" USING btree ("due") WHERE running;--> statement-breakpoint
CREATE INDEX "pause_match" ON "wf"."pause" USING btree ("event","eqpath","eqval");--> statement-breakpoint
CREATE INDEX "pause_run" ON "wf"."pause" USING btree ("run","step");--> statement-breakpoint
CREATE UNIQUE INDEX "pause_correlation" ON "wf"."pause" USING btree ("correlation");--> statement-breakpoint
CREATE UNIQUE INDEX "run_single" ON "wf"."run" USING btree ("single") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "run_status" ON "wf"."run" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "run_ended" ON "wf"."run" USING btree ("ended") WHERE ended is not null;--> statement-breakpoint
CREATE INDEX "signups_form" ON "signups" USING btree ("workspace_no","form_no");--> statement-breakpoint
CREATE INDEX "import_contacts_import" ON "import_contacts" USING btree ("workspace_no","import_no","contact_no");--> statement-breakpoint
CREATE INDEX "imports_undoable" ON "imports" USING btree ("finished_at") WHERE "imports"."undo_forgotten_at" is null;--> statement-breakpoint
CREATE INDEX "webhook_messages_due" ON "webhook_messages" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "bulk_job_rows_outcome" ON "bulk_job_rows" USING btree ("workspace_no","job_no","outcome","contact_no");--> statement-breakpoint
CREATE INDEX "audit_log_entity" ON "audit_log" USING btree ("workspace_no","entity_type","entity_id","chain_no");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "rate_limits_expire" ON "rate_limits" USING btree ("expire_at");--> statement-breakpoint
CREATE INDEX "segment_history_contact_exited" ON "segment_history" USING btree ("workspace_no","contact_no","exited_at","history_no");--> statement-breakpoint
CREATE INDEX "segment_history_contact_entered" ON "segment_history" USING btree ("workspace_no","contact_no","entered_at","history_no");--> statement-breakpoint
CREATE INDEX "segment_history_segment" ON "segment_history" USING btree ("workspace_no","segment_no","exited_at");--> statement-breakpoint
CREATE INDEX "segment_members_by_segment" ON "segment_members" USING btree ("workspace_no","segment_no","contact_no");--> statement-breakpoint
CREATE INDEX "segment_references_named" ON "segment_references" USING btree ("workspace_no","kind","named");--> statement-breakpoint
CREATE INDEX "segments_created" ON "segments" USING btree ("workspace_no","created_at" desc,"id");--> statement-breakpoint
CREATE INDEX "segments_due" ON "segments" USING btree ("next_refresh_at") WHERE "segments"."status" = 'active' and "segments"."refresh_cron" is not null;