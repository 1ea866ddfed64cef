import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { pause } from "../../../scripts/lib/os.mjs";
import type { JournalLine, SinkReport } from "../../support/journal-sink";
import { type App, childrenOf, kill } from "./app";

export type Victim = "worker" | "web" | "postgres";
/** One kill: whom, and how many messages the sink had taken at that moment. */
export type Kill = { victim: Victim; at: number };

export type Sink = SinkReport & { journal(): JournalLine[]; stop(): Promise<void> };

/** Starts tests/support/journal-sink.ts; no kill of the application touches it. */
export async function startSink(file: string, pace: { httpCallMs: number; smtpMessageMs: number }): Promise<Sink> {
  const child = fork("tests/support/journal-sink.ts", {
    execArgv: ["--import", "tsx"],
    env: {
      ...process.env,
      JOURNAL: file,
      HTTP_CALL_MS: String(pace.httpCallMs),
      SMTP_MESSAGE_MS: String(pace.smtpMessageMs),
    },
  });
  const [report] = (await once(child, "message")) as [SinkReport];
  return {
    ...report,
    journal: () =>
      readFileSync(file, "utf8")
        // What stands behind the last line break is still being written.
        .replace(/[^\n]*$/, "")
        .split("\n")
        .filter(Boolean)
        .map((line): JournalLine => JSON.parse(line)),
    async stop() {
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}

/**
 * kill -9, each of the three `times` times in a random order, each at a random share of the sending: when the sink has
 * taken so many messages, not when so much time has passed. A Postgres dies with all its backends.
 */
export async function killInTurn(
  app: App,
  options: { times: number; random: () => number; taken: () => number; total: number },
): Promise<Kill[]> {
  const { times, random, taken, total } = options;
  const victims = Array.from({ length: times }, () => ["worker", "web", "postgres"] as const)
    .flatMap((round) => round.map((victim) => ({ victim, order: random() })).sort((a, b) => a.order - b.order))
    .map(({ victim }) => victim);
  const moments = victims.map(() => total * (0.03 + 0.85 * random())).sort((a, b) => a - b);
  const kills: Kill[] = [];
  const dead = new Set<number>();
  for (const [index, victim] of victims.entries()) {
    while (taken() < (moments[index] ?? 0)) await pause(20);
    const pid = await living(app, victim, dead);
    await pause(300 * random());
    kills.push({ victim, at: taken() });
    const backends = victim === "postgres" ? childrenOf(pid) : [];
    for (const one of [pid, ...backends]) {
      dead.add(one);
      kill(one);
    }
  }
  return kills;
}

/** The process of a role once the supervisor has it running (again). */
async function living(app: App, victim: Victim, dead: Set<number>): Promise<number> {
  for (;;) {
    const pid = app.processes()[victim];
    if (pid !== undefined && !dead.has(pid)) return pid;
    await pause(20);
  }
}
