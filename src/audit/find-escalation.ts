/** Which entries of the audit log somebody has to look at now. Pure; of one kind and one actor one an hour is told. */
import type { Alert } from '../core/alert.ts';
import type { AuditAction, AuditRecord } from '../core/audit.ts';

const hourMs = 3_600_000;

type Details = AuditRecord['details'];

const escalates: { readonly [Action in AuditAction]?: (details: Details) => boolean } = {
  safeguard: ({ outcome, risk, actions }) =>
    outcome === 'refused' || (risk === 'high' && Array.isArray(actions) && actions.includes('log')),
  'answer.hit': ({ found }) => found === 'canary' || found === 'secret',
  // A result that came all the same: somebody has run what nobody approved.
  'tool.call': ({ decision }) => decision === 'denied' || decision === 'expired',
  'approval.decided': ({ decision }) => decision === 'deny',
  'actor.standing': ({ after }) => after === 'suspended',
};

/** Null: it can wait until somebody reads the log. */
export function findEscalation({ action, actor, object, details }: AuditRecord, nowMs: number): Alert | null {
  if (escalates[action as AuditAction]?.(details) !== true) return null;
  const wordOf = (name: string) => (typeof details[name] === 'string' ? details[name] : null);
  const names = Array.isArray(details.rules) ? details.rules.join('+') : (wordOf('tool') ?? '');
  const endUser = wordOf('endUser');
  const hour = new Date(nowMs).toISOString().slice(0, 13);
  return {
    kind: 'escalation',
    key: `escalation:${action}:${endUser ?? (action === 'actor.standing' ? object : actor)}:${names}:${hour}`,
    covers: [],
    untilMs: nowMs + hourMs,
    data: {
      action,
      actor,
      object,
      endUser,
      names,
      outcome: wordOf('outcome') ?? wordOf('decision') ?? wordOf('after') ?? wordOf('found') ?? '',
      risk: wordOf('risk'),
      domain: wordOf('domain'),
    },
  };
}
