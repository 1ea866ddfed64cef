import { readdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { cancelImport, fetchImport, getImport, importFromUrl, previewImport, resumeImport } from "@/server/imports";
import { type Ctx, jobCtx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { newestImport } from "./support";

const CSV = "email,first name\nada@example.com,Ada\n";

describe("importing from an address", () => {
  useTestDatabase();
  let ctx: Ctx;
  let base = "";
  let other = "";
  const asked: string[] = [];
  const answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
    "/people.csv": (_, response) => response.end(CSV),
    "/secret%20list.csv?token=abc": (_, response) => response.end(CSV),
    "/moved": (_, response) => response.writeHead(302, { location: "/people.csv" }).end(),
    "/loop": (_, response) => response.writeHead(307, { location: "/loop" }).end(),
    "/inside": (_, response) => response.writeHead(302, { location: `${other}/people.csv` }).end(),
    "/metadata": (_, response) => response.writeHead(302, { location: "https://169.254.169.254/latest/" }).end(),
    "/file": (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
    "/plain": (_, response) => response.writeHead(302, { location: "http://example.com/people.csv" }).end(),
    "/page": (_, response) => response.writeHead(200, { "content-type": "text/csv" }).end("\n<!DOCTYPE html><html>"),
    "/large": (_, response) => response.end("x".repeat(3000)),
    "/claims": (_, response) => response.writeHead(200, { "content-length": 5_000_000 }).write("email\n"),
    "/cut": (_, response) => {
      response.writeHead(200, { "content-length": 5_000 });
      response.write(CSV, () => response.destroy());
    },
    "/silent": (_, response) => {
      response.writeHead(200);
      response.write("email\n");
    },
    "/empty": (_, response) => response.end(),
    "/broken": (_, response) => response.writeHead(503).end("try later"),
  };
  const servers = [0, 1].map(() =>
    createServer((request, response) => {
      asked.push(request.url ?? "");
      const answer = answers[request.url ?? ""];
      if (answer) answer(request, response);
      else response.writeHead(404).end();
    }),
  );

  beforeAll(async () => {
    for (const server of servers) await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const [port, otherPort] = servers.map((server) => (server.address() as AddressInfo).port);
    base = `http://127.0.0.1:${port}`;
    other = `http://127.0.0.1:${otherPort}`;
    process.env.ALLOWED_PRIVATE_TARGETS = `127.0.0.1:${port}`;
    Reflect.deleteProperty(globalThis, "__carillonEnv");
  });
  afterAll(async () => {
    process.env.ALLOWED_PRIVATE_TARGETS = "";
    Reflect.deleteProperty(globalThis, "__carillonEnv");
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  });
  beforeEach(async () => {
    ctx = await createWorkspace();
  });
  const files = async () => (await readdir(join(inject("dataDir"), "imports")).catch(() => [])).sort();
  const fetched = async (path: string, options = {}) => {
    const { id } = await importFromUrl(ctx, { url: `${base}${path}` });
    await fetchImport(jobCtx(ctx, "test"), await newestImport(ctx), options);
    return getImport(ctx, { importId: id });
  };

  it.each(["/people.csv", "/moved"])("brings the file of %s, which then waits like an upload", async (path) => {
    const found = await fetched(path);
    expect(found).toMatchObject({ status: "uploaded", byteSize: CSV.length, columns: ["email", "first name"] });
    expect((await previewImport(ctx, { importId: found.id })).columns[0]?.samples).toEqual(["ada@example.com"]);
  });

  it("keeps neither the address nor its password once the file is here, and shows no part of its query", async () => {
    const found = await fetched("/secret%20list.csv?token=abc");
    expect(found.fileName).toBe("secret list.csv");
    const [row] = await pipelineSql()`select source_url from imports where workspace_no = ${ctx.workspaceNo}`;
    expect(row?.source_url).toBeNull();
    const [audit] = await pipelineSql()`
      select changes from audit_log where workspace_no = ${ctx.workspaceNo} and action = 'import.fetch'`;
    expect(audit?.changes).toEqual({ host: new URL(base).host });
  });

  it.each([
    ["/loop", /more than 5 times/],
    ["/inside", /begin with https/],
    ["/metadata", /public internet/],
    ["/file", /begin with https/],
    ["/plain", /begin with https/],
    ["/page", /web page/],
    ["/empty", /empty/],
    ["/broken", /answered 503/],
    ["/nowhere", /answered 404/],
    ["/cut", /broke the connection|stopped before the end/],
  ])("does not take %s, says why, and leaves nothing on disk", async (path, problem) => {
    const before = await files();
    const found = await fetched(path);
    expect(found.status).toBe("failed");
    expect(found.problem).toMatch(problem);
    expect(await files()).toEqual(before);
  });

  it.each([
    ["/large", { maxBytes: 1000 }, /larger/],
    ["/claims", { maxBytes: 1_000_000 }, /larger/],
    ["/silent", { silenceMs: 200 }, /fell silent/],
  ])("gives up on %s at its limit and leaves nothing on disk", async (path, options, problem) => {
    const before = await files();
    expect(await fetched(path, options)).toMatchObject({ status: "failed", problem: expect.stringMatching(problem) });
    expect(await files()).toEqual(before);
  });

  it("never asks a server inside the network, whatever the address looks like", async () => {
    asked.length = 0;
    const { port } = new URL(other);
    for (const url of [
      other,
      `https://127.0.0.1:${port}/people.csv`,
      `https://localhost:${port}/`,
      "https://[::1]/people.csv",
      "https://[::ffff:10.0.0.1]/people.csv",
      "https://2130706433/people.csv",
      "https://0x7f.1/people.csv",
      "https://169.254.169.254/latest/meta-data",
      "https://user:password@example.com/people.csv",
      "https://printer.local/people.csv",
      "ftp://example.com/people.csv",
      "http://example.com/people.csv",
      "javascript:alert(1)",
      "people.csv",
    ])
      await expect(importFromUrl(ctx, { url }), url).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
    expect(asked).toEqual([]);
  });

  it("does not believe a name that is public when asked and private when called", async () => {
    const { id } = await importFromUrl(ctx, { url: "https://rebind.example.com/people.csv" });
    const resolveAll = async () => [
      { address: "93.184.216.34", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    await fetchImport(jobCtx(ctx, "test"), await newestImport(ctx), { resolveAll });
    expect(await getImport(ctx, { importId: id })).toMatchObject({
      status: "failed",
      problem: expect.stringMatching(/public internet/),
    });
  });

  it("can be tried again after it failed, and takes nothing once it was cancelled", async () => {
    const failed = await fetched("/broken");
    answers["/broken"] = (_, response) => response.end(CSV);
    await resumeImport(ctx, { importId: failed.id });
    await fetchImport(jobCtx(ctx, "test"), await newestImport(ctx));
    expect(await getImport(ctx, { importId: failed.id })).toMatchObject({ status: "uploaded" });
    const before = await files();
    const { id } = await importFromUrl(ctx, { url: `${base}/people.csv` });
    await cancelImport(ctx, { importId: id });
    expect(await fetchImport(jobCtx(ctx, "test"), await newestImport(ctx))).toEqual({ state: "stopped" });
    expect(await files()).toEqual(before);
  });
});
