import { customType, integer, timestamp, uuid } from "drizzle-orm/pg-core";

/** Every tenant table leads with this column; row-level security and Citus distribution both hang on it. */
export const workspaceNo = () => integer("workspace_no").notNull();
export const publicUuid = () => uuid("id").notNull();
/** Milliseconds, so that a JavaScript Date read from a row compares equal to the row. */
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
export const createdAt = () => at("created_at").notNull().defaultNow();
export const updatedAt = () => at("updated_at").notNull().defaultNow();
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
