/** How many columns of a terminal a text takes. Knows nothing of tables; colours are put on after measuring. */

const graphemes = new Intl.Segmenter();

/** East Asian wide and fullwidth blocks, and signs that are drawn as pictures. */
const wide =
  /^(?:\p{Emoji_Presentation}|.\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])/u;
/** Drawn on the sign before, or not at all. */
const without = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;
const plain = /^[\x20-\x7e–]*$/;

function widthOf(grapheme: string): number {
  if (without.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

export function textWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOf(segment);
  return width;
}

/** The text in at most `width` columns; `…` where something is left out. */
export function shorten(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  let left = width - 1;
  for (const { segment } of graphemes.segment(text)) {
    left -= widthOf(segment);
    if (left < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The text with spaces up to `width` columns, before it or after it. */
export function pad(text: string, width: number, side: 'left' | 'right'): string {
  const spaces = ' '.repeat(Math.max(0, width - textWidth(text)));
  return side === 'left' ? `${text}${spaces}` : `${spaces}${text}`;
}
