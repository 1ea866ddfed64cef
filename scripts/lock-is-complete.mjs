import { readFileSync } from "node:fs";

/**
 * The reasons why `npm ci` would refuse this package-lock.json on some machine; [] when there are none.
 * npm leaves a platform's binary out of the lock when its registry lacked it at that moment, and refuses the lock
 * elsewhere. An entry with a download address ties every clone to one registry.
 */
export function findLockProblems(file = "package-lock.json") {
  const { packages } = JSON.parse(readFileSync(file, "utf8"));
  const nameOf = (path) => path.replace(/^.*node_modules\//, "");
  const names = new Set(Object.keys(packages).map(nameOf));
  const problems = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const dependency of Object.keys(entry.optionalDependencies ?? {})) {
      if (!names.has(dependency))
        problems.push(`${nameOf(path) || "(root)"} needs ${dependency}, which the lock lacks`);
    }
    if (/^https?:/.test(entry.resolved ?? "")) problems.push(`${nameOf(path)} names a download address`);
  }
  return problems;
}
