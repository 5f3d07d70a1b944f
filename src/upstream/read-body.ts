/** Reads a provider's unary body with a bound in bytes, so that no answer can fill an isolate's memory. */

/** The text, or null where it is longer than `limitBytes` (the body is then cancelled). */
export async function readBounded(response: Response, limitBytes: number): Promise<string | null> {
  const declared = response.headers.get('content-length') ?? '';
  // Of a compressed body the declared length says nothing.
  const isTold = /^\d+$/.test(declared) && !response.headers.has('content-encoding');
  if (isTold && Number(declared) <= limitBytes) return response.text();
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
