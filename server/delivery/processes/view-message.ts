import "server-only";
import { tagUrl } from "@/contracts/utm";
import { workspaceByNo } from "@/server/access";
import { contactVariables, currentContactNo, fromRaw, type RawContactRow } from "@/server/contacts";
import { compileEmail, rewriteLinks } from "@/server/content";
import { inPipeline, pipelineSql } from "@/server/platform/db";
import { readRun } from "../load";
import {
  isWebAddress,
  preferencesToken,
  preferencesUrl,
  readViewToken,
  unsubscribePageUrl,
  unsubscribeToken,
} from "../tokens";

/**
 * "View in browser": the run's frozen content for that person as they are now, without pixel or tracked links. Null
 * when the token is not ours or the message, the person or the sending is gone.
 */
export async function viewMessage(token: string): Promise<{ subject: string; html: string } | null> {
  const person = readViewToken(token);
  if (!person) return null;
  const { ref } = person;
  const contactNo = await inPipeline((tx) => currentContactNo(tx, ref.workspaceNo, person.contactNo));
  const run = await readRun(ref);
  if (!run) return null;
  const [contact] = await pipelineSql()<RawContactRow[]>`
    select * from contacts where workspace_no = ${ref.workspaceNo} and contact_no = ${contactNo}`;
  if (!contact && run.kind !== "test") return null;
  const workspace = await workspaceByNo(ref.workspaceNo);
  const compiled = await compileEmail(run.content.document, {
    ...workspace,
    workspaceName: workspace.name,
    ...run.content.look,
  });
  const rendered = compiled.render({
    contact: contact ? contactVariables(fromRaw(contact)) : {},
    campaign: { name: run.content.campaignName ?? "" },
    workspace: { name: workspace.name, postal_address: workspace.postalAddress ?? "" },
    unsubscribe_url: unsubscribePageUrl(unsubscribeToken(person)),
    preferences_url: preferencesUrl(preferencesToken({ workspaceNo: ref.workspaceNo, contactNo })),
    view_url: "",
  });
  if (!rendered.ok) return null;
  const { utm } = run.content;
  let linkNo = 0;
  const html = utm
    ? rewriteLinks(rendered.email.html, (urls) =>
        urls.map((url) => (isWebAddress(url) ? tagUrl(url, utm, ++linkNo) : null)),
      )
    : rendered.email.html;
  return { subject: rendered.email.subject, html };
}
