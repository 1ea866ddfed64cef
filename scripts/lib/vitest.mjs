import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, runNode } from "./run.mjs";

/** Names that would aim a test run at somebody's installation, or change what it tests. */
const aimed = /^(PORT|DATABASE_URL|DATA_DIR|APP_URL|APP_SECRET|NODE_ENV|INNGEST_.*|CARILLON_.*|NEXTAUTH_.*)$/;

/** The environment of a test run. CARILLON_TEST_* is for the tests themselves and stays. */
export const environmentForTests = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !aimed.test(name) || name.startsWith("CARILLON_TEST_")),
  );

/** The report a runner wrote, or nothing when it died before writing it. */
export function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** A runner that ends badly without naming a failed test (it crashed, a file did not load) counts as one failure. */
export const failuresOf = (code, counted) => (code !== 0 && counted === 0 ? 1 : counted);

/** Runs one vitest project, streaming its output. Resolves with how many tests passed and failed. */
export async function runVitest(project, flags = []) {
  const file = join(root, "test-results", `${project}.json`);
  mkdirSync(join(root, "test-results"), { recursive: true });
  rmSync(file, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const { code } = await runNode(
    [
      vitest,
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
      ...flags,
    ],
    { env: environmentForTests(), stream: true },
  );
  const report = readReport(file);
  return { passed: report?.numPassedTests ?? 0, failed: failuresOf(code, report?.numFailedTests ?? 0) };
}
