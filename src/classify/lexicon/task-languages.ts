/** The languages whose task cues are compiled, all at once: a request may mix them. */
import type { CueLines } from './compile-phrases.ts';
import type { TaskCue } from './task-cues.ts';
import { ar } from './tasks/ar.ts';
import { de } from './tasks/de.ts';
import { en } from './tasks/en.ts';
import { es } from './tasks/es.ts';
import { fr } from './tasks/fr.ts';
import { hi } from './tasks/hi.ts';
import { id } from './tasks/id.ts';
import { it } from './tasks/it.ts';
import { ja } from './tasks/ja.ts';
import { ko } from './tasks/ko.ts';
import { nl } from './tasks/nl.ts';
import { others } from './tasks/others.ts';
import { pl } from './tasks/pl.ts';
import { pt } from './tasks/pt.ts';
import { ru } from './tasks/ru.ts';
import { th } from './tasks/th.ts';
import { tr } from './tasks/tr.ts';
import { uk } from './tasks/uk.ts';
import { vi } from './tasks/vi.ts';
import { zh } from './tasks/zh.ts';

export const taskLanguages: readonly CueLines<TaskCue>[] = [
  ...[ar, de, en, es, fr, hi, id, it, ja, ko, nl, others, pl, pt, ru, th, tr, uk, vi, zh],
];
