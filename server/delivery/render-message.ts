import "server-only";
import type { SkipReason } from "@/contracts/delivery";
import { publicId } from "@/contracts/ids";
import { type FrozenUtm, tagUrl } from "@/contracts/utm";
import type { OutgoingEmail } from "@/server/channels";
import type { SendPermit } from "@/server/consent";
import { contactVariables } from "@/server/contacts";
import { compileEmail, type EmailBrand, rewriteLinks } from "@/server/content";
import type { MessageRef } from "@/server/platform/message-ref";
import { messageId } from "@/server/platform/message-ref";
import type { SendRun } from "./load";
import {
  clickUrl,
  isWebAddress,
  oneClickUrl,
  openUrl,
  preferencesToken,
  preferencesUrl,
  unsubscribePageUrl,
  unsubscribeToken,
  viewToken,
  viewUrl,
} from "./tokens";

export type Letterhead = EmailBrand & { workspaceId: string };
export type Rendered = { ok: true; email: OutgoingEmail } | { ok: false; reason: SkipReason; detail: string };

/** Renders one run's frozen content for one person after the other; compiled once. */
export type Renderer = (permit: SendPermit, ref: MessageRef, date: Date) => Rendered;

/**
 * Everything that makes a message of a document: personalisation, tracked links, pixel, unsubscribe headers. The same
 * person, reference and date give the same bytes, which providers with idempotency keys insist on. Throws AppError when
 * the document does not compile.
 */
export async function createRenderer(run: SendRun, letterhead: Letterhead): Promise<Renderer> {
  const { content } = run;
  const compiled = await compileEmail(content.document, { ...letterhead, ...content.look });
  const isTest = content.purpose === "test";
  const isTracked = content.purpose === "marketing";
  const fixed = {
    workspace: { name: letterhead.workspaceName, postal_address: letterhead.postalAddress ?? "" },
    campaign: { name: content.campaignName ?? "" },
  };
  const fromDomain = content.fromEmail.slice(content.fromEmail.lastIndexOf("@") + 1);
  const shortWorkspace = publicId("workspace", letterhead.workspaceId);
  const listId = `<${shortWorkspace.replace("_", "-").toLowerCase()}.${fromDomain}>`;
  const feedbackId = [content.campaignId ?? run.kind, content.purpose, shortWorkspace, "carillon"].join(":");

  return (permit, ref, date) => {
    const person = { ref, contactNo: permit.contactNo, isTest };
    const unsubscribe = unsubscribeToken(person);
    const variables = {
      ...fixed,
      contact: permit.contact ? contactVariables(permit.contact) : { email: permit.address.written },
      unsubscribe_url: content.purpose === "transactional" ? "" : unsubscribePageUrl(unsubscribe),
      preferences_url: preferencesUrl(preferencesToken({ workspaceNo: ref.workspaceNo, contactNo: permit.contactNo })),
      view_url: viewUrl(viewToken(person)),
    };
    const answer = compiled.render(variables);
    if (!answer.ok) return answer;
    const rendered = answer.email;
    if (content.missingValues === "skip" && rendered.missing.length > 0)
      return { ok: false, reason: "missing_variable", detail: rendered.missing.join(", ").slice(0, 300) };
    const headers: [string, string][] = [["Feedback-ID", feedbackId]];
    if (content.purpose !== "transactional")
      headers.push(
        ["List-Id", listId],
        ["List-Unsubscribe", `<${oneClickUrl(unsubscribe)}>`],
        ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"],
      );
    // A notice answers what anybody may have typed into a form: the name goes nowhere near the mail.
    const names = run.kind === "notice" ? [] : [permit.contact?.firstName, permit.contact?.lastName];
    const name = names.filter(Boolean).join(" ");
    return {
      ok: true,
      email: {
        messageId: messageId(ref),
        date,
        from: { address: content.fromEmail, name: content.fromName },
        to: { address: permit.address.written, name: name || null },
        replyTo: content.replyTo ?? null,
        subject: isTest ? `[Test] ${rendered.subject}` : rendered.subject,
        html: isTracked ? trackHtml(rendered.html, ref, content.utm ?? null) : rendered.html,
        text: rendered.text,
        headers,
      },
    };
  };
}

/** Tracked links in place of web addresses, and the pixel before the end of the body. */
function trackHtml(html: string, ref: MessageRef, utm: FrozenUtm | null): string {
  const linked = rewriteLinks(html, (urls) => {
    const isTracked = urls.map(isWebAddress);
    const linkCount = isTracked.filter(Boolean).length;
    let linkNo = 0;
    return urls.map((url, i) => {
      if (!isTracked[i]) return null;
      linkNo += 1;
      return clickUrl({ ref, linkNo, linkCount, url: utm ? tagUrl(url, utm, linkNo) : url });
    });
  });
  const pixel = `<img src="${openUrl(ref)}" width="1" height="1" alt="" style="display:block;border:0">`;
  const end = linked.lastIndexOf("</body>");
  return end < 0 ? linked + pixel : linked.slice(0, end) + pixel + linked.slice(end);
}
