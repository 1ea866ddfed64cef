import "server-only";
import type { RestRoute } from "./route";

export type Match =
  | { kind: "found"; route: RestRoute; params: Record<string, string> }
  | { kind: "wrong-method"; allowed: string[] }
  | { kind: "none" };

type Compiled = { route: RestRoute; segments: string[] };

const split = (path: string): string[] => path.split("/").filter(Boolean);

/** Makes a lookup over a route table. Written-out segments win over parameters: `/segments/count` before `/segments/{id}`. */
export function matcherOf(table: readonly RestRoute[]): (method: string, path: string) => Match {
  const bySize = new Map<number, Compiled[]>();
  for (const route of table)
    for (const path of [route.path, ...(route.aliases ?? [])]) {
      const segments = split(path);
      bySize.set(segments.length, [...(bySize.get(segments.length) ?? []), { route, segments }]);
    }
  for (const list of bySize.values())
    list.sort((a, b) => parameterMask(a.segments).localeCompare(parameterMask(b.segments)));

  return (method, path) => {
    const parts = split(path);
    const hits = (bySize.get(parts.length) ?? []).flatMap((candidate) => {
      const params = paramsOf(candidate.segments, parts);
      return params ? [{ route: candidate.route, params, mask: parameterMask(candidate.segments) }] : [];
    });
    const best = hits.filter((hit) => hit.mask === hits[0]?.mask);
    const found = best.find((hit) => hit.route.method === method);
    if (found) return { kind: "found", route: found.route, params: found.params };
    return best.length > 0
      ? { kind: "wrong-method", allowed: [...new Set(best.map((hit) => hit.route.method))].sort() }
      : { kind: "none" };
  };
}

const isParameter = (segment: string): boolean => segment.startsWith("{");
const parameterMask = (segments: string[]): string => segments.map((s) => (isParameter(s) ? "1" : "0")).join("");

function paramsOf(pattern: string[], parts: string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [i, segment] of pattern.entries()) {
    const part = parts[i] ?? "";
    if (isParameter(segment)) params[segment.slice(1, -1)] = part;
    else if (segment !== part) return null;
  }
  return params;
}
