/** Where a line break changes nothing on screen: after blocks and between parts of tables. */
const LINE_ENDS =
  /((?:<\/(?:p|td|tr|table|tbody|div|h[1-3]|head|style|ul|ol|li|body)>)|(?:<(?:html|head|body|table|tbody|tr)\b[^>]*>)|(?:<meta\b[^>]*>))(?=<)/g;

/** HTML that was made in one line, for people to read. */
export const inLines = (html: string): string => html.replace(LINE_ENDS, "$1\n");
