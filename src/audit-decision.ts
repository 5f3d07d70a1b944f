/**
 * Writes down which rules held for a request, what they or its route did to it and what came of it, once that is decided.
 * A request that no rule holds for, that nothing was done to and that nobody refused leaves nothing, and costs nothing.
 */
import { RouterError } from './core/errors.ts';
import type { Judged } from './core/judged.ts';
import type { SafeguardAction, Verdict } from './core/safeguard.ts';
import type { Deciding, Decision } from './decide.ts';
import type { Deps } from './deps.ts';
import type { BodyGuard } from './guard-body.ts';

type Guarded = Deciding & { readonly guardBody: BodyGuard };

/** What does nothing to a request that it finds nothing in; what it finds has an entry of its own, or is a refusal. */
const looking: ReadonlySet<SafeguardAction> = new Set([
  'second-look',
  'refuse-secrets',
  'refuse-personal-data',
  'moderate-input',
  'inspect-output',
  'moderate-output',
  'check-schema',
]);

/** Refusals by safeguards; other errors keep their code. */
const refused = 'safeguard_refused';

function write(
  { rules, actions, floor }: Verdict,
  outcome: string,
  judge: () => Judged | null | undefined,
  { caller, requestId }: Deciding,
  { audit }: Deps,
): void {
  const isChanged = actions.some((action) => !looking.has(action));
  if (rules.length === 0 && !isChanged && outcome !== 'refused') return;
  const { id: actor, team, tier, endUser } = caller;
  const asker = { team, tier, endUser: endUser?.id ?? null };
  const judged = judge();
  const risk = { risk: judged?.risk.level ?? null, domain: judged?.risk.domain ?? null };
  const details = { ...asker, outcome, rules, actions, floor, ...risk };
  audit?.append({ action: 'safeguard', actor, object: requestId, details });
}

/** Decides by `decide`, and throws what that throws. */
export async function auditDecision(
  deciding: Guarded,
  deps: Deps,
  decide: (deciding: Guarded, deps: Deps) => Promise<Decision>,
): Promise<Decision> {
  if (deps.audit === null) return decide(deciding, deps);
  const seen: { verdict: Verdict | null; judge: (() => Judged) | null } = { verdict: null, judge: null };
  const guardBody: BodyGuard = (verdict, judge, route) => {
    Object.assign(seen, { verdict, judge });
    return deciding.guardBody(verdict, judge, route);
  };
  try {
    const decision = await decide({ ...deciding, guardBody }, deps);
    write(decision.verdict, 'passed', () => decision.judged, deciding, deps);
    return decision;
  } catch (thrown) {
    if (thrown instanceof RouterError && seen.verdict !== null) {
      const outcome = thrown.code === refused ? 'refused' : thrown.code;
      write(seen.verdict, outcome, () => seen.judge?.(), deciding, deps);
    }
    throw thrown;
  }
}
