/** One try to put a file where it belongs: a signed webhook or an R2 bucket. Says in a word what became of it. */
import type { ExportDestination } from '../core/export.ts';
import type { WholeExport } from '../finance/whole-export.ts';
import { type Delivered, type DeliverPorts, deliver } from './deliver.ts';

/** What is used of an R2 bucket. */
export type Bucket = Pick<R2Bucket, 'put'>;

export type SendExportPorts = DeliverPorts & {
  /** Null: there is no such binding. */
  readonly bucket: (binding: string) => Bucket | null;
};

/** `taken`, or why not. */
export type Sent = Delivered | 'no_bucket';

async function putFile({ bytes, manifest }: WholeExport, prefix: string, bucket: Bucket): Promise<Sent> {
  const { sha256, rows, cost_usd, complete_until } = manifest;
  const key = prefix + manifest.file;
  try {
    await bucket.put(key, bytes, {
      // The bucket refuses bytes that are others.
      sha256,
      httpMetadata: { contentType: 'text/csv; charset=utf-8' },
      customMetadata: { sha256, rows: String(rows), cost_usd, complete_until: complete_until ?? '' },
    });
    // Last: whoever sees it finds the file.
    await bucket.put(`${key}.manifest.json`, JSON.stringify(manifest), {
      httpMetadata: { contentType: 'application/json' },
    });
    return 'taken';
  } catch {
    return 'no_answer';
  }
}

/** `id`: of the file, the same at every try, so that a receiver can tell what it has. Never rejects. */
export async function sendExport(
  id: string,
  whole: WholeExport,
  to: ExportDestination,
  ports: SendExportPorts,
): Promise<Sent> {
  if (to.kind === 'r2') {
    const bucket = ports.bucket(to.binding);
    return bucket === null ? 'no_bucket' : putFile(whole, to.prefix, bucket);
  }
  const content = new TextDecoder().decode(whole.bytes);
  const timestamp = new Date(ports.now()).toISOString();
  const body = JSON.stringify({ id, timestamp, type: 'export', data: { manifest: whole.manifest, content } });
  const { url, secretFrom } = to;
  const none = { urlFrom: null, kinds: [], email: null, authorizationFrom: null };
  const webhook = { name: url, url, form: 'signalbox' as const, secretFrom, ...none };
  return deliver({ id, body }, webhook, ports);
}
