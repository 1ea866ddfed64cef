import "server-only";
import { env } from "@/server/platform/env";

/** The pages that show every component exist in development only; a production host answers 404. */
export const showsKitchenSink = (): boolean => env().NODE_ENV !== "production";
