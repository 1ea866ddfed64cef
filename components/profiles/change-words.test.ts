import { expect, it } from "vitest";
import { changeSentence } from "./change-words";

it.each([
  ["contact.update", ["email", "emailKey", "attributes.plan"], "Changed e-mail, plan"],
  ["contact.merge", ["firstName"], "Another contact was merged into this one: first name"],
  ["contact.create", [], "Created"],
  ["contact.something", [], "contact.something"],
])("says %s %j as “%s”", (action, fields, sentence) => {
  expect(changeSentence(action, fields)).toBe(sentence);
});
