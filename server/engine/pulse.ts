/** Lets a loop sleep until it is woken or its time is up, and says which. A beat while nobody waits is remembered. */
export class Pulse {
  private isDue = false;
  private release: (() => void) | undefined;

  beat(): void {
    this.isDue = true;
    this.release?.();
  }

  async wait(timeoutMs: number): Promise<"woken" | "over"> {
    if (!this.isDue) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(timeoutMs, 0));
        this.release = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const was = this.isDue ? "woken" : "over";
    this.release = undefined;
    this.isDue = false;
    return was;
  }
}
