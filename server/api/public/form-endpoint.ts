import "server-only";
import { z } from "zod";
import { openForm, submitForm } from "@/server/forms";
import type { PublicAnswer, PublicRequest } from "./answer";
import { wordsOf } from "./pages/form";
import { hasSignal, languageOf } from "./pages/preferences";

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers": "content-type",
  "access-control-max-age": "600",
};
const sentSchema = z.object({
  email: z.string().max(320),
  first_name: z.string().max(300).optional(),
  last_name: z.string().max(300).optional(),
  topics: z.array(z.string().max(64)).max(50).default([]),
  token: z.string().max(300).default(""),
  website: z.string().max(300).default(""),
});

const json = (status: number, body: unknown): PublicAnswer => ({
  status,
  headers: { ...CORS, "content-type": "application/json" },
  body: JSON.stringify(body),
});

/**
 * `/api/f/{id}` for a form on somebody's own site: GET gives fields, topics, wording and the token to send back, POST
 * takes the entry. Any site may call it; it reads no cookie and answers the same for known and unknown addresses.
 */
export async function answerFormEndpoint(request: PublicRequest): Promise<PublicAnswer> {
  const [, id = ""] = /^\/api\/f\/([^/]+)\/?$/.exec(request.path) ?? [];
  if (request.method === "OPTIONS") return { status: 204, headers: CORS };
  if (!["GET", "HEAD", "POST"].includes(request.method)) return json(405, { error: { code: "METHOD_NOT_ALLOWED" } });
  const page = await openForm(id, request.query().get("lang"), languageOf(request));
  if (!page) return json(404, { error: { code: "NOT_FOUND", message: "There is no such form." } });
  const { form, topics, token, language } = page;
  if (request.method !== "POST") {
    const { title, intro, wording, fields } = form;
    return json(200, { id: form.id, title, intro, wording, fields, topics, language, token });
  }
  const sent = sentSchema.safeParse(parse((await request.readBody(64_000)) ?? ""));
  if (!sent.success) return json(422, { error: { code: "VALIDATION_ERROR", message: sent.error.issues[0]?.message } });
  const { website, ...entry } = sent.data;
  const outcome = await submitForm(
    id,
    { ...entry, trap: website, language, ip: request.ip, hasSignal: hasSignal(request) },
    new Date(),
  );
  if (outcome.kind === "accepted") return json(202, { status: "accepted", redirect: form.redirectUrl });
  const { fault, field } = wordsOf(outcome, page);
  return outcome.kind === "too_many"
    ? json(429, { error: { code: "RATE_LIMITED", message: fault } })
    : json(422, { error: { code: "VALIDATION_ERROR", message: fault, details: { field } } });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
