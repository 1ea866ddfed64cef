import type { ConsentChannel, ConsentState } from "@/contracts/consent";

const VERBS: Record<ConsentState, string> = {
  granted: "Agreed to",
  denied: "Said no to",
  pending: "Was asked to confirm",
};

/** "Agreed to marketing e-mail", "Said no to the topic Recipes". */
export const sayConsent = (entry: { channel: ConsentChannel; topic: string | null; state: ConsentState }): string => {
  if (entry.channel === "sale")
    return entry.state === "denied" ? "Do not sell or share" : "Allowed selling and sharing";
  return `${VERBS[entry.state]} ${entry.topic ? `the topic “${entry.topic}”` : "marketing e-mail"}`;
};
