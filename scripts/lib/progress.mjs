/** A sentence for the person at the terminal. `boot` prints it and exits with 1, without a stack. */
export class Refusal extends Error {}

/** Runs one step of the start-up and shows that it works: a line at the beginning, the seconds at the end. */
export async function showStep(label, work) {
  const begun = Date.now();
  const seconds = () => ((Date.now() - begun) / 1000).toFixed(1);
  process.stdout.write(`  ${label}…\n`);
  const ticker = setInterval(() => process.stdout.write(`  ${label}… ${seconds()} s so far\n`), 10_000);
  try {
    const result = await work();
    process.stdout.write(`  ${label}: done in ${seconds()} s\n`);
    return result;
  } finally {
    clearInterval(ticker);
  }
}
