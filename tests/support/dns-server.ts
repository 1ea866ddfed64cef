import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";

const TYPES = { 1: "A", 5: "CNAME", 15: "MX", 16: "TXT", 28: "AAAA" } as const;
type Kind = (typeof TYPES)[keyof typeof TYPES];
/** `"TXT name"` to its values. */
export type Zone = Map<`${Kind} ${string}`, string[]>;

/** A small real name server on loopback: answers from a zone that tests change, says NXDOMAIN, or fails on demand. */
export async function startDnsServer() {
  const zone: Zone = new Map();
  const state = { isBroken: false };
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) => {
    const { name, end } = readName(query, 12);
    const kind = TYPES[query.readUInt16BE(end) as keyof typeof TYPES];
    const key = `${kind} ${name.toLowerCase()}` as const;
    asked.push(key);
    const answers = (kind && zone.get(key)) ?? [];
    const isKnown = [...zone.keys()].some((one) => one.endsWith(` ${name.toLowerCase()}`));
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    // Response, recursion desired and available; SERVFAIL 2, NXDOMAIN 3.
    head.writeUInt16BE(0x8180 | (state.isBroken ? 2 : isKnown ? 0 : 3), 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(state.isBroken ? 0 : answers.length, 6);
    const body = state.isBroken ? [] : answers.map((value) => record(query.readUInt16BE(end), dataOf(kind, value)));
    socket.send(Buffer.concat([head, query.subarray(12, end + 4), ...body]), port, address);
  });
  await new Promise<void>((done) => socket.bind(0, "127.0.0.1", done));
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    zone,
    state,
    asked,
    stop: () => new Promise<void>((done) => socket.close(() => done())),
  };
}

function readName(message: Buffer, from: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = from;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.subarray(at + 1, at + 1 + length).toString("latin1"));
    at += length + 1;
  }
  return { name: labels.join("."), end: at + 1 };
}

/** Names the question by a pointer, as servers do. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

const nameBytes = (name: string): Buffer =>
  Buffer.concat([
    ...name.split(".").map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

function dataOf(kind: Kind | undefined, value: string): Buffer {
  if (kind === "A") return Buffer.from(value.split(".").map(Number));
  if (kind === "CNAME") return nameBytes(value);
  if (kind === "MX") return Buffer.concat([Buffer.from([0, 10]), nameBytes(value)]);
  const bytes = Buffer.from(value);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length || at === 0; at += 255) {
    const part = bytes.subarray(at, at + 255);
    parts.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat(parts);
}
