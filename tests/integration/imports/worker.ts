// Started by crash.test.ts as a process of its own, to be killed.
import { runImport } from "@/server/imports";
import { closeDb } from "@/server/platform/db";

const { importNo, workspaceNo, workspaceId } = JSON.parse(process.argv[2] ?? "");
const ctx = { workspaceNo, workspaceId, actor: { type: "job" as const, name: "worker" }, now: new Date(), traceId: "" };
while ((await runImport(ctx, importNo, 60_000)).state === "more");
await closeDb();
