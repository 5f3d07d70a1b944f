/**
 * The word lists of languages and tools as they are written, and as one text. Not in the Worker: that has the text beside
 * its code (`words.txt`, by `imports` of package.json), so that a start does not parse it. `npm run words` prints it anew.
 */
import { tellingEndings, tellingLetters } from '../signals/language/letters-endings.ts';
import { easternWords } from '../signals/language/words-east.ts';
import { requestWords } from '../signals/language/words-of-requests.ts';
import { westernWords } from '../signals/language/words-west.ts';
import { englishJoints, englishObjects } from '../tools/words/english-nouns.ts';
import { englishVerbs } from '../tools/words/english-verbs.ts';
import { otherLanguages } from '../tools/words/other-languages.ts';

const lists = {
  westernWords,
  easternWords,
  requestWords,
  tellingLetters,
  tellingEndings,
  englishVerbs,
  englishObjects,
  englishJoints,
  otherLanguages,
};

export type WordLists = typeof lists;

/** A line for each list of a language or verb; runs of white space are one space. */
const printed: string = `${JSON.stringify(
  lists,
  (_, value: unknown) => (typeof value === 'string' ? value.split(/\s+/).join(' ') : value),
  1,
)}\n`;

export default printed;
