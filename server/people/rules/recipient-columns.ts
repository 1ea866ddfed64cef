import type { ExportColumn } from "./export-columns";

/** What stands in a file of a campaign's people, in this order. */
export const RECIPIENT_COLUMNS = [
  "contact_id",
  "email",
  "first_name",
  "last_name",
  "state",
  "reason",
  "detail",
  "at",
  "message_id",
] as const;
export type RecipientColumn = (typeof RECIPIENT_COLUMNS)[number];

export const recipientColumns = (): ExportColumn[] =>
  RECIPIENT_COLUMNS.map((id) => ({ id, name: id, type: "text", field: null }));
