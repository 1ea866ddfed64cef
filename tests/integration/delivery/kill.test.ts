import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { runCounts, sendBatches } from "@/server/delivery";
import { bundle } from "../../../scripts/lib/build.mjs";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { startResendServer } from "../../support/resend-server";
import { addPeople, addProvider, makeRun, passTime } from "../../support/sending";
import { startSmtpSink } from "../../support/smtp-sink";

const FAULTS = ["granted:1", "sent:1", "sent:2", "settled:1", "finishing:1"];
const PEOPLE = 700;
const SOME = 400;

/** Real processes, really killed; the receiving side lives on and counts. */
describe("a sending process killed with SIGKILL", { timeout: 240_000 }, () => {
  const database = useTestDatabase();
  const outdir = join(process.cwd(), "node_modules", ".cache", `sender-${process.pid}`);
  beforeAll(() => bundle(["tests/support/sender.ts"], outdir));
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  /** Runs the sender; answers whether it was killed. */
  const send = (ref: { workspaceNo: number; runNo: number }, fault: string): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(outdir, "sender.js")], {
        env: {
          ...process.env,
          FAULT: fault,
          DATABASE_URL: database().ownerUrl,
          DATA_DIR: inject("dataDir"),
          WORKSPACE_NO: String(ref.workspaceNo),
          RUN_NO: String(ref.runNo),
        },
        stdio: ["ignore", "ignore", "inherit"],
      });
      child.on("error", reject);
      child.on("exit", (code, signal) => {
        if (signal === "SIGKILL") resolve(true);
        else if (code === 0) resolve(false);
        else reject(new Error(`sender exited with ${code}`));
      });
    });

  async function killAtEveryPoint(ref: { workspaceNo: number; runNo: number }): Promise<number> {
    let kills = 0;
    for (const fault of FAULTS) {
      if (await send(ref, fault)) kills += 1;
      await passTime(ref);
    }
    await send(ref, "never:0");
    return kills;
  }

  it("loses and doubles nobody where the provider keeps idempotency keys", async () => {
    const [ctx, server] = [await createWorkspace(), await startResendServer()];
    await addPeople(ctx, PEOPLE);
    const settings = { kind: "resend", baseUrl: server.url, callsPerSecond: 1000 };
    const { providerNo } = await addProvider(ctx, settings, server.apiKey);
    const ref = await makeRun(ctx, { providerNo });
    expect(await killAtEveryPoint(ref)).toBe(FAULTS.length);
    expect(server.state.replays).toBeGreaterThan(0);
    const addresses = server.accepted.map((m) => m.to[0]);
    expect([addresses.length, new Set(addresses).size]).toEqual([PEOPLE, PEOPLE]);
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({ accepted: PEOPLE, unknown: 0, pending: 0 });
    await server.stop();
  });

  it("doubles nobody over SMTP, and leaves no more in doubt than were on their way", async () => {
    const [ctx, sink] = [await createWorkspace(), await startSmtpSink()];
    await addPeople(ctx, PEOPLE);
    const settings = {
      kind: "smtp",
      host: "127.0.0.1",
      port: sink.port,
      security: "none",
      user: sink.user,
      maxConnections: 2,
    };
    const { providerNo } = await addProvider(ctx, settings, sink.password);
    const ref = await makeRun(ctx, { providerNo });
    const kills = await killAtEveryPoint(ref);
    expect(kills).toBe(FAULTS.length);
    const addresses = sink.accepted.map((m) => m.to);
    expect(new Set(addresses).size).toBe(addresses.length);
    const counts = await runCounts(ctx, { runNo: ref.runNo });
    expect(counts).toMatchObject({ pending: 0, failed: 0, accepted: PEOPLE - counts.unknown });
    // Two lanes, one chunk of eight (four for each of two connections) on its way in each.
    expect(counts.unknown).toBeLessThanOrEqual(kills * 2 * 8);
    expect(addresses.length).toBeGreaterThanOrEqual(counts.accepted);
    await sink.stop();
  });

  it("told to stop (SIGTERM) ends the calls in hand, leaves the rest to others, and leaves nobody in doubt", async () => {
    const [ctx, sink] = [await createWorkspace(), await startSmtpSink()];
    await addPeople(ctx, SOME);
    const { port, user } = sink;
    const settings = { kind: "smtp", host: "127.0.0.1", port, security: "none", user, maxConnections: 2 };
    const { providerNo } = await addProvider(ctx, settings, sink.password);
    const ref = await makeRun(ctx, { providerNo });
    expect(await send(ref, "sent:9:SIGTERM")).toBe(false);
    const counts = await runCounts(ctx, { runNo: ref.runNo });
    expect(counts).toMatchObject({ accepted: sink.accepted.length, unknown: 0 });
    // Nine calls of eight people were answered and the tenth may have begun; permits for more were there.
    expect(counts.accepted).toBeLessThanOrEqual(10 * 8);
    // Nobody waits for a lease: what a worker lets go may be taken at once.
    await sendBatches(ref, { maxMs: 30_000, maxBatches: 10 });
    const addresses = sink.accepted.map((m) => m.to);
    expect([addresses.length, new Set(addresses).size]).toEqual([SOME, SOME]);
    expect(await runCounts(ctx, { runNo: ref.runNo })).toMatchObject({ accepted: SOME, unknown: 0, pending: 0 });
    await sink.stop();
  });
});
