import { normaliseEmail } from "@/contracts/addresses";
import { parsePublicId } from "@/contracts/ids";

/** What a pasted list names, each once: addresses in comparable form, contact uuids, and anything else as external ids. */
export type PastedPeople = {
  emails: string[];
  contactIds: string[];
  externalIds: string[];
  spelling: Map<string, string>;
};

/** Reads ids and addresses separated by lines, commas, semicolons or blanks; "Ada <ada@example.com>" counts as its address. */
export function readPastedPeople(text: string): PastedPeople {
  const [emails, contactIds, externalIds] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const spelling = new Map<string, string>();
  for (const line of text.split(/[\n\r,;\t]+/)) {
    const bracketed = /<([^<>\s]+@[^<>\s]+)>/.exec(line)?.[1];
    for (const piece of bracketed ? [bracketed] : line.trim().split(/\s+/)) {
      const word = piece.replace(/^["']+|["']+$/g, "");
      if (word === "") continue;
      const email = normaliseEmail(word);
      const contactId = email ? null : parsePublicId("contact", word);
      const key = email ?? contactId ?? word;
      (email ? emails : contactId ? contactIds : externalIds).add(key);
      if (!spelling.has(key)) spelling.set(key, word);
    }
  }
  return { emails: [...emails], contactIds: [...contactIds], externalIds: [...externalIds], spelling };
}
