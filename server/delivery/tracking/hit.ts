import "server-only";
import type { MessageRef } from "@/server/platform/message-ref";

/** One request a message caused, as it is kept on disk until Postgres has it. */
export type Hit = {
  id: string;
  kind: "open" | "click" | "unsubscribe";
  ref: MessageRef;
  linkNo: number | null;
  linkCount: number | null;
  url: string | null;
  /** ISO 8601. */
  at: string;
  userAgent: string | null;
  ip: string | null;
  isPrefetch: boolean;
};
