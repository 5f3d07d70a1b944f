/**
 * The list of calls that wait for a person, for whoever looks for them without knowing an id: a sorted set by the time at
 * which they expire. A convenience: what is not listed is held all the same, so that it fails open.
 */
import type { Approval } from '../core/approval.ts';
import type { Log } from '../core/log-entry.ts';
import { keys } from './keys.ts';
import type { ScriptStore } from './store.ts';

const timeoutMs = 1000;
const mostListed = 200;

/** ARGV: now in ms, then when each expires and its id, in turn. What has expired goes. */
const noteScript = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
for at = 2, #ARGV, 2 do redis.call('ZADD', KEYS[1], ARGV[at], ARGV[at + 1]) end
return 1
`;

/** ARGV: now in ms, how many at most. */
const listScript = `return redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[1], '+inf', 'LIMIT', '0', ARGV[2])`;

/** ARGV: an id. */
const dropScript = `return redis.call('ZREM', KEYS[1], ARGV[1])`;

type Ports = { readonly scripts: ScriptStore | null; readonly log: Log };

/** Never rejects: what the store does not take is logged as `record-lost`. */
async function write(script: string, args: readonly string[], { scripts, log }: Ports): Promise<void> {
  if (scripts === null) return;
  try {
    await scripts.run(script, [keys.waitingApprovals], args, timeoutMs);
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    log({ event: 'record-lost', requestId: 'approvals', code: 'store_unavailable', detail });
  }
}

/** Never rejects. */
export async function noteWaiting(
  approvals: readonly Approval[],
  nowMs: number,
  ports: Ports,
): Promise<void> {
  if (approvals.length === 0) return;
  const each = approvals.flatMap(({ expiresAtMs, id }) => [String(expiresAtMs), id]);
  await write(noteScript, [String(nowMs), ...each], ports);
}

/** What has been decided takes no place among those that wait. Never rejects. */
export async function dropWaiting(id: string, ports: Ports): Promise<void> {
  await write(dropScript, [id], ports);
}

/** Ids, the first to expire first; one that has just been decided may be among them. Rejects with `StoreError`. */
export async function listWaiting(nowMs: number, scripts: ScriptStore): Promise<string[]> {
  const ids = await scripts.run(
    listScript,
    [keys.waitingApprovals],
    [String(nowMs), String(mostListed)],
    timeoutMs,
  );
  return Array.isArray(ids) ? ids.map(String) : [];
}
