/** JSON that may be none: undefined, where the caller says better than `JSON.parse` what was expected. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
