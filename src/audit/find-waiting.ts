/** Which entries of the audit log are calls or requests that somebody has to approve in time. Pure; each is told once. */
import type { Alert } from '../core/alert.ts';
import type { AuditRecord } from '../core/audit.ts';

/** Null: nothing waits. */
export function findWaiting({ action, actor, object, details }: AuditRecord): Alert<'approval'> | null {
  if (action !== 'tool.call' || details.decision !== 'held') return null;
  const wordOf = (name: string) => (typeof details[name] === 'string' ? details[name] : null);
  const expiresAtMs = Date.parse(wordOf('expires') ?? '');
  if (Number.isNaN(expiresAtMs)) return null;
  const who = { actor, team: wordOf('team'), endUser: wordOf('endUser') };
  return {
    kind: 'approval',
    key: `approval:${object}`,
    covers: [],
    untilMs: expiresAtMs,
    data: { id: object, tool: wordOf('tool') ?? '', effect: wordOf('effect'), ...who, expiresAtMs },
  };
}
