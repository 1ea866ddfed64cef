import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { createdAt, publicUuid, workspaceNo } from "./columns";

// Written by: server/content.

/** A picture of the library. `file` is its public name: 128 random bits, so that nobody finds another tenant's. */
export const assets = pgTable(
  "assets",
  {
    workspaceNo: workspaceNo(),
    assetNo: integer("asset_no").notNull(),
    id: publicUuid(),
    name: text("name").notNull(),
    alt: text("alt").notNull(),
    file: text("file").notNull(),
    thumbFile: text("thumb_file").notNull(),
    mimeType: text("mime_type").notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    /** Picture and thumbnail: what counts against the quota. */
    storedBytes: bigint("stored_bytes", { mode: "number" }).notNull(),
    byteSize: integer("byte_size").notNull(),
    isAnimated: boolean("is_animated").notNull(),
    /** SHA-256 of the file as it was given, so that the same file twice is one picture. */
    sourceHash: text("source_hash").notNull(),
    createdBy: text("created_by"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceNo, t.assetNo] }),
    unique("assets_id").on(t.workspaceNo, t.id),
    unique("assets_source").on(t.workspaceNo, t.sourceHash),
    index("assets_created").on(t.workspaceNo, sql`${t.createdAt} desc`),
  ],
);
