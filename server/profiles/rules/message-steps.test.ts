import { expect, it } from "vitest";
import { messageSteps } from "./message-steps";

it("tells a message's story in order, programs apart from people", () => {
  const at = (minute: number) => `2026-11-25T10:0${minute}:00+00:00`;
  const steps = messageSteps({
    sentAt: "2026-11-25T10:00:00.000Z",
    detail: null,
    news: [
      { kind: "bounced", at: at(5), detail: "550 gone" },
      { kind: "delivered", at: at(1), detail: null },
      { kind: "resolved_accepted", at: at(1), detail: null },
    ],
    hits: [
      { kind: "click", verdict: "human", times: 2, first: at(3) },
      { kind: "open", verdict: "machine", times: 1, first: at(2) },
      { kind: "unsubscribe", verdict: "human", times: 1, first: at(4) },
    ],
  });
  expect(steps.map((step) => [step.kind, step.isMachine, step.times])).toEqual([
    ["sent", false, 1],
    ["delivered", false, 1],
    ["opened", true, 1],
    ["clicked", false, 2],
    ["unsubscribed", false, 1],
    ["bounced", false, 1],
  ]);
});
