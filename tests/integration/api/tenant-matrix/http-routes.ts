/** Every route file below app/, and what keeps tenants apart in it. */
export const HTTP_ROUTES: Record<string, string> = {
  "api/trpc/[trpc]": "every procedure is a line of SAMPLES",
  "api/v1/[...path]": "every route of the table is tried",
  "api/w/[workspace]/imports/[id]/errors": "tried in tenant-matrix.test.ts",
  "api/w/[workspace]/exports/[id]/download": "the command of GET /exports/{id}/download: export.test.ts",
  "api/w/[workspace]/imports/upload": "tried in tenant-matrix.test.ts",
  "api/v1/openapi.json": "the same for everybody",
  "api/auth/[...nextauth]": "about a person, not a workspace: sign-in.test.ts",
  "api/hooks/[provider]": "the provider signs what it says: news.test.ts",
  "api/t/[...path]": "tokens are signed for one message: tracking.test.ts",
  "api/inngest": "signed by the Inngest server",
  metrics: "for the operator, with a token",
  livez: "says nothing about anybody",
  readyz: "says nothing about anybody",
  healthz: "says nothing about anybody",
};
