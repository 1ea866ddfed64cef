import "server-only";
import { router } from "./init";
import { accessRouter } from "./routers/access";
import { consentRouter } from "./routers/consent";
import { contactsRouter } from "./routers/contacts";
import { segmentsRouter } from "./routers/segments";

export const appRouter = router({
  access: accessRouter,
  consent: consentRouter,
  contacts: contactsRouter,
  segments: segmentsRouter,
});

export type AppRouter = typeof appRouter;
