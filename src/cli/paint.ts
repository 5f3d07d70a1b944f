/** Colours, on a terminal only: a pipe, `NO_COLOR` and `TERM=dumb` get the plain text. */
import { styleText } from 'node:util';

/** By what it means, not by how it looks. */
export type Style = 'title' | 'faint' | 'good' | 'warn' | 'bad';

export type Paint = (style: Style, text: string) => string;

const looks = {
  title: 'bold',
  faint: 'dim',
  good: 'green',
  warn: 'yellow',
  bad: 'red',
} as const satisfies Record<Style, Parameters<typeof styleText>[0]>;

export const plainPaint: Paint = (_, text) => text;

/** Spaces at the end stay outside of the colour, so that they can be cut off. */
export const colourPaint: Paint = (style, text) => {
  const words = text.trimEnd();
  return words === ''
    ? text
    : `${styleText(looks[style], words, { validateStream: false })}${text.slice(words.length)}`;
};

type Stream = { readonly isTTY?: boolean; readonly columns?: number };

/** `NO_COLOR` counts when it is not empty (https://no-color.org). */
export function choosePaint(stream: Stream, env: NodeJS.ProcessEnv): Paint {
  const isPlain = !stream.isTTY || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  return isPlain ? plainPaint : colourPaint;
}

/** Columns of the terminal; a pipe has no end. */
export function widthOfStream(stream: Stream): number {
  return stream.isTTY ? (stream.columns ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}
