import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EmailProvider, Outgoing, OutgoingEmail } from "@/server/channels";
import { createLocal } from "@/server/channels/email/local";
import { cleanEmail, composeMime } from "@/server/channels/email/mime";
import { createResend } from "@/server/channels/email/resend";
import { createSmtp } from "@/server/channels/email/smtp";
import { requestPermits } from "@/server/consent";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase as withTestDatabase } from "../support/database";
import { createWorkspace } from "../support/fixtures";
import { startPostmark, startSendgrid, startSes } from "../support/provider-apis";
import { startResendServer } from "../support/resend-server";
import { addPeople } from "../support/sending";
import { startSmtpSink } from "../support/smtp-sink";

withTestDatabase();
let ctx: Ctx;
beforeAll(async () => {
  ctx = await createWorkspace();
  await addPeople(ctx, 5);
});

const email = (to: string, change: Partial<OutgoingEmail> = {}): OutgoingEmail => ({
  messageId: randomUUID(),
  date: new Date("2026-03-01T10:00:00Z"),
  from: { address: "hello@bright-bakery.example", name: "Bright Bakery, Ltd." },
  to: { address: to, name: "Zoë O'Neill" },
  replyTo: null,
  subject: "Grüße 🥐 from us",
  html: "<p>Hello Zoë</p>",
  text: "Hello Zoë",
  headers: [
    ["List-Unsubscribe", "<https://app.example/api/t/u/abc_DEF-123>"],
    ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"],
  ],
  ...change,
});

async function letters(): Promise<Outgoing[]> {
  const { permits } = await pipelineSql().begin((tx) =>
    requestPermits(tx, {
      workspaceNo: ctx.workspaceNo,
      purpose: "marketing",
      channel: "email",
      recipients: [1, 2, 3].map((contactNo) => ({ seq: contactNo, contactNo })),
    }),
  );
  return permits.map((permit) => ({ permit, email: email(permit.address.written) }));
}

/** Never reached by an answer that comes, however busy the machine is. */
const PATIENT_MS = 60_000;
/** For the answer that never comes: long enough for the other side to take the messages first. */
const HANGING_MS = 5_000;

type Trouble = "ok" | "throttle" | "refuse" | "hang" | "drop" | "credentials";
type Bench = {
  provider: EmailProvider;
  /** What the other side accepted, by message id. */
  accepted(): Promise<string[]>;
  misbehave(how: Trouble): EmailProvider;
  stop(): Promise<void>;
};

/** The three APIs without idempotency keys are held to the same bench. */
async function keyless(start: typeof startSendgrid | typeof startPostmark | typeof startSes): Promise<Bench> {
  const server = await start();
  return {
    provider: server.make(),
    accepted: async () => server.accepted,
    misbehave(how) {
      server.state.behaviour = how === "credentials" ? "ok" : how;
      return how === "hang" ? server.make(true, HANGING_MS) : server.make(how !== "credentials");
    },
    stop: server.stop,
  };
}

const benches = {
  sendgrid: () => keyless(startSendgrid),
  ses: () => keyless(startSes),
  postmark: () => keyless(startPostmark),
  async local(): Promise<Bench> {
    const provider = createLocal();
    return {
      provider,
      accepted: async () =>
        (await pipelineSql()<{ id: string }[]>`select message_id as id from local_messages`).map((row) => row.id),
      misbehave: () => provider,
      stop: () => provider.close(),
    };
  },
  async smtp(): Promise<Bench> {
    const sink = await startSmtpSink();
    const at = { host: "127.0.0.1", port: sink.port, security: "none", user: sink.user } as const;
    const make = (password: string, timeoutMs = PATIENT_MS) =>
      createSmtp({ ...at, password, maxConnections: 2, timeoutMs });
    const provider = make(sink.password);
    const behaviours = {
      ok: "ok",
      throttle: "throttle",
      refuse: "refuse",
      hang: "hang-after-accept",
      drop: "drop-after-accept",
      credentials: "ok",
    } as const;
    return {
      provider,
      accepted: async () => sink.accepted.map((m) => /^Message-ID: <([^@]+)@/im.exec(m.source)?.[1] ?? "?"),
      misbehave(how) {
        sink.state.behaviour = behaviours[how];
        if (how === "hang") return make(sink.password, HANGING_MS);
        return how === "credentials" ? make("wrong") : provider;
      },
      async stop() {
        await provider.close();
        await sink.stop();
      },
    };
  },
  async resend(): Promise<Bench> {
    const server = await startResendServer();
    const make = (apiKey: string, timeoutMs = PATIENT_MS) =>
      createResend({ apiKey, baseUrl: server.url, callsPerSecond: 1000, timeoutMs });
    const provider = make(server.apiKey);
    const behaviours = {
      ok: "ok",
      throttle: "throttle",
      refuse: "reject-first",
      hang: "hang-after-accept",
      drop: "drop-after-accept",
      credentials: "ok",
    } as const;
    return {
      provider,
      accepted: async () => server.accepted.map((m) => m.tags[0]?.value ?? "?"),
      misbehave(how) {
        server.state.behaviour = behaviours[how];
        if (how === "hang") return make(server.apiKey, HANGING_MS);
        return how === "credentials" ? make("re_wrong") : provider;
      },
      stop: server.stop,
    };
  },
};

const KINDS = ["local", "smtp", "resend", "sendgrid", "ses", "postmark"] as const;
describe.each(KINDS)("the e-mail provider contract: %s", (kind) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await benches[kind]();
  });
  beforeEach(() => {
    bench.misbehave("ok");
  });
  afterAll(() => bench.stop());
  const count = async (batch: Outgoing[]) => {
    const all = await bench.accepted();
    return batch.map((m) => all.filter((id) => id === m.email.messageId).length);
  };
  const isReal = kind !== "local";

  it("accepts each message of a batch, in order", async () => {
    const batch = await letters();
    const verdicts = await bench.provider.send(batch, randomUUID());
    expect(verdicts.map((v) => v.status)).toEqual(["accepted", "accepted", "accepted"]);
    expect(await count(batch)).toEqual([1, 1, 1]);
  });

  if (kind === "local" || kind === "resend")
    it("does not double when it is asked again with the same key", async () => {
      const batch = await letters();
      const key = randomUUID();
      const first = await bench.provider.send(batch, key);
      expect(bench.provider.hasIdempotency).toBe(true);
      expect(await bench.provider.send(batch, key)).toEqual(first);
      expect(await count(batch)).toEqual([1, 1, 1]);
    });

  if (isReal)
    it("says throttled, and has taken nothing, when told to come back later", async () => {
      const batch = await letters();
      const verdicts = await bench.misbehave("throttle").send(batch, randomUUID());
      expect(verdicts.map((v) => v.status)).toEqual(["throttled", "throttled", "throttled"]);
      const retryAfterSeconds = kind === "smtp" ? null : 7;
      expect(verdicts[0]).toMatchObject({ retryAfterSeconds });
      expect(await count(batch)).toEqual([0, 0, 0]);
    });

  if (isReal)
    it("says refused for a recipient who is refused for good", async () => {
      const batch = await letters();
      const [first] = await bench.misbehave("refuse").send(batch, randomUUID());
      expect(first).toMatchObject({ status: "refused", isHardBounce: kind === "smtp" || kind === "postmark" });
    });

  if (isReal)
    it("says failed, not refused, when the credentials are wrong", async () => {
      const batch = await letters();
      const verdicts = await bench.misbehave("credentials").send(batch, randomUUID());
      expect(new Set(verdicts.map((v) => v.status))).toEqual(new Set(["failed"]));
      expect(await count(batch)).toEqual([0, 0, 0]);
    });

  if (isReal)
    it.each(["hang", "drop"] as const)(
      "says unknown when the answer to an acceptance is missing (%s), and does not send again by itself",
      async (how) => {
        const batch = await letters();
        const key = randomUUID();
        const verdicts = await bench.misbehave(how).send(batch, key);
        expect(new Set(verdicts.map((v) => v.status))).toEqual(new Set(["unknown"]));
        expect(await count(batch)).toEqual([1, 1, 1]);
        const again = bench.provider.hasIdempotency ? await bench.misbehave("ok").send(batch, key) : [];
        expect(again.map((v) => v.status)).toEqual(again.map(() => "accepted"));
        expect(await count(batch)).toEqual([1, 1, 1]);
      },
    );
});

describe("providers at their edges", () => {
  it.each([startSendgrid, startSes, startPostmark])(
    "leaves a provider alone after a 429, whoever asks (%o)",
    async (start) => {
      const batch = await letters();
      const server = await start();
      const provider = server.make();
      server.state.behaviour = "throttle";
      await provider.send(batch, "a");
      const { calls } = server.state;
      server.state.behaviour = "ok";
      const verdicts = await provider.send(batch, "b");
      expect(verdicts.map((v) => v.status)).toEqual(["throttled", "throttled", "throttled"]);
      expect([server.state.calls, server.accepted]).toEqual([calls, []]);
      await server.stop();
    },
  );

  it.each([startSendgrid, startSes, startPostmark])(
    "says unknown for a 500 after an acceptance (%o)",
    async (start) => {
      const batch = await letters();
      const server = await start();
      server.state.behaviour = "error";
      const verdicts = await server.make().send(batch, "a");
      expect(verdicts.map((v) => v.status)).toEqual(["unknown", "unknown", "unknown"]);
      expect(server.accepted).toHaveLength(3);
      await server.stop();
    },
  );

  it("keeps the unsubscribe headers and turns the provider's own tracking off", async () => {
    const batch = (await letters()).slice(0, 1);
    const [sendgrid, ses, postmark] = [await startSendgrid(), await startSes(), await startPostmark()];
    for (const server of [sendgrid, ses, postmark]) await server.make().send(batch, "k");
    const unsubscribe = "<https://app.example/api/t/u/abc_DEF-123>";
    expect(sendgrid.sent[0]).toMatchObject({
      headers: { "List-Unsubscribe": unsubscribe, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
      tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
    });
    expect(postmark.sent[0]).toMatchObject({
      Headers: expect.arrayContaining([{ Name: "List-Unsubscribe", Value: unsubscribe }]),
      TrackOpens: false,
      TrackLinks: "None",
      MessageStream: "broadcast",
    });
    const mime = await PostalMime.parse(ses.sources[0] ?? "");
    expect(mime.headers.find((h) => h.key === "list-unsubscribe")?.value).toBe(unsubscribe);
    expect(mime.headers.find((h) => h.key === "x-carillon-message")?.value).toBe(batch[0]?.email.messageId);
    for (const server of [sendgrid, ses, postmark]) await server.stop();
  });

  it("SMTP: throttled when the connection is lost, or never made, before the message left", async () => {
    const batch = await letters();
    const sink = await startSmtpSink();
    sink.state.behaviour = "drop-before-data";
    const provider = createSmtp({
      host: "127.0.0.1",
      port: sink.port,
      security: "none",
      user: sink.user,
      password: sink.password,
      maxConnections: 2,
      timeoutMs: PATIENT_MS,
    });
    expect(new Set((await provider.send(batch, "k")).map((v) => v.status))).toEqual(new Set(["throttled"]));
    await sink.stop();
    expect(new Set((await provider.send(batch, "k")).map((v) => v.status))).toEqual(new Set(["throttled"]));
  });

  it("Resend: unknown for a 500 after an acceptance, and for a key used with another body", async () => {
    const batch = await letters();
    const server = await startResendServer();
    const provider = createResend({ apiKey: server.apiKey, baseUrl: server.url, callsPerSecond: 1000 });
    server.state.behaviour = "error-after-accept";
    const first = await provider.send(batch, "key");
    server.state.behaviour = "ok";
    const other = batch.map((m) => ({ ...m, email: { ...m.email, subject: "Other" } }));
    expect([first[0]?.status, (await provider.send(other, "key"))[0]?.status]).toEqual(["unknown", "unknown"]);
    expect((await provider.send(batch, "key"))[0]?.status).toBe("accepted");
    expect(server.accepted).toHaveLength(3);
    await server.stop();
  });
});

describe("Resend behind something that redirects or answers half", () => {
  it("follows nobody and decides nothing", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      request.resume();
      if (asked.length === 1) response.writeHead(307, { location: "/elsewhere" }).end();
      else {
        response.writeHead(200, { "content-length": "1000" }).write('{"data":[');
        request.on("end", () => response.destroy());
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const provider = createResend({ apiKey: "re_x", baseUrl: `http://127.0.0.1:${port}`, callsPerSecond: 1000 });
    const batch = await letters();
    for (const times of [1, 2]) {
      const verdicts = await provider.send(batch, "key");
      expect(verdicts.map((v) => v.status)).toEqual(["unknown", "unknown", "unknown"]);
      expect(asked).toEqual(Array.from({ length: times }, () => "/emails/batch"));
    }
    await provider.close();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("the MIME form", () => {
  it("parses with an independent parser, each singleton header once, whatever a merge value holds", async () => {
    const hostile = "Zoë\r\nBcc: everybody@example.com\r\n\r\n<script>";
    const source = composeMime(
      cleanEmail(
        email("zoe@people.example", {
          subject: `Hi ${hostile} 🥐`,
          to: { address: "zoe@people.example", name: hostile },
          html: "<p>ü\0\ud800</p>",
        }),
      ),
    );
    const parsed = await PostalMime.parse(source);
    expect(parsed.html).toContain("<p>ü");
    expect(parsed.text?.trim()).toBe("Hello Zoë");
    expect(parsed.subject).toContain("🥐");
    expect(parsed.to?.map((to) => to.address)).toEqual(["zoe@people.example"]);
    const names = parsed.headers.map((h) => h.key);
    const singletons = ["from", "to", "subject", "date", "message-id", "mime-version", "content-type"];
    for (const name of [...singletons, "list-unsubscribe", "list-unsubscribe-post"])
      expect([name, names.filter((n) => n === name).length]).toEqual([name, 1]);
    for (const name of ["bcc", "precedence", "auto-submitted"]) expect(names).not.toContain(name);
    const header = parsed.headers.find((h) => h.key === "list-unsubscribe");
    expect(header?.value).toBe("<https://app.example/api/t/u/abc_DEF-123>");
    expect(source.toString("latin1")).not.toMatch(/[^\r]\n/);
  });

  it("brings every character of any text through an independent parser, in lines of at most 76", async () => {
    const alphabet = [
      "=",
      "a",
      "b",
      " ",
      "\t",
      "é",
      "漢",
      "🥐",
      ".",
      "\n",
      "<p>",
      "=3D",
      "--",
      "x".repeat(40),
      "?",
      "=",
    ];
    for (let seed = 1; seed <= 200; seed += 1) {
      let state = seed;
      const next = () => {
        state = (state * 48_271) % 2_147_483_647;
        return alphabet[state % alphabet.length] ?? "";
      };
      const text = `${Array.from({ length: 80 }, next).join("")}.`;
      const subject = text.replace(/\s+/g, " ").trim();
      const source = composeMime(cleanEmail(email("a@people.example", { text, html: `<p>${text}</p>`, subject })));
      const parsed = await PostalMime.parse(source);
      expect([seed, parsed.text?.replace(/\n$/, ""), parsed.subject]).toEqual([seed, text, subject]);
      expect(parsed.html?.replace(/\n$/, "")).toBe(`<p>${text}</p>`);
      const body = source.toString("latin1").split("\r\n\r\n").slice(1).join("\r\n\r\n");
      expect(Math.max(...body.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(76);
    }
  });
});
