/** A cookie jar around a request handler: what a browser keeps between requests, without a browser. */
export class CookieJar {
  readonly cookies = new Map<string, string>();
  /** Attributes of each cookie as it was last set. */
  readonly attributes = new Map<string, string>();

  take(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...rest] = line.split(";");
      const cut = pair.indexOf("=");
      const [name, value] = [pair.slice(0, cut), pair.slice(cut + 1)];
      this.attributes.set(name, rest.join(";"));
      if (value === "" || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  headers(more: Record<string, string> = {}): Headers {
    return new Headers({ cookie: this.header(), ...more });
  }
}
