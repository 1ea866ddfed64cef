import "server-only";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "@/server/platform/errors";

const LIMIT_MS = 20_000;
const WAITING_MAX = 20;

type ImageJob = {
  kind: "image";
  bytes: Uint8Array;
  format: "png" | "jpeg" | "webp";
  maxWidth: number;
  maxHeight: number;
  thumbWidth: number;
};
export type RemadeImage = {
  extension: "png" | "jpg";
  width: number;
  height: number;
  main: Uint8Array;
  small: Uint8Array;
};

/** Jobs of one process run one after another: each may need some hundred megabytes for a moment. */
let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** Decodes, shrinks and encodes a picture; VALIDATION_ERROR for one that cannot be read. */
export const remakeImage = (job: Omit<ImageJob, "kind">): Promise<RemadeImage> =>
  inTurn(() => runMedia<RemadeImage>({ kind: "image", ...job }, "The picture is damaged and cannot be read."));

type MjmlJob = { kind: "mjml"; source: string };

/** HTML of MJML, with what MJML had to say about it; VALIDATION_ERROR for what is no MJML. */
export const makeMjml = (source: string): Promise<{ html: string; problems: string[] }> =>
  inTurn(() => runMedia({ kind: "mjml", source }, "This MJML cannot be read.", "source"));

async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (waiting >= WAITING_MAX)
    throw new AppError("DEPENDENCY_UNAVAILABLE", "Many files are being prepared. Try again in a minute.");
  waiting += 1;
  const turn = last.then(run, run);
  last = turn.catch(() => undefined);
  try {
    return await turn;
  } finally {
    waiting -= 1;
  }
}

type Answer<T> = { ok: true; result: T } | { ok: false; message: string };

/**
 * Named, because bundlers look for `new Worker(path)` and would put a copy of their own in its place: Node loads the file
 * from where it lies. Without the environment, so without its secrets.
 */
class MediaThread extends Worker {
  constructor(job: ImageJob | MjmlJob) {
    super(join(process.cwd(), "server", "content", "media", "media-worker.mjs"), {
      workerData: job,
      env: {},
      execArgv: [],
      stderr: true,
      stdout: true,
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
  }
}

/**
 * One job in a thread of its own, ended after 20 seconds. What the job could not do is the file's fault; a thread that
 * did not start is ours, and throws a plain Error.
 */
function runMedia<T>(job: ImageJob | MjmlJob, refusal: string, field = "file"): Promise<T> {
  const thread = new MediaThread(job);
  return new Promise<T>((resolve, reject) => {
    const refuse = (reason: string) => reject(new AppError("VALIDATION_ERROR", refusal, { field, reason }));
    const timer = setTimeout(() => refuse("took longer than 20 seconds"), LIMIT_MS);
    thread.once("message", (answer: Answer<T>) => (answer.ok ? resolve(answer.result) : refuse(answer.message)));
    thread.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "ERR_WORKER_OUT_OF_MEMORY" ? refuse("took more than 256 MB") : reject(error),
    );
    thread.once("exit", () => {
      clearTimeout(timer);
      reject(new Error("the media thread ended without an answer"));
    });
  }).finally(() => void thread.terminate());
}
