import { describe, expect, it } from "vitest";
import { browserName } from "./browser-name";

describe("naming a browser", () => {
  it.each([
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0", "Firefox on Windows"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/147.0 Safari/537.36 Edg/147.0",
      "Edge on macOS",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile Safari/604.1",
      "Safari on iOS",
    ],
    ["curl/8.5", "A browser we do not know"],
    [null, "A browser we do not know"],
  ])("%s is %s", (userAgent, name) => {
    expect(browserName(userAgent)).toBe(name);
  });
});
