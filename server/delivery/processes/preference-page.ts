import "server-only";
import { pickLanguage } from "@/contracts/recipient-texts";
import type { RecipientLanguage } from "@/contracts/topics";
import { type Brand, brandOf } from "@/server/access";
import {
  choosePreferences,
  type OwnPreferences,
  readPreferences,
  restoreConsent,
  revokeConsent,
} from "@/server/consent";
import { findContactByNo, updateContact } from "@/server/contacts";
import { jobCtx } from "@/server/platform/context";
import { inWorkspace } from "@/server/platform/db";
import { readPreferencesToken } from "../tokens";
import { recipientCtx, type Visitor } from "./unsubscribe";

const EVIDENCE = "preference page";

export type PreferencePage = {
  brand: Brand;
  language: RecipientLanguage;
  /** Null: the person is no longer known here, and gets nothing. */
  own: OwnPreferences | null;
};

/** What the page shows. Reads only; null for a token that is not ours. `wish` is a language asked for in the address. */
export async function openPreferences(
  token: string,
  wish: string | null,
  acceptLanguage: string | null,
): Promise<PreferencePage | null> {
  const person = readPreferencesToken(token);
  const sender = person ? await brandOf(person.workspaceNo) : null;
  if (!person || !sender) return null;
  const own = await readPreferences(person.workspaceNo, person.contactNo, new Date());
  const language = pickLanguage(wish, own?.locale, acceptLanguage, sender.locale);
  return { brand: sender.brand, language, own };
}

export type PreferenceChoice = {
  topics: { topicId: string; wanted: boolean; wording: string }[];
  pauseDays?: 0 | 30 | 60 | 90 | undefined;
  cap?: { count: number; period: "week" | "month" } | null | undefined;
  doNotSell?: boolean | undefined;
  /** The browser's opt-out preference signal came with the request. */
  hasSignal: boolean;
  language?: RecipientLanguage | undefined;
};

/** In force before this resolves. False for a token that is not ours. */
export async function savePreferences(token: string, choice: PreferenceChoice, { ip }: Visitor): Promise<boolean> {
  const person = readPreferencesToken(token);
  const ctx = person ? await recipientCtx(person.workspaceNo, person.contactNo) : null;
  if (!person || !ctx) return false;
  const { contactNo } = person;
  const contact = await inWorkspace(ctx.workspaceNo, (tx) => findContactByNo(tx, ctx.workspaceNo, contactNo));
  if (!contact) return false;
  const { language, ...chosen } = choice;
  await choosePreferences(ctx, { contactNo, ...chosen, evidence: EVIDENCE, ...(ip ? { ip } : {}) });
  if (language && pickLanguage(contact.locale) !== language)
    await updateContact(jobCtx(ctx, EVIDENCE, ctx.now), { id: contact.id, locale: language });
  return true;
}

/** No marketing e-mail at all, and its undo. "kept": there was nothing to go back to. */
export async function stopAll(token: string, { ip }: Visitor, isUndo: boolean): Promise<boolean> {
  const person = readPreferencesToken(token);
  const ctx = person ? await recipientCtx(person.workspaceNo, person.contactNo) : null;
  if (!person || !ctx) return false;
  const proof = { contactNo: person.contactNo, evidence: EVIDENCE, ...(ip ? { ip } : {}) };
  if (isUndo) await restoreConsent(ctx, proof);
  else await revokeConsent(ctx, { ...proof, source: "recipient_page" });
  return true;
}
