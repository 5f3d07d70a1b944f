/** Requests whose answers have to be seen before the client has them, and cannot be. Pure. */
import { RouterError } from '../core/errors.ts';
import type { LlmRequest } from '../core/request.ts';
import type { SafeguardAction } from '../core/safeguard.ts';
import { schemaOf } from './check-schema.ts';
import { maskedGroups } from './find-sensitive.ts';

/** What does not come through here as one answer, by the field that asks for it. */
function elsewhere({ state, features }: LlmRequest): 'background' | 'n' | null {
  if (state.background) return 'background';
  return features.some(({ field }) => field === 'n') ? 'n' : null;
}

const seeing: readonly SafeguardAction[] = ['confirm-tools', 'inspect-output', 'moderate-output'];

function isSeenFirst(actions: readonly SafeguardAction[], request: LlmRequest): boolean {
  if (seeing.some((action) => actions.includes(action)) || maskedGroups(actions).size > 0) return true;
  return schemaOf(actions, request) !== null;
}

/** Errors: `unsupported_feature`. */
export function refuseUninspected(actions: readonly SafeguardAction[], request: LlmRequest): void {
  if (!isSeenFirst(actions, request)) return;
  const param = elsewhere(request);
  if (param === null) return;
  const message = `The safeguards of this request see its answer before the client does, which \`${param}\` does not let them.`;
  throw new RouterError('unsupported_feature', message, { param });
}
