import { CHANNELS } from "../channels";
import type { FieldDefinition } from "../contacts";
import type {
  Condition,
  ConsentCondition,
  EngagementAction,
  EngagementCondition,
  EngagementWindow,
} from "../documents/condition";
import { BUCKETS } from "../documents/condition";
import { tagKey } from "../tags";
import type { Vocabulary } from "../vocabulary";
import { takeAttribute } from "./attribute-clause";
import { CHANNEL_WORDS } from "./phrases";
import type { Scanner } from "./scanner";
import { takeDate, takeDays, takeList, takeNumber, takeQuoted, takeWords } from "./values";

type Clause = (scan: Scanner, words: Vocabulary, startsClause: () => boolean) => Condition | null;

const negated = (condition: Condition, isNegative: boolean): Condition =>
  isNegative ? { kind: "group", op: "none", children: [condition] } : condition;

/** A named thing: “name” [id], “name”, [id], or its bare name when one of them stands here letter by letter. */
function takeThing(scan: Scanner, names: ReadonlyMap<string, string>): string | null {
  return scan.attempt(() => {
    const quotedName = takeQuoted(scan);
    const id = scan.take(/\[([a-z]{3}_[0-9A-Za-z]{22})\]/)?.[1];
    if (id !== undefined) return names.has(id) ? id : null;
    if (quotedName !== null) return [...names].find(([, name]) => tagKey(name) === tagKey(quotedName))?.[0] ?? null;
    const longestFirst = [...names].sort(([, a], [, b]) => b.length - a.length);
    return longestFirst.find(([, name]) => scan.takePhrase(name))?.[0] ?? null;
  });
}

const takeNot = (scan: Scanner): boolean => scan.take(/(?:not|never|n't)\b/) !== null;

/** "who are not tagged “a” or “b”", "tagged vip", "with the tag vip". */
const tagged: Clause = (scan, { tags }, startsClause) => {
  const isNegative = takeNot(scan);
  if (!scan.take(/(?:tagged(?:\s+(?:with|as))?|(?:with|having|have|has)\s+(?:the\s+)?tags?)\b/)) return null;
  const list = takeList(scan, () => takeThing(scan, tags), startsClause, /,?\s*(?:or|and)\b|,/);
  if (!list) return null;
  const { values } = list;
  if (isNegative && list.word === "and") return negated({ kind: "tag", operator: "all", tags: values }, true);
  return { kind: "tag", operator: isNegative ? "none" : list.word === "and" ? "all" : "any", tags: values };
};

/** "in the segment “X”", "not in segment X", "members of X". */
const inSegment: Clause = (scan, { segments }) => {
  const isNegative = takeNot(scan);
  if (!scan.take(/(?:in|of)\s+(?:the\s+)?segment\b|members?\s+of(?:\s+(?:the\s+)?segment)?\b/)) return null;
  const segment = takeThing(scan, segments);
  return segment === null ? null : { kind: "segment", operator: isNegative ? "not_in" : "in", segment };
};

/** "belong to the company “X” or “Y”", "do not belong to any company", "belong to a company whose size is at least 50". */
const inCompany: Clause = (scan, words, startsClause) => {
  const isNegative = takeNot(scan);
  if (!scan.take(/(?:belongs?\s+to|works?\s+(?:at|for))\b/)) return null;
  const operator = isNegative ? "not_in" : "in";
  const named = scan.take(/(?:the\s+)?company\b/)
    ? takeList(scan, () => takeThing(scan, words.companies), startsClause, /,?\s*or\b|,/)
    : null;
  if (!named && !scan.take(/(?:an?|any)\s+company\b/)) return null;
  const companies = named ? { companies: named.values } : {};
  const about = scan.attempt(() =>
    scan.take(/whose\b/) ? takeAttribute(scan, { ...words, fields: words.companyFields }, startsClause) : null,
  );
  if (about?.kind !== "attribute") return about ? null : { kind: "company", operator, ...companies };
  const { kind: _kind, ...where } = about;
  return { kind: "company", operator, ...companies, where };
};

const buckets = (percent: number): number => Math.round((percent * BUCKETS) / 100);
const takePercent = (scan: Scanner): number | null =>
  scan.attempt(() => {
    const n = takeNumber(scan);
    return n !== null && scan.take(/%|per\s?cent\b/) ? buckets(n) : null;
  });

/** "in the sample “x” from 0 % to 10 %", "in a 10 % sample". */
const inSample: Clause = (scan) => {
  const isNegative = takeNot(scan);
  if (!scan.take(/in\b/)) return null;
  scan.take(/(?:the|a|an)\b/);
  const share = takePercent(scan);
  if (!scan.take(/(?:random\s+)?sample\b/)) return null;
  const salt = takeQuoted(scan) ?? "sample";
  if (share !== null) return negated({ kind: "bucket", salt, from: 0, to: share }, isNegative);
  const from = scan.take(/from\b/) ? takePercent(scan) : null;
  const to = from !== null && scan.take(/to\b/) ? takePercent(scan) : null;
  return from === null || to === null ? null : negated({ kind: "bucket", salt, from, to }, isNegative);
};

/** "marketing e-mail", "“News” SMS": what a statement of consent is about. */
function takeAbout(scan: Scanner, { topics }: Vocabulary): Pick<ConsentCondition, "channel" | "topic"> | null {
  return scan.attempt(() => {
    const topic = scan.take(/marketing\b/) ? undefined : (takeThing(scan, topics) ?? undefined);
    for (const channel of CHANNELS)
      if (scan.takePhrase(CHANNEL_WORDS[channel])) return { channel, ...(topic && { topic }) };
    return scan.take(/emails?\b|mails?\b/) ? { channel: "email", ...(topic && { topic }) } : null;
  });
}

const consented: Clause = (scan, words) => {
  const without = scan.attempt(() => {
    const isWithout = scan.take(/without|with(?!\s+(?:the\s+)?tag)/);
    const about = isWithout && takeAbout(scan, words);
    return about && scan.take(/consent\b/) ? { about, isWithout: isWithout[0].toLowerCase() === "without" } : null;
  });
  if (without) return negated({ kind: "consent", ...without.about, state: "granted" }, without.isWithout);
  if (scan.take(/agreement\s+to\b/)) {
    const about = takeAbout(scan, words);
    return about && scan.take(/is\s+pending\b/) ? { kind: "consent", ...about, state: "pending" } : null;
  }
  const isNegative = takeNot(scan);
  const said = scan.take(
    /(agreed?\s+to|accept(?:ed)?|subscribed?\s+to)|(refused?|opted\s+out\s+of|unsubscribed\s+from)|(answered?\s+about)/,
  );
  const about = said && takeAbout(scan, words);
  if (!said || !about) return null;
  if (said[3]) return isNegative ? { kind: "consent", ...about, state: "none" } : null;
  return negated({ kind: "consent", ...about, state: said[1] ? "granted" : "denied" }, isNegative);
};

const VERBS: readonly [RegExp, EngagementAction][] = [
  [/(?:got\s+)?sent\b/, "sent"],
  [/received?\b/, "received"],
  [/open(?:ed)?\b/, "opened"],
  [/click(?:ed)?(?:\s+(?:in|on))?\b/, "clicked"],
  [/bounced?(?:\s+on)?\b/, "bounced"],
];

/** "opened at least 2 e-mails of the campaign “X” in the last 30 days", "not clicked in two weeks". */
const engaged: Clause = (scan, words) => {
  const isNegative = takeNot(scan);
  const action = VERBS.find(([verb]) => scan.take(verb))?.[1];
  if (!action) return null;
  const count = takeCount(scan);
  const row: EngagementCondition = { kind: "engagement", action, count, window: { kind: "ever" } };
  for (let grew = true; grew; ) {
    grew = false;
    if (scan.take(/of\s+(?:the\s+)?campaign\b|the\s+campaign\b/)) {
      const campaign = takeThing(scan, words.campaigns);
      if (campaign === null) return null;
      row.campaign = campaign;
      grew = true;
    }
    if (action === "clicked" && scan.take(/(?:by\s+|on\s+)?a\s+link\s+(?:with|containing)\b/)) {
      const url = takeQuoted(scan) ?? takeWords(scan, () => false);
      if (url === null) return null;
      row.url = url;
      grew = true;
    }
    const window = takeWindow(scan);
    if (window) {
      row.window = window;
      grew = true;
    }
    if (scan.take(/counting\s+machines\b/)) {
      row.machines = true;
      grew = true;
    }
  }
  if (!isNegative) return row;
  const isPlain = count.op === "at_least" && count.n === 1;
  return isPlain ? { ...row, count: { op: "at_most", n: 0 } } : negated(row, true);
};

const MAILS = /(?:campaign\s+)?(?:e-?mails?|mails?|messages?|times?)\b/;

function takeCount(scan: Scanner): EngagementCondition["count"] {
  const counted = scan.attempt((): EngagementCondition["count"] | null => {
    if (scan.take(/(?:no|any)\s+e-?mails?\b|nothing\b/)) return { op: "at_most", n: 0 };
    const some = scan.take(/an?\s+(?:campaign\s+)?e-?mail\b|something\b/);
    if (some) return { op: "at_least", n: 1 };
    const bound = scan.take(/(at\s+least)|(at\s+most)|(more\s+than)|(less\s+than|fewer\s+than)/);
    const n = takeNumber(scan);
    if (n === null || !scan.take(MAILS)) return null;
    if (!bound || bound[1]) return { op: "at_least", n };
    if (bound[2]) return { op: "at_most", n };
    return bound[3] ? { op: "at_least", n: n + 1 } : { op: "at_most", n: n - 1 };
  });
  if (counted) return counted;
  if (scan.take(/twice\b/)) return { op: "at_least", n: 2 };
  scan.take(/once\b/);
  return { op: "at_least", n: 1 };
}

function takeWindow(scan: Scanner): EngagementWindow | null {
  return scan.attempt(() => {
    if (scan.take(/between\b/)) {
      const from = takeDate(scan);
      const to = from !== null && scan.take(/and\b/) ? takeDate(scan) : null;
      return from !== null && to !== null ? { kind: "between", from, to } : null;
    }
    if (!scan.take(/(?:in|within|during|for)(?:\s+the)?(?:\s+(?:last|past))?\b|(?:the\s+)?last\b/)) return null;
    const days = takeDays(scan);
    if (days !== null) return { kind: "last", days };
    const n = takeNumber(scan) ?? 1;
    const unit = scan.take(/(minute|hour)s?\b/)?.[1]?.toLowerCase();
    return unit ? { kind: "last_minutes", minutes: unit === "hour" ? n * 60 : n } : null;
  });
}

/** Words that name a field by what happened: "ordered in the last month", "joined after 1 Mar 2026". */
const MOMENTS: readonly [RegExp, RegExp][] = [
  [/(?:ordered|bought|purchased)\b/, /last.*(?:order|purchase)|(?:order|purchase).*(?:at|date)$/i],
  [/(?:joined|signed\s+up|registered|created)\b/, /^created_at$|sign.?up|joined|registered/i],
  [/active\b/, /last_active_at/i],
];

const happened: Clause = (scan, { fields }) => {
  const isNegative = takeNot(scan);
  const moment = MOMENTS.find(([verb]) => scan.take(verb));
  const field = moment && [...fields.values()].find((one) => one.type === "date" && isCalled(one, moment[1]));
  if (!field) return null;
  const window = takeWindow(scan);
  const key = field.key;
  if (window?.kind === "last")
    return {
      kind: "attribute",
      field: key,
      operator: isNegative ? "not_within_last_days" : "within_last_days",
      value: window.days,
    };
  if (window?.kind === "between")
    return negated({ kind: "attribute", field: key, operator: "between", value: [window.from, window.to] }, isNegative);
  const side = scan.take(/(before)|(after|since)|on/);
  const date = side && takeDate(scan);
  if (side && date) {
    const operator = side[1] ? "before" : side[2] ? "after" : "equals";
    return negated({ kind: "attribute", field: key, operator, value: date }, isNegative);
  }
  return side || window ? null : { kind: "attribute", field: key, operator: isNegative ? "is_not_set" : "is_set" };
};

const isCalled = (field: FieldDefinition, name: RegExp): boolean => name.test(field.key) || name.test(field.label);

let regions: Set<string> | undefined;
/** English names of countries, as people write them into sentences. */
function isCountry(name: string): boolean {
  regions ??= new Set(
    Array.from({ length: 26 * 26 }, (_, at) => String.fromCharCode(65 + Math.floor(at / 26), 65 + (at % 26))).map(
      (code) => (new Intl.DisplayNames(["en"], { type: "region" }).of(code) ?? code).toLowerCase(),
    ),
  );
  return regions.has(name.toLowerCase());
}

/** "in Germany or Austria", "from Berlin": a country or city field, by whether the first place is a country. */
const located: Clause = (scan, { fields }, startsClause) => {
  const isNegative = takeNot(scan);
  if (!scan.take(/(?:living\s+in|live\s+in|based\s+in|in|from)\b/)) return null;
  if (scan.peek(/(?:the|a|an|last|past|segment|sample|\d)/)) return null;
  const list = takeList(scan, () => takeQuoted(scan) ?? takeWords(scan, startsClause), startsClause);
  const [first] = list?.values ?? [];
  if (!list || first === undefined) return null;
  const [near, other] = isCountry(first) ? (["country", "city"] as const) : (["city", "country"] as const);
  const texts = [...fields.values()].filter((field) => field.type === "text");
  const named = (name: string) => texts.find((field) => field.key === name || field.label.toLowerCase() === name);
  const field = named(near) ?? named(other);
  if (!field) return null;
  if (list.values.length === 1)
    return { kind: "attribute", field: field.key, operator: isNegative ? "not_equals" : "equals", value: first };
  return { kind: "attribute", field: field.key, operator: isNegative ? "not_in" : "in", value: list.values };
};

/** A yes-or-no field by its name alone: "gluten free", "not VIP". */
const isYes: Clause = (scan, { fields }) => {
  const isNegative = takeNot(scan);
  const flags = [...fields.values()].filter((field) => field.type === "boolean");
  const field = flags.find((one) => scan.takePhrase(one.label) || scan.takePhrase(one.key));
  return field ? { kind: "attribute", field: field.key, operator: isNegative ? "is_false" : "is_true" } : null;
};

/** In the order in which they are tried: the exact ones first. */
export const CLAUSES: readonly Clause[] = [
  takeAttribute,
  consented,
  tagged,
  inCompany,
  inSegment,
  inSample,
  engaged,
  happened,
  located,
  isYes,
];
