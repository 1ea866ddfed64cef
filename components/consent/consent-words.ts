import type { ConsentChannel, LedgerState } from "@/contracts/consent";

const VERBS: Record<LedgerState, string> = {
  granted: "Agreed to",
  denied: "Said no to",
  pending: "Was asked to confirm",
  retracted: "Yes taken back, a mistake of ours, to",
};

/** "Agreed to marketing e-mail", "Said no to the topic Recipes". */
export const sayConsent = (entry: { channel: ConsentChannel; topic: string | null; state: LedgerState }): string => {
  if (entry.channel === "sale")
    return entry.state === "denied" ? "Do not sell or share" : "Allowed selling and sharing";
  return `${VERBS[entry.state]} ${entry.topic ? `the topic “${entry.topic}”` : "marketing e-mail"}`;
};
