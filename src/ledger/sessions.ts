/**
 * Where sessions are kept: in the isolate, and for other isolates in the store. They steer a preference and nothing
 * else, so that a store that is away costs a warm cache and never an answer.
 */

import { hashText } from '../core/hash-text.ts';
import { toHex } from '../core/hex.ts';
import { isObject } from '../core/json.ts';
import type { LlmRequest } from '../core/request.ts';
import type { Session } from '../core/session.ts';
import { keys, sessionTtlSeconds } from './keys.ts';
import type { Store } from './store.ts';

/** The sessions of one isolate, the latest used last. A declared cache: losing it costs a look into the store. */
export class SessionMemory {
  readonly #sessions = new Map<string, Session>();
  readonly #most: number;

  constructor(most = 5000) {
    this.#most = most;
  }

  get(name: string): Session | null {
    return this.#sessions.get(name) ?? null;
  }

  set(name: string, session: Session): void {
    this.#sessions.delete(name);
    this.#sessions.set(name, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > this.#most && oldest !== undefined) this.#sessions.delete(oldest);
  }
}

const firstUnits = 2000;

/**
 * What is the same in every request of a conversation and differs between most: the client's own word, else how it
 * began. Null: it begins with no text.
 */
function hintOf(request: LlmRequest, sessionId: string | null): string | null {
  if (sessionId !== null && sessionId !== '') return `id:${sessionId}`;
  if (request.cacheKey !== undefined) return `key:${request.cacheKey}`;
  const system = request.system.map(({ text }) => text).join('\n');
  const first = request.messages.find(({ role }) => role === 'user');
  const said = first?.content.map((block) => (block.type === 'text' ? block.text : block.type)).join('\n');
  if (system === '' && !said) return null;
  return `first:${system.slice(0, firstUnits)}\n${(said ?? '').slice(0, firstUnits)}`;
}

/**
 * The same for all requests of a conversation, for what is drawn by it; `otherwise` where it begins with no text.
 * `speaker` is what `speakerOf` says, here and below.
 */
export function nameConversation(
  speaker: string,
  request: LlmRequest,
  sessionId: string | null,
  otherwise: string,
): string {
  return hashText(`${speaker}:${hintOf(request, sessionId) ?? otherwise}`);
}

/** Whether there was a request before this one. */
function isContinued({ messages }: LlmRequest): boolean {
  return messages.some(({ role }) => role === 'assistant');
}

/** 32 hex digits: of the speaker's conversation, and of nobody else's. */
export async function sessionName(
  speaker: string,
  request: LlmRequest,
  sessionId: string | null,
): Promise<string> {
  const text = `sbx-session:${speaker}:${hintOf(request, sessionId) ?? 'first:'}`;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return toHex(hash.subarray(0, 16));
}

function parseSession(text: string | null): Session | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return null;
    const { target, route, tokens, atMs } = value;
    if (typeof target !== 'string' || typeof route !== 'string') return null;
    return typeof tokens === 'number' && typeof atMs === 'number' ? { target, route, tokens, atMs } : null;
  } catch {
    return null;
  }
}

type SessionDeps = { readonly store: Store | null; readonly sessions: SessionMemory };

/** Null: a conversation that begins, or that nobody here knows. */
export async function findSession(
  speaker: string,
  request: LlmRequest,
  sessionId: string | null,
  { store, sessions }: SessionDeps,
): Promise<Session | null> {
  if (!isContinued(request)) return null;
  const name = await sessionName(speaker, request, sessionId);
  const known = sessions.get(name);
  if (known !== null || store === null) return known;
  const found = parseSession(await store.get(keys.session(name)).catch(() => null));
  if (found !== null) sessions.set(name, found);
  return found;
}

/** A session in the store is written anew when its target changes, and now and then. */
const writeEveryMs = 60_000;

export async function rememberSession(
  name: string,
  session: Session,
  { store, sessions }: SessionDeps,
): Promise<void> {
  const before = sessions.get(name);
  const isNews = before?.target !== session.target || session.atMs - before.atMs >= writeEveryMs;
  sessions.set(name, session);
  if (store === null || !isNews) return;
  await store.setFor(keys.session(name), JSON.stringify(session), sessionTtlSeconds).catch(() => undefined);
}
