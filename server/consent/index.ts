export { type EligibilityOptions, eligibilitySql } from "./eligibility";
export { type PermitAnswer, type PermitRecipient, type PermitRequest, requestPermits, type SendPermit } from "./permit";
