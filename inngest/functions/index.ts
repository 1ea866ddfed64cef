import { campaignFunctions } from "./campaigns";

/** Every background function of Carillon, on either engine. */
export const functions = [...campaignFunctions];
