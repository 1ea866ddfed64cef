import "server-only";
import { fdatasync, mkdirSync, writeSync } from "node:fs";
import { type FileHandle, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { env } from "@/server/platform/env";
import { uuidv7 } from "@/server/platform/ids";
import { logger } from "@/server/platform/logger";
import { metrics } from "@/server/platform/metrics";
import type { Hit } from "./hit";

const OPEN = ".open";
const CLOSED = ".jsonl";
const DRAIN_AFTER_MS = 300;
const RETRY_AFTER_MS = 1000;
/** How often files are looked for that another process closed and could not drain. */
const SWEEP_EVERY_MS = 30_000;
/** An open file nobody has written to for this long belongs to a process that is gone. */
const ABANDONED_MS = 600_000;
/** Zeros written ahead: syncing bytes within a file costs less than half of syncing a file that grows. */
const ROOM = Buffer.alloc(65_536);
/** A file that took more than this gets its successor before it is closed, so that no hit waits for one. */
const BUSY_LINES = 10;

type SpoolFile = { handle: FileHandle; path: string; lines: number; bytes: number };

/** Hits that go to disk together: one write, one sync, one promise. */
class Batch {
  readonly lines: string[] = [];
  done!: () => void;
  failed!: (error: unknown) => void;
  readonly settled = new Promise<void>((done, failed) => {
    this.done = done;
    this.failed = failed;
  });
}

/**
 * Opens and clicks are acknowledged when they are on disk, not when they are in Postgres: a stopped database or a
 * killed process loses none. Hits that arrive during a sync share the next one. Files are drained into Postgres in the
 * background and removed after the commit; a hit drained twice is stored once (hit_id).
 */
export class HitSpool {
  private waiting: Batch | null = null;
  private isFlushing = false;
  private file: SpoolFile | null = null;
  private opening: Promise<SpoolFile> | null = null;
  private writing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | null = null;
  private sweep: NodeJS.Timeout | null = null;
  private draining: Promise<void> | null = null;
  private following: Promise<void> | null = null;
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
    this.waiting ??= new Batch();
    const batch = this.waiting;
    batch.lines.push(JSON.stringify(hit));
    if (!this.isFlushing) {
      this.isFlushing = true;
      // Not at once: requests that were read together go to disk together, instead of the first one alone.
      setImmediate(() => void this.flush());
    }
    return batch.settled;
  }

  /** Takes over what dead processes left, and keeps draining until `signal` aborts. */
  start(signal: AbortSignal): void {
    if (this.sweep) return;
    this.sweep = setInterval(() => void this.drainNow(), SWEEP_EVERY_MS);
    this.sweep.unref();
    signal.addEventListener("abort", () => {
      if (this.sweep) clearInterval(this.sweep);
      void this.drainNow();
    });
    void this.adopt().then(() => this.drainNow());
  }

  /** Moves everything on disk into Postgres; one at a time, never throws. What fails stays for the next try. */
  drainNow(): Promise<void> {
    if (this.draining) {
      // The one under way may have begun before the newest hits were written: another follows it, for all who ask now.
      this.following ??= this.draining.then(() => {
        this.following = null;
        return this.drainNow();
      });
      return this.following;
    }
    this.draining = this.drainFiles()
      .catch((error) => {
        logger().warn({ err: error }, "hits stay in the spool");
        if (this.sweep) this.drainAfter(RETRY_AFTER_MS);
      })
      .finally(() => {
        this.draining = null;
      });
    return this.draining;
  }

  private drainAfter(ms: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      void this.drainNow().then(() => {
        if (this.file && this.file.lines > 0 && this.sweep) this.drainAfter(DRAIN_AFTER_MS);
      });
    }, ms).unref();
  }

  private async flush(): Promise<void> {
    while (this.waiting) {
      try {
        this.file ??= await this.openNext();
      } catch (error) {
        this.waiting.failed(error);
        this.waiting = null;
        continue;
      }
      const batch = this.waiting;
      this.waiting = null;
      this.writing = this.write(this.file, batch);
      await this.writing;
    }
    this.isFlushing = false;
  }

  /** Settles the batch. At a fixed place: what a refused write left behind is overwritten by the next one. */
  private async write(file: SpoolFile, batch: Batch): Promise<void> {
    const bytes = Buffer.from(`${batch.lines.join("\n")}\n`);
    try {
      await writeDurably(file, bytes);
      file.bytes += bytes.length;
      file.lines += batch.lines.length;
      if (this.sweep) this.drainAfter(DRAIN_AFTER_MS);
      // After the next write has begun: the disk works while these are answered.
      setImmediate(batch.done);
    } catch (error) {
      batch.failed(error);
    }
  }

  private openNext(): Promise<SpoolFile> {
    this.opening ??= this.openFile().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  private async openFile(): Promise<SpoolFile> {
    const path = join(this.directory, `${process.pid}-${uuidv7()}${OPEN}`);
    const handle = await open(path, "wx", 0o600);
    const file = { handle, path, lines: 0, bytes: 0 };
    await writeDurably(file, ROOM);
    await syncDirectory(this.directory);
    return file;
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

  /** Ends the current file, so that it may be drained; hits that arrive meanwhile go into the next one. */
  private async rotate(): Promise<void> {
    const { file } = this;
    if (!file || file.lines === 0) return;
    this.file = file.lines > BUSY_LINES || this.isFlushing ? await this.openNext() : null;
    await this.writing;
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

/** The write only reaches the page cache, which takes less than handing it to another thread; the sync is what waits. */
function writeDurably({ handle, bytes: at }: SpoolFile, bytes: Buffer): Promise<void> {
  return new Promise((done, failed) => {
    if (writeSync(handle.fd, bytes, 0, bytes.length, at) < bytes.length) throw new Error("the disk is full");
    fdatasync(handle.fd, (error) => (error ? failed(error) : done()));
  });
}

/** A file is durable under its name only when its directory is; some systems cannot sync one and need not. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, "r").catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/** The last line may be half written: its hit was never acknowledged. Behind it is the room that was not used. */
function parseHits(text: string): Hit[] {
  return text.split("\n").flatMap((line) => {
    if (line === "" || line.startsWith("\0")) return [];
    try {
      return [JSON.parse(line) as Hit];
    } catch {
      metrics().hits.inc({ kind: "open", outcome: "torn" });
      return [];
    }
  });
}
