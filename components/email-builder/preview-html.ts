const DARK_QUERY = /@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi;

/** Whether the message brings its own dark colours. */
export const hasDarkStyles = (html: string): boolean => new RegExp(DARK_QUERY.source, "i").test(html);

/** Makes the frame show the scheme asked for instead of the one the reader's own screen has; links open nowhere. */
export function framed(html: string, isDark: boolean): string {
  const scheme = html.replace(DARK_QUERY, isDark ? "@media all" : "@media not all");
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(scheme) ? scheme.replace(/<head[^>]*>/i, (head) => head + base) : base + scheme;
}
