import { expect } from "vitest";
import { makeGate } from "@/tests/support/engine-harness";
import { type Scenario, scenario } from "./scenario";

export const waitScenarios: Scenario[] = [
  scenario("waitForEvent wakes on the matching event only", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("wait"), triggers: [{ event: kit.name("go") }] },
        async ({ event, step }) => {
          await step.run("ready", () => kit.mark("ready"));
          const answer = await step.waitForEvent("answer", {
            event: kit.name("answer"),
            match: "data.user",
            timeout: "1h",
          });
          await step.run("done", () => kit.mark("done", { user: event.data.user, text: answer?.data.text ?? null }));
        },
      ),
    );
    return async () => {
      await kit.send("go", { data: { user: "ann" } }, { data: { user: "bob" } });
      await kit.seen("ready", 2);
      const answers = [{ data: { user: "nobody", text: "no" } }, { data: { user: "bob", text: "yes" } }];
      await kit.sendUntil(() => kit.all("done").length === 1, "answer", ...answers);
      expect(kit.values("done")).toEqual([{ user: "bob", text: "yes" }]);
    };
  }),

  scenario("waitForEvent with an expression sees both events", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("wait"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        await step.run("ready", () => kit.mark("ready"));
        const found = await step.waitForEvent("answer", {
          event: kit.name("answer"),
          if: "async.data.n > event.data.n && async.data.kind == 'big'",
          timeout: "1h",
        });
        await step.run("done", () => kit.mark("done", found?.data.n));
      }),
    );
    return async () => {
      await kit.send("go", { data: { n: 5 } });
      await kit.seen("ready");
      await kit.sendUntil(
        () => kit.all("done").length === 1,
        "answer",
        { data: { n: 3, kind: "big" } },
        { data: { n: 9, kind: "small" } },
        { data: { n: 7, kind: "big" } },
      );
      expect(kit.values("done")).toEqual([7]);
    };
  }),

  scenario("waitForEvent yields null when its time is up", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("wait"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        const found = await step.waitForEvent("never", { event: kit.name("never"), timeout: "1s" });
        await step.run("done", () => kit.mark("done", found));
      }),
    );
    return async () => {
      await kit.send("go");
      expect((await kit.seen("done"))[0]?.value).toBeNull();
    };
  }),

  scenario("an event sent before the wait began does not satisfy it", (kit) => {
    const gate = makeGate();
    kit.add(
      kit.client.createFunction({ id: kit.id("wait"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        await step.run("busy", async () => {
          kit.mark("busy");
          await gate.opened;
        });
        const found = await step.waitForEvent("answer", { event: kit.name("answer"), timeout: "1s" });
        await step.run("done", () => kit.mark("done", found));
      }),
      kit.client.createFunction({ id: kit.id("witness"), triggers: [{ event: kit.name("answer") }] }, () =>
        kit.mark("arrived"),
      ),
    );
    return async () => {
      await kit.send("go");
      await kit.seen("busy");
      await kit.send("answer");
      await kit.seen("arrived");
      gate.open();
      expect((await kit.seen("done"))[0]?.value).toBeNull();
    };
  }),

  scenario("cancelOn ends the runs its rule matches and no others", (kit) => {
    kit.add(
      kit.client.createFunction(
        {
          id: kit.id("job"),
          triggers: [{ event: kit.name("go") }],
          cancelOn: [{ event: kit.name("stop"), match: "data.campaign" }],
        },
        async ({ event, step }) => {
          await step.run("started", () => kit.mark("started"));
          await step.waitForEvent("work", { event: kit.name("release"), timeout: "1h" });
          await step.run("finished", () => kit.mark("finished", event.data.campaign));
        },
      ),
      kit.client.createFunction(
        {
          id: kit.id("watch"),
          triggers: [{ event: "inngest/function.cancelled", if: `event.data.event.name == '${kit.name("go")}'` }],
        },
        ({ event }) => kit.mark("cancelled", event.data.event.data.campaign),
      ),
    );
    return async () => {
      await kit.send("go", { data: { campaign: "a" } }, { data: { campaign: "b" } });
      await kit.seen("started", 2);
      await kit.send("stop", { data: { campaign: "a" } });
      await kit.seen("cancelled");
      await kit.sendUntil(() => kit.all("finished").length > 0, "release");
      expect(kit.values("finished")).toEqual(["b"]);
      expect(kit.values("cancelled")).toEqual(["a"]);
    };
  }),

  scenario("a cancellation sent right behind the trigger still cancels", (kit) => {
    kit.add(
      kit.client.createFunction(
        {
          id: kit.id("job"),
          triggers: [{ event: kit.name("go") }],
          cancelOn: [{ event: kit.name("stop"), match: "data.id" }],
        },
        async ({ step }) => {
          await step.sleep("wait", "1h");
          await step.run("ran", () => kit.mark("ran"));
        },
      ),
      kit.client.createFunction(
        {
          id: kit.id("watch"),
          triggers: [{ event: "inngest/function.cancelled", if: `event.data.event.name == '${kit.name("go")}'` }],
        },
        () => kit.mark("cancelled"),
      ),
    );
    return async () => {
      await kit.sendInOrder(["go", { id: 1 }], ["stop", { id: 1 }]);
      await kit.seen("cancelled");
      expect(kit.all("ran")).toHaveLength(0);
    };
  }),

  scenario("timeouts.finish cancels a run that takes too long", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("slow"), triggers: [{ event: kit.name("go") }], timeouts: { finish: "1s" } },
        async ({ step }) => {
          await step.sleep("long", "1h");
          await step.run("late", () => kit.mark("late"));
        },
      ),
      kit.client.createFunction(
        {
          id: kit.id("watch"),
          triggers: [{ event: "inngest/function.cancelled", if: `event.data.event.name == '${kit.name("go")}'` }],
        },
        () => kit.mark("cancelled"),
      ),
    );
    return async () => {
      await kit.send("go");
      await kit.seen("cancelled");
      expect(kit.all("late")).toHaveLength(0);
    };
  }),
];
