export { type CompiledEmail, compileEmail } from "./compile-email";
export type { EmailBrand } from "./email-source";
export { findLinks, rewriteLinks } from "./rules/rewrite-links";
