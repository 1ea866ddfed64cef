import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** `folder/file.ext`, optionally with :line; patterns, placeholders and addresses are not paths of files. */
const pathLike = /^(?:\.{0,2}\/)?[\w@()[\].-]+(?:\/[\w@()[\].-]+)+\/?(?::\d+)?$/;

/** Every path cited between backticks in README.md, docs/ and the domains' READMEs must exist. Returns the broken ones. */
export function findBrokenReferences(root) {
  const documents = ["README.md", ...filesBelow(root, "docs"), ...filesBelow(root, "server")].filter((file) =>
    /\.md$/.test(file),
  );
  const tops = new Set(readdirSync(root));
  const broken = [];
  for (const document of documents) {
    if (!existsSync(join(root, document))) continue;
    const text = readFileSync(join(root, document), "utf8").replaceAll(/^```[\s\S]*?^```/gm, "");
    for (const [, cited] of text.matchAll(/`([^`\n]+)`/g)) {
      if (!pathLike.test(cited)) continue;
      const path = cited.replace(/:\d+$/, "");
      const relative = path.startsWith("./") || path.startsWith("../");
      if (!relative && !tops.has(path.split("/")[0])) continue;
      const target = relative ? join(root, dirname(document), path) : join(root, path);
      if (!existsSync(target) && !isMadeByRunning(path)) broken.push(`${document}: ${cited} does not exist`);
    }
  }
  return broken;
}

const isMadeByRunning = (path) => /^(\.data|dist|\.next|node_modules|test-results)\//.test(path);

function filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name));
}
