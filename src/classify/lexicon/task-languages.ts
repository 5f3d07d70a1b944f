/** The languages whose task cues are compiled, all at once: a request may mix them. */
import type { CueLines } from './compile-phrases.ts';
import type { TaskCue } from './task-cues.ts';
import { en } from './tasks/en.ts';
import { zh } from './tasks/zh.ts';

export const taskLanguages: readonly CueLines<TaskCue>[] = [en, zh];
