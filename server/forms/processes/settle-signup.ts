import "server-only";
import { createHash } from "node:crypto";
import { normaliseEmail } from "@/contracts/addresses";
import { LIMITS } from "@/contracts/forms";
import { publicId } from "@/contracts/ids";
import { pickLanguage, RECIPIENT_TEXTS } from "@/contracts/recipient-texts";
import { brandOf, workspaceCtx } from "@/server/access";
import { askConsent, findTopicText } from "@/server/consent";
import { createContact } from "@/server/contacts";
import { confirmationMail } from "@/server/content";
import { sendNotice } from "@/server/delivery";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { takePoint } from "@/server/platform/rate-limit";
import { keepSettled } from "../commands/settle-signup";
import { readSignup, type Signup } from "../load";
import { confirmUrl } from "../tokens";

/**
 * Makes of a sent form what it is for: a contact, a ledger entry, a confirmation mail. Every line is keyed by the sign-up,
 * so starting over is harmless: a second time finds it settled, and the mail has its number as key.
 */
export async function settleSignup(workspaceNo: number, signupNo: number): Promise<{ mailed: boolean }> {
  const signup = await readSignup({ workspaceNo, signupNo });
  if (!signup) return { mailed: false };
  const ctx = await workspaceCtx(workspaceNo, "sign-up form");
  if (signup.entry) {
    const contactNo = await contactOf(ctx, signup);
    const { topicNos, needsConfirmation } = await askConsent(ctx, {
      contactNo,
      topicIds: signup.entry.topicIds,
      doubleOptIn: signup.doubleOptIn,
      hasSignal: signup.entry.hasSignal,
      wording: signup.wording,
      evidence: `form ${publicId("form", signup.formId)}`,
      ...(signup.ip ? { ip: signup.ip } : {}),
    });
    await keepSettled(ctx, { signupNo, contactNo, topicNos, needsConfirmation });
  }
  return { mailed: await mailConfirmation(ctx, signupNo) };
}

/** The contact with this address, made if there is none. A profile that is there is never changed by a form. */
async function contactOf(ctx: Ctx, { entry, language }: Signup): Promise<number> {
  if (!entry) throw new Error("a settled sign-up has no entry");
  const find = async () => {
    const [row] = await pipelineSql()<{ contact_no: string }[]>`
      select contact_no from contacts
       where workspace_no = ${ctx.workspaceNo} and email_key = ${normaliseEmail(entry.email)}`;
    return row ? Number(row.contact_no) : null;
  };
  const known = await find();
  if (known !== null) return known;
  const { email, firstName, lastName } = entry;
  try {
    await createContact(ctx, { email, firstName, lastName, locale: language });
  } catch (error) {
    // Somebody else made it a moment ago.
    if (!(error instanceof AppError) || error.code !== "CONFLICT") throw error;
  }
  const made = await find();
  if (made === null) throw new Error("the contact of a sign-up was made and is gone");
  return made;
}

async function mailConfirmation(ctx: Ctx, signupNo: number): Promise<boolean> {
  const { workspaceNo } = ctx;
  const signup = await readSignup({ workspaceNo, signupNo });
  if (!signup?.contactNo || !signup.needsConfirmation || signup.confirmedAt) return false;
  const sender = await brandOf(workspaceNo);
  const [contact] = await pipelineSql()<{ email_key: string | null; locale: string | null }[]>`
    select email_key, locale from contacts where workspace_no = ${workspaceNo} and contact_no = ${signup.contactNo}`;
  if (!sender || !contact?.email_key) return false;
  // By hash, because limits are no tenant data. The sign-up is part of the answer: starting over is not a second mail.
  const address = createHash("sha256").update(`${workspaceNo} ${contact.email_key}`).digest("hex");
  const [sent] = await pipelineSql()`
    select 1 from send_runs where workspace_no = ${workspaceNo} and kind = 'notice' and launch_key = ${keyOf(signupNo)}`;
  if (sent) return true;
  if (!(await takePoint(`confirm:${address}`, LIMITS.mail, ctx.now)).allowed) return false;
  const language = pickLanguage(contact.locale ?? signup.language);
  const texts = await Promise.all(
    signup.topicNos.map(async (topicNo) =>
      topicNo === 0
        ? RECIPIENT_TEXTS[language].everything
        : ((await findTopicText(workspaceNo, topicNo, language))?.name ?? ""),
    ),
  );
  const url = confirmUrl({ workspaceNo, signupNo });
  const document = await confirmationMail({ brand: sender.brand, language, wanted: texts.filter(Boolean), url });
  await sendNotice(ctx, { contactNo: signup.contactNo, document, key: keyOf(signupNo) });
  return true;
}

const keyOf = (signupNo: number): string => `signup ${signupNo}`;
