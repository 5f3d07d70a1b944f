/** How text is set on the terminal: width, weight and colour. Plain where the output is no terminal. */
import { styleText } from 'node:util';

type Paint = (text: string) => string;

export type Style = {
  /** Characters per line. */
  readonly columns: number;
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly notable: Paint;
};

type Output = NodeJS.WritableStream & { readonly columns?: number; readonly isTTY?: boolean };

const narrowest = 60;
const widest = 100;

/** Lines stay readable on wide terminals, and are 80 wide where the width is not known. */
export function styleFor(stream: Output): Style {
  // styleText leaves the text alone where the stream is no terminal or NO_COLOR is set.
  const paint =
    (format: Parameters<typeof styleText>[0]): Paint =>
    (text) =>
      styleText(format, text, { stream });
  return {
    columns: Math.min(Math.max(stream.columns ?? 80, narrowest), widest),
    strong: paint('bold'),
    faint: paint('dim'),
    good: paint('green'),
    bad: paint('red'),
    notable: paint('yellow'),
  };
}

/** For tests and for files. */
export function plainStyle(columns: number): Style {
  const asIs: Paint = (text) => text;
  return { columns, strong: asIs, faint: asIs, good: asIs, bad: asIs, notable: asIs };
}

/** Breaks text at spaces into lines of at most `columns` characters, each after `indent`. Keeps line breaks. */
export function wrap(text: string, columns: number, indent: string): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && indent.length + longer.length > columns) {
        lines.push(indent + line);
        line = word;
      } else line = longer;
    }
    return [...lines, indent + line];
  });
}
