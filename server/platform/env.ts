import "server-only";
import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { z } from "zod";
import { parseProxyTrust } from "./proxy-trust";

const port = z.coerce.number().int().min(1).max(65_535);

const schema = z
  .object({
    NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must start with postgres://"),
    PORT: port.default(3000),
    DATA_DIR: z.string().default("./.data"),
    APP_URL: z.url({ protocol: /^https?$/ }).optional(),
    APP_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
    INNGEST_BASE_URL: z.url().optional(),
    INNGEST_EVENT_KEY: z.string().min(1).optional(),
    INNGEST_SIGNING_KEY: z.string().min(1).optional(),
    CARILLON_ADMIN_EMAIL: z.email().optional(),
    CARILLON_ADMIN_PASSWORD: z.string().min(12, "must have at least 12 characters").optional(),
    CARILLON_WORKSPACE: z.string().min(1).max(80).optional(),
    CARILLON_API_KEY: z
      .string()
      .regex(/^sk_[0-9A-Za-z_-]{32,}$/, "must look like sk_ followed by at least 32 characters")
      .optional(),
    CARILLON_DEMO: z.enum(["0", "1"]).optional(),
    RESEND_BASE_URL: z.url().optional(),
    ASSET_QUOTA_MB: z.coerce.number().int().min(1).default(1024),
    ASSETS_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    ASSETS_S3_BUCKET: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be a bucket name")
      .optional(),
    ASSETS_S3_REGION: z.string().min(1).default("us-east-1"),
    ASSETS_S3_ACCESS_KEY_ID: z.string().min(1).optional(),
    ASSETS_S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
    METRICS_TOKEN: z.string().min(16).optional(),
    API_RATE_LIMIT: z.coerce.number().int().min(1).default(1000),
    API_RATE_WINDOW: z.coerce.number().int().min(1).default(60),
    /** Addresses on the operator's own network that webhooks and imports may call: host:port, separated by commas. */
    ALLOWED_PRIVATE_TARGETS: z
      .string()
      .default("")
      .transform((text) => text.split(",").flatMap((part) => part.trim().toLowerCase() || []))
      .refine(
        (all) => all.every((one) => /^[a-z0-9.:-]+:\d{1,5}$/.test(one)),
        "must list host:port, separated by commas",
      ),
    /** Name servers for looking at sending domains instead of the system's: addresses, separated by commas. */
    DNS_SERVERS: z
      .string()
      .default("")
      .transform((text) => text.split(",").flatMap((part) => part.trim() || []))
      .refine(
        (all) => all.every((one) => isIP(one.replace(/^\[(.+)\]:\d{1,5}$|^([\d.]+):\d{1,5}$/, "$1$2")) !== 0),
        "must list addresses such as 9.9.9.9 or 127.0.0.1:5353, separated by commas",
      ),
    /** Proxies in front whose X-Forwarded-For is believed: how many, or their addresses (platform/client-address.ts). */
    TRUSTED_PROXY: z
      .string()
      .default("")
      .refine(
        (text) => parseProxyTrust(text) !== null,
        "must be the number of proxies in front (1 to 10) or list their addresses, such as 10.0.0.0/8, separated by commas",
      ),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(10),
  })
  .superRefine((e, ctx) => {
    const inngest = ["INNGEST_BASE_URL", "INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"] as const;
    const missing = inngest.filter((name) => !e[name]);
    if (missing.length > 0 && missing.length < inngest.length)
      for (const name of missing)
        ctx.addIssue({
          code: "custom",
          path: [name],
          message: `is missing: an Inngest server needs ${inngest.join(", ")} together; set all of them or none`,
        });
    const store = [
      "ASSETS_S3_ENDPOINT",
      "ASSETS_S3_BUCKET",
      "ASSETS_S3_ACCESS_KEY_ID",
      "ASSETS_S3_SECRET_ACCESS_KEY",
    ] as const;
    const unset = store.filter((name) => !e[name]);
    if (unset.length > 0 && unset.length < store.length)
      for (const name of unset)
        ctx.addIssue({
          code: "custom",
          path: [name],
          message: `is missing: a bucket for images needs ${store.join(", ")} together; set all of them or none`,
        });
    if (Boolean(e.CARILLON_ADMIN_EMAIL) !== Boolean(e.CARILLON_ADMIN_PASSWORD))
      ctx.addIssue({
        code: "custom",
        path: [e.CARILLON_ADMIN_EMAIL ? "CARILLON_ADMIN_PASSWORD" : "CARILLON_ADMIN_EMAIL"],
        message: "is missing: CARILLON_ADMIN_EMAIL and CARILLON_ADMIN_PASSWORD go together",
      });
  });

export type Env = Omit<z.infer<typeof schema>, "APP_URL" | "APP_SECRET"> & { APP_URL: string; APP_SECRET: string };

/** A configuration that must not boot. Its message names the variable and is shown as it is, without a stack. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** The secret everything is derived from: given, or generated once and kept beside the data. */
function loadSecret(dataDir: string): string {
  const file = join(resolve(dataDir), "app-secret");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  mkdirSync(resolve(dataDir), { recursive: true });
  try {
    writeFileSync(file, randomBytes(48).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch {
    // Another process of the same start wrote it first; its secret is the one.
  }
  return readFileSync(file, "utf8").trim();
}

/** Parses a whole environment; throws `ConfigError` naming the first wrong variable. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0] ?? "environment");
      return `${name} ${given[name] === undefined && issue.code !== "custom" ? "is missing" : issue.message}.`;
    });
    throw new ConfigError(`Carillon cannot start: ${[...new Set(lines)].join(" ")}`);
  }
  const e = parsed.data;
  return {
    ...e,
    APP_URL: (e.APP_URL ?? `http://localhost:${e.PORT}`).replace(/\/$/, ""),
    APP_SECRET: e.APP_SECRET ?? loadSecret(e.DATA_DIR),
  };
}

const shared = globalThis as typeof globalThis & { __carillonEnv?: Env };

/** The configuration of this process, parsed once. */
export function env(): Env {
  shared.__carillonEnv ??= parseEnv(process.env);
  return shared.__carillonEnv;
}

/** True when functions run on a real Inngest server; all three variables or none, see the schema. */
export const hasInngestServer = (): boolean => env().INNGEST_BASE_URL !== undefined;

/** A 32-byte key for one purpose, derived with HKDF-SHA-256 (RFC 5869); purposes never share key material. */
export function deriveKey(purpose: string, secret: string = env().APP_SECRET): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "carillon", purpose, 32));
}

/** Password of a database role that only this installation can know; see platform/migrate.ts. */
export const databaseRolePassword = (role: string): string =>
  createHmac("sha256", deriveKey("database-role")).update(role).digest("base64url");

/** Tells next-auth our own address: it reads NEXTAUTH_URL and nothing else, and would otherwise trust the Host header. */
export function publishAppUrl(): void {
  process.env.NEXTAUTH_URL = env().APP_URL;
}
