import "server-only";
import DKIM from "nodemailer/lib/dkim";

export type SigningKey = { domain: string; selector: string; privateKey: string };

/**
 * What the signature covers, most telling first. RFC 8058 wants both unsubscribe fields in `h=`, and nodemailer's own
 * list lacks List-Unsubscribe-Post; Gmail wants Feedback-ID signed.
 */
const SIGNED = [
  "From",
  "To",
  "Reply-To",
  "Subject",
  "Date",
  "Message-ID",
  "MIME-Version",
  "Content-Type",
  "List-Id",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
  "Feedback-ID",
].join(":");

/** The key of the sender's domain, or of the nearest parent that has one. */
export function keyFor(keys: readonly SigningKey[], sender: string): SigningKey | undefined {
  const domain = sender.slice(sender.lastIndexOf("@") + 1).toLowerCase();
  return keys
    .filter((key) => domain === key.domain || domain.endsWith(`.${key.domain}`))
    .sort((a, b) => b.domain.length - a.domain.length)[0];
}

/** The message with its DKIM-Signature in front. Throws rather than to hand back an unsigned one. */
export async function signDkim(source: Buffer, key: SigningKey): Promise<Buffer> {
  const signer = new DKIM({
    domainName: key.domain,
    keySelector: key.selector,
    privateKey: key.privateKey,
    headerFieldNames: SIGNED,
  });
  const chunks: Buffer[] = [];
  for await (const chunk of signer.sign(source)) chunks.push(chunk as Buffer);
  const signed = Buffer.concat(chunks);
  // nodemailer leaves a message as it is when the key does not fit.
  if (!signed.subarray(0, 15).equals(Buffer.from("DKIM-Signature:"))) throw new Error("The DKIM key cannot sign.");
  return signed;
}
