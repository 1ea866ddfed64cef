import "server-only";
import { router } from "./init";
import { accessRouter } from "./routers/access";
import { segmentsRouter } from "./routers/segments";

export const appRouter = router({
  access: accessRouter,
  segments: segmentsRouter,
});

export type AppRouter = typeof appRouter;
