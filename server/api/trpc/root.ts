import "server-only";
import { router } from "./init";
import { accessRouter } from "./routers/access";
import { assetsRouter } from "./routers/assets";
import { campaignsRouter } from "./routers/campaigns";
import { channelsRouter } from "./routers/channels";
import { companiesRouter } from "./routers/companies";
import { consentRouter } from "./routers/consent";
import { contactsRouter } from "./routers/contacts";
import { contentRouter } from "./routers/content";
import { deliveryRouter } from "./routers/delivery";
import { demoRouter } from "./routers/demo";
import { formsRouter } from "./routers/forms";
import { homeRouter } from "./routers/home";
import { importsRouter } from "./routers/imports";
import { integrationsRouter } from "./routers/integrations";
import { peopleRouter } from "./routers/people";
import { profilesRouter } from "./routers/profiles";
import { segmentsRouter } from "./routers/segments";
import { systemRouter } from "./routers/system";

export const appRouter = router({
  demo: demoRouter,
  campaigns: campaignsRouter,
  access: accessRouter,
  channels: channelsRouter,
  delivery: deliveryRouter,
  companies: companiesRouter,
  consent: consentRouter,
  contacts: contactsRouter,
  imports: importsRouter,
  integrations: integrationsRouter,
  content: contentRouter,
  assets: assetsRouter,
  profiles: profilesRouter,
  people: peopleRouter,
  segments: segmentsRouter,
  forms: formsRouter,
  home: homeRouter,
  system: systemRouter,
});

export type AppRouter = typeof appRouter;
