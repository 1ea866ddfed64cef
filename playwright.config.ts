import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/browser.mjs";

// One application for the whole run is started by the global set-up, which also sets CARILLON_E2E_URL.
// A test that kills, stops or reconfigures starts its own with startApp (tests/e2e/support/app.ts).
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/e2e",
  globalSetup: "./tests/e2e/support/global-setup.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 240_000,
  expect: { timeout: 45_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    baseURL: process.env.CARILLON_E2E_URL,
    launchOptions: await findBrowser(),
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
});
