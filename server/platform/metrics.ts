import "server-only";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { AppError } from "./errors";

function create() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    commandSeconds: new Histogram({
      name: "command_duration_seconds",
      help: "Commands and queries",
      labelNames: ["name", "outcome"],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
      registers,
    }),
    httpSeconds: new Histogram({
      name: "http_server_request_duration_seconds",
      help: "API requests",
      labelNames: ["route", "method", "status_class"],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
      registers,
    }),
    messages: new Counter({
      name: "messages_total",
      help: "Messages by outcome",
      labelNames: ["channel", "provider", "outcome"],
      registers,
    }),
    suppressed: new Counter({
      name: "suppressed_total",
      help: "Messages not sent, by reason",
      labelNames: ["reason"],
      registers,
    }),
    providerErrors: new Counter({
      name: "provider_errors_total",
      help: "Provider errors by class",
      labelNames: ["provider", "class"],
      registers,
    }),
    hits: new Counter({
      name: "tracking_hits_total",
      help: "Opens, clicks, unsubscribes taken in",
      labelNames: ["kind", "outcome"],
      registers,
    }),
    statements: new Counter({
      name: "db_statements_total",
      help: "Statements sent to Postgres, begin and commit included",
      labelNames: ["role"],
      registers,
    }),
    outboxPending: new Gauge({ name: "outbox_pending", help: "Events not yet routed", registers }),
    outboxOldest: new Gauge({
      name: "outbox_oldest_age_seconds",
      help: "Age of the oldest event not yet routed",
      registers,
    }),
    messagesUnknown: new Gauge({ name: "messages_unknown", help: "Messages whose outcome is not known", registers }),
    invariantViolations: new Counter({
      name: "invariant_violations_total",
      help: "Must stay at zero",
      labelNames: ["name"],
      registers,
    }),
  };
}

const shared = globalThis as typeof globalThis & { __carillonMetrics?: ReturnType<typeof create> };

/** The metrics of this process. Labels come from closed sets only (reliability.md §5). */
export function metrics(): ReturnType<typeof create> {
  shared.__carillonMetrics ??= create();
  return shared.__carillonMetrics;
}

/** Times a command or query and counts refusals apart from failures. */
export async function observeCommand<T>(name: string, run: () => Promise<T>): Promise<T> {
  const end = metrics().commandSeconds.startTimer({ name });
  try {
    const result = await run();
    end({ outcome: "ok" });
    return result;
  } catch (error) {
    end({ outcome: error instanceof AppError ? "refused" : "failed" });
    throw error;
  }
}
