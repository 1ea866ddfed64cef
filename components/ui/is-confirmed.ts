/** True when nothing has to be typed, or when exactly the asked text was (spaces around it are forgiven, case is not). */
export function isConfirmed(typed: string, asked: string | undefined): boolean {
  return asked === undefined || typed.trim() === asked.trim();
}
