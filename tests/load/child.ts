import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { runImportWorker } from "./import-kills";
import { runLoadGenerator } from "./load-generator";
import { runHttpSink, runSmtpSink } from "./sinks";
import { runTrackingServer } from "./tracking-server";

/** What this same bundle can be started as, so that sinks, servers and load do not share our event loop. */
export const CHILDREN = {
  "http-sink": runHttpSink,
  "smtp-sink": runSmtpSink,
  tracking: () => runTrackingServer("ours"),
  "tracking-baseline": () => runTrackingServer("bare"),
  load: runLoadGenerator,
  "import-worker": runImportWorker,
} as const;

export type Child = {
  port: number;
  /** Asks the child a question and resolves with its next message. */
  ask<T>(question: unknown): Promise<T>;
  stop(): Promise<void>;
};

/** Starts a child; resolves once it has told the port it listens on (0: none). One question at a time. */
export async function startChild(name: keyof typeof CHILDREN): Promise<Child> {
  const child: ChildProcess = fork(process.argv[1] ?? "", ["--child", name], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  let waiting: { done: (answer: unknown) => void; failed: (error: Error) => void } | null = null;
  child.on("message", (answer) => waiting?.done(answer));
  child.on("exit", (code) => waiting?.failed(new Error(`the ${name} process ended with ${code}`)));
  const next = <T>(): Promise<T> =>
    new Promise((done, failed) => {
      waiting = { done: (answer) => done(answer as T), failed };
    });
  const { port } = await next<{ port: number }>();
  return {
    port,
    ask<T>(question: unknown) {
      const answer = next<T>();
      child.send(question as object);
      return answer;
    },
    async stop() {
      waiting = null;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
  };
}
