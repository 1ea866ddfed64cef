/** Longest password that is looked at, in bytes of UTF-8: hashing a megabyte must not be possible for free. */
export const MAX_PASSWORD_BYTES = 1024;
export const MIN_PASSWORD_CHARACTERS = 12;

export const isPasswordTooLong = (password: string): boolean =>
  password.length > MAX_PASSWORD_BYTES || new TextEncoder().encode(password).length > MAX_PASSWORD_BYTES;

/** The sentence to show, or null when the password may be used. Length is the only rule (NIST SP 800-63B §5.1.1.2). */
export function passwordProblem(password: string): string | null {
  if ([...password].length < MIN_PASSWORD_CHARACTERS) return `Use at least ${MIN_PASSWORD_CHARACTERS} characters.`;
  if (isPasswordTooLong(password)) return `Use at most ${MAX_PASSWORD_BYTES} bytes.`;
  if (new Set(password).size < 4) return "Use more than a few different characters.";
  return null;
}
