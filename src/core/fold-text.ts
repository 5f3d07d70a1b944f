/** Texts made comparable: what looks alike to a reader becomes alike. Linear; the caller bounds what it gives. */

/** Zero-width and other invisible characters, with which a word can be split unseen. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;
/** White space that is not a single space already: most is, and costs nothing. */
const uneven = /\s{2,}|[^\S ]/g;
const beyondAscii = /[^\0-\x7f]/;

/** One form for each character, nothing invisible, single spaces. Case stays: encoded parts depend on it. */
export function plainText(text: string): string {
  // First what stands invisibly between a letter and its accent, then the two as one.
  const composed = beyondAscii.test(text) ? text.replace(invisible, '').normalize('NFKC') : text;
  return composed.replace(uneven, ' ').trim();
}

/** `plainText` without case. */
export function foldText(text: string): string {
  return plainText(text).toLowerCase();
}
