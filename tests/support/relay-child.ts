// A relay to be killed: hands waiting events to an Inngest server until it dies.  argv: database address, server address
import postgres from "postgres";
import { createRelay } from "@/server/engine";

const [url = "", baseUrl = ""] = process.argv.slice(2);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const relay = createRelay({
  sql: postgres(url, { max: 2, onnotice: () => {} }),
  baseUrl,
  eventKey: "key",
  logger: quiet,
});
await relay.start();
