import { z } from "zod";
import type { FunctionConfig } from "./types";

const Concurrency = z.object({
  limit: z.number(),
  key: z.string().optional(),
  scope: z.enum(["fn", "env", "account"]).optional(),
});

const Registered = z.object({
  id: z.string(),
  name: z.string(),
  triggers: z.array(
    z.object({ event: z.string().optional(), expression: z.string().optional(), cron: z.string().optional() }),
  ),
  steps: z.object({ step: z.object({ retries: z.object({ attempts: z.number().optional() }).optional() }) }),
  concurrency: z
    .union([z.number().transform((limit) => [{ limit }]), Concurrency.transform((one) => [one]), z.array(Concurrency)])
    .optional(),
  idempotency: z.string().optional(),
  batchEvents: z
    .object({ maxSize: z.number(), timeout: z.string(), key: z.string().optional(), if: z.string().optional() })
    .optional(),
  rateLimit: z.object({ key: z.string().optional(), limit: z.number(), period: z.string() }).optional(),
  throttle: z
    .object({ key: z.string().optional(), limit: z.number(), period: z.string(), burst: z.number().optional() })
    .optional(),
  debounce: z.object({ key: z.string().optional(), period: z.string(), timeout: z.string().optional() }).optional(),
  priority: z.object({ run: z.string().optional() }).optional(),
  timeouts: z.object({ start: z.string().optional(), finish: z.string().optional() }).optional(),
  singleton: z.object({ key: z.string().optional(), mode: z.enum(["skip", "cancel"]) }).optional(),
  cancel: z
    .array(z.object({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }))
    .optional(),
});

const Registration = z.object({ functions: z.array(Registered) });

/** Server default: 4 retries, at most 20. */
const DEFAULT_RETRIES = 4;
const MAX_RETRIES = 20;

/** Reads the registration document the SDK answers to an in-band sync. Throws when it has an unknown shape. */
export function parseRegistration(document: unknown): FunctionConfig[] {
  return Registration.parse(document).functions.map(({ steps, concurrency, cancel, ...rest }) => ({
    ...rest,
    maxAttempts: Math.min(steps.step.retries?.attempts ?? DEFAULT_RETRIES, MAX_RETRIES) + 1,
    concurrency: concurrency ?? [],
    cancel: cancel ?? [],
  }));
}
