/** The plan of a request that joins a running answer: one target, the one that makes it. Pure. */
import type { Catalogue } from '../core/catalogue.ts';
import type { Config } from '../core/config.ts';
import type { RoutePlan } from '../core/plan.ts';
import type { LlmRequest } from '../core/request.ts';
import { efforts, type ProtocolId, type Target } from '../core/target.ts';
import { splitTargetName, wireNameOf } from '../core/target-name.ts';
import type { ClaimedWork } from '../ledger/claims.ts';
import { deadlinesFor } from '../routing/deadlines.ts';

/** Null: the config does not know the provider or the model any more. */
function findTarget(work: ClaimedWork, config: Config, catalogue: Catalogue): Target | null {
  const { model: modelName, effort } = splitTargetName(work.targetName);
  const model = config.models.get(modelName) ?? catalogue.findModel(modelName);
  const provider = config.providers.get(work.provider);
  if (model === undefined || provider === undefined) return null;
  return {
    name: work.targetName,
    model,
    wireModel: wireNameOf(work.targetName, model),
    provider,
    protocol: work.protocol,
    effort: efforts.find((one) => one === effort) ?? null,
  };
}

/** Null: nobody can be asked. */
export function planJoined(
  work: ClaimedWork,
  request: LlmRequest,
  caller: ProtocolId,
  config: Config,
  catalogue: Catalogue,
): RoutePlan | null {
  const target = findTarget(work, config, catalogue);
  if (target === null) return null;
  return {
    route: work.route,
    objective: 'order',
    floor: 'none',
    arm: null,
    attempts: [
      {
        target,
        lane: target.protocol === caller ? 'passthrough' : 'translate',
        request,
        losses: [],
        deadlines: deadlinesFor(target, request, {}),
        prediction: null,
      },
    ],
    rejected: [],
    maxAttempts: 1,
    costLimitNanoUsd: null,
    // Whoever leaves here has only listened.
    onClientAbort: 'cancel',
    hedge: null,
    shadow: null,
    stay: null,
    notice: null,
  };
}
