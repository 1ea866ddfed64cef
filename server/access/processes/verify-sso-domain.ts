import "server-only";
import { resolveTxt } from "node:dns/promises";
import { z } from "zod";
import type { SsoDomain } from "@/contracts/access";
import { domainSchema } from "@/contracts/access-inputs";
import { idOf } from "@/contracts/ids";
import { type Ctx, demand } from "@/server/platform/context";
import { AppError, validationError } from "@/server/platform/errors";
import { confirmSsoDomain } from "../commands/confirm-sso-domain";
import { isReservedDomain, provesDomain } from "../rules/sso";

const inputSchema = z.object({ id: idOf("ssoConnection"), domain: domainSchema });

/**
 * Looks for the proof of a domain in DNS and records it. The look-up is outside any transaction. Reserved names
 * (.test, .example, .localhost) nobody owns and no mail reaches, so they need no proof.
 */
export const makeVerifySsoDomain = (resolve: (name: string) => Promise<string[][]>) => {
  const verify = async (ctx: Ctx, raw: z.input<typeof inputSchema>): Promise<SsoDomain> => {
    demand(ctx, confirmSsoDomain.spec.permission);
    const parsed = inputSchema.safeParse(raw);
    if (!parsed.success) throw validationError(parsed.error);
    const input = parsed.data;
    const { domain, token } = await confirmSsoDomain(ctx, { ...input, isProven: false });
    if (domain.isVerified) return domain;
    if (!isReservedDomain(domain.domain) && !provesDomain(await lookUp(resolve, domain.domain), token))
      throw new AppError("CONFLICT", `The TXT record is not there yet. DNS can take an hour; then try again.`, {
        expected: domain.record,
      });
    try {
      return (await confirmSsoDomain(ctx, { ...input, isProven: true })).domain;
    } catch (error) {
      if (isUniqueViolation(error))
        throw new AppError("CONFLICT", `${domain.domain} is verified by another workspace of this installation.`);
      throw error;
    }
  };
  return Object.assign(verify, { spec: { ...confirmSsoDomain.spec, input: inputSchema } });
};

export const verifySsoDomain = makeVerifySsoDomain(resolveTxt);

/** A name without records is an answer; a resolver that fails is one too, for whoever pressed the button. */
const lookUp = (resolve: (name: string) => Promise<string[][]>, domain: string): Promise<string[][]> =>
  resolve(domain).catch(() => []);

function isUniqueViolation(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause as Error) if ("code" in e && e.code === "23505") return true;
  return false;
}
