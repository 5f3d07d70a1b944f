/** /admin/keys: API keys made, listed, rotated and revoked. The key itself is in the answer that makes it, and nowhere else. */
import { createKey, type KeyAdminDeps, revokeKey, rotateKey } from '../access/administer-keys.ts';
import { listKeyRecords } from '../access/key-records.ts';
import { keyStateOf } from '../access/key-state.ts';
import { readNewKey } from '../access/read-new-key.ts';
import { RouterError } from '../core/errors.ts';
import { FieldCheck } from '../core/field-check.ts';
import type { KeyRecord } from '../core/key-record.ts';
import type { Deps } from '../deps.ts';
import { orUnavailable, readAdminBody } from './admin-call.ts';
import { type Call, json } from './endpoint.ts';

function adminDeps({ scripts, storedKeys, now }: Deps): KeyAdminDeps {
  if (scripts === null || storedKeys === null) {
    const message = 'API keys need a store (UPSTASH_REDIS_REST_URL, _TOKEN) and the secret SIGNALBOX_PEPPER.';
    throw new RouterError('auth_unavailable', message, { retryable: false });
  }
  const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  return { store: scripts, pepper: storedKeys.pepper, now, randomBytes };
}

const dateOf = (atMs: number | null) => (atMs === null ? null : new Date(atMs).toISOString());

/** The record for people and programs; its digest stays here. */
function show(record: KeyRecord, nowMs: number): Record<string, unknown> {
  return {
    id: record.id,
    object: 'api_key',
    lineage: record.lineage ?? record.id,
    name: record.name,
    state: keyStateOf(record, nowMs),
    team: record.team,
    app: record.app,
    tier: record.tier,
    max_tier: record.maxTier ?? record.tier,
    end_user_header: record.endUserHeader ?? null,
    end_user_token: record.endUserToken ?? 'off',
    programmes: record.programmes ?? {},
    may_approve: record.mayApprove ?? false,
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

/** What of a key the audit log is told: what it may do, and until when. */
function auditKey({ team, app, tier, maxTier, expiresAtMs, programmes = {} }: KeyRecord) {
  const approved = Object.entries(programmes).map(([name, level]) => `${name}=${level}`);
  return { team, app, tier, maxTier: maxTier ?? tier, expires: dateOf(expiresAtMs), programmes: approved };
}

/** Keys are held to the id of the model that serves, whatever it was asked for by. */
function idOf(name: string, { models, embeddings }: Deps['config'], { findModel }: Deps['catalogue']) {
  return (models.get(name) ?? embeddings.get(name)?.model ?? findModel(name))?.id;
}

/** Errors: `invalid_request`, naming the field. */
export async function answerCreateKey({ http, deps }: Call): Promise<Response> {
  const admin = adminDeps(deps);
  const { config, catalogue, now } = deps;
  const known = {
    isRoute: (name: string) => config.routes.has(name),
    isModel: (name: string) => idOf(name, config, catalogue) === name,
    takesTokens: deps.storedKeys?.checkToken !== undefined,
  };
  const input = readNewKey(await readAdminBody(http), known, now());
  if (!input.ok) throw new RouterError('invalid_request', input.error.message, { param: input.error.field });
  const { key, record } = await orUnavailable(createKey(input.value, admin));
  deps.audit?.append({ action: 'key.created', actor: 'admin', object: record.id, details: auditKey(record) });
  return json({ ...show(record, now()), key });
}

export async function answerListKeys({ deps }: Call): Promise<Response> {
  const records = await orUnavailable(listKeyRecords(adminDeps(deps).store));
  return json({ object: 'list', data: records.map((record) => show(record, deps.now())) });
}

/** Errors: `not_found`. */
export async function answerRevokeKey({ deps, params }: Call): Promise<Response> {
  const record = await orUnavailable(revokeKey(params.id ?? '', adminDeps(deps)));
  const details = { team: record.team };
  deps.audit?.append({ action: 'key.revoked', actor: 'admin', object: record.id, details });
  return json(show(record, deps.now()));
}

const longestOverlapSeconds = 30 * 86_400;
const usualOverlapSeconds = 86_400;

/** Errors: `not_found`, `invalid_request`. */
export async function answerRotateKey({ http, deps, params }: Call): Promise<Response> {
  const admin = adminDeps(deps);
  const raw = await readAdminBody(http);
  const check = new FieldCheck();
  const range = { min: 0, max: longestOverlapSeconds, whole: true };
  const seconds = check.number(raw.overlap_seconds, 'overlap_seconds', range) ?? usualOverlapSeconds;
  if (check.problem !== null)
    throw new RouterError('invalid_request', check.problem.message, { param: check.problem.field });
  const id = params.id ?? '';
  const { key, record } = await orUnavailable(rotateKey(id, seconds * 1000, admin));
  const details = { next: record.id, ends: dateOf(deps.now() + seconds * 1000) };
  deps.audit?.append({ action: 'key.rotated', actor: 'admin', object: id, details });
  return json({ ...show(record, deps.now()), key });
}
