/** What commands put out: an answer on standard output, for people or as JSON, and files. */
import { writeFileSync } from 'node:fs';
import { UsageError } from './command.ts';
import { explainFile } from './explain-file.ts';
import { choosePaint, widthOfStream } from './paint.ts';
import type { TableOptions } from './table.ts';

/** `lines`: the answer for people; `asJson`: the answer as it is, in place of them. */
export function writeAnswer(
  answer: unknown,
  asJson: boolean | undefined,
  lines: (options: Required<TableOptions>) => readonly string[],
): void {
  const { stdout, env } = process;
  const shown = asJson
    ? [JSON.stringify(answer, null, 2)]
    : lines({ paint: choosePaint(stdout, env), maxWidth: widthOfStream(stdout) });
  stdout.write(`${shown.join('\n')}\n`);
}

/** Errors: `UsageError` where nothing can be written there. */
export function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${explainFile(error)}`);
  }
}
