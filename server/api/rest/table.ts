import "server-only";
import type { RestRoute } from "./route";
import { segmentRoutes } from "./routes/segments";

/** Every route of /api/v1, one list per domain. */
export const restTable: readonly RestRoute[] = [...segmentRoutes];
