import { settleSignupFunction } from "./settle-signup";

export const formFunctions = [settleSignupFunction];
