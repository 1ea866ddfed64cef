import "server-only";
import { CHAIN_FAULT_WORDS } from "@/contracts/chain";
import type { ConsentSource, LedgerState } from "@/contracts/consent";
import type { ConsentProof, ProofEntry } from "@/contracts/consent-proof";
import { type PdfLine, textPdf } from "@/server/platform/text-pdf";

const STATE_WORDS: Record<LedgerState, string> = {
  granted: "agreed",
  denied: "said no",
  pending: "was asked to confirm",
  retracted: "yes taken back as our mistake",
};
const SOURCE_WORDS: Record<ConsentSource, string> = {
  import: "import by a member",
  member: "recorded by a member",
  api: "recorded over the API",
  recipient_one_click: "the person, by one click in a message",
  recipient_page: "the person, on their own page",
  provider: "reported by the e-mail provider",
  demo: "demo data",
  form: "the person, on a form",
  double_opt_in: "the person, confirmed from their mailbox",
  gpc: "the opt-out signal of the person's browser",
  merge: "two contacts merged",
};
const about = ({ channel, topic }: Pick<ProofEntry, "channel" | "topic">): string =>
  channel === "sale" ? "Sale and sharing of data" : `Marketing by ${channel}${topic ? `, topic "${topic}"` : ""}`;

/** The proof as a printable document, in words, with the hashes at the end of each row. */
export function proofPdf(proof: ConsentProof): Buffer {
  const { workspace, contact, chain } = proof;
  const lines: PdfLine[] = [
    { text: "Proof of consent", style: "title" },
    { text: `Kept by ${workspace.name}${workspace.postalAddress ? `, ${workspace.postalAddress}` : ""}` },
    {
      text: `Person: ${[contact.name, contact.email, contact.externalId].filter(Boolean).join(", ") || "no name or address"} (${contact.id})`,
    },
    { text: `As of ${proof.at}. Written on ${proof.generatedAt}. All times are UTC.` },
    { text: "In force at that moment", style: "heading" },
    ...(proof.inForce.length === 0
      ? [{ text: "Nothing had been said. Nothing was agreed to." }]
      : proof.inForce.map((now) => ({
          text: `${about(now)}: ${STATE_WORDS[now.state]} on ${now.at}, ${SOURCE_WORDS[now.source]} (entry ${now.position}).`,
        }))),
    { text: "What it follows from", style: "heading" },
  ];
  for (const entry of proof.entries) {
    lines.push({ text: `Entry ${entry.position}, ${entry.at}: ${STATE_WORDS[entry.state]}. ${about(entry)}.` });
    lines.push({
      text: `Source: ${SOURCE_WORDS[entry.source]}. Recorded by ${entry.actor.type}${entry.actor.id ? ` ${entry.actor.id}` : ""}.${entry.ip ? ` IP address ${entry.ip}.` : ""}`,
      style: "small",
    });
    if (entry.wording) lines.push({ text: `Wording: "${entry.wording}"`, style: "small" });
    if (entry.evidence) lines.push({ text: `Evidence: ${entry.evidence}`, style: "small" });
    lines.push({ text: `Hash ${entry.hash}, after ${entry.prevHash}`, style: "small" });
  }
  lines.push({ text: "The record it is part of", style: "heading" });
  lines.push({
    text: `${chain.length} entries in a chain; ${chain.rule}. Last hash: ${chain.head ?? "none"}.`,
    style: "small",
  });
  lines.push({
    text: chain.fault
      ? `The last check, on ${chain.checkedAt}, found a fault: ${CHAIN_FAULT_WORDS[chain.fault.kind](chain.fault.position)}`
      : chain.checkedAt
        ? `The last check, on ${chain.checkedAt}, found every entry as it was written.`
        : "The chain has not been checked yet.",
    style: "small",
  });
  return textPdf("Proof of consent", lines);
}
