import { z } from "zod";

/** Public id prefixes: what the outside sees is `con_<base62 of the uuid>`; inside, ids are uuids and joins use numbers. */
export const ID_PREFIXES = {
  workspace: "wsp",
  user: "usr",
  member: "mem",
  role: "rol",
  invitation: "inv",
  session: "ses",
  apiKey: "key",
  ssoConnection: "sso",
  contact: "con",
  contactField: "fld",
  tag: "tag",
  savedView: "vew",
  bulkJob: "job",
  export: "exp",
  import: "imp",
  merge: "mrg",
  retype: "rty",
  company: "cpy",
  companyField: "cfd",
  segment: "seg",
  template: "tpl",
  reviewEntry: "rev",
  snippet: "snp",
  asset: "ast",
  campaign: "cmp",
  provider: "prv",
  sendingDomain: "dom",
  webhook: "whk",
  webhookMessage: "whm",
  message: "msg",
  topic: "top",
  form: "frm",
  signup: "sup",
  audit: "aud",
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** uuid -> 22 base62 digits, so ids sort and compare as fixed-width strings. */
export function toBase62(uuid: string): string {
  let n = BigInt(`0x${uuid.replaceAll("-", "")}`);
  let out = "";
  for (let i = 0; i < 22; i += 1) {
    out = (ALPHABET[Number(n % 62n)] ?? "0") + out;
    n /= 62n;
  }
  return out;
}

/** The inverse of `toBase62`; null when the text is not 22 base62 digits of a 128-bit number. */
export function fromBase62(text: string): string | null {
  if (!/^[0-9A-Za-z]{22}$/.test(text)) return null;
  let n = 0n;
  for (const c of text) n = n * 62n + BigInt(ALPHABET.indexOf(c));
  const hex = n.toString(16).padStart(32, "0");
  if (hex.length > 32) return null;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The id as shown outside, e.g. `con_0AbC…`. */
export const publicId = (kind: IdKind, uuid: string): string => `${ID_PREFIXES[kind]}_${toBase62(uuid)}`;

/** Accepts the public form or a bare uuid; null for anything else, including another kind's prefix. */
export function parsePublicId(kind: IdKind, text: string): string | null {
  if (UUID.test(text)) return text.toLowerCase();
  const prefix = `${ID_PREFIXES[kind]}_`;
  return text.startsWith(prefix) ? fromBase62(text.slice(prefix.length)) : null;
}

/** zod schema of an id of one kind: takes `con_…` or a uuid, gives the uuid. */
export const idOf = (kind: IdKind) =>
  z
    .string()
    .transform((text, ctx) => {
      const uuid = parsePublicId(kind, text);
      if (uuid === null) {
        ctx.addIssue({ code: "custom", message: `Expected a ${kind} id such as ${ID_PREFIXES[kind]}_… or a UUID.` });
        return z.NEVER;
      }
      return uuid;
    })
    .meta({ description: `${kind} id (${ID_PREFIXES[kind]}_… or UUID)` });
