/** Which of a verdict's actions do something to this very request: the Worker's own edits, tried on its body. Pure. */
import { RouterError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { SafeguardAction } from '../../core/safeguard.ts';
import { protocols } from '../../protocols/index.ts';
import { editRequest } from '../../safeguards/edit-request.ts';
import type { Subject } from '../decide-offline.ts';

/** They find nothing to change in many requests: no tools, no documents, nothing secret. */
const mayDoNothing: ReadonlySet<SafeguardAction> = new Set<SafeguardAction>([
  'refuse-secrets',
  'refuse-personal-data',
  'read-only-tools',
  'mask-secrets',
  'mask-personal-data',
  'fence',
]);

/** `refuse` alone, where the edits cannot be made. */
export function actingOf(
  actions: readonly SafeguardAction[],
  { request, protocol, judge }: Pick<Subject, 'request' | 'protocol' | 'judge'>,
  body: JsonObject,
): readonly SafeguardAction[] {
  const { requestGuard: guard } = protocols[protocol];
  const tools = () => judge().tools;
  const changes = (action: SafeguardAction) => {
    const text = JSON.stringify(body);
    const { edits } = editRequest({ actions: [action] }, { text, raw: body, request, guard, tools });
    return Object.keys(edits).length > 0;
  };
  try {
    return actions.filter((action) => !mayDoNothing.has(action) || changes(action));
  } catch (error) {
    if (error instanceof RouterError && error.code === 'safeguard_refused') return ['refuse'];
    throw error;
  }
}
