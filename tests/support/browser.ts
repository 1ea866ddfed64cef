import { type Browser, chromium } from "@playwright/test";
import { findBrowser } from "../../scripts/browser.mjs";

/** A real Chromium for tests and scripts outside the Playwright runner. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch(await findBrowser());
}
