import { eventType, staticSchema } from "inngest";
import type { DomainEventName, DomainEvents } from "@/contracts/events";

/** An event's data as functions receive it, with what travels along. */
type Data<N extends DomainEventName> = { [K in keyof DomainEvents[N]]: DomainEvents[N][K] } & { traceId?: string };

/** A domain event as a trigger: `triggers: [on("campaign.launched")]`; the handler's `event.data` is typed by it. */
export const on = <N extends DomainEventName>(name: N) => eventType(name, { schema: staticSchema<Data<N>>() });
