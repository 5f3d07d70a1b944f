/**
 * Readings that are made once for each text and then kept, as many as are bounded: agents send the same declarations
 * with every turn. A declared cache of the isolate. Holds names and descriptions of tools, never anything of a call.
 */

/** Texts longer than this are read each time. */
const longestKept = 320;

/** `read` must depend on nothing but the text. */
export function remember<T extends object | null>(
  most: number,
  read: (text: string) => T,
): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const held = known.get(text);
    if (held !== undefined) return held;
    const made = read(text);
    if (text.length > longestKept) return made;
    const [oldest] = known.keys();
    if (known.size >= most && oldest !== undefined) known.delete(oldest);
    known.set(text, made);
    return made;
  };
}
