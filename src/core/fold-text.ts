/** Texts made comparable: what looks alike to a reader becomes alike. Linear; the caller bounds what it gives. */

/** Zero-width and other invisible characters, with which a word can be split unseen. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/** One form for each character, nothing invisible, single spaces. Case stays: encoded parts depend on it. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replace(invisible, '').replace(/\s+/g, ' ').trim();
}

/** `plainText` without case. */
export function foldText(text: string): string {
  return plainText(text).toLowerCase();
}
