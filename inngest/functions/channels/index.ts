import { checkSendingDomains } from "./check-domains";

export const channelFunctions = [checkSendingDomains];
