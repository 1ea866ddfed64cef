import "server-only";
import { z } from "zod";
import {
  addSuppression,
  archiveTopic,
  checkLedger,
  countSuppressions,
  createTopic,
  deleteTopic,
  getConsent,
  getSendingPolicy,
  listSuppressions,
  listTopics,
  proofPdf,
  proveConsent,
  removeSuppression,
  setConsent,
  setSendingPolicy,
  updateTopic,
} from "@/server/consent";
import { exportSuppressions } from "@/server/people";
import type { Ctx } from "@/server/platform/context";
import { validationError } from "@/server/platform/errors";
import { answerSuppressions } from "../../uploads/suppression-list";
import { FileAnswer, type RestRequest, type RestRoute, restRoute } from "../route";

const tag = "Consent";
const contactIn = ({ params, query, body }: RestRequest) => ({
  ...query,
  ...(body as object | null),
  contactId: params.id,
});

const proofInput = proveConsent.spec.input.extend({ format: z.enum(["json", "pdf"]).default("json") });
/** The same query in two forms; `format` is the transport's. */
const proof = Object.assign(
  async (ctx: Ctx, raw: z.input<typeof proofInput>) => {
    const parsed = proofInput.shape.format.safeParse(raw.format);
    if (!parsed.success) throw validationError(parsed.error);
    const found = await proveConsent(ctx, { contactId: raw.contactId, ...(raw.at ? { at: raw.at } : {}) });
    const name = `consent-${found.contact.id}-${found.at.slice(0, 10)}.pdf`;
    return parsed.data === "pdf" ? new FileAnswer("application/pdf", name, new Uint8Array(proofPdf(found))) : found;
  },
  { spec: { name: proveConsent.spec.name, permission: proveConsent.spec.permission, input: proofInput } },
);
const proofRoute = restRoute(proof, {
  method: "GET",
  path: "/contacts/{id}/consent/proof",
  summary: "Proof of what a contact had agreed to at a moment, as JSON or PDF",
  tag,
  from: contactIn,
  aliases: ["/users/{id}/consent/proof"],
});

export const consentRoutes: RestRoute[] = [
  restRoute(getConsent, {
    method: "GET",
    path: "/contacts/{id}/consent",
    summary: "What a contact agreed to, with proof",
    tag,
    from: contactIn,
    aliases: ["/users/{id}/consent"],
  }),
  restRoute(setConsent, {
    method: "PUT",
    path: "/contacts/{id}/consent",
    summary: "Record what a contact agreed to; granting needs evidence",
    tag,
    from: contactIn,
    aliases: ["/users/{id}/consent"],
  }),
  proofRoute,
  restRoute(listSuppressions, { method: "GET", path: "/suppressions", summary: "List suppressed addresses", tag }),
  restRoute(countSuppressions, {
    method: "GET",
    path: "/suppressions/counts",
    summary: "Count suppressed addresses by reason",
    tag,
  }),
  restRoute(exportSuppressions, {
    method: "GET",
    path: "/suppressions/export",
    summary: "Download the suppression list as CSV, by reason and search",
    tag,
    answers: "file",
    to: answerSuppressions,
  }),
  restRoute(addSuppression, { method: "POST", path: "/suppressions", summary: "Suppress addresses", tag }),
  restRoute(removeSuppression, {
    method: "DELETE",
    path: "/suppressions/{address}",
    summary: "Take an address off the suppression list, with a reason",
    tag,
    status: 204,
    to: () => null,
  }),
  restRoute(listTopics, {
    method: "GET",
    path: "/topics",
    summary: "List topics with who chose them and what uses them",
    tag,
    from: ({ query }) => ({ archived: query.archived === "true" }),
    to: (data) => ({ data, hasMore: false, nextCursor: null }),
  }),
  restRoute(createTopic, { method: "POST", path: "/topics", summary: "Add a topic", tag }),
  restRoute(updateTopic, { method: "PUT", path: "/topics/{id}", summary: "Change a topic", tag }),
  restRoute(archiveTopic, {
    method: "PATCH",
    path: "/topics/{id}/archived",
    summary: "Archive a topic or bring it back",
    tag,
  }),
  restRoute(deleteTopic, {
    method: "DELETE",
    path: "/topics/{id}",
    summary: "Delete a topic nothing uses",
    tag,
    status: 204,
    to: () => null,
  }),
  restRoute(getSendingPolicy, {
    method: "GET",
    path: "/sending-policy",
    summary: "How often and when one person is written to at most",
    tag,
  }),
  restRoute(setSendingPolicy, {
    method: "PUT",
    path: "/sending-policy",
    summary: "Set the limit per person and the quiet hours of marketing e-mail",
    tag,
  }),
  restRoute(checkLedger, {
    method: "POST",
    path: "/consent-ledger/check",
    summary: "Check the hash chain of the consent ledger",
    tag,
    status: 200,
  }),
];
