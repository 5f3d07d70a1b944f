/** What is remembered of scheduled exports: until when they were sent, and how often what is due was tried. */
import type { ScheduledExport } from '../core/export.ts';
import { isObject } from '../core/json.ts';
import { keys } from '../ledger/keys.ts';
import type { Store } from '../ledger/store.ts';

export type ExportMark = {
  /** End of the last period that was sent; null: none was. */
  readonly sentUntilMs: number | null;
  /** Of the period that was tried and not taken: it stays due when the next one ends. */
  readonly dueFromMs: number | null;
  readonly tries: number;
  readonly againAtMs: number;
};

export const nothingSent: ExportMark = { sentUntilMs: null, dueFromMs: null, tries: 0, againAtMs: 0 };

function readMark(text: string | null): ExportMark {
  const value: unknown = text === null ? null : JSON.parse(text);
  if (!isObject(value)) return nothingSent;
  const numberOf = (name: keyof ExportMark) => (typeof value[name] === 'number' ? value[name] : null);
  return {
    sentUntilMs: numberOf('sentUntilMs'),
    dueFromMs: numberOf('dueFromMs'),
    tries: numberOf('tries') ?? 0,
    againAtMs: numberOf('againAtMs') ?? 0,
  };
}

/** In the order of `exports`; one command, none where there are no exports. Errors: StoreError. */
export async function readExportMarks(
  exports: readonly Pick<ScheduledExport, 'name'>[],
  store: Pick<Store, 'getMany'>,
): Promise<ExportMark[]> {
  if (exports.length === 0) return [];
  const texts = await store.getMany(exports.map(({ name }) => keys.exportMark(name)));
  return exports.map((_, at) => readMark(texts[at] ?? null));
}
