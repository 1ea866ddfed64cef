import { randomBytes, randomUUID } from "node:crypto";
import type { Role } from "@/contracts/access";
import { restHandler } from "@/server/api/rest";
import { handleTrpc } from "@/server/api/trpc/handle-trpc";
import { pipelineSql } from "@/server/platform/db";
import { CookieJar } from "../../../support/cookie-jar";
import { createPerson, ORIGIN, signIn } from "../../../support/sign-in";
import type { Company } from "./company";

export type Answer = { status: number; text: string };
export type Kind = "query" | "mutation" | "subscription";
/** Asks one procedure of the console over HTTP, as one browser. */
export type Browser = {
  jar: CookieJar;
  ask(slug: string, path: string, kind: Kind, input: unknown): Promise<Answer>;
};

const OWN = { "content-type": "application/json", "x-carillon-request": "1", origin: ORIGIN };

export function browserWith(jar: CookieJar): Browser {
  return {
    jar,
    async ask(slug, path, kind, input) {
      const url = `${ORIGIN}/api/trpc/${path}`;
      const body = JSON.stringify({ json: input });
      const workspace = { "x-carillon-workspace": slug };
      if (kind !== "subscription")
        return read(
          await handleTrpc(new Request(url, { method: "POST", headers: jar.headers({ ...OWN, ...workspace }), body })),
        );
      const stop = new AbortController();
      const headers = jar.headers({ ...workspace, accept: "text/event-stream" });
      const answer = await handleTrpc(
        new Request(`${url}?input=${encodeURIComponent(body)}`, { headers, signal: stop.signal }),
      );
      return firstEvent(answer, stop);
    },
  };
}

const read = async (response: Response): Promise<Answer> => ({ status: response.status, text: await response.text() });

/** The stream up to its first event that says something; a refusal within it counts as its status. */
async function firstEvent(response: Response, stop: AbortController): Promise<Answer> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (/"json":.*\n|event: return/.test(text)) break;
  }
  stop.abort();
  const refusal = /"status":(\d{3})/.exec(text)?.[1];
  return { status: refusal ? Number(refusal) : response.status, text };
}

const PASSWORD = "correct horse battery";

export async function signInAs(
  memberships: { workspace: Company["ctx"]; role: Role; status?: "active" | "suspended" }[],
  name: string,
): Promise<Browser & { userId: string }> {
  const email = `${randomBytes(6).toString("hex")}@people.example`;
  const userId = await createPerson(email, PASSWORD, memberships);
  await pipelineSql()`update users set name = ${name} where id = ${userId}`;
  const jar = new CookieJar();
  const answer = await signIn(jar, email, PASSWORD);
  if (answer.status !== 200) throw new Error(`Signing in answered ${answer.status}.`);
  return { ...browserWith(jar), userId };
}

export type ApiCall = { method: string; path: string; query?: Record<string, string>; body?: object | undefined };
const handler = restHandler();

export async function callApi(secret: string | null, call: ApiCall): Promise<Answer> {
  const query = new URLSearchParams(call.query).toString();
  const hasBody = call.method !== "GET" && call.method !== "DELETE";
  const headers = {
    ...(secret && { authorization: `Bearer ${secret}` }),
    ...(hasBody && { "content-type": "application/json", "idempotency-key": randomUUID() }),
  };
  const body = hasBody ? JSON.stringify(call.body ?? {}) : undefined;
  return read(
    await handler(
      new Request(`${ORIGIN}/api/v1${call.path}${query && `?${query}`}`, { method: call.method, headers, body }),
    ),
  );
}

/** Without what differs from call to call: the trace, the time, and the id that was asked for. */
export const withoutTrace = (answer: Answer, ids: readonly string[]): Answer => ({
  status: answer.status,
  text: ids.reduce(
    (text, id) => text.replaceAll(encodeURIComponent(id), "<id>").replaceAll(id, "<id>"),
    answer.text.replace(/[0-9a-f]{32}/g, "<trace>").replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>"),
  ),
});
