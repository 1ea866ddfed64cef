import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sendBatches } from "@/server/delivery";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople, addProvider, LETTER, makeRun } from "../../support/sending";
import { startSmtpSink } from "../../support/smtp-sink";

describe("the envelope of mail over SMTP", () => {
  useTestDatabase();

  it("is from the return path of the provider where it has one, else from the sender of the e-mail", async () => {
    const [ctx, sink] = [await createWorkspace(), await startSmtpSink()];
    await addPeople(ctx, 3);
    const { port, user, password } = sink;
    const settings = { kind: "smtp", host: "127.0.0.1", port, security: "none", user, maxConnections: 2 };
    const sentFrom = async (more: { returnPath?: string }) => {
      const { providerNo } = await addProvider(ctx, { ...settings, ...more }, password);
      const ref = await makeRun(ctx, { providerNo, launchKey: randomUUID() });
      await sendBatches(ref, { maxMs: 30_000, maxBatches: 10 });
      return sink.accepted.splice(0).map((message) => message.from);
    };
    expect(await sentFrom({})).toEqual([LETTER.fromEmail, LETTER.fromEmail, LETTER.fromEmail]);
    const bounces = "bounces@bright-bakery.example";
    expect(await sentFrom({ returnPath: bounces })).toEqual([bounces, bounces, bounces]);
    await sink.stop();
  });
});
