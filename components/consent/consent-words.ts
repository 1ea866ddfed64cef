import type { ConsentChannel, ConsentSource, ConsentState } from "@/contracts/consent";

export const SOURCE_WORDS: Record<ConsentSource, string> = {
  import: "by import",
  member: "recorded by a member",
  api: "over the API",
  recipient_one_click: "by the person, with one click",
  recipient_page: "by the person, on their page",
  provider: "reported by the provider",
  demo: "demo data",
  form: "by the person, on a form",
  double_opt_in: "by the person, confirmed from the mailbox",
  gpc: "by the browser's opt-out signal",
  merge: "from a merge",
};

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
