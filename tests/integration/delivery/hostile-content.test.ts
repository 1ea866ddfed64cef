import PostalMime from "postal-mime";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EmailDocument } from "@/contracts/documents/email";
import { updateBrand, updateWorkspace } from "@/server/access";
import { createSnippet, freezeContent, listStarterTemplates } from "@/server/content";
import { runCounts, sendBatches } from "@/server/delivery";
import { readUnsubscribeToken } from "@/server/delivery/tokens";
import type { Ctx } from "@/server/platform/context";
import { inWorkspace, pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { decodeWords, one, readMime } from "../../support/mime-reader";
import { addPeople, addProvider, makeRun } from "../../support/sending";
import { startSmtpSink } from "../../support/smtp-sink";

const CANARY = `canary-${Math.random().toString(36).slice(2)}`;
const SINGLETONS =
  "from to subject date message-id mime-version content-type list-unsubscribe list-unsubscribe-post list-id".split(" ");
/** What people are called, in the order of their numbers. */
const NAMES = [
  "Ada",
  "Zoë 🥐👩‍🚀",
  "محمد بن عبد الله",
  'O\'Brien "the\\ Boss" <x@y.example>',
  "Ada\r\nBcc: everybody@example.com\r\n\r\n<script>alert(1)</script>",
  `${"Wolfeschlegelsteinhausenbergerdorff".repeat(29)}`,
  "=?utf-8?B?QmNjOiB4QHkuZXhhbXBsZQ0K?=",
  "{{ contact.email }}{% abort_message 'x' %}",
  "undefined behaviour",
  "\u202egnp.exe\u202c",
];

/** Group F of reliability.md on the whole road: launch's frozen content, permit, rendering, a real SMTP server. */
describe("every message of every kind of content, to people of every kind", { timeout: 120_000 }, () => {
  useTestDatabase();
  let ctx: Ctx;
  let sink: Awaited<ReturnType<typeof startSmtpSink>>;
  beforeAll(async () => {
    process.env.CARILLON_TEST_CANARY = CANARY;
    sink = await startSmtpSink();
  });
  afterAll(async () => {
    delete process.env.CARILLON_TEST_CANARY;
    await sink.stop();
  });
  beforeEach(async () => {
    ctx = await createWorkspace();
    sink.accepted.length = 0;
  });

  const settings = () => ({
    kind: "smtp",
    host: "127.0.0.1",
    port: sink.port,
    security: "none",
    user: sink.user,
    maxConnections: 4,
  });
  const send = async (document: EmailDocument) => {
    const frozen = await inWorkspace(ctx.workspaceNo, (tx) => freezeContent(tx, ctx.workspaceNo, document));
    const { providerNo } = await addProvider(ctx, settings(), sink.password);
    const ref = await makeRun(ctx, {
      providerNo,
      content: {
        ...frozen,
        purpose: "marketing",
        fromEmail: "hello@bright-bakery.example",
        fromName: "Bright “Bakery”, Inc.\r\nBcc: all@example.com",
        missingValues: "blank",
      },
    });
    await sendBatches(ref, { maxMs: 60_000, maxBatches: 10, leaseSeconds: 60 });
    return runCounts(ctx, { runNo: ref.runNo });
  };

  it("F-04, F-05, F-07, F-08: parses twice the same, says who and from where, lets out, and leaks nothing", async () => {
    await updateBrand(ctx, { colour: "#aa2255", footer: "Registered in Leeds", postalAddress: "1 Mill Lane, Leeds" });
    await updateWorkspace(await createWorkspace(), { name: `Neighbour ${CANARY}`, postalAddress: CANARY });
    await addPeople(ctx, NAMES.length);
    for (const [at, name] of NAMES.entries())
      await pipelineSql()`
        update contacts set first_name = ${name}, locale = ${at % 3 === 0 ? "de-AT" : null}
         where workspace_no = ${ctx.workspaceNo} and contact_no = ${at + 1}`;
    await pipelineSql()`
      update contacts set first_name = null, attributes = '{}' where workspace_no = ${ctx.workspaceNo} and contact_no = 1`;
    await createSnippet(ctx, {
      key: "foot",
      name: "Foot",
      body: {
        mode: "code",
        html: "<p>Dear {{ contact.first_name | default: 'you' }} {{ env.CARILLON_TEST_CANARY }}</p>",
      },
    });
    const mixed: EmailDocument = {
      version: 1,
      mode: "blocks",
      subject: "Hi {{ contact.first_name }} 🥐",
      preheader: "{{ contact.first_name }}",
      text: "",
      blocks: [
        {
          kind: "when",
          id: "w",
          rule: { op: "all", rows: [{ field: "contact.first_name", type: "text", operator: "contains", value: "a" }] },
          blocks: [{ kind: "snippet", id: "s", snippet: "foot" }],
          otherwise: [{ kind: "html", id: "h", html: "<p>{{ process.env.CARILLON_TEST_CANARY }} Ü</p>" }],
        },
        {
          kind: "button",
          id: "b",
          label: "Go, {{ contact.first_name }}",
          url: "https://example.com/?n={{ contact.first_name | url_encode }}",
          align: "left",
        },
      ],
    };
    const documents = [mixed, ...(await listStarterTemplates(ctx, {})).map(({ document }) => document)];
    const withVariant = documents.map((document) => ({
      ...document,
      variants: [
        {
          locale: "de",
          content: {
            mode: "code" as const,
            subject: "Hallo {{ contact.first_name }}",
            preheader: "",
            text: "",
            html: "<p>Grüße, {{ contact.first_name }}</p><p>{{ workspace.postal_address }} {% unsubscribe_link 'Abbestellen' %}</p>",
          },
        },
      ],
    }));
    for (const document of withVariant)
      expect(await send(document)).toMatchObject({ accepted: NAMES.length, failed: 0 });
    expect(sink.accepted).toHaveLength(documents.length * NAMES.length);
    const ids = new Set<string>();
    for (const { source, to, from } of sink.accepted) {
      const [mine, theirs] = [readMime(source), await PostalMime.parse(source)];
      for (const name of SINGLETONS) {
        one(mine.headers, name);
        expect([name, theirs.headers.filter(({ key }) => key === name).length]).toEqual([name, 1]);
      }
      expect(mine.headers.map(([key]) => key)).not.toContain("bcc");
      expect(decodeWords(one(mine.headers, "subject"))).toBe(theirs.subject ?? "");
      expect(theirs.from?.address).toBe("hello@bright-bakery.example");
      expect(from).toMatch(/@bright-bakery\.example$|^$/);
      expect(theirs.to?.map(({ address }) => address)).toEqual([to]);
      const [text, html] = mine.parts;
      expect([text?.type, html?.type]).toEqual(["text/plain", "text/html"]);
      expect(html?.text.replaceAll("\r\n", "\n").trim()).toBe(theirs.html?.replaceAll("\r\n", "\n").trim());
      for (const part of [text?.text ?? "", html?.text ?? ""]) {
        expect(part.length).toBeGreaterThan(20);
        expect(part).toContain("1 Mill Lane, Leeds");
        expect(part).not.toMatch(/\bnull\b|\[object|\{\{ (?!contact\.email)|\uE000/);
        expect(part.replace(/undefined[ +]behaviour/g, "")).not.toMatch(/undefined/);
      }
      expect(html?.text).not.toContain("<script");
      expect(Buffer.byteLength(html?.text ?? "")).toBeLessThan(102_000);
      expect(source.includes(CANARY)).toBe(false);
      const token = /\/unsubscribe\/([\w.-]+)/.exec(html?.text ?? "")?.[1] ?? "";
      expect(readUnsubscribeToken(token)?.contactNo).toBe(Number(/^p(\d+)@/.exec(to)?.[1]));
      expect(one(mine.headers, "list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
      ids.add(one(mine.headers, "message-id"));
    }
    expect(ids.size).toBe(sink.accepted.length);
  });

  it("F-06: writes to the stored address only, one recipient a message, or not at all", async () => {
    const tricks = [
      '"a@b.example"@people.example',
      "a@b.example,c@d.example",
      "a@people.example, c@d.example",
      "(comment)a@people.example",
      "Group: a@people.example, b@people.example;",
      "a@people.example>\r\nRCPT TO:<c@d.example",
      "a@people.example.",
      `${"l".repeat(65)}@people.example`,
      "ada@раypal.example",
      "a@people.example\0",
      "<a@people.example>",
      "plain@people.example",
    ];
    await addPeople(ctx, tricks.length);
    for (const [at, address] of tricks.entries())
      await pipelineSql()`
        update contacts set email = ${address.replaceAll("\0", "")} where workspace_no = ${ctx.workspaceNo} and contact_no = ${at + 1}`;
    const document: EmailDocument = {
      version: 1,
      mode: "code",
      subject: "Hi",
      preheader: "",
      text: "",
      html: "<p>{{ workspace.postal_address }} {% unsubscribe_link %}</p>",
    };
    await send(document);
    const stored = new Set(tricks.map((trick) => trick.replaceAll("\0", "")));
    for (const { to, recipients } of sink.accepted) {
      expect(recipients).toBe(1);
      // A receiver may read a domain in its ASCII form; the mailbox is the one that is stored.
      expect(
        [...stored].some((address) => address === to || toAscii(address) === to),
        to,
      ).toBe(true);
    }
    expect(sink.accepted.map(({ to }) => to)).toContain("plain@people.example");
    expect(sink.accepted.some(({ to }) => /@(?:b|d)\.example$/.test(to))).toBe(false);
  });
});

function toAscii(address: string): string {
  const at = address.lastIndexOf("@");
  try {
    return address.slice(0, at + 1) + new URL(`http://${address.slice(at + 1)}`).hostname;
  } catch {
    return address;
  }
}
