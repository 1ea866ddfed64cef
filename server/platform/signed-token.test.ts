import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { messageId, openMessageId } from "./message-ref";
import { openToken, signToken, TOKEN_PURPOSES } from "./signed-token";

beforeAll(() => {
  Object.assign(globalThis, { __carillonEnv: { APP_SECRET: "a secret of the tests, long enough to be one" } });
});

describe("signed tokens", () => {
  it("give back what was signed, for their own purpose only", () => {
    for (const purpose of TOKEN_PURPOSES) {
      const payload = randomBytes(40);
      const token = signToken(purpose, payload);
      expect(openToken(purpose, token)).toEqual(payload);
      for (const other of TOKEN_PURPOSES) if (other !== purpose) expect(openToken(other, token)).toBeNull();
    }
  });

  it("are refused after any single bit changed, and when cut or lengthened", () => {
    for (let round = 0; round < 20; round += 1) {
      const token = signToken("click", randomBytes(20 + round));
      const bytes = Buffer.from(token, "base64url");
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(openToken("click", changed.toString("base64url"))).toBeNull();
      }
      expect(openToken("click", token.slice(0, -2))).toBeNull();
      expect(openToken("click", `${token}AA`)).toBeNull();
    }
  });

  it("are what Node's own HMAC and CTR read, at every length and over every carry of the counter", () => {
    for (const length of [...Array.from({ length: 67 }, (_, i) => i + 2), 5900])
      for (let round = 0; round < 3; round += 1) {
        const payload = randomBytes(length);
        expect([length, openToken("click", signToken("click", payload))]).toEqual([length, payload]);
      }
  });

  it("show nothing of what they carry", () => {
    const token = signToken("view", Buffer.from("ada@people.example and more"));
    expect(Buffer.from(token, "base64url").toString("latin1")).not.toContain("ada");
  });
});

describe("message ids", () => {
  it("lead back to the row and belong to no other uuid", () => {
    const ref = { workspaceNo: 7, runNo: 4_000_000_000, batchNo: 1001, seq: 999 };
    expect(openMessageId(messageId(ref))).toEqual(ref);
    // One foreign uuid in 65,536 is taken for ours (the row it names then is missing): four of 2000 never happen.
    const misses = Array.from({ length: 2000 }, () => openMessageId(randomBytes(16).toString("hex"))).filter(Boolean);
    expect(misses.length).toBeLessThan(4);
  });
});
