import { describe, expect, it } from "vitest";
import { RECIPIENT_STATES, SKIP_CODES, type SkipReason } from "@/contracts/delivery";
import { GATES } from "@/contracts/explain";
import { ELIGIBILITY_RULES } from "@/server/consent/eligibility";
import { judgeGates, REASONS_AS_TRIED } from "./judge-gates";

const REASONS = Object.keys(SKIP_CODES) as SkipReason[];
const gate = (gates: ReturnType<typeof judgeGates>, id: string) => gates.find((one) => one.id === id)?.verdict;

describe("the gates between a campaign and a person", () => {
  it("try the reasons in the order of the rules that decide who may be written to", () => {
    const decided = [...new Set(ELIGIBILITY_RULES.map((rule) => rule.reason))];
    expect(REASONS_AS_TRIED.filter((reason) => decided.includes(reason))).toEqual(decided);
    expect([...REASONS_AS_TRIED].sort()).toEqual([...REASONS].sort());
  });

  it("fail at exactly one gate for each reason, and none after it is said to have been passed", () => {
    for (const hasTopic of [true, false])
      for (const reason of REASONS.filter((one) => hasTopic || !one.startsWith("topic_"))) {
        const gates = judgeGates({ outcome: "skipped", reason }, { hasTopic });
        const failed = gates.findIndex((one) => one.verdict === "failed");
        expect([reason, gates.filter((one) => one.verdict === "failed").length]).toEqual([reason, 1]);
        const later = gates.slice(failed + 1).filter((one) => one.verdict === "passed");
        expect([reason, later]).toEqual([reason, []]);
      }
  });

  it("never claim a topic was agreed to when only its first half was asked", () => {
    const gates = judgeGates({ outcome: "skipped", reason: "consent_pending" }, { hasTopic: true });
    expect(gate(gates, "topic")).toBe("not_asked");
    expect(gate(gates, "opt_out")).toBe("passed");
    expect(gate(gates, "pause")).toBe("not_asked");
  });

  it.each([
    ["delivered", null],
    ["complained", null],
    ["accepted", { id: "news", verdict: "waiting" }],
    ["bounced", { id: "news", verdict: "failed" }],
    ["failed", { id: "provider", verdict: "failed" }],
    ["unknown", { id: "provider", verdict: "unclear" }],
    ["pending", { id: "turn", verdict: "waiting" }],
    ["cancelled", { id: "turn", verdict: "failed" }],
    ["would_send", { id: "turn", verdict: "waiting" }],
  ] as const)("let %s stop at its gate, with everything before it passed", (outcome, stop) => {
    const gates = judgeGates({ outcome, reason: null }, { hasTopic: true });
    expect(gates.find((one) => one.verdict !== "passed") ?? null).toEqual(stop);
    const until = stop ? gates.findIndex((one) => one.id === stop.id) : gates.length;
    expect(gates.slice(until + 1).every((one) => one.verdict === "not_asked")).toBe(true);
  });

  it("tell being excluded from not being matched", () => {
    const options = { hasTopic: false };
    expect(gate(judgeGates({ outcome: "not_meant", reason: null }, options), "audience")).toBe("failed");
    const excluded = judgeGates({ outcome: "not_meant", reason: null, isExcluded: true }, options);
    expect([gate(excluded, "audience"), gate(excluded, "exclusion")]).toEqual(["passed", "failed"]);
  });

  it("know every state of the ledger", () => {
    for (const outcome of RECIPIENT_STATES)
      expect(judgeGates({ outcome, reason: null }, { hasTopic: true })).toHaveLength(GATES.length);
  });
});
