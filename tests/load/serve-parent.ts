/** In a child process: tells the parent where we listen, answers its questions, and ends with it. */
export function serveParent(port: number, answer: (question: never) => unknown): void {
  process.on("message", async (question) => process.send?.((await answer(question as never)) as object));
  process.on("disconnect", () => process.exit(0));
  process.send?.({ port });
}
