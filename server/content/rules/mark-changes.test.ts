import { describe, expect, it } from "vitest";
import { markChanges } from "./mark-changes";

const strip = (html: string) =>
  html.replace(/<\/?(?:ins|del)\b[^>]*>/g, "").replace(/outline:3px solid #[0-9a-f]{6};/g, "");

describe("marks of what changed in a message", () => {
  it("stand at words that are only in one of the two", () => {
    const { before, after } = markChanges("<p>Order on Friday, eat late</p>", "<p>Order on Thursday, eat late</p>");
    expect(before).toMatch(/^<p>Order on <del style="[^"]+">Friday, <\/del>eat late<\/p>$/);
    expect(after).toMatch(/^<p>Order on <ins style="[^"]+">Thursday, <\/ins>eat late<\/p>$/);
  });

  it("frame pictures and links that changed, and leave what did not", () => {
    const { after } = markChanges(
      '<img src="a.png" style="width:1px"/><a href="x">go</a><hr/>',
      '<img src="b.png" style="width:1px"/><a href="x">go</a><hr/>',
    );
    expect(after).toBe('<img src="b.png" style="outline:3px solid #2f9e44;width:1px"/><a href="x">go</a><hr/>');
    expect(markChanges("<p>x</p>", '<p>x</p><img src="a"/>').after).toContain('<img src="a" style="outline:3px');
  });

  it("never stand inside a tag, a style sheet or a comment, and change nothing else", () => {
    const one =
      '<head><title>A b</title><style>p > a { color: red }</style></head><!--[if mso]><b>x</b><![endif]--><p title="a > b">A</p>';
    const two = one.replace("A b", "C d").replace("red", "blue").replace("<b>x", "<b>y").replace("a > b", "a > c");
    expect(markChanges(one, two)).toEqual({ before: one, after: two });
    const long = "<table><tr> <td>one two</td> </tr></table>";
    const { before, after } = markChanges(long, "<table><tr> <td>one <b>2</b></td> </tr></table>");
    expect(strip(before)).toBe(long);
    expect(strip(after)).toBe("<table><tr> <td>one <b>2</b></td> </tr></table>");
  });
});
