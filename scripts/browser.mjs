import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** No sandbox: the tests may run as root in a container. The rest keeps the browser off the network. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * How Playwright launches a real Chromium here: $CHROMIUM_PATH, an installed one, else the one from npm.
 * Throws with the remedy when there is none; a suite without its browser must fail, not pass.
 */
export async function findBrowser() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen && !existsSync(chosen)) throw new Error(`CHROMIUM_PATH names ${chosen}, which does not exist.`);
  const executablePath = chosen || installed.find((path) => existsSync(path));
  return executablePath ? { executablePath, args: flags } : fromPackage();
}

async function fromPackage() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("There is no Chromium here. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.");
  }
  // With this set the package also unpacks the libraries a bare Debian lacks. It is read while the module loads.
  process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
  const { default: chromium } = await import("@sparticuz/chromium");
  const executablePath = await chromium.executablePath();
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: [join(tmpdir(), "al2023", "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":"),
    FONTCONFIG_PATH: join(tmpdir(), "fonts"),
  };
  return { executablePath, args: flags, env };
}
