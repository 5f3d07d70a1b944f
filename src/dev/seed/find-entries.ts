/** The flushes of demo rows among all that the stream holds, oldest first. Errors: StoreError. */
import { demoPrefix } from '../../core/demo.ts';
import type { Row } from '../../core/row.ts';
import { keys } from '../../ledger/keys.ts';
import { unpackRow } from '../../ledger/row-codec.ts';
import type { ScriptStore, StreamEntry } from '../../ledger/store.ts';

/** In one read: some 1 MB. */
const entriesAPage = 40;

export type DemoEntry = { readonly id: string; readonly rows: readonly Row[] };

function rowsIn({ fields }: StreamEntry): Row[] {
  return ['rows', 'fixes'].flatMap((name) => {
    const values: unknown = JSON.parse(fields.get(name) ?? '[]');
    return Array.isArray(values) ? values.map(unpackRow).filter((row) => row !== null) : [];
  });
}

export function isDemo({ team }: Pick<Row, 'team'>): boolean {
  return team.startsWith(demoPrefix);
}

/** `after`: an entry that lies before all of them; `-`: none is known to. Flushes that hold real rows too are left out. */
export async function* findEntries(after: string, store: ScriptStore): AsyncGenerator<DemoEntry> {
  for (let from = after === '-' ? '-' : `(${after}`; ; ) {
    const page = await store.readStream(keys.rows, from, '+', { most: entriesAPage });
    for (const entry of page) {
      const rows = rowsIn(entry);
      if (rows.length > 0 && rows.every(isDemo)) yield { id: entry.id, rows };
    }
    const last = page.at(-1);
    if (last === undefined || page.length < entriesAPage) return;
    from = `(${last.id}`;
  }
}

/** `-`: the stream is empty. */
export async function newestEntry(store: ScriptStore): Promise<string> {
  const [newest] = await store.readStream(keys.rows, '-', '+', { most: 1, isBackwards: true });
  return newest?.id ?? '-';
}
