// Started by crash.test.ts as a process of its own, to be killed: the worker of `npm start` with the imports' functions.
import { inngest } from "@/inngest/client";
import { importsFunctions } from "@/inngest/functions/imports";
import { createEngine } from "@/server/engine";
import { pipelineSql } from "@/server/platform/db";
import { logger } from "@/server/platform/logger";

const engine = createEngine({
  sql: pipelineSql(),
  client: inngest,
  functions: importsFunctions,
  logger: logger(),
  concurrency: 2,
  leaseMs: 1500,
  heartbeatMs: 250,
  pollMs: 50,
});
await engine.start();
