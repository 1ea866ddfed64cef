import type { FunctionConfig } from "./types";

export interface Trigger {
  fn: FunctionConfig;
  expression: string | undefined;
}

/** Functions by id, and by the event names that start them. */
export class Registry {
  readonly functions: ReadonlyMap<string, FunctionConfig>;
  private readonly exact = new Map<string, Trigger[]>();
  private readonly wildcards: { prefix: string; trigger: Trigger }[] = [];

  constructor(configs: FunctionConfig[]) {
    this.functions = new Map(configs.map((config) => [config.id, config]));
    for (const fn of configs) {
      for (const { event, expression } of fn.triggers) {
        if (event === undefined) continue;
        const trigger = { fn, expression };
        if (event.endsWith("*")) this.wildcards.push({ prefix: event.slice(0, -1), trigger });
        else this.exact.set(event, [...(this.exact.get(event) ?? []), trigger]);
      }
    }
  }

  /** Triggers an event name starts; a wildcard never sees the engine's own events. */
  triggersOf(eventName: string): Trigger[] {
    const exact = this.exact.get(eventName) ?? [];
    if (eventName.startsWith("inngest/")) return exact;
    return [
      ...exact,
      ...this.wildcards.filter(({ prefix }) => eventName.startsWith(prefix)).map(({ trigger }) => trigger),
    ];
  }

  isAwaited(eventName: string): boolean {
    return this.exact.has(eventName);
  }
}
