import type { ConsentSource } from "@/contracts/consent";

/** How somebody said it, after "since …, ". */
export const SOURCES: Record<ConsentSource, string> = {
  import: "by import",
  member: "recorded by a member",
  api: "over the API",
  recipient_one_click: "by the person, with one click",
  recipient_page: "by the person, on the page",
  provider: "reported by the provider",
  merge: "from a merge",
  demo: "demo data",
  form: "by the person, on a form",
  double_opt_in: "by the person, confirmed from the mailbox",
  gpc: "by the browser's opt-out signal",
};
