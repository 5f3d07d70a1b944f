/** Reads the attempt rows of the local store, as an operator would: over its REST interface. */
import type { Row } from '../../src/core/row.ts';
import { keys } from '../../src/ledger/keys.ts';
import { unpackRow } from '../../src/ledger/row-codec.ts';

type Entry = readonly [id: string, fields: readonly string[]];

function rowsOf([, fields]: Entry): Row[] {
  const packed: unknown = JSON.parse(fields[fields.indexOf('rows') + 1] ?? '[]');
  return Array.isArray(packed) ? packed.map(unpackRow).filter((row) => row !== null) : [];
}

/** All rows, oldest first. */
export async function readAllRows(store: { readonly url: string; readonly token: string }): Promise<Row[]> {
  const response = await fetch(store.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${store.token}` },
    body: JSON.stringify(['XRANGE', keys.rows, '-', '+']),
  });
  const { result } = (await response.json()) as { result: Entry[] };
  return result.flatMap(rowsOf);
}

/** Rows of one request, in order. */
export async function readRows(
  store: { readonly url: string; readonly token: string },
  requestId: string,
): Promise<Row[]> {
  return (await readAllRows(store)).filter((row) => row.requestId === requestId);
}
