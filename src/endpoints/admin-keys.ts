/** /admin/keys: API keys made, listed, rotated and revoked. The key itself is in the answer that makes it, and nowhere else. */
import { createKey, type KeyAdminDeps, revokeKey, rotateKey } from '../access/administer-keys.ts';
import { listKeyRecords } from '../access/key-records.ts';
import { readNewKey } from '../access/read-new-key.ts';
import { RouterError } from '../core/errors.ts';
import { FieldCheck } from '../core/field-check.ts';
import type { JsonObject } from '../core/json.ts';
import type { KeyRecord } from '../core/key-record.ts';
import type { Deps } from '../deps.ts';
import { parseObjectText } from '../intake/parse-object.ts';
import { readText } from '../intake/read-text.ts';
import { StoreError } from '../ledger/store.ts';
import { type Call, json } from './endpoint.ts';

const bodyBytes = 64 * 1024;
const bodyDepth = 8;

function adminDeps({ scripts, storedKeys, now }: Deps): KeyAdminDeps {
  if (scripts === null || storedKeys === null) {
    const message = 'API keys need a store (UPSTASH_REDIS_REST_URL, _TOKEN) and the secret SIGNALBOX_PEPPER.';
    throw new RouterError('auth_unavailable', message, { retryable: false });
  }
  const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  return { store: scripts, pepper: storedKeys.pepper, now, randomBytes };
}

/** A store that is away is told as what it is. */
async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new RouterError('store_unavailable', 'The store does not answer.', { detail: error.message });
  }
}

async function readBody(http: Request): Promise<JsonObject> {
  const text = await readText(http, bodyBytes);
  return text.trim() === '' ? {} : parseObjectText(text, bodyDepth).raw;
}

const dateOf = (atMs: number | null) => (atMs === null ? null : new Date(atMs).toISOString());

function stateOf({ revokedAtMs, expiresAtMs }: KeyRecord, nowMs: number): string {
  if (revokedAtMs !== null && revokedAtMs <= nowMs) return 'revoked';
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return 'expired';
  return revokedAtMs === null ? 'active' : 'rotating';
}

/** The record for people and programs; its digest stays here. */
function show(record: KeyRecord, nowMs: number): Record<string, unknown> {
  return {
    id: record.id,
    object: 'api_key',
    name: record.name,
    state: stateOf(record, nowMs),
    team: record.team,
    app: record.app,
    tier: record.tier,
    tags: record.tags,
    client_tags: record.clientTags,
    routes: record.routes,
    models: record.models,
    addresses: record.addresses,
    created_at: dateOf(record.createdAtMs),
    expires_at: dateOf(record.expiresAtMs),
    revoked_at: dateOf(record.revokedAtMs),
  };
}

/** Errors: `invalid_request`, naming the field. */
export async function answerCreateKey({ http, deps }: Call): Promise<Response> {
  const admin = adminDeps(deps);
  const { config, catalogue, now } = deps;
  const known = {
    isRoute: (name: string) => config.routes.has(name),
    isModel: (name: string) => config.models.has(name) || catalogue.findModel(name) !== undefined,
  };
  const input = readNewKey(await readBody(http), known, now());
  if (!input.ok) throw new RouterError('invalid_request', input.error.message, { param: input.error.field });
  const { key, record } = await orUnavailable(createKey(input.value, admin));
  return json({ ...show(record, now()), key });
}

export async function answerListKeys({ deps }: Call): Promise<Response> {
  const records = await orUnavailable(listKeyRecords(adminDeps(deps).store));
  return json({ object: 'list', data: records.map((record) => show(record, deps.now())) });
}

/** Errors: `not_found`. */
export async function answerRevokeKey({ deps, params }: Call): Promise<Response> {
  const record = await orUnavailable(revokeKey(params.id ?? '', adminDeps(deps)));
  return json(show(record, deps.now()));
}

const longestOverlapSeconds = 30 * 86_400;
const usualOverlapSeconds = 86_400;

/** Errors: `not_found`, `invalid_request`. */
export async function answerRotateKey({ http, deps, params }: Call): Promise<Response> {
  const admin = adminDeps(deps);
  const raw = await readBody(http);
  const check = new FieldCheck();
  const range = { min: 0, max: longestOverlapSeconds, whole: true };
  const seconds = check.number(raw.overlap_seconds, 'overlap_seconds', range) ?? usualOverlapSeconds;
  if (check.problem !== null)
    throw new RouterError('invalid_request', check.problem.message, { param: check.problem.field });
  const { key, record } = await orUnavailable(rotateKey(params.id ?? '', seconds * 1000, admin));
  return json({ ...show(record, deps.now()), key });
}
