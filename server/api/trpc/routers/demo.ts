import "server-only";
import { requestDemo, requestDemoRemoval } from "@/server/demo";
import { mutationOf, router } from "../init";

export const demoRouter = router({ request: mutationOf(requestDemo), remove: mutationOf(requestDemoRemoval) });
