import { expect, it } from "vitest";
import { FIELD_KEY } from "@/contracts/contacts";
import { fieldKeyFrom } from "./field-key";

it.each([
  ["Kunden-Nr. (alt)", "kunden_nr_alt"],
  ["Größe 2", "gro_e_2"],
  ["2nd choice", "nd_choice"],
  ["Prénom d’usage", "prenom_d_usage"],
])("makes a key of the name %s that the server takes", (label, key) => {
  expect(fieldKeyFrom(label)).toBe(key);
  expect(key).toMatch(FIELD_KEY);
});
