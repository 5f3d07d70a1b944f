/** What the readers of one request body share: the first problem, the features met, the tool calls seen so far. */
import type { TextBlock } from '../../core/block.ts';
import type { FeatureUse, RequestFeature } from '../../core/features.ts';
import { FieldCheck } from '../../core/field-check.ts';
import { isObject, type JsonObject } from '../../core/json.ts';

export class Reading {
  readonly check = new FieldCheck();
  readonly uses: FeatureUse[] = [];
  /** Kind of each tool call of earlier assistant messages, by id. */
  readonly calls = new Map<string, 'function' | 'custom'>();
  /** Id given to the last `function_call` of each name: the old form has none. */
  readonly legacyCalls = new Map<string, string>();

  use(feature: RequestFeature, field: string): void {
    this.uses.push({ feature, field });
  }

  /** The cache mark of a content part, ready to spread into its block. */
  cacheOf(part: JsonObject, field: string): Pick<TextBlock, 'cache'> {
    const mark = part.prompt_cache_breakpoint;
    if (!isObject(mark)) return {};
    this.use('cache-hint', `${field}.prompt_cache_breakpoint`);
    return { cache: mark.ttl === '12h' ? { ttl: '1h' } : {} };
  }
}
