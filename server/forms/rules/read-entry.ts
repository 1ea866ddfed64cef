import { normaliseEmail } from "@/contracts/addresses";
import type { FormFieldKey } from "@/contracts/forms";

export type Sent = { email?: unknown; first_name?: unknown; last_name?: unknown; topics: readonly string[] };
export type EntryFault = { field: "email" | FormFieldKey | "topics"; code: "bad_email" | "missing" | "choose_topic" };
export type Entry = { email: string; firstName: string | null; lastName: string | null; topicIds: string[] };

/** One line, no control characters, no line breaks that could split a header, at most 80 characters. */
const oneLine = (value: unknown): string =>
  typeof value === "string"
    ? value
        .normalize("NFC")
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out here.
        .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ")
        .trim()
        .slice(0, 80)
    : "";

/** What somebody sent, as this form takes it; the first thing that is wrong otherwise. Unknown topics are passed over. */
export function readEntry(
  form: { topicIds: readonly string[]; fields: readonly { key: FormFieldKey; required: boolean }[] },
  sent: Sent,
): { ok: true; entry: Entry } | { ok: false; fault: EntryFault } {
  const email = typeof sent.email === "string" ? sent.email.trim() : "";
  if (/[\r\n]/.test(email) || normaliseEmail(email) === null)
    return { ok: false, fault: { field: "email", code: "bad_email" } };
  const value = (key: FormFieldKey) => (form.fields.some((field) => field.key === key) ? oneLine(sent[key]) : "");
  for (const { key, required } of form.fields)
    if (required && value(key) === "") return { ok: false, fault: { field: key, code: "missing" } };
  const topicIds = form.topicIds.filter((id) => sent.topics.includes(id));
  if (form.topicIds.length > 0 && topicIds.length === 0)
    return { ok: false, fault: { field: "topics", code: "choose_topic" } };
  return {
    ok: true,
    entry: { email, firstName: value("first_name") || null, lastName: value("last_name") || null, topicIds },
  };
}
