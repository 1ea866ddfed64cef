import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { fromNode } from "@/server/api/public/answer";
import { parseEnv } from "./env";
import { clientAddress, parseProxyTrust } from "./proxy-trust";

const seen = (trust: string, peer: string, forwardedFor?: string): string => {
  const parsed = parseProxyTrust(trust);
  if (!parsed) throw new Error(`${trust} is no trust`);
  return clientAddress(peer, forwardedFor, parsed);
};

describe("the client's address", () => {
  it.each([
    ["", "198.51.100.7", "203.0.113.9", "198.51.100.7"],
    ["1", "10.0.0.2", "203.0.113.9", "203.0.113.9"],
    ["1", "10.0.0.2", "1.1.1.1, 203.0.113.9", "203.0.113.9"],
    ["2", "10.0.0.2", "1.1.1.1, 203.0.113.9, 10.0.0.3", "203.0.113.9"],
    ["2", "10.0.0.2", "203.0.113.9", "203.0.113.9"],
    ["1", "10.0.0.2", undefined, "10.0.0.2"],
    ["10.0.0.0/8", "10.0.0.2", "1.1.1.1, 203.0.113.9, 10.9.9.9", "203.0.113.9"],
    ["10.0.0.2", "10.0.0.2", "1.1.1.1, 203.0.113.9, 10.9.9.9", "10.9.9.9"],
    ["10.0.0.0/8", "198.51.100.7", "203.0.113.9", "198.51.100.7"],
    ["127.0.0.1, ::1", "::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["fd00::/8", "fd00::2", "[2001:db8::9]:443", "2001:db8::9"],
    ["1", "10.0.0.2", "203.0.113.9:51000", "203.0.113.9"],
    ["1", "10.0.0.2", "unknown", "10.0.0.2"],
    ["1", "10.0.0.2", "<script>", "10.0.0.2"],
    ["10.0.0.0/8", "10.0.0.2", "10.0.0.3", "10.0.0.3"],
  ])("with TRUSTED_PROXY=%j, from %s saying %j, is %s", (trust, peer, forwardedFor, expected) => {
    expect(seen(trust, peer, forwardedFor)).toBe(expected);
  });

  it("never depends on what a client wrote itself, however long or odd", () => {
    for (const forged of ["", "10.0.0.9", "a,b,,c", "1.1.1.1,".repeat(2_000), "\u0000", ", ,"])
      for (const trust of ["1", "10.0.0.0/8"])
        expect(seen(trust, "10.0.0.2", `${forged}, 203.0.113.9`)).toBe("203.0.113.9");
  });

  it.each([
    "0",
    "11",
    "-1",
    "1.5",
    "yes",
    "10.0.0.0/33",
    "10.0.0.0/0",
    "proxy.example",
    "10.0.0.1 10.0.0.2",
    "::1/129",
  ])("refuses to start with TRUSTED_PROXY=%s and names the variable", (text) => {
    const source = { DATABASE_URL: "postgres://x/y", APP_SECRET: "a".repeat(32), TRUSTED_PROXY: text };
    expect(() => parseEnv(source)).toThrow(/TRUSTED_PROXY must be the number of proxies/);
  });
});

describe("a request to a public page", () => {
  afterEach(() => {
    delete process.env.TRUSTED_PROXY;
    Reflect.deleteProperty(globalThis, "__carillonEnv");
  });

  const ipOf = async (trust: string): Promise<string | null> => {
    Object.assign(process.env, { TRUSTED_PROXY: trust, DATABASE_URL: "postgres://x/y" });
    process.env.APP_SECRET ??= "a".repeat(32);
    Reflect.deleteProperty(globalThis, "__carillonEnv");
    const server = createServer((incoming, response) => response.end(fromNode(incoming).ip ?? "none"));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const text = await new Promise<string>((resolve, reject) => {
      const headers = { "x-forwarded-for": "1.1.1.1, 203.0.113.9" };
      request({ port, host: "127.0.0.1", headers, agent: false }, async (answer) => {
        let body = "";
        for await (const chunk of answer) body += chunk;
        resolve(body);
      })
        .on("error", reject)
        .end();
    });
    await new Promise<void>((done) => server.close(() => done()));
    return text;
  };

  it("is remembered with the address of the person behind a trusted proxy, and with the socket's otherwise", async () => {
    expect(await ipOf("127.0.0.1")).toBe("203.0.113.9");
    expect(await ipOf("1")).toBe("203.0.113.9");
    expect(await ipOf("")).toBe("127.0.0.1");
    expect(await ipOf("10.0.0.0/8")).toBe("127.0.0.1");
  });
});
