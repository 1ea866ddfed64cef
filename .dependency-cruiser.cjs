// Who may import what (docs/architecture.md). The order of the domains is data: tests/architecture/tiers.json.
const tiers = require("./tests/architecture/tiers.json");

const error = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });
const test = "\\.test\\.tsx?$";
const notCore = { dependencyTypesNot: ["core"] };
const folder = (name) => `^server/${name}/`;

const tierRules = Object.entries(tiers)
  .filter(([name]) => !["platform", "entry"].includes(name))
  .map(([name, tier]) => {
    const below = Object.entries(tiers)
      .filter(([other, otherTier]) => otherTier < tier && other !== "platform")
      .map(([other]) => other);
    const doors = below.length > 0 ? [`^server/(${below.join("|")})/index\\.ts$`] : [];
    return error(
      `server-${name}`,
      `server/${name} imports itself, platform, and the index.ts of lower tiers.`,
      { path: folder(name), pathNot: test },
      { path: "^server/", pathNot: [folder(name), "^server/platform/", ...doors] },
    );
  });

module.exports = {
  forbidden: [
    error("no-cycle", "Modules form no cycle.", {}, { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } }),
    error("no-unresolvable", "Every import resolves.", {}, { couldNotResolve: true, path: "^[.@]/?" }),
    error(
      "no-dev-dependency",
      "The product imports no package that is only there for development.",
      { path: "^(app|components|contracts|drizzle|emails|inngest|server)/", pathNot: test },
      { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    ),
    error(
      "contracts",
      "contracts imports zod and contracts.",
      { path: "^contracts/", pathNot: test },
      { pathNot: ["^contracts/", "^node_modules/zod/"] },
    ),
    error(
      "components",
      "components imports components and contracts.",
      { path: "^components/", pathNot: test },
      { path: "^(app|drizzle|emails|inngest|scripts)/" },
    ),
    error(
      "components-server",
      "Of server, components import only types.",
      { path: "^components/", pathNot: test },
      { path: "^server/", dependencyTypesNot: ["type-only"] },
    ),
    error(
      "components-server-types",
      "The only types of server that components see are those of the tRPC router.",
      { path: "^components/", pathNot: test },
      { path: "^server/", pathNot: "^server/api/trpc/" },
    ),
    error(
      "app",
      "app imports components, contracts and server/api; app/api also inngest.",
      { path: "^app/", pathNot: ["^app/api/", test] },
      { path: "^(server/(?!api/)|drizzle/|inngest/|scripts/)" },
    ),
    error(
      "app-api",
      "Route files bind a URL to server/api or inngest.",
      { path: "^app/api/", pathNot: test },
      { path: "^(server/(?!api/)|drizzle/|components/|scripts/)" },
    ),
    error("app-is-the-top", "Nobody imports app.", { pathNot: ["^app/", "^tests/"] }, { path: "^app/" }),
    error(
      "server-is-headless",
      "server imports no screen, no route and no job.",
      { path: "^server/", pathNot: ["^server/entry/", test] },
      { path: "^(app|components|inngest|scripts|tests)/" },
    ),
    error(
      "server-platform",
      "platform knows no domain.",
      { path: "^server/platform/", pathNot: test },
      { path: "^server/", pathNot: "^server/platform/" },
    ),
    error(
      "rules-are-pure",
      "A rule imports contracts and other rules of its domain; time and chance come in as arguments. Types are free.",
      { path: "^server/([^/]+)/rules/", pathNot: test },
      {
        pathNot: ["^contracts/", "^server/$1/rules/", "^node_modules/(zod|temporal-polyfill)/"],
        dependencyTypesNot: ["type-only"],
      },
    ),
    error(
      "providers-through-the-registry",
      "A provider is reached only through server/channels.",
      { pathNot: ["^server/channels/", "^tests/"] },
      { path: "^server/channels/[^/]+/" },
    ),
    error(
      "only-delivery-sends",
      "The registry of providers is opened by delivery alone; others ask channels what is configured.",
      { pathNot: ["^server/(channels|delivery)/", "^tests/", test] },
      { path: "^server/channels/registry\\.ts$" },
    ),
    error(
      "jobs",
      "inngest imports contracts, the doors of server and platform; never SQL or schema.",
      { path: "^inngest/", pathNot: test },
      { path: "^(app|components|drizzle|scripts|tests)/|^server/(?!platform/)[^/]+/(?!index\\.ts$)" },
    ),
    error(
      "job-functions",
      "inngest/functions hold names, limits and steps: no database driver.",
      { path: "^inngest/functions/", pathNot: test },
      { path: "^node_modules/(postgres|drizzle-orm)/|^server/platform/db\\.ts$" },
    ),
    error(
      "emails",
      "emails are pure props: React Email and contracts.",
      { path: "^emails/", pathNot: test },
      { path: "^(app|components|drizzle|inngest|scripts|server|tests)/" },
    ),
    error(
      "schema",
      "drizzle imports drizzle and contracts.",
      { path: "^drizzle/", pathNot: test },
      { path: "^(app|components|emails|inngest|scripts|server|tests)/" },
    ),
    error(
      "no-test-in-product",
      "The product does not import tests.",
      { path: "^(app|components|contracts|drizzle|emails|inngest|server)/", pathNot: test },
      { path: "^tests/|\\.test\\.tsx?$", ...notCore },
    ),
    ...tierRules,
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|dist|\\.data)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
