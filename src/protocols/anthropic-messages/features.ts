/**
 * Which features a request uses, gathered while it is read: where each stands, and which fields are not ours.
 * Decides nothing about what becomes of them (`carriage.ts`).
 */
import { isChoosing } from '../../core/choosing-fields.ts';
import type { FeatureUse, RequestFeature } from '../../core/features.ts';
import { FieldCheck } from '../../core/field-check.ts';
import type { JsonObject } from '../../core/json.ts';

/** Top-level fields that `decode-request.ts` reads into the canonical request. */
const topLevel = [
  'model',
  'messages',
  'system',
  'max_tokens',
  'tools',
  'tool_choice',
  'stop_sequences',
  'stream',
  'temperature',
  'top_p',
  'top_k',
  'thinking',
  'output_config',
  'output_format',
  'metadata',
  'service_tier',
  'speed',
  'container',
  'cache_control',
  'mcp_servers',
  'thread',
] as const;

/** Known members, by what they are members of. Others are reported with their place. */
const known = {
  body: new Set<string>(topLevel),
  message: new Set(['role', 'content']),
  tool: new Set(['type', 'name', 'description', 'input_schema', 'strict', 'cache_control']),
  thinking: new Set(['type', 'budget_tokens', 'display']),
  output: new Set(['effort', 'format']),
} as const;

/** Of fields of the body. */
export function isKnown(field: string): boolean {
  return known.body.has(field);
}

/** Checks fields and writes down what the request uses. */
export class RequestReader extends FieldCheck {
  readonly uses: FeatureUse[] = [];

  use(feature: RequestFeature, field: string): void {
    this.uses.push({ feature, field });
  }

  /** Records the members that this protocol's tables do not list. `null` is as good as absent. */
  noteUnknown(value: JsonObject, kind: keyof typeof known, place: string): void {
    for (const name of Object.keys(value)) {
      if (known[kind].has(name) || value[name] === null || value[name] === undefined) continue;
      if (kind === 'body' && isChoosing(name)) this.use('provider-choice', name);
      else this.use('unknown-field', place === '' ? name : `${place}.${name}`);
    }
  }
}
