import { expect, test } from "@playwright/test";
import { countPresses } from "./support/presses";

test("a press, Enter, a shortcut and a dropped file count once each; typing is free", async ({ page }) => {
  const presses = await countPresses(page);
  await page.goto("data:text/html,<input aria-label='Name'><button>Go</button>");
  await page.getByLabel("Name").click();
  await page.keyboard.type("Ada Lovelace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+K");
  await page.getByRole("button", { name: "Go" }).click();
  await page.keyboard.press("g");
  await page.getByRole("button", { name: "Go" }).dispatchEvent("click");
  await page.dispatchEvent("body", "drop");
  const said = ["press Name", "key Enter", "key Ctrl+K", "press Go", "key g", "drop a file"];
  await expect.poll(() => presses.said()).toEqual(said);
  await page.goto("data:text/html,<a href='data:text/html,done'>Further</a>");
  presses.reset();
  await page.getByRole("link", { name: "Further" }).click();
  await expect.poll(() => presses.count()).toBe(1);
});
