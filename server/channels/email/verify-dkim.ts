import "server-only";
import { createHash, createPublicKey, verify } from "node:crypto";

/** What a receiver makes of a message's signature (RFC 6376). `pass` only when body and header fields are as they were signed. */
export type DkimCheck =
  | { result: "none" }
  | { result: "fail"; why: string; domain: string | null; selector: string | null; signed: string[] }
  | { result: "pass"; domain: string; selector: string; signed: string[] };

type FieldLine = { name: string; raw: string };

/**
 * Checks the first DKIM-Signature of a message: relaxed/relaxed, rsa-sha256, the only kind we make. Written against the
 * standard and not against the signer, so that it can prove it wrong.
 */
export async function verifyDkim(
  source: Buffer,
  findKeys: (name: string) => Promise<readonly string[]>,
): Promise<DkimCheck> {
  const text = source.toString("latin1");
  const split = text.indexOf("\r\n\r\n");
  const fields = readFields(split < 0 ? text : text.slice(0, split));
  const body = split < 0 ? "" : text.slice(split + 4);
  const signature = fields.find(({ name }) => name === "dkim-signature");
  if (!signature) return { result: "none" };
  const tags = tagsOf(signature.raw.slice(signature.raw.indexOf(":") + 1));
  const [domain, selector] = [tags.get("d") ?? null, tags.get("s") ?? null];
  const signed = (tags.get("h") ?? "").toLowerCase().split(":").filter(Boolean);
  const fail = (why: string): DkimCheck => ({ result: "fail", why, domain, selector, signed });
  if (!domain || !selector) return fail("The signature names no domain or selector.");
  if (tags.get("a") !== "rsa-sha256" || tags.get("c") !== "relaxed/relaxed")
    return fail("Only rsa-sha256 over relaxed/relaxed is understood here.");
  if (createHash("sha256").update(relaxedBody(body), "latin1").digest("base64") !== tags.get("bh"))
    return fail("The body was changed after it was signed.");
  const [record] = await findKeys(`${selector}._domainkey.${domain}`);
  const publicKey = record === undefined ? null : tagsOf(record).get("p");
  if (!publicKey) return fail(`There is no key at ${selector}._domainkey.${domain}.`);
  const unsigned = signature.raw.replace(/(;\s*b=|^([^:]*:\s*)b=)[^;]*/i, "$1");
  const data = [...headOf(fields, signed), relaxedField(unsigned)].join("\r\n");
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
    const proof = Buffer.from(tags.get("b") ?? "", "base64");
    if (!verify("sha256", Buffer.from(data, "latin1"), key, proof)) return fail("The signature does not fit the key.");
  } catch {
    return fail("The published key cannot be read.");
  }
  return { result: "pass", domain, selector, signed };
}

function readFields(head: string): FieldLine[] {
  return head
    .split(/\r\n(?![ \t])/)
    .filter(Boolean)
    .map((raw) => ({ name: raw.slice(0, raw.indexOf(":")).trim().toLowerCase(), raw }));
}

/** The named fields, each name from the last occurrence upwards; one that is not there counts as empty. */
function headOf(fields: readonly FieldLine[], names: readonly string[]): string[] {
  const left = [...fields];
  return names.flatMap((name) => {
    const at = left.findLastIndex((field) => field.name === name);
    return at < 0 ? [] : left.splice(at, 1).map(({ raw }) => relaxedField(raw));
  });
}

const relaxedField = (raw: string): string => {
  const at = raw.indexOf(":");
  const value = raw
    .slice(at + 1)
    .replaceAll("\r\n", "")
    .replaceAll(/[ \t]+/g, " ")
    .trim();
  return `${raw.slice(0, at).trim().toLowerCase()}:${value}`;
};

const relaxedBody = (body: string): string => {
  const lines = body.split("\r\n").map((line) => line.replaceAll(/[ \t]+/g, " ").replace(/ $/, ""));
  while (lines.at(-1) === "") lines.pop();
  return lines.length === 0 ? "" : `${lines.join("\r\n")}\r\n`;
};

const tagsOf = (text: string): Map<string, string> =>
  new Map(
    text.split(";").flatMap((part) => {
      const at = part.indexOf("=");
      return at < 0
        ? []
        : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).replaceAll(/\s+/g, "")] as const];
    }),
  );
