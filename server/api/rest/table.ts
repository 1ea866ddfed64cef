import "server-only";
import type { RestRoute } from "./route";
import { accessRoutes } from "./routes/access";
import { assetRoutes } from "./routes/assets";
import { campaignReviewRoutes } from "./routes/campaign-reviews";
import { campaignRoutes } from "./routes/campaigns";
import { channelRoutes } from "./routes/channels";
import { companyRoutes } from "./routes/companies";
import { consentRoutes } from "./routes/consent";
import { contactFieldRoutes } from "./routes/contact-fields";
import { contactRoutes } from "./routes/contacts";
import { contentRoutes } from "./routes/content";
import { deliveryRoutes } from "./routes/delivery";
import { formRoutes } from "./routes/forms";
import { importRoutes } from "./routes/imports";
import { integrationRoutes } from "./routes/integrations";
import { peopleRoutes } from "./routes/people";
import { profileRoutes } from "./routes/profiles";
import { segmentRoutes } from "./routes/segments";
import { snippetRoutes } from "./routes/snippets";

/** Every route of /api/v1, one list per domain. */
export const restTable: readonly RestRoute[] = [
  ...accessRoutes,
  ...campaignRoutes,
  ...campaignReviewRoutes,
  ...channelRoutes,
  ...deliveryRoutes,
  ...companyRoutes,
  ...consentRoutes,
  ...contactFieldRoutes,
  ...contactRoutes,
  ...peopleRoutes,
  ...contentRoutes,
  ...assetRoutes,
  ...formRoutes,
  ...importRoutes,
  ...integrationRoutes,
  ...profileRoutes,
  ...segmentRoutes,
  ...snippetRoutes,
];
