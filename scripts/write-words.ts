/** `npm run words`: prints the word lists of the classifier into the text that the Worker brings along. */
import { writeFileSync } from 'node:fs';
import printed from '../src/classify/words/lists.ts';

writeFileSync(new URL('../src/classify/words/words.txt', import.meta.url).pathname, printed);
