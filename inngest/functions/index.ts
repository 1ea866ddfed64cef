import { campaignFunctions } from "./campaigns";
import { segmentsFunctions } from "./segments";
import { demoFunctions } from "./demo";

/** Every background function of Carillon, on either engine. */
export const functions = [...campaignFunctions, ...segmentsFunctions, ...demoFunctions];
