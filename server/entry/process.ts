import "server-only";
import { ConfigError } from "@/server/platform/env";

/** Exit code for "do not start me again, the configuration is wrong" (EX_CONFIG of sysexits.h). */
const configurationExit = 78;

/** Runs the main function of a process. A refused configuration is one sentence on stderr, not a stack. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`);
      process.exit(configurationExit);
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  }
}

/**
 * Calls `stop` once, when this process is asked to end, and exits when it is done or `withinMs` is over.
 * Asked means SIGTERM, SIGINT (unless a supervisor runs us: Ctrl-C reaches the whole group, and it decides), or the
 * death of the supervisor, seen as the end of the IPC channel, so kill -9 of it leaves no orphan.
 */
export function stopWhenAsked(stop: () => Promise<void>, withinMs: number): void {
  let stopping = false;
  const begin = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), withinMs).unref();
    stop().then(
      () => process.exit(0),
      (error) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", begin);
  process.on("SIGINT", () => {
    if (!process.connected) begin();
  });
  process.on("disconnect", begin);
}
