import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The checkout, without a slash at the end. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/**
 * Runs a program in the checkout and resolves with { code, output }. `stream` shows its output as it comes,
 * otherwise it is only collected. The program is killed when this process ends.
 */
export function runProgram(file, flags, { env = process.env, stream = false, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, flags, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const chunks = [];
    const killIt = () => child.kill("SIGKILL");
    process.once("exit", killIt);
    for (const [source, sink] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      source.on("data", (chunk) => {
        chunks.push(chunk);
        if (stream) sink.write(chunk);
      });
    }
    child.once("error", reject);
    child.once("close", (code, signal) => {
      process.off("exit", killIt);
      resolve({ code: code ?? (signal ? 1 : 0), output: Buffer.concat(chunks).toString("utf8") });
    });
  });
}

/** Runs a JavaScript file with this Node. */
export const runNode = (flags, options) => runProgram(process.execPath, flags, options);
