import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { proofPdf, proveConsent } from "@/server/consent";
import { AppError, notFound } from "@/server/platform/errors";
import { answerSigned } from "./answer-signed";

/** The proof of one person's consent as a download of the console: `?at=…&format=json|pdf`. */
export const handleConsentProof = (request: Request, workspace: string, id: string): Promise<Response> =>
  answerSigned(request, workspace, async (ctx) => {
    if (!idOf("contact").safeParse(id).success) throw notFound("contact");
    const query = new URL(request.url).searchParams;
    const format = z.enum(["json", "pdf"]).safeParse(query.get("format") ?? "pdf");
    if (!format.success) throw new AppError("VALIDATION_ERROR", "format: Choose json or pdf.", { field: "format" });
    const at = query.get("at");
    const proof = await proveConsent(ctx, { contactId: id, ...(at ? { at } : {}) });
    const isPdf = format.data === "pdf";
    const body = isPdf ? new Uint8Array(proofPdf(proof)) : `${JSON.stringify(proof, null, 2)}\n`;
    return new Response(body, {
      headers: {
        "content-type": isPdf ? "application/pdf" : "application/json",
        "content-disposition": `attachment; filename="consent-${proof.contact.id}-${proof.at.slice(0, 10)}.${format.data}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  });
