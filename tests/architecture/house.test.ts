import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findBrokenReferences } from "../../scripts/check-doc-refs.mjs";
import { problemsOf } from "../../scripts/check-house.mjs";
import { findLockProblems } from "../../scripts/lock-is-complete.mjs";

const word = (...parts: string[]) => parts.join("");

describe("the house rules", () => {
  it.each([
    ["a file over 400 lines", "server/a.ts", "\n".repeat(401), /400 is the limit/],
    ["process.env outside the parser", "server/contacts/a.ts", `${word("process", ".env")}.X`, /reads process\.env/],
    ["an unfinished note", "server/a.ts", `// ${word("TO", "DO")} later`, /holds a/],
    ["a test that runs alone", "server/a.test.ts", `${word("it", ".only")}("x", f)`, /skips tests/],
    ["a name that is not kebab-case", "server/MyFile.ts", "", /kebab-case/],
    ["a rule that reads the clock", "server/campaigns/rules/a.ts", "Date.now()", /must not read the clock/],
    ["a rule that rolls dice", "server/campaigns/rules/a.ts", "Math.random()", /must not read the clock/],
  ])("find %s", (_, file, text, problem) => {
    expect(problemsOf(file, text)).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    ["server/platform/env.ts", "process.env.PORT"],
    ["scripts/boot.mjs", "process.env.PORT"],
    ["server/campaigns/rules/a.ts", "new Date(startedAt)"],
    ["app/(console)/[workspace]/page.tsx", ""],
  ])("allow %s to hold %s", (file, text) => {
    expect(problemsOf(file, text)).toEqual([]);
  });
});

describe("the lock file check and the document check", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "carillon-house-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it("name a platform binary that the lock lacks and an entry with a download address", () => {
    const packages = {
      "node_modules/a": { version: "1.0.0", optionalDependencies: { "a-linux": "1.0.0", "a-mac": "1.0.0" } },
      "node_modules/a-linux": { version: "1.0.0", resolved: `${word("https", "://")}somewhere/a-linux.tgz` },
    };
    const file = join(directory, "package-lock.json");
    writeFileSync(file, JSON.stringify({ packages }));
    expect(findLockProblems(file)).toEqual(["a needs a-mac, which the lock lacks", "a-linux names a download address"]);
  });

  it("name a path that a document cites and that does not exist", () => {
    mkdirSync(join(directory, "docs"));
    mkdirSync(join(directory, "server"));
    writeFileSync(join(directory, "server", "real.ts"), "");
    const cited = "`server/real.ts`, `server/gone.ts`, `npm start`, `a/b`, `campaign:launch`";
    writeFileSync(join(directory, "docs", "guide.md"), cited);
    expect(findBrokenReferences(directory)).toEqual(["docs/guide.md: server/gone.ts does not exist"]);
  });
});
