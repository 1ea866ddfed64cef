import { maskEmail } from "@/contracts/addresses";

const LONGEST = 400;
const ADDRESS = /[^\s<>"'(),;:@]+@[^\s<>"'(),;:@]+\.[A-Za-z]{2,}/g;

/**
 * What of an error may be shown: its first line, because drivers put the values of a failed statement below it, with
 * addresses masked for people who may not read them.
 */
export function publicError(error: unknown, showsAddresses: boolean): string | null {
  const text = messageIn(error);
  if (text === null) return null;
  const line = text.trim().split("\n", 1)[0] ?? "";
  const short = line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
  return showsAddresses ? short : short.replace(ADDRESS, maskEmail);
}

function messageIn(error: unknown): string | null {
  if (typeof error === "string") return error;
  if (typeof error !== "object" || error === null) return null;
  const { message, name } = error as { message?: unknown; name?: unknown };
  if (typeof message === "string" && message !== "") return message;
  return typeof name === "string" ? name : "The function failed without a message.";
}

/** Who an event is, without its data: that holds numbers which never leave the server. */
export function publicEvent(event: unknown): { id: string | null; name: string; at: string | null } {
  const { id, name, ts } = (event ?? {}) as { id?: unknown; name?: unknown; ts?: unknown };
  return {
    id: typeof id === "string" ? id : null,
    name: typeof name === "string" ? name : "unknown",
    at: typeof ts === "number" ? new Date(ts).toISOString() : null,
  };
}
