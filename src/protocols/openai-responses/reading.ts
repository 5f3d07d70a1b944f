/** What the readers of one request body share: the first problem and the features met. */
import type { CacheHint } from '../../core/block.ts';
import type { FeatureUse, RequestFeature } from '../../core/features.ts';
import { FieldCheck } from '../../core/field-check.ts';
import { isObject, type JsonObject } from '../../core/json.ts';

export class Reading {
  readonly check = new FieldCheck();
  readonly uses: FeatureUse[] = [];

  use(feature: RequestFeature, field: string): void {
    this.uses.push({ feature, field });
  }

  /** The cache mark of a content part, ready to spread into its block. */
  cacheOf(part: JsonObject, field: string): { cache?: CacheHint } {
    const mark = part.prompt_cache_breakpoint;
    if (!isObject(mark)) return {};
    this.use('cache-hint', `${field}.prompt_cache_breakpoint`);
    return { cache: mark.ttl === '12h' ? { ttl: '1h' } : {} };
  }
}
