import { afterAll, beforeAll, describe, it } from "vitest";
import { createConformanceClient, isRealServer, Kit, startTestBed, type TestBed } from "@/tests/support/engine-harness";
import { failureScenarios } from "./scenarios/failures";
import { flowControlScenarios } from "./scenarios/flow-control";
import { stepScenarios } from "./scenarios/steps";
import { triggerScenarios } from "./scenarios/triggers";
import { waitScenarios } from "./scenarios/waits";

const scenarios = [
  ...stepScenarios,
  ...waitScenarios,
  ...failureScenarios,
  ...triggerScenarios,
  ...flowControlScenarios,
].filter((one) => !(isRealServer && one.isEmbeddedOnly));

// Both engines, both modes: with checkpointing on, the code between steps runs less often, which hides mistakes.
describe.each([
  ["checkpointing on", true],
  ["checkpointing off", false],
])("Inngest functions, %s", (_, checkpointing) => {
  const client = createConformanceClient(`conf${checkpointing ? 1 : 0}`, checkpointing);
  let bed: TestBed | undefined;
  const currentBed = () => {
    if (!bed) throw new Error("The engine has not started.");
    return bed;
  };
  const prepared = scenarios.map((one, index) => {
    const kit = new Kit(client, `s${checkpointing ? 1 : 0}${index}`, currentBed);
    return { name: one.name, kit, check: one.prepare(kit) };
  });

  // All cases run at once inside one engine: they mostly wait. Each test then reports its own case.
  const outcomes: Promise<void>[] = [];
  beforeAll(async () => {
    bed = await startTestBed(
      client,
      prepared.flatMap(({ kit }) => kit.functions),
    );
    outcomes.push(...prepared.map(({ check }) => check()));
    // A case that fails early must not count as an unhandled rejection before its test looks at it.
    void Promise.allSettled(outcomes);
  });
  afterAll(() => bed?.stop());

  it.each(prepared.map(({ name }, index) => ({ name, index })))("$name", { timeout: 240_000 }, async ({ index }) => {
    await outcomes[index];
  });
});
