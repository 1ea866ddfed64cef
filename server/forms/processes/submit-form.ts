import "server-only";
import { createHash } from "node:crypto";
import { LIMITS, type SignupForm } from "@/contracts/forms";
import { parsePublicId, publicId } from "@/contracts/ids";
import { pickLanguage } from "@/contracts/recipient-texts";
import type { RecipientLanguage } from "@/contracts/topics";
import { type Brand, brandOf, workspaceCtx } from "@/server/access";
import { findTopicsForForm } from "@/server/consent";
import { takePoint } from "@/server/platform/rate-limit";
import { acceptSignup } from "../commands/accept-signup";
import { findPublicForm, toForm } from "../load";
import { type EntryFault, readEntry, type Sent } from "../rules/read-entry";
import { fillToken, readFillToken } from "../tokens";

export type PublicForm = {
  form: SignupForm;
  brand: Brand;
  language: RecipientLanguage;
  topics: { id: string; name: string; description: string }[];
  /** To be sent back with the form. */
  token: string;
};

/** A form for a visitor, in their language; null when there is none (any more). */
export async function openForm(
  publicFormId: string,
  wish: string | null,
  acceptLanguage: string | null,
): Promise<PublicForm | null> {
  const id = parsePublicId("form", publicFormId);
  const row = id ? await findPublicForm(id) : null;
  const sender = row ? await brandOf(row.workspaceNo) : null;
  if (!row || !sender) return null;
  const language = pickLanguage(wish, acceptLanguage, sender.locale);
  const topics = await findTopicsForForm(row.workspaceNo, row.topicIds, language);
  return { form: toForm(row), brand: sender.brand, language, topics, token: fillToken(new Date()) };
}

export type Submission = Sent & {
  token: string;
  /** A field people do not see; whoever fills it is a program. */
  trap: string;
  language: RecipientLanguage;
  ip: string | null;
  hasSignal: boolean;
};
export type SubmitOutcome = { kind: "accepted" | "gone" | "too_many" | "again" } | { kind: "fault"; fault: EntryFault };

/**
 * Takes a sent form. Programs get the answer people get, and nothing is kept of them; known and unknown addresses are
 * the same one insert. An address that was entered before gets no second mail, which shows only in that mailbox.
 */
export async function submitForm(publicFormId: string, sent: Submission, now: Date): Promise<SubmitOutcome> {
  const id = parsePublicId("form", publicFormId);
  const row = id ? await findPublicForm(id) : null;
  if (!row) return { kind: "gone" };
  const visitor = createHash("sha256")
    .update(sent.ip ?? "unknown")
    .digest("base64url");
  const limits = [
    takePoint(`form-ip:${row.id}:${visitor}`, LIMITS.ip, now),
    takePoint(`form:${row.id}`, LIMITS.form, now),
  ];
  if ((await Promise.all(limits)).some((verdict) => !verdict.allowed)) return { kind: "too_many" };
  const fill = readFillToken(sent.token, now);
  if (fill === "too_old" || fill === "forged") return { kind: "again" };
  const topicIds = row.topicIds.map((topicId) => publicId("topic", topicId));
  const read = readEntry({ topicIds, fields: row.fields }, sent);
  if (!read.ok) return { kind: "fault", fault: read.fault };
  if (sent.trap !== "" || fill === "too_fast") return { kind: "accepted" };
  await acceptSignup(await workspaceCtx(row.workspaceNo, "sign-up form"), {
    formNo: row.formNo,
    wording: row.wording,
    language: sent.language,
    ip: sent.ip,
    entry: {
      ...read.entry,
      topicIds: read.entry.topicIds.flatMap((topicId) => parsePublicId("topic", topicId) ?? []),
      hasSignal: sent.hasSignal,
    },
  });
  return { kind: "accepted" };
}
