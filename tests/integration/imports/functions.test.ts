import { describe, expect, it } from "vitest";
import { useTestDatabase } from "../../support/database";

describe("the background functions of imports", () => {
  useTestDatabase();

  it("are among the functions the worker runs, or a started import would wait for ever", async () => {
    const { functions } = await import("@/inngest/functions");
    const { importsFunctions } = await import("@/inngest/functions/imports");
    expect(importsFunctions.length).toBeGreaterThan(0);
    for (const one of importsFunctions) expect(functions).toContain(one);
  });
});
