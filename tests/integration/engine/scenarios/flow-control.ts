import { expect } from "vitest";
import { type Kit, makeGate } from "@/tests/support/engine-harness";
import { type Scenario, scenario } from "./scenario";

/** Leaves time for one too many to come in; nothing is expected to happen within it. */
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Once it has run on an event, the event has also reached the function under test. */
const witness = (kit: Kit) =>
  kit.client.createFunction({ id: kit.id("witness"), triggers: [{ event: kit.name("go") }] }, () =>
    kit.mark("arrived"),
  );

export const flowControlScenarios: Scenario[] = [
  scenario("batchEvents runs with a full batch at once and with the rest after its timeout, per key", (kit) => {
    kit.add(
      kit.client.createFunction(
        {
          id: kit.id("batch"),
          triggers: [{ event: kit.name("go") }],
          batchEvents: { maxSize: 3, timeout: "5s", key: "event.data.w" },
        },
        ({ events }) =>
          kit.mark("batch", { w: events[0].data.w, ns: events.map((event: { data: { n: number } }) => event.data.n) }),
      ),
    );
    return async () => {
      await kit.send("go", ...[1, 2, 3, 4].map((n) => ({ data: { w: "a", n } })), { data: { w: "b", n: 9 } });
      await kit.seen("batch", 3);
      const batches = kit.values("batch") as { w: string; ns: number[] }[];
      expect(
        batches
          .filter(({ w }) => w === "a")
          .map(({ ns }) => ns.length)
          .sort(),
      ).toEqual([1, 3]);
      expect(batches.flatMap(({ ns }) => ns).sort()).toEqual([1, 2, 3, 4, 9]);
    };
  }),

  scenario("concurrency holds per key and lets other keys pass", (kit) => {
    const active = new Map<string, number>();
    const peak = new Map<string, number>();
    kit.add(
      kit.client.createFunction(
        { id: kit.id("conc"), triggers: [{ event: kit.name("go") }], concurrency: { limit: 2, key: "event.data.w" } },
        async ({ event, step }) => {
          const w = String(event.data.w);
          await step.run("work", async () => {
            active.set(w, (active.get(w) ?? 0) + 1);
            peak.set(w, Math.max(peak.get(w) ?? 0, active.get(w) ?? 0));
            kit.mark(`in ${w}`);
            // Two busy ones hold their places until the other key has passed: behind a blocked lane it never would.
            await Promise.all([kit.seen("in busy", 2), kit.seen("in quiet")]);
            await pause(100);
            active.set(w, (active.get(w) ?? 0) - 1);
            kit.mark("ran", w);
          });
        },
      ),
    );
    return async () => {
      const many = Array.from({ length: 8 }, () => ({ data: { w: "busy" } }));
      await kit.send("go", ...many, { data: { w: "quiet" } });
      await kit.seen("ran", 9);
      expect(Object.fromEntries(peak)).toEqual({ busy: 2, quiet: 1 });
    };
  }),

  scenario("two concurrency limits hold together, one of them shared between functions", (kit) => {
    let active = 0;
    let peak = 0;
    const shared = `'${kit.id("shared")}'`;
    const make = (name: string) =>
      kit.client.createFunction(
        {
          id: kit.id(name),
          triggers: [{ event: kit.name("go") }],
          concurrency: [{ limit: 5 }, { limit: 2, key: shared, scope: "env" }],
        },
        async ({ step }) => {
          await step.run("work", async () => {
            peak = Math.max(peak, ++active);
            kit.mark("in");
            await kit.seen("in", 2);
            await pause(100);
            active--;
            kit.mark("ran");
          });
        },
      );
    kit.add(make("one"), make("two"));
    return async () => {
      await kit.send("go", {}, {}, {}, {});
      await kit.seen("ran", 8);
      expect(peak).toBe(2);
    };
  }),

  scenario("throttle spaces the starts out instead of dropping runs", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("thr"), triggers: [{ event: kit.name("go") }], throttle: { limit: 1, period: "1s" } },
        () => kit.mark("ran"),
      ),
    );
    return async () => {
      const sent = Date.now();
      await kit.send("go", {}, {}, {});
      const ran = await kit.seen("ran", 3);
      // From the sending, not from the first mark: that one may come long after its start.
      expect((ran[2]?.at ?? 0) - sent).toBeGreaterThanOrEqual(1950);
    };
  }),

  scenario("rateLimit drops what comes too early", (kit) => {
    kit.add(
      kit.client.createFunction(
        {
          id: kit.id("rate"),
          triggers: [{ event: kit.name("go") }],
          rateLimit: { limit: 2, period: "1h", key: "event.data.k" },
        },
        ({ event }) => kit.mark("ran", event.data.k),
      ),
    );
    return async () => {
      const key = `${Date.now()}`;
      await kit.send("go", ...Array.from({ length: 6 }, () => ({ data: { k: `${key}-a` } })), {
        data: { k: `${key}-b` },
      });
      await kit.seen("ran", 2);
      expect(kit.values("ran").sort()).toEqual([`${key}-a`, `${key}-b`]);
    };
  }),

  scenario("debounce runs once, with the last event", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("deb"), triggers: [{ event: kit.name("go") }], debounce: { period: "10s", key: "event.data.w" } },
        ({ event }) => kit.mark("ran", event.data.n),
      ),
    );
    return async () => {
      await kit.send("go", { data: { w: "a", n: 1 } }, { data: { w: "a", n: 2 } });
      await kit.send("go", { data: { w: "a", n: 3 } });
      await kit.send("go", { data: { w: "a", n: 4 } });
      await kit.seen("ran");
      expect(kit.values("ran")).toEqual([4]);
    };
  }),

  scenario("debounce runs at its timeout although events keep coming", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("deb"), triggers: [{ event: kit.name("go") }], debounce: { period: "2s", timeout: "3s" } },
        () => kit.mark("ran"),
      ),
    );
    return async () => {
      // Without the timeout it would run only after the last event.
      await kit.sendUntil(() => kit.all("ran").length > 0, "go");
    };
  }),

  scenario("singleton skip starts nothing while a run of the key is active", (kit) => {
    kit.add(
      kit.client.createFunction(
        {
          id: kit.id("single"),
          triggers: [{ event: kit.name("go") }],
          singleton: { mode: "skip", key: "event.data.w" },
        },
        async ({ event, step }) => {
          await step.run("start", () => kit.mark("start", event.data.n));
          await step.waitForEvent("hold", { event: kit.name("release"), timeout: "1h" });
          await step.run("end", () => kit.mark("end", event.data.n));
        },
      ),
      witness(kit),
    );
    return async () => {
      await kit.send("go", { data: { w: "a", n: 1 } }, { data: { w: "a", n: 2 } }, { data: { w: "b", n: 3 } });
      await kit.seen("start", 2);
      await kit.send("go", { data: { w: "a", n: 4 } });
      await kit.seen("arrived", 4);
      await kit.sendUntil(() => kit.all("end").length === 2, "release");
      expect(kit.values("end").sort()).toEqual([1, 3]);
      expect(kit.values("start").sort()).toEqual([1, 3]);
    };
  }),

  scenario("singleton cancel replaces the active run of the key", (kit) => {
    kit.add(
      kit.client.createFunction(
        {
          id: kit.id("single"),
          triggers: [{ event: kit.name("go") }],
          singleton: { mode: "cancel", key: "event.data.w" },
        },
        async ({ event, step }) => {
          await step.run("start", () => kit.mark("start", event.data.n));
          await step.waitForEvent("hold", { event: kit.name("release"), timeout: "1h" });
          await step.run("end", () => kit.mark("end", event.data.n));
        },
      ),
    );
    return async () => {
      await kit.send("go", { data: { w: "a", n: 1 } });
      await kit.seen("start");
      await kit.send("go", { data: { w: "a", n: 2 } });
      await kit.seen("start", 2);
      await kit.sendUntil(() => kit.all("end").length > 0, "release");
      expect(kit.values("end")).toEqual([2]);
    };
  }),

  scenario("timeouts.start cancels a run that queues too long behind a concurrency limit", (kit) => {
    const gate = makeGate();
    kit.add(
      kit.client.createFunction(
        {
          id: kit.id("queue"),
          triggers: [{ event: kit.name("go") }],
          concurrency: 1,
          timeouts: { start: "5s" },
        },
        async ({ event, step }) => {
          await step.run("work", async () => {
            kit.mark("ran", event.data.n);
            await gate.opened;
          });
        },
      ),
      kit.client.createFunction(
        {
          id: kit.id("watch"),
          triggers: [{ event: "inngest/function.cancelled", if: `event.data.event.name == '${kit.name("go")}'` }],
        },
        ({ event }) => kit.mark(`cancelled ${event.data.event.data.n}`),
      ),
    );
    return async () => {
      // On a machine that stalls for five seconds even the first one is cancelled: then another one takes the place.
      for (let n = 0; kit.all("ran").length === 0; n--) {
        await kit.send("go", { data: { n } });
        await Promise.race([kit.seen("ran"), kit.seen(`cancelled ${n}`)]);
      }
      await kit.send("go", { data: { n: 7 } });
      await kit.seen("cancelled 7");
      gate.open();
      expect(kit.values("ran")).not.toContain(7);
    };
  }),

  scenario("priority lets an urgent run pass a backlog", (kit) => {
    const gate = makeGate();
    kit.add(
      kit.client.createFunction(
        {
          id: kit.id("prio"),
          triggers: [{ event: kit.name("go") }],
          concurrency: 1,
          priority: { run: "event.data.urgent == true ? 300 : 0" },
        },
        async ({ event, step }) => {
          await step.run("work", async () => {
            kit.mark("ran", event.data.n);
            await gate.opened;
          });
        },
      ),
      witness(kit),
    );
    return async () => {
      await kit.send("go", ...[1, 2, 3, 4].map((n) => ({ data: { n, urgent: false } })));
      await kit.seen("ran");
      await kit.send("go", { data: { n: 9, urgent: true } });
      await kit.seen("arrived", 5);
      gate.open();
      await kit.seen("ran", 5);
      expect(kit.values("ran").indexOf(9)).toBeLessThan(4);
    };
  }),
];
