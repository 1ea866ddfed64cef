import { checkLedgersFunction } from "./check-ledgers";

export const consentFunctions = [checkLedgersFunction];
