import "server-only";
import { getHomeCounts, getHomeOverview } from "@/server/system";
import { queryOf, router } from "../init";

export const homeRouter = router({ overview: queryOf(getHomeOverview), counts: queryOf(getHomeCounts) });
