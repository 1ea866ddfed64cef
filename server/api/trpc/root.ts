import "server-only";
import { router } from "./init";
import { accessRouter } from "./routers/access";
import { campaignsRouter } from "./routers/campaigns";
import { consentRouter } from "./routers/consent";
import { contactsRouter } from "./routers/contacts";
import { contentRouter } from "./routers/content";
import { demoRouter } from "./routers/demo";
import { homeRouter } from "./routers/home";
import { importsRouter } from "./routers/imports";
import { segmentsRouter } from "./routers/segments";
import { systemRouter } from "./routers/system";

export const appRouter = router({
  demo: demoRouter,
  campaigns: campaignsRouter,
  access: accessRouter,
  consent: consentRouter,
  contacts: contactsRouter,
  imports: importsRouter,
  content: contentRouter,
  segments: segmentsRouter,
  home: homeRouter,
  system: systemRouter,
});

export type AppRouter = typeof appRouter;
