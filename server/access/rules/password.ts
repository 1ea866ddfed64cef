/** Longest password that is looked at, in bytes of UTF-8: hashing a megabyte must not be possible for free. */
export const MAX_PASSWORD_BYTES = 1024;

export const isPasswordTooLong = (password: string): boolean =>
  password.length > MAX_PASSWORD_BYTES || new TextEncoder().encode(password).length > MAX_PASSWORD_BYTES;
