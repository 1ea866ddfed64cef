import { expect } from "vitest";
import { type Scenario, scenario } from "./scenario";

export const triggerScenarios: Scenario[] = [
  scenario("a trigger expression lets only matching events through", (kit) => {
    kit.add(
      kit.client.createFunction(
        {
          id: kit.id("vip"),
          triggers: [{ event: kit.name("go"), if: "event.data.plan == 'paid' && event.data.n > 1" }],
        },
        ({ event }) => kit.mark("ran", event.data.n),
      ),
    );
    return async () => {
      await kit.send("go", { data: { plan: "free", n: 5 } }, { data: { n: 6 } }, { data: { plan: "paid", n: 7 } });
      await kit.seen("ran");
      expect(kit.values("ran")).toEqual([7]);
    };
  }),

  scenario("a wildcard trigger starts on every event with its prefix", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("all"), triggers: [{ event: kit.name("order.*") }] }, ({ event }) =>
        kit.mark("ran", event.name),
      ),
    );
    return async () => {
      await kit.send("order.made");
      await kit.send("other");
      await kit.send("order.paid");
      await kit.seen("ran", 2);
      expect(kit.values("ran").sort()).toEqual([kit.name("order.made"), kit.name("order.paid")]);
    };
  }),

  scenario("the same event id starts nothing the second time", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("once"), triggers: [{ event: kit.name("go") }] }, ({ event }) =>
        kit.mark("ran", event.data.n),
      ),
    );
    return async () => {
      const id = `${kit.id("dup")}-${Date.now()}`;
      await kit.send("go", { id, data: { n: 1 } });
      await kit.seen("ran");
      await kit.send("go", { id, data: { n: 2 } }, { data: { n: 3 } });
      await kit.seen("ran", 2);
      expect(kit.values("ran")).toEqual([1, 3]);
    };
  }),

  scenario("an event with a time in the future starts its run then", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("later"), triggers: [{ event: kit.name("go") }] }, () => {
        kit.mark("ran");
      }),
    );
    return async () => {
      const ts = Date.now() + 2500;
      await kit.send("go", { ts });
      const [ran] = await kit.seen("ran");
      expect(ran?.at).toBeGreaterThanOrEqual(ts - 50);
    };
  }),

  scenario("idempotency starts one run per key", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("idem"), triggers: [{ event: kit.name("go") }], idempotency: "event.data.order" },
        ({ event }) => kit.mark("ran", event.data.n),
      ),
    );
    return async () => {
      const key = `${kit.id("o")}-${Date.now()}`;
      await kit.send(
        "go",
        { data: { order: `${key}-1`, n: 1 } },
        { data: { order: `${key}-1`, n: 2 } },
        { data: { order: `${key}-2`, n: 3 } },
      );
      await kit.send("go", { data: { order: `${key}-1`, n: 4 } }, { data: { order: `${key}-3`, n: 5 } });
      await kit.seen("ran", 3);
      expect(kit.values("ran").sort()).toEqual([1, 3, 5]);
    };
  }),

  scenario(
    "two functions on one event both run, one function with two matching triggers runs once",
    (kit) => {
      kit.add(
        kit.client.createFunction({ id: kit.id("one"), triggers: [{ event: kit.name("go") }] }, () => kit.mark("one")),
        kit.client.createFunction(
          { id: kit.id("two"), triggers: [{ event: kit.name("go") }, { event: kit.name("g*") }] },
          () => kit.mark("two"),
        ),
        kit.client.createFunction({ id: kit.id("end"), triggers: [{ event: kit.name("end") }] }, async ({ step }) => {
          await step.sleep("time for a second run", "1s");
          await step.run("end", () => kit.mark("end"));
        }),
      );
      return async () => {
        await kit.send("go");
        await kit.seen("one");
        await kit.seen("two");
        await kit.send("end");
        await kit.seen("end");
        expect([kit.all("one").length, kit.all("two").length]).toEqual([1, 1]);
      };
    },
    true,
  ),
];
