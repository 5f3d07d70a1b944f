/** The word lists of languages and tools, read when the first request is classified. */
import text from '#classify/words.txt';
import { once } from '../../core/once.ts';
import type { WordLists } from './lists.ts';

export const wordLists = once(() => JSON.parse(text) as WordLists);
