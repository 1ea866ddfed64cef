import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { z } from "zod";
import type { Permission } from "@/contracts/access";
import type { DomainEvent } from "@/contracts/events";
import { writeAudit } from "./audit";
import { type Actor, type Ctx, demand } from "./context";
import { inWorkspace, type Tx } from "./db";
import { AppError, validationError } from "./errors";
import { observeCommand } from "./metrics";
import { emitEvents } from "./outbox";

/** What a command leaves in the audit log; `none("why")` is the only way to leave nothing. */
export type Audit =
  | { action: string; entityType: string; entityId?: string | null; changes?: Record<string, unknown> }
  | { none: string };
export const none = (why: string): Audit => ({ none: why });

export type CommandOutcome<R> = { result: R; audit: Audit | Audit[]; events: DomainEvent[] };

type Caller = Actor["type"];
export type CommandSpec<I extends z.ZodType, R> = {
  /** `<noun>.<verb>`, also the span and metric label. */
  name: string;
  /** What members and API keys must hold. */
  permission: Permission;
  /** Callers besides members, API keys, jobs and operators: recipients and providers act without permissions. */
  alsoBy?: readonly Caller[];
  input: I;
  run(ctx: Ctx, input: z.output<I>, tx: Tx): Promise<CommandOutcome<R>>;
};

export type Command<I extends z.ZodType, R> = ((ctx: Ctx, input: z.input<I>) => Promise<R>) & {
  readonly spec: CommandSpec<I, R>;
};

const running = new AsyncLocalStorage<string>();

/**
 * A change of state in one domain: authorises, parses, opens the transaction, runs, writes audit and outbox in that
 * same transaction. Throws AppError for refusals. Calling a command inside a command throws: that is a process.
 */
export function defineCommand<I extends z.ZodType, R>(spec: CommandSpec<I, R>): Command<I, R> {
  const call = async (ctx: Ctx, raw: z.input<I>): Promise<R> => {
    const outer = running.getStore();
    if (outer)
      throw new Error(`${spec.name} was called inside ${outer}: string commands together in a process instead.`);
    authorise(ctx, spec.permission, spec.alsoBy);
    const parsed = spec.input.safeParse(raw);
    if (!parsed.success) throw validationError(parsed.error);
    return observeCommand(spec.name, () =>
      running.run(spec.name, () =>
        inWorkspace(ctx.workspaceNo, async (tx) => {
          const outcome = await spec.run(ctx, parsed.data, tx);
          await writeAudit(tx, ctx, [outcome.audit].flat());
          await emitEvents(tx, ctx, outcome.events);
          return outcome.result;
        }),
      ),
    );
  };
  return Object.assign(call, { spec });
}

export type QuerySpec<I extends z.ZodType, R> = {
  name: string;
  permission: Permission;
  input: I;
  run(ctx: Ctx, input: z.output<I>, tx: Tx): Promise<R>;
};
export type Query<I extends z.ZodType, R> = ((ctx: Ctx, input: z.input<I>) => Promise<R>) & {
  readonly spec: QuerySpec<I, R>;
};

/** A read: authorises, parses, runs in one row-level-secured transaction. */
export function defineQuery<I extends z.ZodType, R>(spec: QuerySpec<I, R>): Query<I, R> {
  const call = async (ctx: Ctx, raw: z.input<I>): Promise<R> => {
    authorise(ctx, spec.permission);
    const parsed = spec.input.safeParse(raw);
    if (!parsed.success) throw validationError(parsed.error);
    return observeCommand(spec.name, () => inWorkspace(ctx.workspaceNo, (tx) => spec.run(ctx, parsed.data, tx)));
  };
  return Object.assign(call, { spec });
}

export type ProcessSpec<I extends z.ZodType, R> = {
  name: string;
  permission: Permission;
  input: I;
  run(ctx: Ctx, input: z.output<I>): Promise<R>;
};
export type Process<I extends z.ZodType, R> = ((ctx: Ctx, input: z.input<I>) => Promise<R>) & {
  readonly spec: ProcessSpec<I, R>;
};

/**
 * Commands and outside calls in a row, without a transaction around them: every line is keyed or conditional, so
 * starting over is harmless. Authorised and parsed like a command, and callable by the same transports.
 */
export function defineProcess<I extends z.ZodType, R>(spec: ProcessSpec<I, R>): Process<I, R> {
  const call = async (ctx: Ctx, raw: z.input<I>): Promise<R> => {
    authorise(ctx, spec.permission);
    const parsed = spec.input.safeParse(raw);
    if (!parsed.success) throw validationError(parsed.error);
    return observeCommand(spec.name, () => spec.run(ctx, parsed.data));
  };
  return Object.assign(call, { spec });
}

function authorise(ctx: Ctx, permission: Permission, alsoBy: readonly Caller[] = []): void {
  if (alsoBy.includes(ctx.actor.type)) return;
  if (ctx.actor.type === "recipient" || ctx.actor.type === "provider")
    throw new AppError("FORBIDDEN", "This link cannot do that.");
  demand(ctx, permission);
}
