import { NonRetriableError, RetryAfterError } from "inngest";
import { expect } from "vitest";
import { type Scenario, scenario } from "./scenario";

interface FailureEvent {
  data: { function_id: string; event: { data: Record<string, unknown> } };
}

const soon = (text: string) => new RetryAfterError(text, "1s");

export const failureScenarios: Scenario[] = [
  scenario("a failing step is retried, attempts count from zero and start again after success", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("retry"), triggers: [{ event: kit.name("go") }], retries: 3 },
        async ({ step, attempt }) => {
          await step.run("flaky", () => {
            kit.mark("flaky", attempt);
            if (attempt < 2) throw soon("not yet");
          });
          await step.run("next", () => kit.mark("next", attempt));
        },
      ),
    );
    return async () => {
      await kit.send("go");
      await kit.seen("next");
      expect(kit.values("flaky")).toEqual([0, 1, 2]);
    };
  }),

  scenario("steps done before the body throws are kept", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("body"), triggers: [{ event: kit.name("go") }], retries: 2 },
        async ({ step, attempt }) => {
          await step.run("first", () => kit.mark("first"));
          if (attempt === 0) throw soon("body");
          await step.run("second", () => kit.mark("second"));
        },
      ),
    );
    return async () => {
      await kit.send("go");
      await kit.seen("second");
      expect(kit.all("first")).toHaveLength(1);
    };
  }),

  scenario("RetryAfterError decides how early the retry may come", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("after"), triggers: [{ event: kit.name("go") }], retries: 1 },
        async ({ step, attempt }) => {
          await step.run("try", () => {
            kit.mark("try");
            if (attempt === 0) throw new RetryAfterError("busy", "3s");
          });
        },
      ),
    );
    return async () => {
      await kit.send("go");
      const [first, second] = await kit.seen("try", 2);
      // The header carries whole seconds, cut off: up to one second early.
      expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1900);
    };
  }),

  scenario("user code can catch a step that failed for good and go on", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("catch"), triggers: [{ event: kit.name("go") }], retries: 1 },
        async ({ step }) => {
          const text = await step
            .run("bad", () => {
              kit.mark("bad");
              throw soon("out of order");
            })
            .catch((error: Error) => error.message);
          await step.run("done", () => kit.mark("done", text));
        },
      ),
    );
    return async () => {
      await kit.send("go");
      const [done] = await kit.seen("done");
      expect(done?.value).toContain("out of order");
      expect(kit.all("bad")).toHaveLength(2);
    };
  }),

  scenario("NonRetriableError ends the run at once and calls onFailure once, with event and error", (kit) => {
    kit.add(
      kit.client.createFunction(
        {
          id: kit.id("fatal"),
          triggers: [{ event: kit.name("go") }],
          retries: 5,
          onFailure: ({ event, error }: { event: FailureEvent; error: Error }) =>
            kit.mark("failed", { n: event.data.event.data.n, fn: event.data.function_id, message: error.message }),
        },
        async ({ step }) => {
          await step.run("bad", () => {
            kit.mark("bad");
            throw new NonRetriableError("never");
          });
        },
      ),
    );
    return async () => {
      await kit.send("go", { data: { n: 7 } });
      const [failed] = await kit.seen("failed");
      expect(failed?.value).toMatchObject({ n: 7, message: "never" });
      expect(kit.all("bad")).toHaveLength(1);
      expect(kit.all("failed")).toHaveLength(1);
    };
  }),

  scenario("attempts end at retries + 1 and the failed run tells onFailure", (kit) => {
    kit.add(
      kit.client.createFunction(
        {
          id: kit.id("spent"),
          triggers: [{ event: kit.name("go") }],
          retries: 2,
          onFailure: () => kit.mark("failed"),
        },
        () => {
          kit.mark("try");
          throw soon("again");
        },
      ),
    );
    return async () => {
      await kit.send("go");
      await kit.seen("failed");
      expect(kit.all("try")).toHaveLength(3);
    };
  }),

  scenario("a function that fails on failures is not started by its own failure", (kit) => {
    const ids = ["fatal", "listener"].map((id) => `event.data.function_id == '${kit.client.id}-${kit.id(id)}'`);
    kit.add(
      kit.client.createFunction({ id: kit.id("fatal"), triggers: [{ event: kit.name("go") }], retries: 0 }, () => {
        throw new Error("broken");
      }),
      kit.client.createFunction(
        { id: kit.id("listener"), triggers: [{ event: "inngest/function.failed", if: ids.join(" || ") }], retries: 0 },
        () => {
          kit.mark("listener");
          throw new NonRetriableError("listener broke too");
        },
      ),
      kit.client.createFunction({ id: kit.id("later"), triggers: [{ event: kit.name("later") }] }, async ({ step }) => {
        await step.sleep("time for more failures", "2s");
        await step.run("end", () => kit.mark("end"));
      }),
    );
    return async () => {
      await kit.send("go");
      await kit.seen("listener");
      await kit.send("later");
      await kit.seen("end");
      expect(kit.all("listener")).toHaveLength(1);
    };
  }),

  scenario("a failing branch of a parallel group is retried alone", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("par"), triggers: [{ event: kit.name("go") }], retries: 2 },
        async ({ step, attempt }) => {
          const results = await Promise.all([
            step.run("steady", () => kit.mark("steady", "s")),
            step.run("flaky", () => {
              kit.mark("flaky");
              if (attempt === 0) throw soon("once");
              return "f";
            }),
          ]);
          await step.run("done", () => kit.mark("done", results));
        },
      ),
    );
    return async () => {
      await kit.send("go");
      const [done] = await kit.seen("done");
      expect(done?.value).toEqual(["s", "f"]);
      expect([kit.all("steady").length, kit.all("flaky").length]).toEqual([1, 2]);
    };
  }),
];
