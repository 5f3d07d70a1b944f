/** Reads the attempt rows of the local store, as an operator would: over its REST interface. */
import { keys } from '../../src/ledger/keys.ts';

export type Row = Readonly<Record<string, string>>;

/** Rows of one request, in order. */
export async function readRows(
  store: { readonly url: string; readonly token: string },
  requestId: string,
): Promise<Row[]> {
  const response = await fetch(store.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${store.token}` },
    body: JSON.stringify(['XRANGE', keys.rows, '-', '+']),
  });
  const { result } = (await response.json()) as { result: [id: string, fields: string[]][] };
  return result.map(([, fields]) => toRow(fields)).filter((row) => row['signalbox.request.id'] === requestId);
}

function toRow(fields: readonly string[]): Row {
  const row: Record<string, string> = {};
  for (let at = 0; at + 1 < fields.length; at += 2) row[fields[at] ?? ''] = fields[at + 1] ?? '';
  return row;
}
