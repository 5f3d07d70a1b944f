/** Data URLs as requests hold them. Looks at the head only: the data may be megabytes. Pure. */

export type DataUrl = {
  /** All before the data, with the comma. */
  readonly head: string;
  /** Without parameters; may be empty. */
  readonly mediaType: string;
  readonly isBase64: boolean;
  readonly data: string;
};

const scheme = 'data:';

/** Null: it is none. */
export function readDataUrl(text: string): DataUrl | null {
  if (text.slice(0, scheme.length).toLowerCase() !== scheme) return null;
  const comma = text.indexOf(',');
  if (comma === -1) return null;
  const [mediaType = '', ...parameters] = text.slice(scheme.length, comma).split(';');
  const isBase64 = parameters.at(-1)?.trim().toLowerCase() === 'base64';
  return { head: text.slice(0, comma + 1), mediaType, isBase64, data: text.slice(comma + 1) };
}
