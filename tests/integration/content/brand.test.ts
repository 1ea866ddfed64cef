import { beforeEach, describe, expect, it } from "vitest";
import { getBrand, getWorkspace, updateBrand } from "@/server/access";
import { listStarterTemplates, previewEmail } from "@/server/content";
import type { Ctx } from "@/server/platform/context";
import { launchToAll, sendAll } from "../../support/campaign";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { addPeople } from "../../support/sending";

const BRAND = {
  name: "Bright & Co",
  colour: "#aa2255",
  headingFont: "georgia" as const,
  buttonShape: "pill" as const,
  footer: "Registered in Leeds",
};

describe("the brand of a workspace", () => {
  useTestDatabase();
  let ctx: Ctx;
  beforeEach(async () => {
    ctx = await createWorkspace();
  });

  const announcement = async () => {
    const starter = (await listStarterTemplates(ctx, {})).find(({ key }) => key === "announcement");
    if (!starter) throw new Error("no starter");
    return starter.document;
  };

  it("is worn by every template, and a look that is tried out is not stored", async () => {
    await updateBrand(ctx, BRAND);
    const document = await announcement();
    const html = (await previewEmail(ctx, { document })).email?.html ?? "";
    for (const part of ["#aa2255", "Georgia", "border-radius:26px", "Registered in Leeds", "Bright &amp; Co"])
      expect(html).toContain(part);
    const tried = (await previewEmail(ctx, { document, look: { accent: "#008800" } })).email?.html ?? "";
    expect(tried).toContain("#008800");
    expect(tried).not.toMatch(/#aa2255|Registered in Leeds/);
    expect((await getBrand(ctx, {})).colour).toBe("#aa2255");
  });

  it("changes the postal address of the workspace only when one is given", async () => {
    await updateBrand(ctx, { ...BRAND, postalAddress: "2 Canal Street, Leeds" });
    await updateBrand(ctx, BRAND);
    expect(await getBrand(ctx, {})).toMatchObject({ postalAddress: "2 Canal Street, Leeds", footer: BRAND.footer });
    expect((await getWorkspace(ctx, {})).postalAddress).toBe("2 Canal Street, Leeds");
    await updateBrand(ctx, { ...BRAND, postalAddress: "" });
    expect((await getBrand(ctx, {})).postalAddress).toBeNull();
  });

  it("is frozen with the content: a campaign that was launched keeps the look of its launch", async () => {
    await updateBrand(ctx, { ...BRAND, postalAddress: "1 Mill Lane" });
    await addPeople(ctx, 1);
    const ref = await launchToAll(ctx, await announcement());
    await updateBrand(ctx, { ...BRAND, colour: "#008800", footer: "Moved to York" });
    const [message] = await sendAll(ref);
    expect(message?.html).toContain("#aa2255");
    expect(message?.html).toContain("Registered in Leeds");
    expect(message?.html).not.toMatch(/#008800|York/);
  });
});
