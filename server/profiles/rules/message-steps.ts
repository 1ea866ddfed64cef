import type { MessageStep } from "@/contracts/timeline";

type Fate = {
  sentAt: string | null;
  detail: string | null;
  news: readonly { kind: string; at: string; detail: string | null }[];
  hits: readonly { kind: string; verdict: "human" | "machine"; times: number; first: string }[];
};

const NEWS = { delivered: "delivered", delayed: "delayed", bounced: "bounced", complained: "complained" } as const;
const HITS = { open: "opened", click: "clicked", unsubscribe: "unsubscribed" } as const;
const isNews = (kind: string): kind is keyof typeof NEWS => kind in NEWS;
const isHit = (kind: string): kind is keyof typeof HITS => kind in HITS;

/** What happened to one message, in the order of time; opens and clicks of people and of programs apart. */
export function messageSteps(fate: Fate): MessageStep[] {
  const steps: MessageStep[] = [];
  if (fate.sentAt) steps.push({ kind: "sent", at: fate.sentAt, times: 1, isMachine: false, detail: fate.detail });
  for (const { kind, at, detail } of fate.news)
    if (isNews(kind)) steps.push({ kind: NEWS[kind], at: iso(at), times: 1, isMachine: false, detail });
  for (const { kind, verdict, times, first } of fate.hits)
    if (isHit(kind))
      steps.push({ kind: HITS[kind], at: iso(first), times, isMachine: verdict === "machine", detail: null });
  return steps.sort((a, b) => a.at.localeCompare(b.at));
}

/** Instants inside JSON come in the database's spelling. */
const iso = (text: string): string => new Date(text).toISOString();
