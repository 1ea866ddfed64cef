import { expect } from "vitest";
import { type Scenario, scenario } from "./scenario";

export const stepScenarios: Scenario[] = [
  scenario("three steps each run once and hand their results on", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("three"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        const a = await step.run("a", () => kit.mark("a", 1));
        const b = await step.run("b", () => kit.mark("b", a + 1));
        await step.run("c", () => kit.mark("done", b + 1));
      }),
    );
    return async () => {
      await kit.send("go");
      const done = await kit.seen("done");
      expect(done.map((mark) => mark.value)).toEqual([3]);
      expect([kit.all("a").length, kit.all("b").length]).toEqual([1, 1]);
    };
  }),

  scenario("sleep and sleepUntil end at their time, not before", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("nap"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        await step.run("start", () => kit.mark("start"));
        await step.sleep("nap", "1s");
        await step.run("mid", () => kit.mark("mid"));
        const until = await step.run("when", () => Date.now() + 1200);
        await step.sleepUntil("until", new Date(until));
        await step.run("end", () => kit.mark("end", until));
      }),
    );
    return async () => {
      await kit.send("go");
      const [end] = await kit.seen("end");
      const [start] = kit.all("start");
      const [mid] = kit.all("mid");
      expect((mid?.at ?? 0) - (start?.at ?? 0)).toBeGreaterThanOrEqual(950);
      expect(end?.at).toBeGreaterThanOrEqual(Number(end?.value) - 1);
    };
  }),

  scenario("sendEvent fans out to other functions once per event", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("parent"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        const sent = await step.sendEvent(
          "fan",
          [1, 2, 3].map((n) => ({ name: kit.name("child"), data: { n } })),
        );
        await step.run("sent", () => kit.mark("sent", sent.ids.length));
      }),
      kit.client.createFunction({ id: kit.id("child"), triggers: [{ event: kit.name("child") }] }, ({ event }) => {
        kit.mark("child", event.data.n);
      }),
    );
    return async () => {
      await kit.send("go");
      await kit.seen("child", 3);
      await kit.seen("sent");
      expect(kit.values("sent")).toEqual([3]);
      expect(kit.values("child").sort()).toEqual([1, 2, 3]);
    };
  }),

  scenario("invoke answers the result of the function, and its error when it fails", (kit) => {
    const double = kit.client.createFunction({ id: kit.id("double"), triggers: [] }, ({ event }) => ({
      twice: Number(Reflect.get(event.data, "n")) * 2,
    }));
    const broken = kit.client.createFunction({ id: kit.id("broken"), triggers: [], retries: 0 }, () => {
      throw new Error("no luck");
    });
    kit.add(
      double,
      broken,
      kit.client.createFunction({ id: kit.id("caller"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        const result = await step.invoke("double", { function: double, data: { n: 21 } });
        const error = await step.invoke("broken", { function: broken, data: {} }).catch((err: Error) => err.message);
        await step.run("done", () => kit.mark("done", { result, error }));
      }),
    );
    return async () => {
      await kit.send("go");
      const [done] = await kit.seen("done");
      expect(done?.value).toEqual({ result: { twice: 42 }, error: expect.stringContaining("no luck") });
    };
  }),

  scenario("invoke gives up after its timeout and the late answer changes nothing", (kit) => {
    const slow = kit.client.createFunction({ id: kit.id("slow"), triggers: [] }, async ({ step }) => {
      await step.waitForEvent("long", { event: kit.name("release"), timeout: "1h" });
      await step.run("late", () => kit.mark("late"));
      return "late";
    });
    kit.add(
      slow,
      kit.client.createFunction({ id: kit.id("caller"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        const answer = await step.invoke("slow", { function: slow, data: {}, timeout: "1s" }).catch(() => "timed out");
        await step.run("answer", () => kit.mark("answer", answer));
        await step.waitForEvent("rest", { event: kit.name("rest"), timeout: "1h" });
        await step.run("end", () => kit.mark("end", answer));
      }),
    );
    return async () => {
      await kit.send("go");
      await kit.seen("answer");
      await kit.sendUntil(() => kit.all("late").length > 0, "release");
      await kit.sendUntil(() => kit.all("end").length > 0, "rest");
      expect(kit.values("end")).toEqual(["timed out"]);
      expect(kit.values("answer")).toEqual(["timed out"]);
    };
  }),

  scenario("parallel branches overlap, sleeps included, and all results arrive", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("par"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        const branch = (name: string) =>
          step.run(name, async () => {
            kit.mark("in");
            await kit.seen("in", 2);
            return name;
          });
        const results = await Promise.all([branch("a"), branch("b"), step.sleep("nap", "1s")]);
        await step.run("done", () => kit.mark("done", results));
      }),
    );
    return async () => {
      await kit.send("go");
      const [done] = await kit.seen("done");
      expect(done?.value).toEqual(["a", "b", null]);
      expect(kit.all("in")).toHaveLength(2);
    };
  }),

  scenario("chains inside Promise.all each run every step once", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("chains"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        const chain = async (name: string) => {
          const one = await step.run(`${name}-1`, () => kit.mark("step", `${name}-1`, name));
          return step.run(`${name}-2`, () => kit.mark("step", `${name}-2`, `${one}!`));
        };
        const results = await Promise.all([chain("a"), chain("b")]);
        await step.run("done", () => kit.mark("done", results));
      }),
    );
    return async () => {
      await kit.send("go");
      const [done] = await kit.seen("done");
      expect(done?.value).toEqual(["a!", "b!"]);
      expect(kit.values("step").sort()).toEqual(["a-1", "a-2", "b-1", "b-2"]);
    };
  }),

  scenario("allSettled keeps the good branch when the other one fails for good", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("settled"), triggers: [{ event: kit.name("go") }], retries: 0 },
        async ({ step }) => {
          const results = await Promise.allSettled([
            step.run("good", () => "fine"),
            step.run("bad", () => {
              throw new Error("broken");
            }),
          ]);
          await step.run("done", () =>
            kit.mark(
              "done",
              results.map((result) => result.status),
            ),
          );
        },
      ),
    );
    return async () => {
      await kit.send("go");
      const [done] = await kit.seen("done");
      expect(done?.value).toEqual(["fulfilled", "rejected"]);
    };
  }),

  scenario("group.parallel race goes on with the first branch, without waiting for the others", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("race"), triggers: [{ event: kit.name("go") }] },
        async ({ step, group }) => {
          const winner = await group.parallel({ mode: "race" }, () =>
            Promise.race([step.sleep("long", "1h").then(() => "long"), step.run("short", () => "short")]),
          );
          await step.run("won", () => kit.mark("won", winner));
          await step.run("after", () => kit.mark("after"));
        },
      ),
    );
    return async () => {
      await kit.send("go");
      await kit.seen("after");
      expect(kit.values("won")).toEqual(["short"]);
      expect(kit.all("after")).toHaveLength(1);
    };
  }),

  scenario("a racing branch goes on while another is open, and no step of it runs twice", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("both"), triggers: [{ event: kit.name("go") }] },
        async ({ step, group }) => {
          const both = [
            () =>
              step
                .run("a-1", () => kit.mark("a-1"))
                .then(() => step.run("a-2", () => kit.mark("a-2") ?? kit.seen("b-2"))),
            () => step.run("b-1", () => kit.seen("a-2")).then(() => step.run("b-2", () => kit.mark("b-2"))),
          ];
          await group.parallel({ mode: "race" }, () => Promise.all(both.map((branch) => branch())));
          await step.run("end", () => kit.mark("end"));
        },
      ),
    );
    return async () => {
      await kit.send("go");
      await kit.seen("end");
      expect(["a-1", "a-2", "b-2", "end"].map((name) => kit.all(name).length)).toEqual([1, 1, 1, 1]);
    };
  }),

  scenario("plain Promise.race resolves only when all branches are over", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("race"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        const winner = await Promise.race([
          step.waitForEvent("long", { event: kit.name("release"), timeout: "1h" }).then(() => "long"),
          step.run("short", () => kit.mark("short", "short")),
        ]);
        await step.run("won", () => kit.mark("won", winner));
      }),
      kit.client.createFunction({ id: kit.id("other"), triggers: [{ event: kit.name("other") }] }, async ({ step }) => {
        await step.run("one", () => null);
        await step.sleep("time for the race to go on", "1s");
        await step.run("two", () => kit.mark("other"));
      }),
    );
    return async () => {
      await kit.send("go");
      await kit.seen("short");
      // A whole run of another function passes through the engine, and the race still stands.
      await kit.send("other");
      await kit.seen("other");
      expect(kit.all("won")).toHaveLength(0);
      await kit.sendUntil(() => kit.all("won").length > 0, "release");
      expect(kit.values("won")).toEqual(["short"]);
    };
  }),

  scenario("the same step id in a loop names a new step each time", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("loop"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        const seen: number[] = [];
        for (let i = 0; i < 5; i++) seen.push(await step.run("same", () => kit.mark("ran", i)));
        await step.run("done", () => kit.mark("done", seen));
      }),
    );
    return async () => {
      await kit.send("go");
      const [done] = await kit.seen("done");
      expect(done?.value).toEqual([0, 1, 2, 3, 4]);
      expect(kit.all("ran")).toHaveLength(5);
    };
  }),

  scenario("step results make the JSON round trip, NUL characters and unicode included", (kit) => {
    const value = { text: "nul \u0000 \u{1F514} \u2028", list: [1.5, null, true], nested: { z: 1, a: 2 }, empty: {} };
    kit.add(
      kit.client.createFunction({ id: kit.id("json"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        const kept = await step.run("keep", () => value);
        const nothing = await step.run("nothing", () => undefined);
        const date = await step.run("date", () => new Date(0));
        await step.sleep("reload", "1s");
        await step.run("done", () => kit.mark("done", { kept, nothing, date }));
      }),
    );
    return async () => {
      await kit.send("go");
      const [done] = await kit.seen("done");
      expect(done?.value).toEqual({ kept: value, nothing: null, date: "1970-01-01T00:00:00.000Z" });
    };
  }),

  scenario("state over 4 MB survives a reload", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("big"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        let total = 0;
        for (let i = 0; i < 5; i++) total += (await step.run("chunk", () => "x".repeat(1_000_000))).length;
        await step.sleep("reload", "1s");
        await step.run("done", () => kit.mark("done", total));
      }),
    );
    return async () => {
      await kit.send("go");
      expect((await kit.seen("done"))[0]?.value).toBe(5_000_000);
    };
  }),

  scenario("a checkpointing call longer than maxRuntime goes on in the next call", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("runtime"), triggers: [{ event: kit.name("go") }], checkpointing: { maxRuntime: "1s" } },
        async ({ step }) => {
          for (let i = 0; i < 4; i++)
            await step.run(`part-${i}`, async () => {
              kit.mark("part", i);
              await new Promise((resolve) => setTimeout(resolve, 400));
            });
          await step.run("done", () => kit.mark("done"));
        },
      ),
    );
    return async () => {
      await kit.send("go");
      await kit.seen("done");
      expect(kit.values("part")).toEqual([0, 1, 2, 3]);
    };
  }),

  scenario("buffered checkpoints store every step", (kit) => {
    kit.add(
      kit.client.createFunction(
        { id: kit.id("buffer"), triggers: [{ event: kit.name("go") }], checkpointing: { bufferedSteps: 3 } },
        async ({ step }) => {
          let sum = 0;
          for (let i = 1; i <= 7; i++) sum += await step.run(`add-${i}`, () => kit.mark("add", i, i));
          await step.sleep("reload", "1s");
          await step.run("done", () => kit.mark("done", sum));
        },
      ),
    );
    return async () => {
      await kit.send("go");
      expect((await kit.seen("done"))[0]?.value).toBe(28);
      expect(kit.values("add")).toEqual([1, 2, 3, 4, 5, 6, 7]);
    };
  }),

  scenario("50 parallel steps all run once", (kit) => {
    kit.add(
      kit.client.createFunction({ id: kit.id("wide"), triggers: [{ event: kit.name("go") }] }, async ({ step }) => {
        const results = await Promise.all(
          Array.from({ length: 50 }, (_, i) => step.run(`w-${i}`, () => kit.mark("ran", i, i))),
        );
        await step.run("done", () =>
          kit.mark(
            "done",
            results.reduce((sum, n) => sum + n, 0),
          ),
        );
      }),
    );
    return async () => {
      await kit.send("go");
      expect((await kit.seen("done"))[0]?.value).toBe(1225);
      expect(new Set(kit.values("ran")).size).toBe(50);
      expect(kit.all("ran")).toHaveLength(50);
    };
  }),
];
