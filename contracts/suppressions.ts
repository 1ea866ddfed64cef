import type { SuppressionReason } from "./consent";

/**
 * Whether a member may take an address off the list. A mailbox can be repaired and a typo taken back; a complaint can
 * be a slip, which must be said twice; an opt-out and an erasure are the person's own.
 */
export const REMOVALS: Record<SuppressionReason, { may: "yes" | "typed" | "never"; because: string }> = {
  manual: { may: "yes", because: "Somebody here put it on the list." },
  hard_bounce: { may: "yes", because: "The mailbox did not exist when we wrote to it." },
  complaint: {
    may: "typed",
    because: "This person called a message of yours spam. Writing again can cost your sender.",
  },
  unsubscribed: {
    may: "never",
    because: "This person said no, and nobody else can take that back. They can sign up again themselves.",
  },
  erased: {
    may: "never",
    because: "This person had their data erased. The law asks that nobody writes to them again, so the entry stays.",
  },
};

/** A piece of a list that is no address: where it stands and what is wrong with it. */
export type AddressProblem = { line: number; text: string; problem: string };

/** What a list did. `addresses` = added + already + invalid; a repeat within the list counts as already there. */
export type SuppressedList = {
  addresses: number;
  added: number;
  already: number;
  invalid: number;
  /** The first `MAX_LISTED_PROBLEMS`. */
  problems: AddressProblem[];
};
export const MAX_LISTED_PROBLEMS = 1000;
export const MAX_SUPPRESSION_LIST_BYTES = 64 * 1024 * 1024;

/** Why a text is not one address, with the fix. Only for texts that `normaliseEmail` refuses. */
export function addressFault(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "There is no address here.";
  if (!trimmed.includes("@")) return "An address has an @ sign.";
  if (/\s/.test(trimmed)) return "An address has no spaces.";
  if (trimmed.length > 254) return "An address has at most 254 characters.";
  const domain = trimmed.slice(trimmed.lastIndexOf("@") + 1);
  if (trimmed.startsWith("@")) return "The part before the @ is missing.";
  if (!domain.includes(".")) return "The part behind the @ has no ending such as .com.";
  if (trimmed.indexOf("@") !== trimmed.lastIndexOf("@")) return "An address has one @ sign.";
  return "This is no e-mail address; write one such as ada@example.com.";
}
