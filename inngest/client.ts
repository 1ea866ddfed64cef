import { Inngest } from "inngest";

/** The one Inngest client. Embedded or real server: only its options differ (inngest/worker-main.ts). */
export const inngest = new Inngest({ id: "carillon" });
