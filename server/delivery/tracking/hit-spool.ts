import "server-only";
import { mkdirSync } from "node:fs";
import { type FileHandle, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { env } from "@/server/platform/env";
import { uuidv7 } from "@/server/platform/ids";
import { logger } from "@/server/platform/logger";
import { metrics } from "@/server/platform/metrics";
import type { Hit } from "./hit";

const OPEN = ".open";
const CLOSED = ".jsonl";
const DRAIN_EVERY_MS = 300;
/** An open file nobody has written to for this long belongs to a process that is gone. */
const ABANDONED_MS = 600_000;

type Waiter = { line: string; done: () => void; failed: (error: unknown) => void };

/**
 * Opens and clicks are acknowledged when they are on disk, not when they are in Postgres: a stopped database or a
 * killed process loses none. Hits arriving together share one fsync. Files are drained into Postgres in the background
 * and removed after the commit; a hit drained twice is stored once (hit_id).
 */
export class HitSpool {
  private waiting: Waiter[] = [];
  private isFlushing = false;
  private file: { handle: FileHandle; path: string; lines: number } | null = null;
  private timer: NodeJS.Timeout | null = null;
  private draining: Promise<void> | null = null;
  private readonly directory: string;

  constructor(
    private readonly drain: (hits: Hit[]) => Promise<void>,
    directory = join(resolve(env().DATA_DIR), "spool"),
  ) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** Resolves once the hit is durable; rejects when the disk refuses it. */
  record(hit: Hit): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ line: `${JSON.stringify(hit)}\n`, done, failed });
      if (!this.isFlushing) void this.flush();
    });
  }

  /** Takes over what dead processes left, and keeps draining until `signal` aborts. */
  start(signal: AbortSignal): void {
    if (this.timer) return;
    this.timer = setInterval(() => void this.drainNow(), DRAIN_EVERY_MS);
    this.timer.unref();
    signal.addEventListener("abort", () => {
      if (this.timer) clearInterval(this.timer);
      void this.drainNow();
    });
    void this.adopt().then(() => this.drainNow());
  }

  /** Moves everything on disk into Postgres; one at a time, never throws. What fails stays for the next try. */
  drainNow(): Promise<void> {
    this.draining ??= this.drainFiles()
      .catch((error) => logger().warn({ err: error }, "hits stay in the spool"))
      .finally(() => {
        this.draining = null;
      });
    return this.draining;
  }

  private async flush(): Promise<void> {
    this.isFlushing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      try {
        this.file ??= await this.openFile();
        const { file } = this;
        await file.handle.appendFile(batch.map((w) => w.line).join(""));
        await file.handle.datasync();
        file.lines += batch.length;
        for (const waiter of batch) waiter.done();
      } catch (error) {
        for (const waiter of batch) waiter.failed(error);
      }
    }
    this.isFlushing = false;
  }

  private async openFile() {
    const path = join(this.directory, `${process.pid}-${uuidv7()}${OPEN}`);
    return { handle: await open(path, "a", 0o600), path, lines: 0 };
  }

  private async drainFiles(): Promise<void> {
    await this.rotate();
    for (const name of (await readdir(this.directory)).filter((n) => n.endsWith(CLOSED)).sort()) {
      const path = join(this.directory, name);
      const hits = parseHits(await readFile(path, "utf8"));
      for (let i = 0; i < hits.length; i += 1000) await this.drain(hits.slice(i, i + 1000));
      await rm(path, { force: true });
    }
  }

  /** Ends the current file, between two flushes, so that it may be drained. */
  private async rotate(): Promise<void> {
    const { file } = this;
    if (!file || file.lines === 0 || this.isFlushing) return;
    this.file = null;
    await file.handle.close();
    await rename(file.path, file.path.replace(OPEN, CLOSED));
  }

  private async adopt(): Promise<void> {
    for (const name of (await readdir(this.directory)).filter((n) => n.endsWith(OPEN))) {
      const path = join(this.directory, name);
      if (path === this.file?.path) continue;
      const pid = Number(name.split("-")[0]);
      const age =
        Date.now() -
        (await stat(path)
          .then((s) => s.mtimeMs)
          .catch(() => Date.now()));
      if ((pid !== process.pid && !isAlive(pid)) || age > ABANDONED_MS)
        await rename(path, path.replace(OPEN, CLOSED)).catch(() => {});
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The last line may be half written: its hit was never acknowledged. */
function parseHits(text: string): Hit[] {
  return text.split("\n").flatMap((line) => {
    if (line === "") return [];
    try {
      return [JSON.parse(line) as Hit];
    } catch {
      metrics().hits.inc({ kind: "open", outcome: "torn" });
      return [];
    }
  });
}
