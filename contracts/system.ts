import { z } from "zod";

/** States of a background run; `running` is queued, executing or waiting, told apart by `phase`. */
export const BACKGROUND_RUN_STATUSES = ["running", "completed", "failed", "cancelled"] as const;
export type BackgroundRunStatus = (typeof BACKGROUND_RUN_STATUSES)[number];
export const backgroundRunStatusSchema = z.enum(BACKGROUND_RUN_STATUSES);

export type BackgroundRunPhase = "queued" | "executing" | "waiting" | "retrying";

/** One run of a background function, as a member of the workspace it works for may see it. */
export type BackgroundRun = {
  id: string;
  /** Id of the function in the code: "campaigns-build-audience". */
  functionId: string;
  status: BackgroundRunStatus;
  /** What a run that has not ended is doing. */
  phase: BackgroundRunPhase | null;
  /** Name of the event that started it. */
  event: string | null;
  error: string | null;
  createdAt: string;
  endedAt: string | null;
};

export type BackgroundRunDetail = BackgroundRun & {
  events: { id: string | null; name: string; at: string | null }[];
  /** The run this one repeats. */
  retryOf: string | null;
  steps: {
    id: string;
    name: string;
    /** How often it was tried until it ended; 0 when that is not known. */
    attempts: number;
    durationMs: number | null;
    at: string;
    error: string | null;
  }[];
  /** What it still has before it: a call, a retry, a sleep, a timeout. */
  planned: { kind: string; due: string; attempt: number; error: string | null }[];
};

/** How the installation does. Queue figures are of all workspaces together; `failedLastDay` is this workspace's. */
export type SystemFigures = {
  engine: { kind: "embedded" } | { kind: "inngest"; baseUrl: string };
  queue: { queued: number; lagSeconds: number; executing: number; activeRuns: number };
  outbox: { waiting: number; oldestSeconds: number; setAside: number; waitingHere: number };
  failedLastDay: number;
  versions: { carillon: string; node: string; postgres: string };
  database: { bytes: number; migrations: string };
  dataDir: string;
  at: string;
};
