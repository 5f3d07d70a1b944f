/** What an administrator asks of a new API key, checked: the body of POST /admin/keys. Pure. */
import { defaultTeam, tiers } from '../core/caller.ts';
import { err, type InvalidRequest, ok, type Result } from '../core/errors.ts';
import { FieldCheck } from '../core/field-check.ts';
import type { JsonObject } from '../core/json.ts';
import type { KeyRecord } from '../core/key-record.ts';
import { utcDayStart } from '../core/utc-day.ts';
import { isRange } from './address-range.ts';
import { identityFields, readKeyIdentity } from './read-key-identity.ts';
import { mostTags, tagName, tagValue } from './read-tags.ts';

export type NewKeyInput = Omit<KeyRecord, 'id' | 'digest' | 'createdAtMs' | 'revokedAtMs' | 'isRotated'>;

const fields = [
  'name',
  'team',
  'app',
  'tier',
  'tags',
  'client_tags',
  'routes',
  'models',
  'addresses',
  'expires_at',
  ...identityFields,
];

/** Teams and apps stand in URLs, tables and keys of the store. */
const slug = /^[a-z0-9][a-z0-9_.-]{0,39}$/;

function readSlug(check: FieldCheck, value: unknown, field: string): string | undefined {
  const text = check.string(value, field);
  if (text === undefined || slug.test(text)) return text;
  return check.wrong(field, 'up to 40 small letters, digits, `.`, `_` and `-`', text);
}

/** A list of texts, each of which `isRight`; `expected` completes "must be". */
function readList(
  check: FieldCheck,
  value: unknown,
  field: string,
  isRight: (text: string) => boolean,
  expected: string,
): string[] | undefined {
  const list = check.array(value, field);
  if (list === undefined) return undefined;
  for (const [at, item] of list.entries())
    if (typeof item !== 'string' || !isRight(item)) check.wrong(`${field}[${at}]`, expected, item);
  return list.filter((item) => typeof item === 'string');
}

function readTagValues(check: FieldCheck, value: unknown): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [name, text] of Object.entries(check.object(value, 'tags') ?? {})) {
    if (!tagName.test(name))
      check.fail(`tags.${name.slice(0, 40)}`, 'the name must be small letters and digits');
    else if (typeof text !== 'string' || !tagValue.test(text))
      check.wrong(`tags.${name}`, 'a text of up to 64 letters, digits and plain signs', text);
    else tags[name] = text;
  }
  if (Object.keys(tags).length > mostTags) check.fail('tags', `must have ${mostTags} entries or less`);
  return tags;
}

/** A line break in a name would be one in every table and log that shows it. */
const controlCharacter = /[\p{Cc}\u2028\u2029]/u;

function readName(check: FieldCheck, value: unknown): string {
  const name = check.name(value, 'name', 100);
  if (controlCharacter.test(name)) check.fail('name', 'must have no line breaks or control characters');
  return name;
}

function readDate(check: FieldCheck, value: unknown, field: string, nowMs: number): number | null {
  const text = check.string(value, field);
  if (text === undefined) return null;
  const isWritten = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text);
  const atMs = isWritten && utcDayStart(text.slice(0, 10)) !== null ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) check.wrong(field, 'a date such as 2027-01-31 or 2027-01-31T12:00:00Z', text);
  else if (atMs <= nowMs) check.fail(field, 'must lie in the future');
  return atMs;
}

/** `routes` and `models`: the names that exist; a key for what does not exist would be of no use to anybody. */
export type Known = {
  readonly isRoute: (name: string) => boolean;
  readonly isModel: (name: string) => boolean;
  /** Whether end-user tokens can be checked. */
  readonly takesTokens: boolean;
};

export function readNewKey(
  raw: JsonObject,
  known: Known,
  nowMs: number,
): Result<NewKeyInput, InvalidRequest> {
  const check = new FieldCheck();
  for (const field of Object.keys(raw))
    if (!fields.includes(field)) check.fail(field.slice(0, 40), `is not one of ${fields.join(', ')}`);
  const clientTags = readList(
    check,
    raw.client_tags,
    'client_tags',
    (name) => tagName.test(name),
    'the name of a tag',
  );
  const tier = check.oneOf(raw.tier, tiers, 'tier') ?? 'user';
  const input: NewKeyInput = {
    name: readName(check, raw.name),
    team: readSlug(check, raw.team, 'team') ?? defaultTeam,
    app: readSlug(check, raw.app, 'app') ?? null,
    tier,
    ...readKeyIdentity(raw, tier, known.takesTokens, check),
    tags: readTagValues(check, raw.tags),
    clientTags: clientTags ?? [],
    routes: readList(check, raw.routes, 'routes', known.isRoute, 'the name of a route') ?? null,
    models: readList(check, raw.models, 'models', known.isModel, 'the id of a model') ?? null,
    addresses:
      readList(check, raw.addresses, 'addresses', isRange, 'an address or a range such as 203.0.113.0/24') ??
      null,
    expiresAtMs: readDate(check, raw.expires_at, 'expires_at', nowMs),
  };
  return check.problem === null ? ok(input) : err(check.problem);
}
