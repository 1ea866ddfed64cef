import { accessFunctions } from "./access";
import { auditFunctions } from "./audit";
import { campaignFunctions } from "./campaigns";
import { channelFunctions } from "./channels";
import { consentFunctions } from "./consent";
import { contactFunctions } from "./contacts";
import { contentFunctions } from "./content";
import { deliveryFunctions } from "./delivery";
import { demoFunctions } from "./demo";
import { formFunctions } from "./forms";
import { importsFunctions } from "./imports";
import { integrationFunctions } from "./integrations";
import { peopleFunctions } from "./people";
import { segmentsFunctions } from "./segments";

/** Every background function of Carillon, on either engine. */
export const functions = [
  ...accessFunctions,
  ...auditFunctions,
  ...consentFunctions,
  ...channelFunctions,
  ...importsFunctions,
  ...formFunctions,
  ...segmentsFunctions,
  ...peopleFunctions,
  ...integrationFunctions,
  ...deliveryFunctions,
  ...campaignFunctions,
  ...contactFunctions,
  ...contentFunctions,
  ...demoFunctions,
];
