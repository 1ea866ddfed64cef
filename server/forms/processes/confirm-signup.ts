import "server-only";
import { CONFIRM_DAYS } from "@/contracts/forms";
import { publicId } from "@/contracts/ids";
import { pickLanguage, RECIPIENT_TEXTS } from "@/contracts/recipient-texts";
import type { RecipientLanguage } from "@/contracts/topics";
import { type Brand, brandOf, workspaceCtx } from "@/server/access";
import { confirmConsent, findTopicText } from "@/server/consent";
import { preferencesToken, preferencesUrl, type Visitor } from "@/server/delivery";
import { pipelineSql } from "@/server/platform/db";
import { keepConfirmed } from "../commands/settle-signup";
import { readSignup } from "../load";
import { readConfirmToken } from "../tokens";

const DAY_MS = 86_400_000;

export type ConfirmPage = {
  brand: Brand;
  language: RecipientLanguage;
  state: "open" | "confirmed" | "expired";
  wanted: string[];
  preferencesUrl: string;
};

/** What the page of a confirmation link shows. Reads only; null for a token that is not ours. */
export async function openConfirmation(
  token: string,
  wish: string | null,
  acceptLanguage: string | null,
): Promise<ConfirmPage | null> {
  const ref = readConfirmToken(token);
  const signup = ref ? await readSignup(ref) : null;
  const sender = ref ? await brandOf(ref.workspaceNo) : null;
  if (!ref || !signup?.contactNo || !sender) return null;
  const { workspaceNo } = ref;
  const [contact] = await pipelineSql()<{ locale: string | null }[]>`
    select locale from contacts where workspace_no = ${workspaceNo} and contact_no = ${signup.contactNo}`;
  const language = pickLanguage(wish, contact?.locale ?? signup.language, acceptLanguage);
  const isOld = Date.now() - signup.at.getTime() > CONFIRM_DAYS * DAY_MS;
  const wanted = await Promise.all(
    signup.topicNos.map(async (topicNo) =>
      topicNo === 0
        ? RECIPIENT_TEXTS[language].everything
        : ((await findTopicText(workspaceNo, topicNo, language))?.name ?? ""),
    ),
  );
  return {
    brand: sender.brand,
    language,
    state: signup.confirmedAt ? "confirmed" : isOld || !contact ? "expired" : "open",
    wanted: wanted.filter(Boolean),
    preferencesUrl: preferencesUrl(preferencesToken({ workspaceNo, contactNo: signup.contactNo })),
  };
}

/** The person says yes from their mailbox. In force before this resolves; pressing twice is once. */
export async function confirmSignup(token: string, { ip }: Visitor): Promise<void> {
  const ref = readConfirmToken(token);
  const signup = ref ? await readSignup(ref) : null;
  if (!ref || !signup?.contactNo || signup.confirmedAt) return;
  if (Date.now() - signup.at.getTime() > CONFIRM_DAYS * DAY_MS) return;
  const job = await workspaceCtx(ref.workspaceNo, "confirmation page");
  const ctx = { ...job, actor: { type: "recipient" as const, contactNo: signup.contactNo } };
  await confirmConsent(ctx, {
    contactNo: signup.contactNo,
    topicNos: signup.topicNos,
    since: signup.at,
    wording: signup.wording,
    evidence: `confirmed sign-up ${publicId("signup", signup.id)} of form ${publicId("form", signup.formId)}`,
    ...(ip ? { ip } : {}),
  });
  await keepConfirmed(job, { signupNo: ref.signupNo });
}
