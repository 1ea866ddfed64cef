import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";

/**
 * The console's screens, read from its routes, so that a new one cannot be forgotten by what looks at all of them.
 * `path` is below /w/<workspace>; a screen of one thing has `pattern`, which its address fits, and `list`, the screen
 * that leads to it.
 */
export function findScreens() {
  const files = readdirSync(join(root, "app", "(console)", "w", "[workspace]"), { recursive: true });
  return files
    .map((file) => String(file).replaceAll("\\", "/"))
    .filter((file) => file === "page.tsx" || file.endsWith("/page.tsx"))
    .map((file) => file.replace(/\/?page\.tsx$/, ""))
    .sort()
    .map((path) => {
      if (!path.includes("[")) return { path };
      const pattern = new RegExp(`/${path.replaceAll(/\[[^\]]+\]/g, "[a-z]+_[A-Za-z0-9]+")}$`);
      return { path, pattern, list: path.slice(0, path.indexOf("/[")) };
    });
}
