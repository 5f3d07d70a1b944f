/** Headline figures: a name, a value, one line that says what it is held against. */
import type { Child } from 'hono/jsx';

export type TileProps = {
  readonly name: string;
  readonly value: Child;
  readonly note?: Child;
  /** `warn` and `bad` are told by a word as well as by colour. */
  readonly mood?: 'plain' | 'warn' | 'bad';
  /** Where the name leads. */
  readonly href?: string;
};

const words = { plain: null, warn: 'Look at this: ', bad: 'Not right: ' } as const;

export function Tile({ name, value, note, mood = 'plain', href }: TileProps) {
  return (
    <div class={`tile ${mood}`}>
      <dt>{href === undefined ? name : <a href={href}>{name}</a>}</dt>
      <dd>
        <strong>{value}</strong>
        {note === undefined ? null : (
          <span>
            {words[mood] === null ? null : <b>{words[mood]}</b>}
            {note}
          </span>
        )}
      </dd>
    </div>
  );
}

export function Tiles({ children }: { readonly children?: Child }) {
  return <dl class="tiles">{children}</dl>;
}
