import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AddressRefused, checkPublicUrl, isPublicAddress } from "./public-address";
import { callPublic, openPublic } from "./public-call";

const BLOCKED: [inside: string[], outside: string[]][] = [
  [["0.0.0.0", "0.255.255.255"], ["1.0.0.0"]],
  [
    ["10.0.0.0", "10.255.255.255"],
    ["9.255.255.255", "11.0.0.0"],
  ],
  [
    ["100.64.0.0", "100.127.255.255"],
    ["100.63.255.255", "100.128.0.0"],
  ],
  [
    ["127.0.0.0", "127.255.255.255"],
    ["126.255.255.255", "128.0.0.0"],
  ],
  [
    ["169.254.0.0", "169.254.169.254", "169.254.255.255"],
    ["169.253.255.255", "169.255.0.0"],
  ],
  [
    ["172.16.0.0", "172.31.255.255"],
    ["172.15.255.255", "172.32.0.0"],
  ],
  [
    ["192.168.0.0", "192.168.255.255"],
    ["192.167.255.255", "192.169.0.0"],
  ],
  [["192.0.0.0", "192.0.0.255"], ["192.0.1.0"]],
  [
    ["198.18.0.0", "198.19.255.255"],
    ["198.17.255.255", "198.20.0.0"],
  ],
  [["224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255"], ["223.255.255.255"]],
  [["::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::7f00:1"], ["2606:4700::1111"]],
  [["64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378::1"], ["2400::1"]],
  [
    ["fc00::1", "fdff:ffff::1", "fe80::1", "febf::1", "ff02::1"],
    ["fbff::1", "2a00:1450::1"],
  ],
];
const SPELLINGS = [
  "http://localhost/",
  "http://localhost./",
  "http://LOCALHOST:8080/",
  "http://x.localhost/",
  "http://127.1/",
  "http://2130706433/",
  "http://0x7f.0.0.1/",
  "http://017700000001/",
  "http://[::1]/",
  "http://[::ffff:7f00:1]/",
  "http://[::ffff:10.0.0.1]/",
  "http://metadata/",
  "http://metadata.google.internal/",
  "http://169.254.169.254/latest/meta-data",
  "http://user:pass@example.com/",
  "http://example.com:5432/",
  "http://example.com:6379/",
  "http://example.com:22/",
  "http://example.com:8288/",
  "ftp://example.com/",
  "file:///etc/passwd",
  "gopher://example.com/",
  "javascript:alert(1)",
  "example.com",
  "",
];

let stop = (): Promise<void> => Promise.resolve();
async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  stop = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return (server.address() as AddressInfo).port;
}
const open = (targets: string) => {
  process.env.ALLOWED_PRIVATE_TARGETS = targets;
  Reflect.deleteProperty(globalThis, "__carillonEnv");
};

describe("addresses tenants type", () => {
  beforeEach(() => {
    process.env.DATABASE_URL ??= "postgres://nobody@localhost/none";
    process.env.APP_SECRET ??= "a secret for tests, long enough to be one";
  });
  afterEach(async () => {
    await stop();
    stop = () => Promise.resolve();
    open("");
  });

  it("are public or refused on each side of the border of every special range", () => {
    for (const [inside, outside] of BLOCKED) {
      expect(inside.filter(isPublicAddress)).toEqual([]);
      expect(outside.filter((ip) => !isPublicAddress(ip))).toEqual([]);
    }
    expect(["", "x", "1.2.3", "1.2.3.4/8"].filter(isPublicAddress)).toEqual([]);
  });

  it("are refused in every other spelling of a private one, with the same words", () => {
    const words = new Set(
      SPELLINGS.map((text) => {
        try {
          return `called ${checkPublicUrl(text)}`;
        } catch (error) {
          return error instanceof AddressRefused ? error.message : `threw ${error}`;
        }
      }),
    );
    expect([...words]).toEqual([new AddressRefused().message]);
    expect(checkPublicUrl("https://hooks.example.com/a?b=c").hostname).toBe("hooks.example.com");
  });

  it("are not connected to when the name leads to a private address, even beside a public one or changing between", async () => {
    let calls = 0;
    const port = await listen((_, response) => {
      calls += 1;
      response.end("inside");
    });
    const at = (address: string) => ({ address, family: address.includes(":") ? 6 : 4 });
    const answers = [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], []];
    for (const list of answers) {
      const call = openPublic("http://rebind.example.com:8080/", { resolveAll: async () => list.map(at) });
      await expect(call).rejects.toBeInstanceOf(AddressRefused);
    }
    for (const host of ["127.0.0.1", "localhost", "[::1]"])
      await expect(openPublic(`http://${host}:${port}/`)).rejects.toBeInstanceOf(AddressRefused);
    expect(calls).toBe(0);
  });

  it("are called without following a redirect, unpacking a bomb or reading without end", async () => {
    let paths: string[] = [];
    const port = await listen((request, response) => {
      paths.push(request.url ?? "");
      if (request.url === "/away") return response.writeHead(302, { location: "/inside" }).end();
      if (request.url === "/bomb")
        return response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(5_000_000)));
      response.writeHead(200);
      const more = () => {
        while (response.write("x".repeat(65_536)));
        response.once("drain", more);
      };
      more();
    });
    open(`127.0.0.1:${port}`);
    const call = (path: string) => callPublic(`http://127.0.0.1:${port}${path}`, { maxBytes: 1000 });
    expect(await call("/away")).toMatchObject({ status: 302, text: "" });
    expect((await call("/bomb")).text.length).toBeLessThanOrEqual(1000);
    expect((await call("/endless")).text).toBe("x".repeat(1000));
    expect(paths).toEqual(["/away", "/bomb", "/endless"]);
    paths = [];
    open("127.0.0.1:1");
    await expect(call("/endless")).rejects.toBeInstanceOf(AddressRefused);
    expect(paths).toEqual([]);
  });
});
