/** Starts the background engine of this process. `stop` drains: what runs finishes, nothing new begins. */
export async function startWorker(_options: { signal: AbortSignal }): Promise<{ stop(): Promise<void> }> {
  return { stop: async () => {} };
}
